package dev.tarn.rest.change;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.CatalogChanges;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.CommitId;
import dev.tarn.rest.request.Admission;
import dev.tarn.rest.request.ScopeRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/** Gives followers what is new in a log, and ends them when the server stops. Thread safe. */
public final class ChangeFeed {
  /** The most changes of one answer. */
  public static final int MAX_LIMIT = 1_000;

  /**
   * How long a follower waits before it looks whether the server still wants to run, and whether
   * who follows still may.
   */
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(500);

  private final Catalog catalog;
  private final int maxFollowers;
  private final Semaphore places;
  private volatile boolean stopping;

  /**
   * @param maxFollowers that wait at once
   */
  public ChangeFeed(Catalog catalog, int maxFollowers) {
    this.catalog = catalog;
    this.maxFollowers = maxFollowers;
    this.places = new Semaphore(maxFollowers);
  }

  /** One who follows a branch. Used by one thread at a time. */
  public final class Follower implements AutoCloseable {
    private final CatalogChanges changes;
    private final Admission admission;
    private long admittedNanos = System.nanoTime();

    /** What follows the first was looked at up to the second, and is hidden. */
    private long hiddenAfter;

    private long hiddenUpTo;
    private boolean closed;

    private Follower(CatalogChanges changes, Admission admission) {
      this.changes = changes;
      this.admission = admission;
    }

    /** Returns the newest commit that is known. */
    public CommitId head() {
      return changes.head();
    }

    /** Returns false when the server stops and nothing more will come. */
    public boolean isOpen() {
      return !stopping;
    }

    /**
     * Returns at most {@code limit} changes after {@code afterSeq}, as soon as there is one; none
     * when the time is over or the server stops.
     *
     * @throws CatalogException {@code permission-denied} or {@code unauthenticated} once who
     *     follows may not any more, or what they have signed in with is not good any more
     */
    public List<LogEntry> next(long afterSeq, int limit, Duration wait) throws IOException {
      long deadlineNanos = System.nanoTime() + wait.toNanos();
      try {
        while (true) {
          Duration left = Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
          boolean last = left.compareTo(LOOK_INTERVAL) <= 0;
          long from = afterSeq == hiddenAfter ? Math.max(afterSeq, hiddenUpTo) : afterSeq;
          List<CatalogChanges.Part> parts = changes.await(from, limit, last ? left : LOOK_INTERVAL);
          checkAdmission();
          List<LogEntry> entries =
              parts.stream()
                  .flatMap(part -> part.entries().stream())
                  .filter(entry -> entry.seq() > afterSeq)
                  .limit(limit)
                  .toList();
          if (!entries.isEmpty() || (last && parts.isEmpty()) || stopping) {
            return entries;
          }
          if (!parts.isEmpty()) {
            hiddenAfter = afterSeq;
            hiddenUpTo = parts.getLast().commit().seq();
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return List.of();
      }
    }

    private void checkAdmission() {
      long now = System.nanoTime();
      if (now - admittedNanos < LOOK_INTERVAL.toNanos()) {
        return;
      }
      if (!admission.holds()) {
        throw new CatalogException(
            ErrorCode.UNAUTHENTICATED, "the credential is not good any more");
      }
      admittedNanos = now;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        places.release();
      }
    }
  }

  /**
   * Begins to follow.
   *
   * @param admission of who follows
   * @throws CatalogException {@code queue-full} if too many do
   */
  public Follower follow(ScopeRequest request, Admission admission) throws IOException {
    CatalogChanges changes = catalog.changes(request.principal(), request.scope());
    if (!places.tryAcquire()) {
      throw new CatalogException(
          ErrorCode.QUEUE_FULL, "more than " + maxFollowers + " requests wait for changes");
    }
    return new Follower(changes, admission);
  }

  /** Ends all followers; the server waits for the requests that it has. */
  @EventListener(ContextClosedEvent.class)
  void stop() {
    stopping = true;
  }
}
