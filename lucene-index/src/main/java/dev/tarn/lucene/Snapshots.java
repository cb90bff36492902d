package dev.tarn.lucene;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.lucene.graph.GraphMaker;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Indexes as they were at commits: kept as the index goes on, or made out of one of before and the
 * log between. Each is a folder of hard links, so that it costs what changed since. Thread safe.
 */
final class Snapshots {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

  /** Entries of the log that are applied at once. */
  private static final int REPLAY_ENTRIES = 20_000;

  private final BranchFolders folders;
  private final Map<Path, LuceneStateIndex> open;
  private final Donors donors;
  private final HardLinks links;
  private final LuceneIndexSettings settings;
  private final PastSettings past;
  private final InstantSource clock;
  private final PastIndexes opened;

  /** Held while a snapshot is made out of the log: one at a time, whoever asks. */
  private final ReentrantLock making = new ReentrantLock();

  /**
   * @param open the indexes that are open, by the folders of their branches
   */
  Snapshots(
      BranchFolders folders,
      Map<Path, LuceneStateIndex> open,
      Donors donors,
      HardLinks links,
      LuceneIndexSettings settings,
      InstantSource clock) {
    this.folders = folders;
    this.open = open;
    this.donors = donors;
    this.links = links;
    this.settings = settings;
    this.past = settings.past();
    this.clock = clock;
    this.opened = new PastIndexes(past);
  }

  /** Keeps what the branch's index shows now, if it is open and there is anything. */
  void keep(Path branch) throws IOException {
    LuceneStateIndex index = open.get(branch);
    if (index == null
        || index.applied().seq() == 0
        || isKept(SnapshotFolders.list(branch), index.applied())) {
      return;
    }
    try (BranchFolders.Use fork = folders.openTemporary(branch)) {
      CommitId commit = index.forkTo(fork.path(), links).commit();
      publish(fork, new KeptName(KeptName.Kind.KEPT, commit));
    }
  }

  private void publish(BranchFolders.Use fork, KeptName name) throws IOException {
    SnapshotFolders.setSince(fork.path(), clock.instant());
    try {
      fork.publish(name);
    } catch (FileAlreadyExistsException e) {
      LOG.atDebug()
          .setMessage("Somebody else was faster; what is there is the same")
          .addKeyValue("snapshot", name)
          .setCause(e)
          .log();
    }
  }

  private static boolean isKept(List<KeptName> snapshots, CommitId commit) {
    return snapshots.stream()
        .anyMatch(kept -> kept.kind() == KeptName.Kind.KEPT && kept.commit().seq() == commit.seq());
  }

  /** Notes a tag, and keeps its commit if the index has just come there. */
  void keepTag(Path branch, BranchName tag, CommitId commit) throws IOException {
    SnapshotFolders.tag(branch, tag, commit);
    LuceneStateIndex index = open.get(branch);
    if (index != null && index.applied().seq() == commit.seq()) {
      keep(branch);
    }
  }

  /** Returns a view of exactly this commit, if it only has to be opened. */
  Optional<StateSnapshot> atHand(Path branch, ChangeLog log, CommitId commit) throws IOException {
    LuceneStateIndex index = open.get(branch);
    Optional<StateSnapshot> present = index == null ? Optional.empty() : index.acquireAt(commit);
    Optional<StateSnapshot> found = present.isPresent() ? present : opened.acquire(branch, commit);
    if (found.isPresent()) {
      return found;
    }
    for (KeptName kept : SnapshotFolders.list(branch)) {
      if (kept.commit().seq() == commit.seq()) {
        return openKept(branch, kept, log, commit);
      }
    }
    return Optional.empty();
  }

