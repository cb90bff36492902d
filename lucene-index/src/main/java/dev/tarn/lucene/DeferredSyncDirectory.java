package dev.tarn.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;

/**
 * A directory that can put off its syncs. Lucene prepares a commit by writing what is new and
 * waiting for the disk, in one call. Deferred, the call only writes, while groups have to wait; the
 * waiting is made up for afterwards, while they do not, and before the commit is finished.
 */
final class DeferredSyncDirectory extends FilterDirectory {
  private final Set<String> files = new LinkedHashSet<>();
  private boolean metaData;
  private boolean deferring;

  DeferredSyncDirectory(Directory directory) {
    super(directory);
  }

  /** Puts off all syncs from now on. */
  synchronized void defer() {
    deferring = true;
  }

  /** Does what was put off, and puts off nothing more; after a failure it can be called again. */
  void syncDeferred() throws IOException {
    List<String> due;
    boolean metaDataDue;
    synchronized (this) {
      deferring = false;
      due = new ArrayList<>(files);
      metaDataDue = metaData;
    }
    in.sync(due);
    if (metaDataDue) {
      in.syncMetaData();
    }
    synchronized (this) {
      due.forEach(files::remove);
      metaData = false;
    }
  }

  /** Forgets what was put off, since nothing will come of it. */
  synchronized void forgetDeferred() {
    deferring = false;
    files.clear();
    metaData = false;
  }

  @Override
  public void sync(Collection<String> names) throws IOException {
    synchronized (this) {
      if (deferring) {
        files.addAll(names);
        return;
      }
    }
    in.sync(names);
  }

  @Override
  public void syncMetaData() throws IOException {
    synchronized (this) {
      if (deferring) {
        metaData = true;
        return;
      }
    }
    in.syncMetaData();
  }
}
