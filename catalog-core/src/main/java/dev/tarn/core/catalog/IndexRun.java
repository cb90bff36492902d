package dev.tarn.core.catalog;

import dev.tarn.core.catalog.IndexRunReport.Kind;
import dev.tarn.core.catalog.IndexRunReport.Phase;
import dev.tarn.core.catalog.IndexRunReport.Status;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.verify.Verification;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One rebuild or verification: how far it is, and what became of it. Thread safe. */
final class IndexRun implements BuildProgress {
  private static final String WHY_CANCELLED = "the run was cancelled";

  private final String id;
  private final Kind kind;
  private final Clock clock;
  private final Instant startedAt;
  private final long expectedAssets;
  private final long expectedRelationships;
  private volatile boolean cancelled;

  // Guarded by this.
  private Status status = Status.RUNNING;
  private Phase phase = Phase.PREPARING;
  private @Nullable Instant finishedAt;
  private long assets;
  private long relationships;
  private @Nullable CommitId commit;
  private @Nullable ErrorCode error;
  private @Nullable String detail;
  private @Nullable Verification verification;

  /** What ends a run that was cancelled. */
  static final class CancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CancelledException() {
      super(WHY_CANCELLED);
    }
  }

  IndexRun(String id, Kind kind, Clock clock, long expectedAssets, long expectedRelationships) {
    this.id = id;
    this.kind = kind;
    this.clock = clock;
    this.startedAt = clock.instant();
    this.expectedAssets = expectedAssets;
    this.expectedRelationships = expectedRelationships;
  }

  String id() {
    return id;
  }

  Kind kind() {
    return kind;
  }

  synchronized boolean isRunning() {
    return status == Status.RUNNING;
  }

  /** Asks the run to end; it does so before long. */
  void cancel() {
    cancelled = true;
  }

  /**
   * @throws CancelledException if the run is to end
   */
  void checkNotCancelled() {
    if (cancelled) {
      throw new CancelledException();
    }
  }

  synchronized void enter(Phase entered) {
    phase = entered;
  }

  @Override
  public void reached(long reachedAssets, long reachedRelationships) {
    checkNotCancelled();
    synchronized (this) {
      assets = reachedAssets;
      relationships = reachedRelationships;
    }
  }

  synchronized void verified(Verification result) {
    verification = result;
  }

  synchronized void succeeded(CommitId reached) {
    commit = reached;
    finish(Status.SUCCEEDED);
  }

  synchronized void ended(CancelledException reason) {
    detail = reason.getMessage();
    finish(Status.CANCELLED);
  }

  synchronized void failed(CatalogException reason) {
    error = reason.code();
    detail = reason.getMessage();
    finish(Status.FAILED);
  }

  private void finish(Status last) {
    status = last;
    finishedAt = clock.instant();
  }

  synchronized IndexRunReport report() {
    return new IndexRunReport(
        id,
        kind,
        status,
        phase,
        clock.instant(),
        startedAt,
        finishedAt,
        assets,
        relationships,
        expectedAssets,
        expectedRelationships,
        commit,
        error,
        detail,
        verification);
  }
}
