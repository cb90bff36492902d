package dev.tarn.lucene;

import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.lucene.graph.GraphMaker;
import dev.tarn.lucene.vector.VectorSearch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots that are open for readers: a bounded number, each for a while after it was last asked
 * for. Thread safe.
 */
final class PastIndexes {
  private static final Logger LOG = LoggerFactory.getLogger(PastIndexes.class);
  private static final float LOAD_FACTOR = 0.75f;

  private record Key(Path branch, long seq) {}

  private static final class Opened {
    private final IndexView view;
    private final BranchFolders.Use folder;
    private long usedNanos;

    Opened(IndexView view, BranchFolders.Use folder) {
      this.view = view;
      this.folder = folder;
    }
  }

  private final PastSettings settings;

  /** The one that was asked for longest ago comes first. */
  private final Map<Key, Opened> opened = new LinkedHashMap<>(16, LOAD_FACTOR, true);

  PastIndexes(PastSettings settings) {
    this.settings = settings;
  }

  /** Returns a view of a snapshot that is open. */
  synchronized Optional<StateSnapshot> acquire(Path branch, CommitId commit) throws IOException {
    closeIdle();
    Opened found = opened.get(new Key(branch, commit.seq()));
    return found == null ? Optional.empty() : Optional.of(acquire(found, commit));
  }

  private static StateSnapshot acquire(Opened found, CommitId commit) throws IOException {
    found.usedNanos = System.nanoTime();
    if (!found.view.tryAcquire()) {
      throw new IllegalStateException("the view of " + commit + " is closed");
    }
    return new LuceneStateSnapshot(found.view.named(commit), VectorSearch.ofThePast());
  }

  /**
   * Opens a snapshot, and returns a view of it.
   *
   * @param folder closed when the snapshot is, and if it cannot be opened
   */
  synchronized StateSnapshot open(Path branch, CommitId commit, BranchFolders.Use folder)
      throws IOException {
    Opened known = opened.get(new Key(branch, commit.seq()));
    if (known != null) {
      folder.close();
      return acquire(known, commit);
    }
    Opened found = null;
    try {
      found = new Opened(view(folder.path()), folder);
    } finally {
      if (found == null) {
        folder.close();
      }
    }
    opened.put(new Key(branch, commit.seq()), found);
    StateSnapshot snapshot = acquire(found, commit);
    closeIdle();
    return snapshot;
  }

  private static IndexView view(Path folder) throws IOException {
    Directory directory = FSDirectory.open(folder);
    DirectoryReader reader = null;
    boolean complete = false;
    try {
      reader = DirectoryReader.open(directory);
      IndexOffset offset = IndexOffset.of(reader.getIndexCommit().getUserData());
      if (offset == null) {
        throw new UnusableIndexException("the snapshot was written in another format");
      }
      IndexView view =
          IndexView.first(reader, offset, folder.getFileName().toString(), GraphMaker.none());
      reader.getReaderCacheHelper().addClosedListener(key -> directory.close());
      complete = true;
      return view;
    } finally {
      if (!complete) {
        if (reader != null) {
          reader.close();
        }
        directory.close();
      }
    }
  }

  /** Closes what is open longer than anyone has use for, or is too many. */
  synchronized void closeIdle() {
    long now = System.nanoTime();
    Iterator<Opened> oldest = opened.values().iterator();
    int left = opened.size();
    while (oldest.hasNext()) {
      Opened next = oldest.next();
      boolean idle = Duration.ofNanos(now - next.usedNanos).compareTo(settings.idleTime()) > 0;
      if (!idle && left <= settings.maxOpen()) {
        return;
      }
      oldest.remove();
      left--;
      close(next);
    }
  }

  /** Closes the snapshots of a branch. */
  synchronized void close(Path branch) {
    Iterator<Map.Entry<Key, Opened>> all = opened.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Key, Opened> next = all.next();
      if (next.getKey().branch().equals(branch)) {
        all.remove();
        close(next.getValue());
      }
    }
  }

  private static void close(Opened snapshot) {
    try {
      // Readers that still have the view keep its files open; only the names of the files go.
      snapshot.view.release();
      snapshot.folder.close();
    } catch (IOException | UncheckedIOException e) {
      LOG.atWarn()
          .setMessage("A snapshot of an index could not be closed")
          .addKeyValue("folder", snapshot.folder.path())
          .setCause(e)
          .log();
    }
  }
}
