package dev.tarn.core.catalog;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is done beside what is served: since when, how it ended, and the wish to end it. */
abstract class BackgroundRun {
  private static final String WHY_CANCELLED = "the run was cancelled";

  private final String id;
  private final Clock clock;
  private final Instant startedAt;
  private volatile boolean cancelled;

  // Guarded by this.
  private RunStatus status = RunStatus.RUNNING;
  private @Nullable Instant finishedAt;
  private @Nullable ErrorCode error;
  private @Nullable String detail;

  /** What ends a run that was cancelled. */
  static final class CancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CancelledException() {
      super(WHY_CANCELLED);
    }
  }

  /**
   * What reports of all runs say.
   *
   * @param at when this was said
   */
  record Course(
      RunStatus status,
      Instant at,
      Instant startedAt,
      @Nullable Instant finishedAt,
      @Nullable ErrorCode error,
      @Nullable String detail) {}

  BackgroundRun(String id, Clock clock) {
    this.id = id;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  final String id() {
    return id;
  }

  final synchronized boolean isRunning() {
    return status == RunStatus.RUNNING;
  }

  /** Asks the run to end; it does so before long. */
  final void cancel() {
    cancelled = true;
  }

  /**
   * @throws CancelledException if the run is to end
   */
  final void checkNotCancelled() {
    if (cancelled) {
      throw new CancelledException();
    }
  }

  /** The run has done what it was for. */
  final synchronized void succeeded() {
    finish(RunStatus.SUCCEEDED);
  }

  final synchronized void ended(CancelledException reason) {
    detail = reason.getMessage();
    finish(RunStatus.CANCELLED);
  }

  final synchronized void failed(CatalogException reason) {
    error = reason.code();
    detail = reason.getMessage();
    finish(RunStatus.FAILED);
  }

  private void finish(RunStatus last) {
    status = last;
    finishedAt = clock.instant();
  }

  final synchronized Course course() {
    return new Course(status, clock.instant(), startedAt, finishedAt, error, detail);
  }
}
