package dev.tarn.core.diff;

import dev.tarn.core.history.HistoryReader;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import java.io.IOException;

/**
 * The last point up to which the logs of two points of a tenant's history are one.
 *
 * @param branch that has it
 * @param commit up to where both logs are the same
 */
public record MergeBase(BranchName branch, CommitId commit) {
  /**
   * A point of a branch.
   *
   * @param history of the branch
   */
  public record Point(BranchName branch, HistoryReader history, CommitId commit) {}

  /** Returns up to where both logs are the same. */
  public long seq() {
    return commit.seq();
  }

  /**
   * Finds it; every two points of a tenant have one, if only the beginning of {@code main}. It is
   * looked for in the commits themselves: the branches that the two came through may be gone, or
   * have other names.
   */
  public static MergeBase of(Point one, Point other) throws IOException {
    long same = 0;
    long different = Math.min(one.commit().seq(), other.commit().seq()) + 1;
    while (different - same > 1) {
      long middle = (same + different) >>> 1;
      if (one.history().commitOf(middle).equals(other.history().commitOf(middle))) {
        same = middle;
      } else {
        different = middle;
      }
    }
    return new MergeBase(one.branch(), one.history().commitOf(same));
  }
}
