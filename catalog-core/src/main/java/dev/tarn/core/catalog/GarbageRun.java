package dev.tarn.core.catalog;

import dev.tarn.core.catalog.IndexRunReport.Status;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.garbage.GarbageProgress;
import dev.tarn.core.garbage.GarbageReport;
import dev.tarn.core.garbage.GarbageRequest;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One collection of garbage: how far it is, and what became of it. Thread safe. */
final class GarbageRun implements GarbageProgress {
  private final String id;
  private final GarbageRequest request;
  private final Clock clock;
  private final Instant startedAt;
  private volatile boolean cancelled;

  // Guarded by this.
  private Status status = Status.RUNNING;
  private Phase phase = Phase.FINDING;
  private long count;
  private @Nullable Instant finishedAt;
  private @Nullable GarbageReport found;
  private @Nullable ErrorCode error;
  private @Nullable String detail;

  GarbageRun(String id, GarbageRequest request, Clock clock) {
    this.id = id;
    this.request = request;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  String id() {
    return id;
  }

  GarbageRequest request() {
    return request;
  }

  synchronized boolean isRunning() {
    return status == Status.RUNNING;
  }

  /** Asks the run to end; it does so before long. */
  void cancel() {
    cancelled = true;
  }

  @Override
  public void reached(Phase reached, long reachedCount) {
    if (cancelled) {
      throw new IndexRun.CancelledException();
    }
    synchronized (this) {
      phase = reached;
      count = reachedCount;
    }
  }

  synchronized void succeeded(GarbageReport report) {
    found = report;
    finish(Status.SUCCEEDED);
  }

  synchronized void ended(IndexRun.CancelledException reason) {
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

  synchronized GarbageRunReport report() {
    return new GarbageRunReport(
        id,
        request,
        status,
        phase,
        clock.instant(),
        startedAt,
        finishedAt,
        count,
        found,
        error,
        detail);
  }
}
