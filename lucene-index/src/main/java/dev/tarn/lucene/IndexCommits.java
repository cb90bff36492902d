package dev.tarn.lucene;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.index.IndexWriter;
import org.jspecify.annotations.Nullable;

/**
 * Makes durable what an index applies, with how far that is, in one Lucene commit. Groups wait
 * while files are written, not while they are synced.
 */
final class IndexCommits {
  private final IndexWriter writer;
  private final DeferredSyncDirectory directory;
  private final ReentrantLock applying;
  private final Applied applied;

  /** Held, and taken before the other, by the one that makes things durable. */
  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable IndexOffset prepared;
  private volatile IndexOffset durable;

  /** What is to become durable; called while nothing is applied. */
  interface Applied {
    /** Returns how far readers see the log. */
    IndexOffset offset();

    /**
     * Is told that just that is about to become durable.
     *
     * @throws IOException if the index has something else
     */
    void committing() throws IOException;
  }

  /**
   * @param directory what the writer writes to
   * @param applying held while anything is written: a commit must not see half a group
   * @param durable what the index was opened with
   */
  IndexCommits(
      IndexWriter writer,
      DeferredSyncDirectory directory,
      ReentrantLock applying,
      IndexOffset durable,
      Applied applied) {
    this.writer = writer;
    this.directory = directory;
    this.applying = applying;
    this.durable = durable;
    this.applied = applied;
  }

  /** Returns what survives a crash. */
  IndexOffset durable() {
    return durable;
  }

  /** Keeps the last commit, and its files, until {@link #release()}. */
  void hold() {
    lock.lock();
  }

  void release() {
    lock.unlock();
  }

  /** Makes durable what is applied. */
  void commit() throws IOException {
    lock.lock();
    try {
      // What an attempt that failed has prepared comes first.
      finish();
      prepare();
      finish();
    } finally {
      lock.unlock();
    }
  }

  private void finish() throws IOException {
    IndexOffset offset = prepared;
    if (offset != null) {
      directory.syncDeferred();
      writer.commit();
      durable = offset;
      prepared = null;
    }
  }

  private void prepare() throws IOException {
    applying.lock();
    try {
      IndexOffset offset = applied.offset();
      if (offset.equals(durable)) {
        return;
      }
      applied.committing();
      writer.setLiveCommitData(offset.commitData().entrySet());
      directory.defer();
      writer.prepareCommit();
      prepared = offset;
    } finally {
      if (prepared == null) {
        directory.forgetDeferred();
      }
      applying.unlock();
    }
  }
}
