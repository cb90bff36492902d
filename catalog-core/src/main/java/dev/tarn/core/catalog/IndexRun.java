package dev.tarn.core.catalog;

import dev.tarn.core.catalog.IndexRunReport.Kind;
import dev.tarn.core.catalog.IndexRunReport.Phase;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.verify.Verification;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** One rebuild or verification: how far it is, and what became of it. Thread safe. */
final class IndexRun extends BackgroundRun implements BuildProgress {
  private final Kind kind;
  private final long expectedAssets;
  private final long expectedRelationships;

  // Guarded by this.
  private Phase phase = Phase.PREPARING;
  private long assets;
  private long relationships;
  private @Nullable CommitId commit;
  private @Nullable Verification verification;

  IndexRun(String id, Kind kind, Clock clock, long expectedAssets, long expectedRelationships) {
    super(id, clock);
    this.kind = kind;
    this.expectedAssets = expectedAssets;
    this.expectedRelationships = expectedRelationships;
  }

  Kind kind() {
    return kind;
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
    succeeded();
  }

  synchronized IndexRunReport report() {
    Course course = course();
    return new IndexRunReport(
        id(),
        kind,
        course.status(),
        phase,
        course.at(),
        course.startedAt(),
        course.finishedAt(),
        assets,
        relationships,
        expectedAssets,
        expectedRelationships,
        commit,
        course.error(),
        course.detail(),
        verification);
  }
}
