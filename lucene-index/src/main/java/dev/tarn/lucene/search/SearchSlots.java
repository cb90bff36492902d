package dev.tarn.lucene.search;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many searches run at once; others wait, first come, first served. More of them than
 * processors would answer no more questions in a second, and would keep what writes and follows the
 * log from its share.
 */
final class SearchSlots {
  /** Those of all indexes of the process. */
  static final SearchSlots OF_PROCESS = new SearchSlots(Runtime.getRuntime().availableProcessors());

  private final Semaphore free;

  SearchSlots(int count) {
    this.free = new Semaphore(count, true);
  }

  /** What takes a slot. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Does some work in a slot.
   *
   * @param patience to wait for one
   * @throws CatalogException {@link ErrorCode#QUEUE_FULL} if none was free in time
   */
  <T> T run(Duration patience, Work<T> work) throws IOException {
    try {
      if (!free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new CatalogException(
            ErrorCode.QUEUE_FULL, "other searches took all the time that this one had");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while other searches ran");
    }
    try {
      return work.run();
    } finally {
      free.release();
    }
  }
}
