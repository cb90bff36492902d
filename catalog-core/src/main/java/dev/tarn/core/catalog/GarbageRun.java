package dev.tarn.core.catalog;

import dev.tarn.core.garbage.GarbageProgress;
import dev.tarn.core.garbage.GarbageReport;
import dev.tarn.core.garbage.GarbageRequest;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** One collection of garbage: how far it is, and what became of it. Thread safe. */
final class GarbageRun extends BackgroundRun implements GarbageProgress {
  private final GarbageRequest request;

  // Guarded by this.
  private Phase phase = Phase.FINDING;
  private long count;
  private @Nullable GarbageReport found;

  GarbageRun(String id, GarbageRequest request, Clock clock) {
    super(id, clock);
    this.request = request;
  }

  GarbageRequest request() {
    return request;
  }

  @Override
  public void reached(Phase reached, long reachedCount) {
    checkNotCancelled();
    synchronized (this) {
      phase = reached;
      count = reachedCount;
    }
  }

  synchronized void succeeded(GarbageReport report) {
    found = report;
    succeeded();
  }

  synchronized GarbageRunReport report() {
    Course course = course();
    return new GarbageRunReport(
        id(),
        request,
        course.status(),
        phase,
        course.at(),
        course.startedAt(),
        course.finishedAt(),
        count,
        found,
        course.error(),
        course.detail());
  }
}
