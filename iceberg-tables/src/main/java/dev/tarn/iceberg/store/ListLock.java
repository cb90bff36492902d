package dev.tarn.iceberg.store;

import dev.tarn.iceberg.io.FileSync;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one process at a time change the lists in a folder of the warehouse. Whoever takes two takes
 * the warehouse's own first, and then a tenant's.
 */
final class ListLock {
  private static final String LOCK_FILE = "references.lock";

  /** File locks are of a process; within it, these exclude each other. */
  private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

  private final Path folder;

  ListLock(Path folder) {
    this.folder = folder.toAbsolutePath();
  }

  /** Something that may fail for storage's sake. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  /** Runs an action while no other process holds the lock. */
  void locked(Action action) throws IOException {
    FileSync.createDirectories(folder);
    Path lockFile = folder.resolve(LOCK_FILE);
    ReentrantLock inProcess = LOCKS.computeIfAbsent(lockFile, key -> new ReentrantLock());
    inProcess.lock();
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (!held.isValid()) {
        throw new IOException("cannot lock " + lockFile);
      }
      action.run();
    } finally {
      inProcess.unlock();
    }
  }
}
