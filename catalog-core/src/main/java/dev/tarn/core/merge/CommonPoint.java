package dev.tarn.core.merge;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.diff.MergeBase;
import dev.tarn.core.history.HistoryReader;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.type.BuiltInTypes;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What two branches have in common: the last commit of one of them that the other has, by beginning
 * there or by a merge. Merges are known from the assets that each leaves behind.
 *
 * @param fork up to where both logs are one
 * @param commit of theirs if {@code isTheirs}, else of ours; from the fork on
 */
public record CommonPoint(MergeBase fork, CommitId commit, boolean isTheirs) {
  /**
   * A branch at a commit.
   *
   * @param state at the commit
   */
  public record Side(MergeBase.Point point, StateSnapshot state) {
    private HistoryReader history() {
      return point.history();
    }

    private boolean has(CommitId commit) throws IOException {
      return commit.seq() <= point.commit().seq()
          && history().commitOf(commit.seq()).equals(commit);
    }
  }

  /**
   * The newest commit of one branch that another has taken over.
   *
   * @param takenAtSeq where in the log of the other one
   */
  private record Taken(CommitId commit, long takenAtSeq) {}

  /** Finds it. Of two that are as good, which criss-cross merges leave, that of theirs. */
  public static CommonPoint of(Side ours, Side theirs) throws IOException {
    MergeBase fork = MergeBase.of(ours.point(), theirs.point());
    Taken byOurs = newest(ours, theirs, fork.seq());
    Taken byTheirs = newest(theirs, ours, fork.seq());
    if (byTheirs != null && (byOurs == null || !isAsNew(byOurs, byTheirs))) {
      return new CommonPoint(fork, byTheirs.commit(), false);
    }
    return new CommonPoint(fork, byOurs == null ? fork.commit() : byOurs.commit(), true);
  }

  /** Returns whether what ours has of theirs is not older than what theirs has of ours. */
  private static boolean isAsNew(Taken byOurs, Taken byTheirs) {
    boolean hasTheOther = byTheirs.takenAtSeq() <= byOurs.commit().seq();
    boolean isInTheOther = byOurs.takenAtSeq() <= byTheirs.commit().seq();
    return hasTheOther || !isInTheOther;
  }

  private static @Nullable Taken newest(Side taker, Side taken, long afterSeq) throws IOException {
    Taken newest = null;
    String cursor = null;
    do {
      Page<Asset> page =
          taker.state().list(AssetQuery.ofType(BuiltInTypes.MERGE, cursor, AssetQuery.MAX_LIMIT));
      for (Asset merge : page.items()) {
        if (merge.attributes().get(MergeRecord.SOURCE_COMMIT) instanceof String text) {
          CommitId commit = CommitId.parse(text);
          long known = newest == null ? afterSeq : newest.commit().seq();
          if (commit.seq() > known && taken.has(commit)) {
            newest = new Taken(commit, merge.seq());
          }
        }
      }
      cursor = page.next();
    } while (cursor != null);
    return newest;
  }
}
