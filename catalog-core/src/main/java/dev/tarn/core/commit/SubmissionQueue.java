package dev.tarn.core.commit;

import dev.tarn.core.change.Submission;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The submissions that wait for their commit, bounded in changes and bytes. Thread safe. */
final class SubmissionQueue {
  /** A submission, and where its answer goes. */
  record Pending(Submission submission, CompletableFuture<SubmissionResult> future) {}

  /** What one commit of the version store takes without becoming slow. */
  private static final int MAX_GROUP_POINTERS = 1_000;

  private final CommitterSettings settings;
  private final Runnable onFull;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<Pending> queue = new ArrayDeque<>();
  private int queuedChanges;
  private long queuedBytes;
  private int lastGroup;
  private boolean closed;

  /**
   * @param onFull hears of each submission that is refused
   */
  SubmissionQueue(CommitterSettings settings, Runnable onFull) {
    this.settings = settings;
    this.onFull = onFull;
  }

  CompletableFuture<SubmissionResult> submit(Submission submission) {
    int changes = submission.changes().size();
    lock.lock();
    try {
      if (closed) {
        throw shuttingDown();
      }
      // One submission is always taken, however large, so that none is refused for ever.
      if (!queue.isEmpty()
          && submission.guard() == null
          && (queuedChanges + changes > settings.maxQueuedChanges()
              || queuedBytes + submission.weightBytes() > settings.maxQueuedBytes())) {
        onFull.run();
        throw new CatalogException(
            ErrorCode.QUEUE_FULL, queuedChanges + " changes are waiting to be committed");
      }
      Pending pending = new Pending(submission, new CompletableFuture<>());
      queue.addLast(pending);
      count(submission, 1);
      arrived.signal();
      return pending.future();
    } finally {
      lock.unlock();
    }
  }

  /** Counts what waits; what the catalog has worked out is in nobody's way. */
  private void count(Submission submission, int sign) {
    if (submission.guard() == null) {
      queuedChanges += sign * submission.changes().size();
      queuedBytes += sign * submission.weightBytes();
    }
  }

  int queuedChanges() {
    lock.lock();
    try {
      return queuedChanges;
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a first submission, then a moment for more, unless one writer is alone: it would wait
   * for nobody. Empty when closed and all is taken.
   */
  List<Pending> take() throws InterruptedException {
    lock.lock();
    try {
      while (queue.isEmpty() && !closed) {
        arrived.await();
      }
      boolean alone = lastGroup == 1 && queue.size() == 1;
      long nanos = alone ? 0 : settings.gatherWindow().toNanos();
      while (nanos > 0
          && !closed
          && queuedChanges < settings.maxGroupChanges()
          && queuedBytes < settings.maxGroupBytes()) {
        nanos = arrived.awaitNanos(nanos);
      }
      return takeGroup();
    } finally {
      lock.unlock();
    }
  }

  private List<Pending> takeGroup() {
    List<Pending> group = new ArrayList<>();
    int changes = 0;
    int pointers = 0;
    long bytes = 0;
    while (!queue.isEmpty()) {
      Submission next = queue.getFirst().submission();
      // What the catalog has worked out, such as a merge, is a commit of its own: it can be undone.
      boolean fits =
          next.guard() == null
              && group.stream().allMatch(pending -> pending.submission().guard() == null)
              && pointers + next.pointers().size() <= MAX_GROUP_POINTERS
              && changes + next.changes().size() <= settings.maxGroupChanges()
              && bytes + next.weightBytes() <= settings.maxGroupBytes();
      if (!group.isEmpty() && !fits) {
        break;
      }
      changes += next.changes().size();
      pointers += next.pointers().size();
      bytes += next.weightBytes();
      count(next, -1);
      group.add(queue.removeFirst());
    }
    lastGroup = group.size();
    return group;
  }

  /** Takes nothing more; what waits can still be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Closes, and refuses what waits. */
  void refuseRest() {
    List<Pending> rest;
    lock.lock();
    try {
      closed = true;
      rest = List.copyOf(queue);
      queue.clear();
      queuedChanges = 0;
      queuedBytes = 0;
    } finally {
      lock.unlock();
    }
    rest.forEach(pending -> pending.future().completeExceptionally(shuttingDown()));
  }

  private static CatalogException shuttingDown() {
    return new CatalogException(ErrorCode.SHUTTING_DOWN, "the server is stopping");
  }
}
