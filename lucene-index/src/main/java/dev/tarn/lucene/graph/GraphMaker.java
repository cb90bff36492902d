package dev.tarn.lucene.graph;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Makes the graphs of several indexes, beside those who read and write, and watches over what they
 * take. Thread safe.
 */
public final class GraphMaker {
  /** All graphs together take at most one of so many parts of the heap. */
  private static final int HEAP_SHARE = 3;

  private static final int IDLE_THREAD_SECONDS = 10;

  private final Executor background;
  private final long maxBytes;
  private long reservedBytes;

  /**
   * @param background runs what may take seconds
   * @param maxBytes of all graphs
   */
  public GraphMaker(Executor background, long maxBytes) {
    this.background = background;
    this.maxBytes = maxBytes;
  }

  /** Returns one that makes a graph at a time, with as much memory as fits this process. */
  public static GraphMaker onThread() {
    ThreadPoolExecutor thread =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("tarn-lineage-graphs").daemon().factory());
    thread.allowCoreThreadTimeOut(true);
    return new GraphMaker(thread, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  }

  /** Returns one that never makes a graph. */
  public static GraphMaker none() {
    return new GraphMaker(
        task -> {
          throw new IllegalStateException("no graph is made here");
        },
        -1);
  }

  Executor background() {
    return background;
  }

  /** Takes memory; false if there is not as much. */
  synchronized boolean reserve(long bytes) {
    if (reservedBytes + bytes > maxBytes) {
      return false;
    }
    reservedBytes += bytes;
    return true;
  }

  synchronized void release(long bytes) {
    reservedBytes -= bytes;
  }
}
