package dev.tarn.rest.table;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.Submission;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.table.PointerChange;
import dev.tarn.core.table.PointerResult;
import dev.tarn.rest.entry.EntryChanges;
import dev.tarn.rest.request.Writes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits pointers with the entries that go with them. Thread safe. */
public final class PointerCommits {
  private static final Logger LOG = LoggerFactory.getLogger(PointerCommits.class);

  /** About what a change of an entry takes in memory. */
  private static final long CHANGE_BYTES = 1_500;

  private final Catalog catalog;
  private final Duration timeout;

  /**
   * @param timeout after which a commit is answered {@code commit-outcome-unknown}
   */
  public PointerCommits(Catalog catalog, Duration timeout) {
    this.catalog = catalog;
    this.timeout = timeout;
  }

  /** A commit on its way. */
  record Pending(
      TableSession session,
      List<PointerChange> pointers,
      EntryChanges entry,
      CompletableFuture<SubmissionResult> result) {}

  /** Commits and waits. */
  CommitOutcome commit(TableSession session, List<PointerChange> pointers, EntryChanges entry) {
    return await(submit(session, pointers, entry));
  }

  /** Queues a commit; what is queued later is resolved after it. */
  Pending submit(TableSession session, List<PointerChange> pointers, EntryChanges entry) {
    return new Pending(session, pointers, entry, submitted(session, pointers, entry.delta()));
  }

  private CompletableFuture<SubmissionResult> submitted(
      TableSession session, List<PointerChange> pointers, List<Change> changes) {
    session.requireWritable();
    if (changes.size() > Submission.MAX_CHANGES || pointers.size() > Submission.MAX_POINTERS) {
      throw new CatalogException(
          ErrorCode.REQUEST_TOO_LARGE,
          "a commit changes at most "
              + Submission.MAX_POINTERS
              + " tables, and with their columns "
              + Submission.MAX_CHANGES
              + " assets");
    }
    try {
      return catalog.submit(
          session.scope(),
          new Submission(
              session.context(),
              changes,
              pointers,
              Atomicity.ALL,
              session.idempotency(),
              CHANGE_BYTES * (changes.size() + pointers.size())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits for a commit. If people have changed assets such that its entry does not fit, it is made
   * to fit.
   *
   * @throws CatalogException {@code commit-outcome-unknown}, and what stands against any commit
   */
  CommitOutcome await(Pending pending) {
    SubmissionResult result = await(pending.result());
    ChangeResult.Rejected misfit = misfit(result);
    if (misfit != null && misfit.code() != ErrorCode.IDEMPOTENCY_KEY_REUSED) {
      result =
          await(submitted(pending.session(), pending.pointers(), pending.entry().repair().get()));
      misfit = misfit(result);
    }
    if (misfit != null) {
      LOG.atWarn()
          .setMessage("The entry of a table is refused, so its commit is")
          .addKeyValue("code", misfit.code().code())
          .addKeyValue("reason", misfit.message())
          .log();
      throw new CatalogException(
          misfit.code(), "the catalog's entry of the table is refused: " + misfit.message());
    }
    return outcome(pending, result);
  }

  private SubmissionResult await(CompletableFuture<SubmissionResult> result) {
    try {
      return Writes.await(result, timeout);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns why an entry is refused that goes with pointers that are not; null if it is not so. */
  private static ChangeResult.@Nullable Rejected misfit(SubmissionResult result) {
    for (PointerResult pointer : result.pointers()) {
      if (pointer instanceof PointerResult.Refused refused
          && refused.code() != ErrorCode.REQUEST_REJECTED) {
        return null;
      }
    }
    for (ChangeResult change : result.results()) {
      if (change instanceof ChangeResult.Rejected rejected
          && rejected.code() != ErrorCode.REQUEST_REJECTED) {
        return rejected;
      }
    }
    return null;
  }

  private static CommitOutcome outcome(Pending pending, SubmissionResult result) {
    for (int i = 0; i < result.pointers().size(); i++) {
      if (result.pointers().get(i) instanceof PointerResult.Refused refused
          && refused.code() != ErrorCode.REQUEST_REJECTED) {
        return new CommitOutcome.Refused(
            refused.code(), refused.message(), pending.pointers().get(i).name(), refused.current());
      }
    }
    if (isRefused(result)) {
      throw new IllegalStateException("a commit was refused without a reason");
    }
    return new CommitOutcome.Done(result.commit());
  }

  /** Returns whether nothing of a submission was done. */
  static boolean isRefused(SubmissionResult result) {
    return result.pointers().stream().anyMatch(pointer -> pointer instanceof PointerResult.Refused);
  }
}
