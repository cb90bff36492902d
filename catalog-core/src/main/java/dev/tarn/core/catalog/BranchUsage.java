package dev.tarn.core.catalog;

import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.Submission;
import dev.tarn.core.commit.Committer;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.usage.UsageRecorder;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the uses of a branch's tables, and the popularity that follows from them. */
record BranchUsage(Scope scope, UsageRecorder recorder, ServingIndex index, Committer committer) {
  private static final Logger LOG = LoggerFactory.getLogger(BranchUsage.class);
  private static final String SOURCE = "usage";
  private static final String REASON = "how often the table is read";
  private static final long CHANGE_BYTES = 300;

  /** Writes what has been reported. */
  void flush() {
    try {
      recorder.flush();
    } catch (IOException | RuntimeException e) {
      LOG.atWarn()
          .setMessage("Reports of table usage cannot be written; they are kept and tried again")
          .addKeyValue("scope", scope)
          .setCause(e)
          .log();
    }
  }

  /**
   * Brings popularity up to date, in a main branch: what is read in another one says nothing of
   * what it is to be merged into.
   */
  void popularity() {
    if (!scope.branch().equals(BranchName.MAIN)) {
      return;
    }
    try {
      List<Change> changes;
      try (StateSnapshot snapshot = index.acquire()) {
        changes = recorder.popularity(snapshot);
      }
      for (int from = 0; from < changes.size(); from += Submission.MAX_CHANGES) {
        List<Change> some =
            changes.subList(from, Math.min(changes.size(), from + Submission.MAX_CHANGES));
        var unused =
            committer.submit(
                new Submission(
                    new ChangeContext(
                        Actor.SYSTEM, SOURCE + "-" + UUID.randomUUID(), SOURCE, REASON),
                    some,
                    Atomicity.EACH,
                    null,
                    CHANGE_BYTES * some.size()));
      }
    } catch (IOException | CatalogException e) {
      LOG.atWarn()
          .setMessage("Popularity could not be worked out; it is tried again")
          .addKeyValue("scope", scope)
          .setCause(e)
          .log();
    }
  }
}
