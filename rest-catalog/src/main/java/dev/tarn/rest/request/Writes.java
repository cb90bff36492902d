package dev.tarn.rest.request;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.Submission;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Submits the one change of a request and waits for what became of it. */
public final class Writes {
  /** What a change takes in memory beside its body. */
  private static final int CHANGE_OVERHEAD_BYTES = 512;

  /** What a write without a body has. */
  public static final byte[] NO_BODY = {};

  private final Catalog catalog;
  private final Duration timeout;

  /**
   * @param timeout after which a write is answered {@code commit-outcome-unknown}
   */
  public Writes(Catalog catalog, Duration timeout) {
    this.catalog = catalog;
    this.timeout = timeout;
  }

  /**
   * Submits a change.
   *
   * @throws RejectedChangeException if it is refused
   */
  public WriteResult submit(WriteRequest request, Change change, byte[] body) throws IOException {
    Submission submission =
        new Submission(
            request.context(),
            List.of(change),
            Atomicity.EACH,
            request.idempotency(body),
            body.length + (long) CHANGE_OVERHEAD_BYTES);
    SubmissionResult result = await(catalog.submit(request.scope(), submission), timeout);
    return switch (result.results().getFirst()) {
      case ChangeResult.Applied applied -> WriteResult.of(result.commit(), applied);
      case ChangeResult.Unchanged unchanged -> WriteResult.of(result.commit(), unchanged);
      case ChangeResult.Rejected rejected -> throw new RejectedChangeException(rejected);
    };
  }

  /**
   * Waits for a submission.
   *
   * @throws CatalogException what the future failed with; {@code commit-outcome-unknown} when the
   *     time is over first
   */
  public static SubmissionResult await(
      CompletableFuture<SubmissionResult> submitted, Duration timeout) throws IOException {
    try {
      return submitted.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case CatalogException coded -> throw coded;
        case IOException io -> throw io;
        case null, default -> throw new IllegalStateException("a submission failed", e.getCause());
      }
    } catch (TimeoutException e) {
      throw new CatalogException(
          ErrorCode.COMMIT_OUTCOME_UNKNOWN, "the commit is not done yet; it may still be", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CatalogException(
          ErrorCode.COMMIT_OUTCOME_UNKNOWN, "the server is stopping while the commit runs", e);
    }
  }
}
