package dev.tarn.iceberg.state;

import dev.tarn.core.log.Group;
import dev.tarn.core.log.LogFollower;
import dev.tarn.core.scope.CommitId;
import dev.tarn.iceberg.log.BranchHead;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.log.EditableTables;
import dev.tarn.iceberg.schema.CatalogTable;
import dev.tarn.iceberg.state.StateTable.Replacement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.iceberg.DataFile;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps {@code assets}, {@code relationships} and {@code types} up to date from the log.
 *
 * <p>Exactly once: one commit changes the tables and says how far they are. It is based on the
 * offset that it read; when another process was first, the files are thrown away and the offset is
 * read again.
 *
 * <p>Thread safe: one call at a time works, others wait.
 */
public final class Materialiser implements LogFollower, AutoCloseable {
  private static final int MAX_ATTEMPTS = 10;

  /** How much of the position index may have to be read again from the tables after a crash. */
  private static final int MAX_UNSAVED_ENTRIES = 250_000;

  private static final Duration MAX_UNSAVED_TIME = Duration.ofMinutes(1);
  private static final int LEAST_FILL_PERCENT = 60;
  private static final int MAX_COMPACTED_BYTES = 16 << 20;
  private static final int CACHE_MEGABYTES = 32;

  private final BranchTables branch;
  private final MVStore store;
  private final StateTable assets;
  private final StateTable relationships;
  private final TypesTable types;
  private final ReentrantLock working = new ReentrantLock();
  private volatile CommitId applied;
  private long unsavedEntries;
  private long savedNanos = System.nanoTime();

  private Materialiser(BranchTables branch, MVStore store) {
    this.branch = branch;
    this.store = store;
    this.assets = new StateTable(CatalogTable.ASSETS, branch, new PositionIndex(store, "assets"));
    this.relationships =
        new StateTable(
            CatalogTable.RELATIONSHIPS, branch, new PositionIndex(store, "relationships"));
    this.types = new TypesTable(branch);
    this.applied = MaterialisedOffset.at(branch.head()).commit();
  }

  /**
   * Opens the materialiser of a branch. Tables that an older Tarn wrote get the current schema.
   *
   * @param positions the file of the local position index, of this process alone; made if it is not
   *     there, and made anew if it cannot be read
   * @throws dev.tarn.core.error.CatalogException {@code storage-too-new} if a newer Tarn has
   *     written the tables
   */
  public static Materialiser open(BranchTables branch, Path positions) throws IOException {
    TableUpgrade.run(branch);
    Path folder = positions.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    return new Materialiser(branch, openStore(positions));
  }

  private static MVStore openStore(Path file) throws IOException {
    MVStore store = openOrReplace(file);
    // Nothing reads old versions, and a file that a crash leaves broken is made anew: space is free
    // at once.
    store.setVersionsToKeep(0);
    store.setRetentionTime(0);
    return store;
  }