  private Optional<StateSnapshot> openKept(
      Path branch, KeptName kept, ChangeLog log, CommitId commit) throws IOException {
    BranchFolders.Use folder;
    try {
      folder = folders.use(branch, kept.toString());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    Optional<StateSnapshot> found = Optional.empty();
    try {
      IndexOffset offset = SnapshotFolders.offset(folder.path());
      if (offset != null && offset.position().isIn(log)) {
        found = Optional.of(opened.open(branch, commit, folder));
      }
    } catch (CorruptIndexException | IllegalArgumentException e) {
      // A codec that is not there is an illegal argument.
      LOG.atWarn()
          .setMessage("A snapshot cannot be read")
          .addKeyValue("folder", folder.path())
          .setCause(e)
          .log();
    } finally {
      if (found.isEmpty()) {
        folder.close();
      }
    }
    return found;
  }

  /**
   * Returns a view of exactly this commit.
   *
   * @throws CatalogException {@code search-not-available} if no index is near enough
   */
  StateSnapshot at(Scope scope, ChangeLog log, CommitId commit) throws IOException {
    Path branch = folders.of(scope);
    Optional<StateSnapshot> found = atHand(branch, log, commit);
    if (found.isPresent()) {
      return found.get();
    }
    making.lock();
    try {
      Optional<StateSnapshot> meanwhile = atHand(branch, log, commit);
      return meanwhile.isPresent() ? meanwhile.get() : make(scope, branch, log, commit);
    } finally {
      making.unlock();
    }
  }

  private StateSnapshot make(Scope scope, Path branch, ChangeLog log, CommitId commit)
      throws IOException {
    long from = Math.max(1, commit.seq() - past.maxReplayedChanges());
    BranchFolders.Use fork =
        donors
            .fork(scope, log, from, commit.seq(), () -> folders.openTemporary(branch))
            .orElseThrow(() -> notAvailable(scope, commit));
    boolean complete = false;
    try {
      replay(scope, log, commit, fork);
      boolean tagged =
          SnapshotFolders.tags(branch, past.maxTags()).stream()
              .anyMatch(tag -> tag.seq() == commit.seq());
      publish(fork, new KeptName(tagged ? KeptName.Kind.KEPT : KeptName.Kind.PASSING, commit));
      complete = true;
      return opened.open(branch, commit, fork);
    } finally {
      if (!complete) {
        fork.close();
      }
    }
  }

  /** Brings the index in a folder to a commit, durably, and closes it. */
  private void replay(Scope scope, ChangeLog log, CommitId commit, BranchFolders.Use fork)
      throws IOException {
    try (LuceneStateIndex index =
        LuceneStateIndex.open(scope, settings, files(fork), GraphMaker.none())) {
      while (index.applied().seq() < commit.seq()) {
        List<Group> groups = new ArrayList<>();
        log.read(index.applied().seq(), REPLAY_ENTRIES, groups::add);
        groups.removeIf(group -> group.commit().seq() > commit.seq());
        if (groups.isEmpty()) {
          throw new IOException(
              "no group of the log leads from " + index.applied() + " to " + commit);
        }
        index.apply(groups);
      }
      index.flush();
    }
  }

  private static IndexFiles files(BranchFolders.Use fork) {
    return new IndexFiles() {
      @Override
      public Path folder() {
        return fork.path();
      }

      @Override
      public Directory openDirectory() throws IOException {
        return FSDirectory.open(folder());
      }

      @Override
      public void makeCurrent() {
        throw new IllegalStateException("an index of the past is no branch's index");
      }

      @Override
      public void close() {}
    };
  }

  private CatalogException notAvailable(Scope scope, CommitId commit) {
    return CatalogException.ofField(
        ErrorCode.SEARCH_NOT_AVAILABLE,
        "at",
        "no index of "
            + scope
            + " is kept of the "
            + past.maxReplayedChanges()
            + " changes up to "
            + commit
            + "; its assets can be read and listed");
  }

  /** Keeps a snapshot if one is due, and lets those go that are of no use any more. */
  void maintain(Path branch) throws IOException {
    opened.closeIdle();
    LuceneStateIndex index = open.get(branch);
    if (index == null) {
      return;
    }
    // Where there are no links, each would be a copy of the whole index.
    if (links.areMade() && isDue(branch)) {
      keep(branch);
    }
    List<Retention.Snapshot> kept = SnapshotFolders.kept(branch);
    if (!kept.isEmpty()) {
      List<KeptName> old =
          Retention.toDrop(
              kept,
              SnapshotFolders.tags(branch, past.maxTags()),
              new HashMap<>(SnapshotFolders.files(index.folder())),
              clock.instant(),
              past);
      folders.drop(branch, old);
    }
  }

  private boolean isDue(Path branch) throws IOException {
    Instant now = clock.instant();
    for (KeptName kept : SnapshotFolders.list(branch)) {
      Duration age = Duration.between(SnapshotFolders.since(branch, kept), now);
      if (kept.kind() == KeptName.Kind.KEPT && age.compareTo(past.interval()) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Closes what is open of a branch that is being closed. */
  void close(Path branch) {
    opened.close(branch);
  }
}
