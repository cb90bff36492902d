package dev.tarn.rest.stream;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.Submission;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Submits changes in batches and reports each one's outcome in order. Changes are given by one
 * thread, which is held back while too many are in flight or the catalog is busy; outcomes come
 * from another.
 *
 * <p>A change that is refused is an outcome, and the stream goes on. A batch that fails as a whole
 * (storage is gone, the server stops, the queue stays full) ends the stream: its changes are
 * reported with that error, and so does everything that is called after it.
 *
 * @param <P> how the stream names positions in its input
 */
public final class ChangeStream<P> implements AutoCloseable {
  /** What a change takes in memory beside its text. */
  private static final int CHANGE_OVERHEAD_BYTES = 512;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  /** A change, or why there is none. */
  private record Item<P>(
      P position, @Nullable Change change, ChangeResult.@Nullable Rejected rejected) {}

  /** A batch that is submitted; without a future if there was nothing to submit. */
  private record Pending<P>(
      List<Item<P>> items,
      long weightBytes,
      @Nullable CompletableFuture<SubmissionResult> future,
      boolean last) {}

  private final Catalog catalog;
  private final Scope scope;
  private final ChangeContext context;
  private final StreamLimits limits;
  private final Outcomes<P> outcomes;
  private final BlockingQueue<Pending<P>> pending = new LinkedBlockingQueue<>();
  private final Thread collector;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition settled = lock.newCondition();

  private List<Item<P>> batch = new ArrayList<>();
  private long batchBytes;
  private boolean ended;

  // Guarded by the lock.
  private long settledBatches;
  private int inFlightItems;
  private long inFlightBytes;
  private @Nullable CatalogException failure;
  private @Nullable IOException listenerFailure;
  private @Nullable CommitId lastCommit;

  private ChangeStream(
      Catalog catalog,
      Scope scope,
      ChangeContext context,
      StreamLimits limits,
      Outcomes<P> outcomes) {
    this.catalog = catalog;
    this.scope = scope;
    this.context = context;
    this.limits = limits;
    this.outcomes = outcomes;
    this.collector =
        Thread.ofVirtual().name("tarn-stream-" + context.requestId()).unstarted(this::collect);
  }

  /** Opens a stream. */
  public static <P> ChangeStream<P> open(
      Catalog catalog,
      Scope scope,
      ChangeContext context,
      StreamLimits limits,
      Outcomes<P> outcomes) {
    ChangeStream<P> stream = new ChangeStream<>(catalog, scope, context, limits, outcomes);
    stream.collector.start();
    return stream;
  }

  /**
   * Takes a change.
   *
   * @param bytes about how long its text is
   * @throws CatalogException if the stream has ended
   * @throws IOException what the listener threw
   */
  public void change(P position, Change change, long bytes) throws IOException {
    long weight = bytes + CHANGE_OVERHEAD_BYTES;
    if (!batch.isEmpty() && batchBytes + weight > limits.batchBytes()) {
      flush();
    }
    add(new Item<>(position, change, null), weight);
  }

  /** Takes the report of something that is no change. */
  public void rejected(P position, CatalogException error) throws IOException {
    add(
        new Item<>(
            position,
            null,
            new ChangeResult.Rejected(error.code(), error.getMessage(), error.field(), null)),
        CHANGE_OVERHEAD_BYTES);
  }

  private void add(Item<P> item, long weight) throws IOException {
    batch.add(item);
    batchBytes += weight;
    if (batch.size() >= limits.batchChanges()) {
      flush();
    }
  }

  /** Submits what has gathered. */
  public void flush() throws IOException {
    if (batch.isEmpty()) {
      checkAlive();
      return;
    }
    List<Item<P>> items = batch;
    long weight = batchBytes;
    batch = new ArrayList<>();
    batchBytes = 0;
    awaitRoom(items.size(), weight);
    List<Change> changes = new ArrayList<>(items.size());
    for (Item<P> item : items) {
      if (item.change() != null) {
        changes.add(item.change());
      }
    }
    CompletableFuture<SubmissionResult> future = null;
    if (!changes.isEmpty()) {
      try {
        future = submit(new Submission(context, changes, Atomicity.EACH, null, weight));
      } catch (CatalogException e) {
        // Reported in its place, so that every change has an outcome.
        future = CompletableFuture.failedFuture(e);
      }
    }
    pending.add(new Pending<>(items, weight, future, false));
  }