  private static MVStore openOrReplace(Path file) throws IOException {
    MVStore.Builder builder =
        new MVStore.Builder()
            .fileName(file.toString())
            .cacheSize(CACHE_MEGABYTES)
            .autoCommitDisabled();
    try {
      return builder.open();
    } catch (MVStoreException e) {
      if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
        throw new IOException("the position index is open in another process: " + file, e);
      }
      // It holds nothing that the tables do not hold.
      Files.delete(file);
      return builder.open();
    }
  }

  @Override
  public String name() {
    return "tables";
  }

  @Override
  public CommitId applied() {
    return applied;
  }

  @Override
  public CommitId durable() {
    return applied;
  }

  @Override
  public void apply(List<Group> groups) throws IOException {
    if (groups.isEmpty()) {
      return;
    }
    working.lock();
    try {
      applyAll(groups);
    } finally {
      working.unlock();
    }
  }

  /** Reads the log. */
  @FunctionalInterface
  public interface NewerGroups {
    /** Returns groups after a sequence number; none at the end of the log. */
    List<Group> after(long seq) throws IOException;
  }

  /**
   * Brings the tables to the end of the log. Writers of this process wait for the last of it.
   *
   * @return a commit that has tables and log alike; empty if another process wrote meanwhile
   */
  public Optional<CommitId> level(NewerGroups log) throws IOException {
    working.lock();
    try {
      applyNewer(log);
      return branch.exclusively(
          () -> {
            applyNewer(log);
            BranchHead head = branch.refresh();
            return MaterialisedOffset.at(head).commit().seq() == head.commit().seq()
                ? Optional.of(head.commit())
                : Optional.empty();
          });
    } finally {
      working.unlock();
    }
  }

  /** Applies what the log has now. */
  private void applyNewer(NewerGroups log) throws IOException {
    BranchHead head = branch.refresh();
    long seq = MaterialisedOffset.at(head).commit().seq();
    while (seq < head.commit().seq()) {
      applyAll(log.after(seq));
      seq = applied.seq();
    }
  }

  /** Something to do while the tables do not change. */
  @FunctionalInterface
  public interface PausedWork {
    /** Works; returns whether it came to anything. */
    boolean run() throws IOException;
  }

  /** Does something that this materialiser would spoil, while it waits. */
  public boolean whilePaused(PausedWork work) throws IOException {
    working.lock();
    try {
      return work.run();
    } finally {
      working.unlock();
    }
  }

  private void applyAll(List<Group> groups) throws IOException {
    long target = groups.getLast().commit().seq();
    BranchHead head = branch.head();
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      MaterialisedOffset offset = MaterialisedOffset.at(head);
      applied = offset.commit();
      if (applied.seq() >= target) {
        return;
      }
      if (groups.getFirst().firstSeq() > applied.seq() + 1) {
        throw new IOException(
            "the tables are at %d, and the changes begin at %d"
                .formatted(applied.seq(), groups.getFirst().firstSeq()));
      }
      head = attempt(head, offset, Batch.of(groups, applied.seq()));
    }
    throw new IOException("other processes always were first to materialise");
  }

  /** Returns the head after the attempt; the offset in it tells whether there was success. */
  private BranchHead attempt(BranchHead head, MaterialisedOffset offset, Batch batch)
      throws IOException {
    Preparation prepared = new Preparation();
    try {
      if (!batch.assets().isEmpty()) {
        assets.follow(head);
        prepared.assets = assets.prepare(head, batch.assetRows());
      }
      if (!batch.relationships().isEmpty()) {
        relationships.follow(head);
        prepared.relationships = relationships.prepare(head, batch.relationshipRows());
      }
      if (!batch.types().isEmpty()) {
        prepared.types = types.prepare(head, batch.typeEntries());
      }
      BranchHead after =
          branch.update("materialise", tables -> stage(tables, head, offset, batch, prepared));
      return settle(after, batch, prepared);
    } finally {
      // Once they were part of a commit that was tried, they may become visible at any time.
      if (!prepared.everStaged) {
        prepared.locations().forEach(branch.io()::deleteFile);
      }
    }
  }

  private void stage(
      EditableTables tables,
      BranchHead prepared,
      MaterialisedOffset offset,
      Batch batch,
      Preparation files) {
    if (!MaterialisedOffset.at(tables.head()).equals(offset)
        || !sameState(prepared, tables.head())) {
      files.staged = false;
      return;
    }
    files.staged = true;
    files.everStaged = true;
    if (files.assets != null) {
      files.assetsSnapshotId = assets.stage(tables, files.assets);
    }
    if (files.relationships != null) {
      files.relationshipsSnapshotId = relationships.stage(tables, files.relationships);
    }
    if (files.types != null) {
      types.stage(tables, files.types);
    }
    tables.setTableProperties(
        CatalogTable.ASSETS.tableName(),
        new MaterialisedOffset(batch.commit(), batch.groupId()).properties());
  }

  private static boolean sameState(BranchHead one, BranchHead other) {
    for (CatalogTable table :
        List.of(CatalogTable.ASSETS, CatalogTable.RELATIONSHIPS, CatalogTable.TYPES)) {
      if (StateTable.snapshotId(one.metadata(table.tableName()))
          != StateTable.snapshotId(other.metadata(table.tableName()))) {
        return false;
      }
    }
    return true;
  }

  /** Takes over what became visible. */
  private BranchHead settle(BranchHead after, Batch batch, Preparation prepared)
      throws IOException {
    if (!prepared.staged || MaterialisedOffset.at(after).commit().seq() < batch.commit().seq()) {
      return branch.refresh();
    }
    // A lost answer may have been found in the history, below commits of other processes: then the
    // index is behind, and follows from the tables the next time.
    if (prepared.assets != null
        && isCurrent(after, CatalogTable.ASSETS, prepared.assetsSnapshotId)) {
      assets.applied(prepared.assets, prepared.assetsSnapshotId);
    }
    if (prepared.relationships != null
        && isCurrent(after, CatalogTable.RELATIONSHIPS, prepared.relationshipsSnapshotId)) {
      relationships.applied(prepared.relationships, prepared.relationshipsSnapshotId);
    }
    unsavedEntries += batch.assets().size() + batch.relationships().size();
    if (unsavedEntries >= MAX_UNSAVED_ENTRIES
        || System.nanoTime() - savedNanos >= MAX_UNSAVED_TIME.toNanos()) {
      save();
    }
    return after;
  }

  private static boolean isCurrent(BranchHead head, CatalogTable table, long snapshotId) {
    return StateTable.snapshotId(head.metadata(table.tableName())) == snapshotId;
  }

  private void save() {
    store.commit();
    // A save rewrites a page for about every row, since ids are spread evenly.
    store.compact(LEAST_FILL_PERCENT, MAX_COMPACTED_BYTES);
    unsavedEntries = 0;
    savedNanos = System.nanoTime();
  }

  @Override
  public void close() {
    working.lock();
    try {
      if (!store.isClosed()) {
        save();
        store.close();
      }
    } finally {
      working.unlock();
    }
  }

  /** The files of an attempt, and what became of them. */
  private static final class Preparation {
    private @Nullable Replacement assets;
    private @Nullable Replacement relationships;
    private @Nullable DataFile types;
    private boolean staged;
    private boolean everStaged;
    private long assetsSnapshotId;
    private long relationshipsSnapshotId;

    private Set<String> locations() {
      Set<String> locations = new HashSet<>();
      if (assets != null) {
        locations.addAll(assets.locations());
      }
      if (relationships != null) {
        locations.addAll(relationships.locations());
      }
      if (types != null) {
        locations.add(types.location());
      }
      return locations;
    }
  }
}
