package dev.tarn.iceberg.history;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Reads that several threads share. */
final class ParallelReads {
  private static final int MAX_THREADS = 64;

  /** One of them. */
  @FunctionalInterface
  interface Read {
    /**
     * Reads, as long as the others do not fail.
     *
     * @param reads whose {@link #isStopped()} is looked at between rows
     */
    void run(ParallelReads reads) throws IOException;
  }

  private final Queue<Read> left;
  private volatile boolean stopped;

  private ParallelReads(List<Read> reads) {
    this.left = new ConcurrentLinkedQueue<>(reads);
  }

  /**
   * Returns when all are done, or with what the first one that failed has thrown; then none is
   * under way any more.
   */
  static void run(int threads, List<Read> reads) throws IOException {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException("threads are from 1 to " + MAX_THREADS);
    }
    ParallelReads all = new ParallelReads(reads);
    int workers = Math.min(threads, reads.size());
    if (workers <= 1) {
      all.work();
    } else {
      all.run(workers);
    }
  }

  private void run(int workers) throws IOException {
    try (ExecutorService executor =
        Executors.newFixedThreadPool(
            workers, Thread.ofPlatform().name("tarn-scan-", 0).daemon().factory())) {
      ExecutorCompletionService<Boolean> done = new ExecutorCompletionService<>(executor);
      for (int i = 0; i < workers; i++) {
        done.submit(this::work);
      }
      try {
        for (int i = 0; i < workers; i++) {
          done.take().get();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the reading was interrupted");
      } catch (ExecutionException e) {
        throw failure(e);
      } finally {
        stopped = true;
      }
    }
  }

  /** Returns whether to go on is of no use. */
  boolean isStopped() {
    return stopped;
  }

  private boolean work() throws IOException {
    try {
      for (Read read = left.poll(); read != null && !stopped; read = left.poll()) {
        read.run(this);
      }
      return true;
    } catch (UncheckedIOException e) {
      throw new IOException("the tables cannot be read", e);
    }
  }

  private static IOException failure(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof RuntimeException defect) {
      throw defect;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof IOException failed
        ? failed
        : new IOException("the tables cannot be read", e);
  }
}
