package dev.tarn.core.catalog;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.IndexSize;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The index of a branch, of which another can take the place while it serves. Whoever asks sees
 * either the one or the other, and never less of the log than before. Thread safe.
 */
final class ServingIndex implements StateIndex {
  /** Held while the log is applied, and while the index is replaced. */
  private final ReentrantLock applying = new ReentrantLock();

  /** Held shared while an index is in use for a call, so that none is closed under a reader. */
  private final ReentrantReadWriteLock access = new ReentrantReadWriteLock();

  private volatile StateIndex current;
  private boolean closed;

  ServingIndex(StateIndex index) {
    this.current = index;
  }

  /** What is done while the log is not applied, before the new index serves. */
  @FunctionalInterface
  interface LastStep {
    /**
     * @param old what serves until this returns
     * @throws IOException if the old one is to go on
     */
    void run(StateIndex old) throws IOException;
  }

  /**
   * Replaces the index, after a last step.
   *
   * @return the old one, which is the caller's to close
   * @throws IllegalStateException if the new one has less of the log than the old one
   */
  StateIndex replace(StateIndex index, LastStep lastStep) throws IOException {
    applying.lock();
    try {
      StateIndex old = current;
      lastStep.run(old);
      if (index.applied().seq() < old.applied().seq()) {
        throw new IllegalStateException(
            "the new index is at " + index.applied() + " and the old one at " + old.applied());
      }
      access.writeLock().lock();
      try {
        current = index;
      } finally {
        access.writeLock().unlock();
      }
      return old;
    } finally {
      applying.unlock();
    }
  }

  @Override
  public String name() {
    return current.name();
  }

  @Override
  public CommitId applied() {
    return current.applied();
  }

  @Override
  public String appliedGroupId() {
    return current.appliedGroupId();
  }

  @Override
  public CommitId durable() {
    return current.durable();
  }

  @Override
  public void apply(List<Group> groups) throws IOException {
    applying.lock();
    try {
      current.apply(groups);
    } finally {
      applying.unlock();
    }
  }

  @Override
  public StateSnapshot acquire() throws IOException {
    access.readLock().lock();
    try {
      if (closed) {
        throw new CatalogException(ErrorCode.SHUTTING_DOWN, "the branch is being closed");
      }
      return current.acquire();
    } finally {
      access.readLock().unlock();
    }
  }

  @Override
  public Optional<IndexSize> size() throws IOException {
    access.readLock().lock();
    try {
      return current.size();
    } finally {
      access.readLock().unlock();
    }
  }

  @Override
  public boolean isOutdated() {
    access.readLock().lock();
    try {
      return current.isOutdated();
    } finally {
      access.readLock().unlock();
    }
  }

  @Override
  public void flush() throws IOException {
    access.readLock().lock();
    try {
      current.flush();
    } finally {
      access.readLock().unlock();
    }
  }

  @Override
  public void close() throws IOException {
    applying.lock();
    access.writeLock().lock();
    try {
      closed = true;
      current.close();
    } finally {
      access.writeLock().unlock();
      applying.unlock();
    }
  }
}
