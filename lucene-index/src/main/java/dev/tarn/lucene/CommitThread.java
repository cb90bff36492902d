package dev.tarn.lucene;

import dev.tarn.core.scope.Scope;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes durable, from time to time, what an index applies. */
final class CommitThread {
  private static final Logger LOG = LoggerFactory.getLogger(CommitThread.class);

  /** What makes durable all that is applied. */
  @FunctionalInterface
  interface Commit {
    void run() throws IOException;
  }

  private final Scope scope;
  private final LuceneIndexSettings settings;
  private final Commit commit;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition due = lock.newCondition();
  private long entries;
  private boolean stopping;

  CommitThread(Scope scope, LuceneIndexSettings settings, Commit commit) {
    this.scope = scope;
    this.settings = settings;
    this.commit = commit;
    this.thread =
        Thread.ofPlatform().name("tarn-index-commit-" + scope).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Tells that so many entries more are to be made durable. */
  void applied(long count) {
    lock.lock();
    try {
      entries += count;
      if (entries >= settings.commitEntries()) {
        due.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Tells that all that was applied is becoming durable. */
  void committing() {
    lock.lock();
    try {
      entries = 0;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    boolean failed = false;
    while (awaitDue(failed)) {
      try {
        commit.run();
        failed = false;
      } catch (IOException | RuntimeException e) {
        failed = true;
        LOG.atWarn()
            .setMessage("What the index applied could not be made durable; it is tried again")
            .addKeyValue("scope", scope)
            .setCause(e)
            .log();
      }
    }
  }

  /**
   * Waits until a commit is due; false when the index is being closed.
   *
   * @param failed after a failure the whole interval passes, however much is waiting
   */
  private boolean awaitDue(boolean failed) {
    lock.lock();
    try {
      long nanos = settings.commitInterval().toNanos();
      while (!stopping && nanos > 0 && (failed || entries < settings.commitEntries())) {
        nanos = due.awaitNanos(nanos);
      }
      return !stopping;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the thread, after the commit that is under way. */
  void stop() {
    lock.lock();
    try {
      stopping = true;
      due.signal();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join(TimeUnit.SECONDS.toMillis(1));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
