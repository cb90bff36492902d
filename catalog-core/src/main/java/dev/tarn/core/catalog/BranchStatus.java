package dev.tarn.core.catalog;

import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a branch and its stores are.
 *
 * @param head the newest commit that this process knows
 * @param queuedChanges accepted and not yet committed
 * @param queueCapacity the most changes that the queue takes
 * @param indexRun what is done to the index at the moment
 * @param assetCounts live assets by type, as of the index; empty if they may not be known
 * @param relationships live relationships, as of the index
 */
public record BranchStatus(
    Scope scope,
    CommitId head,
    int queuedChanges,
    int queueCapacity,
    List<StoreStatus> stores,
    Optional<IndexRunReport.Kind> indexRun,
    Map<String, Long> assetCounts,
    long relationships) {
  /** Returns the status for someone who may not know how much there is. */
  BranchStatus withoutCounts() {
    return new BranchStatus(
        scope, head, queuedChanges, queueCapacity, stores, indexRun, Map.of(), 0);
  }

  /**
   * One follower of the log.
   *
   * @param applied the commit up to which readers see the log
   * @param durable the commit up to which it survives a crash
   * @param lagChanges changes in the log that the store does not show yet
   * @param failure the last error, while it lasts; empty if all is well
   */
  public record StoreStatus(
      String name, CommitId applied, CommitId durable, long lagChanges, String failure) {}
}
