package dev.tarn.lucene;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.IndexSize;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.lucene.graph.GraphMaker;
import dev.tarn.lucene.vector.StateView;
import dev.tarn.lucene.vector.TextHashes;
import dev.tarn.lucene.vector.VectorSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;

/**
 * The state of one branch in one folder. What is applied is seen at once; it becomes durable from
 * time to time, on a thread of the index's own, so that nobody waits for disks.
 *
 * <p>A failure to write leaves the readers with what they had, and {@link #apply} can be tried
 * again. A failure that Lucene cannot recover from (a full disk, most likely) fails every later
 * {@code apply}, until the index is opened again.
 */
public final class LuceneStateIndex implements StateIndex {
  private final IndexFiles files;
  private final DeferredSyncDirectory directory;
  private final IndexWriter writer;
  private final StateWriter state;
  private final TextHashes wanted;
  private final CommitThread committer;

  private final IndexCommits commits;

  /** Held while anything is written. */
  private final ReentrantLock lock = new ReentrantLock();

  /** What the last attempt to apply may have written in part; empty if it was shown. */
  private List<Group> unfinished = List.of();

  private boolean closing;
  private volatile boolean closed;
  private volatile IndexView view;
  private volatile VectorSearch meaning = VectorSearch.off();

  private LuceneStateIndex(Scope scope, LuceneIndexSettings settings, OpenedFiles opened) {
    this.files = opened.files();
    this.directory = opened.directory();
    this.writer = opened.writer();
    this.view = opened.view();
    this.state = new StateWriter(writer, view.offset());
    this.wanted = settings.texts();
    this.commits = new IndexCommits(writer, directory, lock, view.offset(), new AppliedState());
    this.committer = new CommitThread(scope, settings, commits::commit);
  }

  /**
   * Opens the index that is in these files, or an empty one.
   *
   * @param files closed with the index, and if it cannot be opened
   * @param graphs makes the graph of its lineage
   * @throws UnusableIndexException if what is there was written in another format
   * @throws IOException if it cannot be read, or is open elsewhere
   */
  static LuceneStateIndex open(
      Scope scope, LuceneIndexSettings settings, IndexFiles files, GraphMaker graphs)
      throws IOException {
    LuceneStateIndex index =
        new LuceneStateIndex(scope, settings, OpenedFiles.open(scope, settings, files, graphs));
    index.committer.start();
    return index;
  }

  @Override
  public String name() {
    return "index";
  }

  @Override
  public CommitId applied() {
    return view.offset().commit();
  }

  @Override
  public String appliedGroupId() {
    return view.offset().groupId();
  }

  @Override
  public CommitId durable() {
    return commits.durable().commit();
  }

