package dev.tarn.core.merge;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.diff.MergeBase;
import dev.tarn.core.history.HistoryReader;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.type.BuiltInTypes;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
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
  public record Side(MergeBase.Point point, StateSnapshot state) {
    private HistoryReader history() {
      return point.history();
    }
  }

  /**
   * What one branch has taken over of another.
   *
   * @param commit the newest
   * @param records of merges, and up to where each brought it
   */
  private record Taken(CommitId commit, Map<AssetId, CommitId> records) {
    /** Returns whether a commit of the one that takes has this of the other, or a later one. */
    boolean isKnownAt(HistoryReader taker, CommitId at) throws IOException {
      for (Map.Entry<AssetId, CommitId> record : records.entrySet()) {
        if (record.getValue().seq() >= commit.seq()
            && taker.asset(record.getKey(), at).isPresent()) {
          return true;
        }
      }
      return false;
    }
  }

  /** Finds it. Of two that are as good, which criss-cross merges leave, that of theirs. */
  public static CommonPoint of(Side ours, Side theirs) throws IOException {
    MergeBase fork = MergeBase.of(ours.point(), theirs.point());
    Taken byOurs = newest(ours, theirs, fork.seq());
    Taken byTheirs = newest(theirs, ours, fork.seq());
    if (byTheirs != null && (byOurs == null || isOlder(ours, byOurs, theirs, byTheirs))) {
      return new CommonPoint(fork, byTheirs.commit(), false);
    }
    return new CommonPoint(fork, byOurs == null ? fork.commit() : byOurs.commit(), true);
  }

  /** Returns whether what ours has of theirs is older than what theirs has of ours. */
  private static boolean isOlder(Side ours, Taken byOurs, Side theirs, Taken byTheirs)
      throws IOException {
    return byOurs.isKnownAt(ours.history(), byTheirs.commit())
        && !byTheirs.isKnownAt(theirs.history(), byOurs.commit());
  }

  private static @Nullable Taken newest(Side taker, Side taken, long afterSeq) throws IOException {
    CommitId newest = null;
    Map<AssetId, CommitId> records = new HashMap<>();
    String cursor = null;
    do {
      Page<Asset> page =
          taker.state().list(AssetQuery.ofType(BuiltInTypes.MERGE, cursor, AssetQuery.MAX_LIMIT));
      for (Asset merge : page.items()) {
        if (merge.attributes().get(MergeRecord.SOURCE_COMMIT) instanceof String text) {
          CommitId head = taken.point().commit();
          Optional<CommitId> shared = taken.history().newestBefore(CommitId.parse(text), afterSeq);
          if (shared.isPresent()) {
            // A merge of this moment may have brought more than what is looked at.
            CommitId commit = shared.get().seq() > head.seq() ? head : shared.get();
            records.put(merge.id(), commit);
            newest = newest == null || commit.seq() > newest.seq() ? commit : newest;
          }
        }
      }
      cursor = page.next();
    } while (cursor != null);
    return newest == null ? null : new Taken(newest, records);
  }
}
