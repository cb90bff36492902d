package dev.tarn.lucene;

import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.scope.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The indexes that another index of the tenant, or of a clone of it, can begin with. */
final class Donors {
  private static final Logger LOG = LoggerFactory.getLogger(Donors.class);

  /** How many are compared with the log, at most: each takes a read of the log. */
  private static final int MAX_COMPARED = 64;

  private final BranchFolders folders;
  private final Map<Path, LuceneStateIndex> open;
  private final HardLinks links;

  /**
   * @param open the indexes that are open, by the folders of their branches
   */
  Donors(BranchFolders folders, Map<Path, LuceneStateIndex> open, HardLinks links) {
    this.folders = folders;
    this.open = open;
    this.links = links;
  }

  /** Opens an empty folder. */
  @FunctionalInterface
  interface NewFolder {
    BranchFolders.Use open() throws IOException;
  }

  /**
   * @param index null if it is not open
   */
  private record Donor(Path branch, String name, long seq, @Nullable LuceneStateIndex index) {}

  /**
   * Forks the newest index that holds nothing but a beginning of the log, within a range of
   * sequence numbers.
   *
   * @return the folder of the fork; the caller closes it
   */
  Optional<BranchFolders.Use> fork(
      Scope scope, ChangeLog log, long minSeq, long maxSeq, NewFolder target) throws IOException {
    List<Donor> donors = new ArrayList<>();
    for (Path branch : folders.ofTenant(scope)) {
      collect(branch, donors);
    }
    if (!log.scope().tenant().equals(scope.tenant())) {
      // A clone of another tenant begins with that one's.
      for (Path branch : folders.ofTenant(log.scope())) {
        collect(branch, donors);
      }
    }
    donors.removeIf(donor -> donor.seq() < minSeq || donor.seq() > maxSeq);
    donors.sort(Comparator.comparingLong(Donor::seq).reversed());
    for (Donor donor : donors.subList(0, Math.min(donors.size(), MAX_COMPARED))) {
      Optional<BranchFolders.Use> fork = fork(donor, log, maxSeq, target);
      if (fork.isPresent()) {
        return fork;
      }
    }
    return Optional.empty();
  }

  private Optional<BranchFolders.Use> fork(
      Donor donor, ChangeLog log, long maxSeq, NewFolder target) throws IOException {
    BranchFolders.Use made = null;
    try (BranchFolders.Use source = folders.use(donor.branch(), donor.name())) {
      LuceneStateIndex index = donor.index();
      if (!agrees(index == null ? offset(source.path()) : index.offset(), log, maxSeq)) {
        return Optional.empty();
      }
      made = target.open();
      IndexOffset begun =
          index == null
              ? IndexFork.link(source.path(), made.path(), links)
              : index.forkTo(made.path(), links);
      // An index that is open may have gone on since it was looked at.
      if (agrees(begun, log, maxSeq)) {
        Optional<BranchFolders.Use> fork = Optional.of(made);
        made = null;
        return fork;
      }
    } catch (IOException | IllegalArgumentException e) {
      // It was dropped meanwhile, is of another version of Tarn, or cannot be read (a codec that is
      // not there is an illegal argument): the next one may do.
      LOG.atLevel(e instanceof UnusableIndexException ? Level.DEBUG : Level.WARN)
          .setMessage("An index cannot be forked")
          .addKeyValue("folder", donor.branch().resolve(donor.name()))
          .setCause(e)
          .log();
    } finally {
      if (made != null) {
        made.close();
      }
    }
    return Optional.empty();
  }

  private static IndexOffset offset(Path folder) throws IOException {
    IndexOffset offset = SnapshotFolders.offset(folder);
    if (offset == null) {
      throw new UnusableIndexException("the index was written in another format");
    }
    return offset;
  }

  private static boolean agrees(IndexOffset offset, ChangeLog log, long maxSeq) throws IOException {
    long seq = offset.commit().seq();
    return seq > 0 && seq <= maxSeq && offset.position().isIn(log);
  }

  private void collect(Path branch, List<Donor> donors) throws IOException {
    LuceneStateIndex index = open.get(branch);
    Optional<String> current = Generations.current(branch);
    if (current.isPresent()) {
      if (index != null) {
        donors.add(new Donor(branch, current.get(), index.applied().seq(), index));
      } else {
        collectClosed(branch, current.get(), donors);
      }
    }
    for (KeptName kept : SnapshotFolders.list(branch)) {
      donors.add(new Donor(branch, kept.toString(), kept.commit().seq(), null));
    }
  }

  private void collectClosed(Path branch, String name, List<Donor> donors) {
    try (BranchFolders.Use use = folders.use(branch, name)) {
      donors.add(new Donor(branch, name, offset(use.path()).commit().seq(), null));
    } catch (IOException | IllegalArgumentException e) {
      // It belongs to another process, or is no index that this version reads.
      LOG.atDebug()
          .setMessage("An index is no donor")
          .addKeyValue("folder", branch.resolve(name))
          .setCause(e)
          .log();
    }
  }
}
