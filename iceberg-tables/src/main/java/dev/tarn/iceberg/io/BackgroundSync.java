package dev.tarn.iceberg.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Syncs files soon, on a thread that is there while it has work: for files that can be made again
 * from synced ones, so that nobody has to wait for them. Thread safe.
 */
public final class BackgroundSync {
  /** Who adds more waits: the unsynced tail stays bounded. */
  private static final int MAX_WAITING_FILES = 2_000;

  private static final int IDLE_SECONDS = 5;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ThreadPoolExecutor executor;
  private Set<Path> waiting = new LinkedHashSet<>();
  private boolean busy;
  private @Nullable IOException failure;

  public BackgroundSync(String threadName) {
    executor =
        new ThreadPoolExecutor(
            0,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name(threadName).daemon().factory());
  }

  /** Adds files that are complete. */
  public void add(Collection<Path> files) {
    lock.lock();
    try {
      while (waiting.size() >= MAX_WAITING_FILES) {
        changed.awaitUninterruptibly();
      }
      waiting.addAll(files);
      if (!busy) {
        busy = true;
        executor.execute(this::run);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until everything that was added is synced.
   *
   * @throws IOException if something could not be synced, now or since the last call
   */
  public void drain() throws IOException {
    lock.lock();
    try {
      while (busy) {
        changed.awaitUninterruptibly();
      }
      IOException failed = failure;
      failure = null;
      if (failed != null) {
        throw failed;
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (true) {
      List<Path> files;
      lock.lock();
      try {
        changed.signalAll();
        if (waiting.isEmpty()) {
          busy = false;
          return;
        }
        files = new ArrayList<>(waiting);
        waiting = new LinkedHashSet<>();
      } finally {
        lock.unlock();
      }
      try {
        FileSync.all(files);
      } catch (IOException e) {
        lock.lock();
        try {
          failure = e;
        } finally {
          lock.unlock();
        }
      }
    }
  }
}