  /**
   * Applies groups in order, and after them what an attempt that failed was given beyond them:
   * readers see all that the writer has, so it must be whole before they see any of it.
   */
  @Override
  public void apply(List<Group> groups) throws IOException {
    lock.lock();
    try {
      checkOpen();
      List<Group> due = new ArrayList<>(groups);
      due.addAll(unfinished);
      IndexOffset before = view.offset();
      List<Group> missing = after(before.commit().seq(), due);
      if (!missing.isEmpty()) {
        unfinished = missing;
        show(missing.getLast(), state.write(missing, before.commit().seq(), view.reader()));
        unfinished = List.of();
        committer.applied(view.offset().commit().seq() - before.commit().seq());
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns the groups with entries after one of the log; each continues those before it. */
  private static List<Group> after(long seq, List<Group> groups) {
    List<Group> missing = new ArrayList<>();
    long reached = seq;
    for (Group group : groups) {
      if (group.commit().seq() <= reached) {
        continue;
      }
      if (group.firstSeq() > reached + 1) {
        throw new IllegalArgumentException(
            "entries " + (reached + 1) + " to " + (group.firstSeq() - 1) + " are missing");
      }
      missing.add(group);
      reached = group.commit().seq();
    }
    return missing;
  }

  /** Lets readers see all that is written. */
  private void show(Group last, StateWriter.Written written) throws IOException {
    IndexView before = view;
    DirectoryReader reader = DirectoryReader.openIfChanged(before.reader(), writer);
    if (reader == null) {
      throw new IllegalStateException("a group was written, yet the index did not change");
    }
    IndexOffset offset =
        new IndexOffset(last.commit(), last.groupId(), written.nodes(), before.offset().texts());
    view =
        new IndexView(
            reader,
            offset,
            before.types().with(written.types()),
            before.lineage().next(written.lineage()));
    state.shown();
    before.release();
  }

  @Override
  public StateSnapshot acquire() throws IOException {
    return new LuceneStateSnapshot(acquireView(), meaning);
  }

  /** Returns a view for those who give texts vectors. */
  StateView acquireTexts() throws IOException {
    return new TextView(acquireView());
  }

  /** Lets views that are acquired from now on be searched by meaning. */
  void searchByMeaning(VectorSearch search) {
    meaning = search;
  }

  private IndexView acquireView() {
    while (true) {
      IndexView current = view;
      if (current.tryAcquire()) {
        return current;
      }
      if (closed) {
        throw new CatalogException(ErrorCode.SHUTTING_DOWN, "the index is closed");
      }
    }
  }

  /** Lets the graph of the lineage be made, so that it is there when it is asked for. */
  void makeLineageGraph() throws IOException {
    IndexView current = acquireView();
    try {
      current.makeLineageGraph();
    } finally {
      current.release();
    }
  }

  @Override
  public Optional<IndexSize> size() throws IOException {
    IndexView current = acquireView();
    try {
      return Optional.of(
          new IndexSize(
              current.reader().numDocs(),
              DirectorySize.bytes(directory),
              files.folder().getFileName().toString(),
              current.lineageGraphSize()));
    } finally {
      current.release();
    }
  }

  @Override
  public void flush() throws IOException {
    lock.lock();
    try {
      checkOpen();
    } finally {
      lock.unlock();
    }
    commits.commit();
  }

  /** Returns the folder of the index's files. */
  Path folder() {
    return files.folder();
  }

  @Override
  public boolean isOutdated() {
    return wanted == TextHashes.ON && offset().texts() == TextHashes.OFF;
  }

  /** Returns how far in the log the index is. */
  IndexOffset offset() {
    return view.offset();
  }

  /** Returns a view of exactly this commit, if that is what the index shows. */
  Optional<StateSnapshot> acquireAt(CommitId commit) throws IOException {
    IndexView current = view;
    return current.offset().commit().seq() == commit.seq() && current.tryAcquire()
        ? Optional.of(new LuceneStateSnapshot(current.named(commit), meaning))
        : Optional.empty();
  }

  /**
   * Makes durable what is applied, and links the files of that into an empty folder. Groups do not
   * wait for it.
   */
  IndexOffset forkTo(Path folder, HardLinks links) throws IOException {
    commits.hold();
    try {
      flush();
      return IndexFork.link(directory, files.folder(), folder, links);
    } finally {
      commits.release();
    }
  }

  /** Makes this the index that its branch is opened with from now on. */
  void makeCurrent() throws IOException {
    files.makeCurrent();
  }

  private void checkOpen() throws IOException {
    if (closing) {
      throw new CatalogException(ErrorCode.SHUTTING_DOWN, "the index is closed");
    }
    if (writer.getTragicException() != null) {
      throw new IOException(
          "the index cannot be written until it is opened again", writer.getTragicException());
    }
  }

  /** What becomes durable of this index. */
  private final class AppliedState implements IndexCommits.Applied {
    @Override
    public IndexOffset offset() {
      if (closed) {
        throw new CatalogException(ErrorCode.SHUTTING_DOWN, "the index is closed");
      }
      return view.offset();
    }

    @Override
    public void committing() throws IOException {
      if (!unfinished.isEmpty()) {
        throw new IOException("a group is half written; it becomes durable when it is applied");
      }
      state.expireOutcomes();
      committer.committing();
    }
  }

  /** Makes durable what is applied, and frees everything but the snapshots that are still open. */
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      if (closing) {
        return;
      }
      closing = true;
    } finally {
      lock.unlock();
    }
    committer.stop();
    commits.hold();
    lock.lock();
    try {
      if (writer.isOpen() && unfinished.isEmpty()) {
        commits.commit();
      }
    } finally {
      closed = true;
      try (files;
          directory) {
        view.lineage().close();
        view.release();
        // Merges that are under way are given up, not waited for.
        writer.rollback();
      } finally {
        lock.unlock();
        commits.release();
      }
    }
  }
}
