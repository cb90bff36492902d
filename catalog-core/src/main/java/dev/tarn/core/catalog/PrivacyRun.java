package dev.tarn.core.catalog;

import dev.tarn.core.privacy.ErasureReport;
import dev.tarn.core.privacy.PersonReport;
import dev.tarn.core.privacy.PrivacyProgress;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** One search for a person, or replacement: how far it is, and what became of it. Thread safe. */
final class PrivacyRun extends BackgroundRun implements PrivacyProgress {
  // Guarded by this.
  private Phase phase = Phase.NAMING;
  private long files;
  private @Nullable PersonReport found;
  private @Nullable ErasureReport replaced;

  PrivacyRun(String id, Clock clock) {
    super(id, clock);
  }

  @Override
  public void reached(Phase reached, long reachedFiles) {
    checkNotCancelled();
    synchronized (this) {
      phase = reached;
      files = reachedFiles;
    }
  }

  synchronized void succeeded(PersonReport report) {
    found = report;
    succeeded();
  }

  synchronized void succeeded(ErasureReport report) {
    replaced = report;
    succeeded();
  }

  synchronized PrivacyRunReport report() {
    Course course = course();
    return new PrivacyRunReport(
        id(),
        course.status(),
        phase,
        course.at(),
        course.startedAt(),
        course.finishedAt(),
        files,
        found,
        replaced,
        course.error(),
        course.detail());
  }
}
