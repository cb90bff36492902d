package dev.tarn.iceberg.log;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets the commits of this process to a branch follow each other, in the order of their coming. */
final class CommitLock {
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition never = lock.newCondition();

  void lock() {
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  <T> T hold(ExclusiveWork<T> work) throws IOException {
    lock.lock();
    try {
      return work.run();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a while that grows with the attempts; meanwhile, others of this process commit. */
  void pause(int attempt) throws IOException {
    long most = Math.min(LONGEST_PAUSE.toMillis(), 2L << Math.min(attempt, 16));
    long nanos = TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(1, most + 1));
    try {
      while (nanos > 0) {
        nanos = never.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
