package dev.tarn.core.catalog;

import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.IndexSize;
import java.util.Optional;

/**
 * How the index of a branch is.
 *
 * @param head the newest commit that this process knows
 * @param applied the commit up to which readers see the log
 * @param durable the commit up to which the index survives a crash
 * @param lagChanges changes in the log that the index does not show yet
 * @param failure why it does not follow, while that lasts; empty if all is well
 * @param size empty if it is not kept in files
 * @param running the run that is under way
 * @param lastRebuild the newest one of this process that has ended
 * @param lastVerification the newest one of this process that has ended
 */
public record IndexStatus(
    CommitId head,
    CommitId applied,
    CommitId durable,
    long lagChanges,
    String failure,
    Optional<IndexSize> size,
    Optional<IndexRunReport> running,
    Optional<IndexRunReport> lastRebuild,
    Optional<IndexRunReport> lastVerification) {}