  private void awaitRoom(int items, long bytes) throws IOException {
    lock.lock();
    try {
      while (failure == null
          && listenerFailure == null
          && inFlightItems > 0
          && (inFlightItems + items > limits.maxInFlightChanges()
              || inFlightBytes + bytes > limits.maxInFlightBytes())) {
        settled.awaitUninterruptibly();
      }
      checkAlive();
      inFlightItems += items;
      inFlightBytes += bytes;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for room in the catalog's queue, which other writers fill too, but not for ever. */
  private CompletableFuture<SubmissionResult> submit(Submission submission) throws IOException {
    long deadlineNanos = System.nanoTime() + limits.patience().toNanos();
    long pauseNanos = FIRST_PAUSE.toNanos();
    while (true) {
      try {
        return catalog.submit(scope, submission);
      } catch (CatalogException e) {
        if (e.code() != ErrorCode.QUEUE_FULL || System.nanoTime() + pauseNanos > deadlineNanos) {
          throw e;
        }
      }
      pause(pauseNanos);
      pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE.toNanos());
    }
  }

  /** Pauses for a time, or until a batch of this stream is through. */
  private void pause(long nanos) {
    lock.lock();
    try {
      long before = settledBatches;
      long left = nanos;
      while (left > 0 && settledBatches == before) {
        left = settled.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CatalogException(ErrorCode.SHUTTING_DOWN, "the server is stopping", e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Submits what has gathered, and waits until all of it is through.
   *
   * @throws CatalogException if the stream has ended
   */
  public void finish() throws IOException {
    flush();
    close();
    checkAlive();
  }

  /** Returns the newest commit of the stream's changes; null before there is one. */
  public @Nullable CommitId lastCommit() {
    lock.lock();
    try {
      return lastCommit;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until what was submitted is through; what has only gathered is dropped. */
  @Override
  public void close() {
    if (!ended) {
      ended = true;
      pending.add(new Pending<>(List.of(), 0, null, true));
    }
    boolean interrupted = false;
    while (collector.isAlive()) {
      try {
        collector.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void checkAlive() throws IOException {
    lock.lock();
    try {
      if (failure != null) {
        throw failure;
      }
      if (listenerFailure != null) {
        throw listenerFailure;
      }
    } finally {
      lock.unlock();
    }
  }

  private void collect() {
    try {
      for (Pending<P> next = pending.take(); !next.last(); next = pending.take()) {
        settle(next);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a stream's collector", e);
    }
  }

  private void settle(Pending<P> done) throws InterruptedException {
    SubmissionResult result = null;
    CatalogException failed = null;
    if (done.future() != null) {
      try {
        result = done.future().get(limits.patience().toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        failed =
            e.getCause() instanceof CatalogException coded
                ? coded
                : new CatalogException(ErrorCode.INTERNAL_ERROR, "a submission failed", e);
      } catch (java.util.concurrent.TimeoutException e) {
        failed =
            new CatalogException(
                ErrorCode.COMMIT_OUTCOME_UNKNOWN, "the commit is not done yet; it may still be", e);
      }
    }
    CommitId commit = result == null ? null : result.commit();
    IOException refused = null;
    if (!isListenerGone()) {
      try {
        outcomes.accept(outcomesOf(done.items(), result, failed), commit);
      } catch (IOException e) {
        refused = e;
      } catch (RuntimeException e) {
        // A defect of the listener must not leave the writer waiting for ever.
        failed = new CatalogException(ErrorCode.INTERNAL_ERROR, "the stream's listener failed", e);
      }
    }
    lock.lock();
    try {
      settledBatches++;
      inFlightItems -= done.items().size();
      inFlightBytes -= done.weightBytes();
      failure = failure == null ? failed : failure;
      listenerFailure = listenerFailure == null ? refused : listenerFailure;
      if (commit != null && (lastCommit == null || commit.seq() > lastCommit.seq())) {
        lastCommit = commit;
      }
      settled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isListenerGone() {
    lock.lock();
    try {
      return listenerFailure != null;
    } finally {
      lock.unlock();
    }
  }

  private static <P> List<Outcomes.Outcome<P>> outcomesOf(
      List<Item<P>> items, @Nullable SubmissionResult result, @Nullable CatalogException failed) {
    List<Outcomes.Outcome<P>> found = new ArrayList<>(items.size());
    int submitted = 0;
    for (Item<P> item : items) {
      ChangeResult outcome;
      if (item.rejected() != null) {
        outcome = item.rejected();
      } else if (result != null) {
        outcome = result.results().get(submitted++);
      } else if (failed != null) {
        outcome = new ChangeResult.Rejected(failed.code(), failed.getMessage(), null, null);
      } else {
        throw new IllegalStateException("a change was neither submitted nor refused");
      }
      found.add(new Outcomes.Outcome<>(item.position(), outcome));
    }
    return found;
  }
}
