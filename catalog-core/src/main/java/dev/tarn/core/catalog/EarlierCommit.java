package dev.tarn.core.catalog;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.history.HistoryReader;
import dev.tarn.core.scope.CommitId;
import java.io.IOException;

/** Finds the commit before one: commits have no pointer to it, but the log has numbers. */
final class EarlierCommit {
  private EarlierCommit() {}

  /**
   * Returns the commit before one.
   *
   * @throws CatalogException {@code commit-not-found} if it is the first
   */
  static CommitId of(HistoryReader history, CommitId commit) throws IOException {
    long earlier = 0;
    long same = commit.seq();
    if (same == 0) {
      throw new CatalogException(ErrorCode.COMMIT_NOT_FOUND, "the first commit changed nothing");
    }
    while (same - earlier > 1) {
      long middle = (earlier + same) >>> 1;
      if (history.commitOf(middle).equals(commit)) {
        same = middle;
      } else {
        earlier = middle;
      }
    }
    return history.commitOf(earlier);
  }
}
