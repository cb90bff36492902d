package dev.tarn.core.verify;

import dev.tarn.core.scope.CommitId;
import java.util.List;

/**
 * What a comparison of an index with the tables found. The numbers are of what the tables have,
 * tombstones included.
 *
 * @param commit at which both were compared
 * @param keyedRequests requests with an idempotency key, whose answers must be known
 * @param differences how many there are
 * @param listed the first of them
 */
public record Verification(
    CommitId commit,
    long assets,
    long relationships,
    long types,
    long keyedRequests,
    long differences,
    List<Difference> listed) {
  public Verification {
    listed = List.copyOf(listed);
  }

  /** Returns whether the index has what the tables have. */
  public boolean isClean() {
    return differences == 0;
  }
}
