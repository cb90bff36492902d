package dev.tarn.core.merge;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.diff.MergeBase;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.type.BuiltInTypes;
import java.io.IOException;
import java.util.Optional;
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
  public record Side(MergeBase.Point point, StateSnapshot state) {}

  /** The records of merges that a branch has, now or at a commit. */
  @FunctionalInterface
  private interface Records {
    Page<Asset> list(AssetQuery query) throws IOException;
  }

  /**
   * Finds it. Of two, one from each branch, that which has the other; where neither has, which
   * criss-cross merges leave, that of theirs.
   */
  public static CommonPoint of(Side ours, Side theirs) throws IOException {
    MergeBase fork = MergeBase.of(ours.point(), theirs.point());
    CommitId byOurs = newest(ours.state()::list, theirs, fork.seq());
    CommitId byTheirs = newest(theirs.state()::list, ours, fork.seq());
    if (byTheirs != null && (byOurs == null || has(ours, byTheirs, theirs, byOurs, fork))) {
      return new CommonPoint(fork, byTheirs, false);
    }
    return new CommonPoint(fork, byOurs == null ? fork.commit() : byOurs, true);
  }

  /**
   * Returns whether a commit of one branch has one of the other. What counts are the records of
   * then: those that are left now lack the merges that were taken back since, and have some that
   * came later by way of a third branch.
   */
  private static boolean has(Side taker, CommitId at, Side taken, CommitId commit, MergeBase fork)
      throws IOException {
    CommitId newest = newest(query -> taker.point().history().list(query, at), taken, fork.seq());
    return newest != null && newest.seq() >= commit.seq();
  }

  /** Returns the newest commit of a branch, after the fork, that records say was taken over. */
  private static @Nullable CommitId newest(Records records, Side taken, long afterSeq)
      throws IOException {
    CommitId head = taken.point().commit();
    CommitId newest = null;
    String cursor = null;
    do {
      Page<Asset> page =
          records.list(AssetQuery.ofType(BuiltInTypes.MERGE, cursor, AssetQuery.MAX_LIMIT));
      for (Asset merge : page.items()) {
        if (merge.attributes().get(MergeRecord.SOURCE_COMMIT) instanceof String text) {
          Optional<CommitId> shared =
              taken.point().history().newestBefore(CommitId.parse(text), afterSeq);
          if (shared.isPresent()) {
            // A merge of this moment may have brought more than what is looked at.
            CommitId commit = shared.get().seq() > head.seq() ? head : shared.get();
            newest = newest == null || commit.seq() > newest.seq() ? commit : newest;
          }
        }
      }
      cursor = page.next();
    } while (cursor != null);
    return newest;
  }
}
