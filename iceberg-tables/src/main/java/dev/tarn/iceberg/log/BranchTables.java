package dev.tarn.iceberg.log;

import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.table.PointerChange;
import dev.tarn.core.table.PointerDiff;
import dev.tarn.core.table.PointerSnapshot;
import dev.tarn.core.table.TableName;
import dev.tarn.iceberg.io.BackgroundSync;
import dev.tarn.iceberg.io.LocalFileIO;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.iceberg.nessie.CommitAnswer;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.nessie.ReferenceNames;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.metrics.MetricsReporter;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one branch: their metadata at the head, kept in memory, and commits of several of
 * them at once. Thread safe; commits of this process follow each other, those of other processes
 * are met by compare-and-set.
 */
public final class BranchTables {
  /** The table that every commit changes: the log. */
  public static final String CHANGES = "changes";

  /** The property of {@link #CHANGES} that says where the log ends. */
  public static final String LAST_SEQ = "tarn.last-seq";

  /** The property of {@link #CHANGES} that names the last group of the log. */
  public static final String LAST_GROUP_ID = "tarn.last-group-id";

  /** The property of {@link #CHANGES} with the hash of the last group of the log. */
  public static final String LAST_HASH = "tarn.last-hash";

  /** The property of {@link #CHANGES} and of commits with the time of the log's last group. */
  public static final String LAST_TIME = "tarn.last-time";

  /** The property of {@link #CHANGES} that says which group was the last to change a pointer. */
  static final String LAST_POINTERS = "tarn.last-pointers";

  /** The property of {@link #CHANGES} that differs in every commit that appends nothing. */
  public static final String FENCE = "tarn.fence";

  /** The property of every Nessie commit that names the attempt. */
  public static final String COMMIT_ID = "tarn.commit-id";

  /** The property of every Nessie commit that says what it is: {@code append}, {@code compact}. */
  public static final String KIND = "tarn.kind";

  /** The property of every Nessie commit that says where the log ends at it. */
  public static final String SEQ = "tarn.seq";

  /**
   * The property of {@link #CHANGES} that says how often files were rewritten in place. Who has
   * opened a branch before commits nothing to it any more: what they know may be what had to go.
   */
  public static final String EPOCH = "tarn.epoch";

  static final MetricsReporter NO_REPORTS = report -> {};

  private static final int MAX_ATTEMPTS = 20;

  private final Scope scope;
  private final String reference;
  private final NessieReferences nessie;
  private final WarehouseLayout layout;
  private final HeadLoader loader;
  private final BackgroundSync background;
  private final MetadataCache metadata;
  private final BranchPointers pointers;
  private final LocalFileIO io = new LocalFileIO();
  private final CommitLock committing = new CommitLock();
  private final long epoch;
  private volatile BranchHead head;

  private BranchTables(
      Scope scope, NessieReferences nessie, WarehouseLayout layout, Set<String> names)
      throws IOException {
    this.scope = scope;
    this.reference = ReferenceNames.branch(scope);
    this.nessie = nessie;
    this.layout = layout;
    this.background = new BackgroundSync("tarn-sync-" + scope);
    this.metadata = new MetadataCache(io);
    this.loader = new HeadLoader(nessie, reference, Set.copyOf(names), metadata);
    this.head = loader.load(null);
    this.epoch = epoch(head);
    this.pointers = new BranchPointers(nessie.pointers(), head);
  }

  /**
   * Loads a branch's head.
   *
   * @param names of the tables, with {@link #CHANGES}
   * @throws IOException if there is no such branch, or a table or its metadata is missing
   */
  public static BranchTables open(
      Scope scope, NessieReferences nessie, WarehouseLayout layout, Set<String> names)
      throws IOException {
    return new BranchTables(scope, nessie, layout, names);
  }

  public Scope scope() {
    return scope;
  }

  /** Returns the newest head that this process knows; asks nobody. */
  public BranchHead head() {
    return head;
  }

  /** Asks Nessie for the head, and loads what changed. */
  public BranchHead refresh() throws IOException {
    BranchHead known = head;
    Optional<String> hash = nessie.hash(reference);
    if (hash.isPresent() && hash.get().equals(known.commit().hash())) {
      return known;
    }
    BranchHead loaded = loader.load(null);
    if (epoch(loaded) != epoch) {
      throw new IOException(
          scope + " was rewritten after it was opened; it has to be opened again");
    }
    committing.lock();
    try {
      // Others may have been faster: a commit of this process, or who asked before and learned
      // less. Of two heads the log tells the newer only if it grew, so else what was known before
      // the question is what may be replaced.
      if (head.commit().equals(known.commit()) || loaded.commit().seq() > head.commit().seq()) {
        head = loaded;
      }
      return head;
    } finally {
      committing.unlock();
    }
  }

  /**
   * Loads the tables as of a commit of this branch.
   *
   * @throws IOException if the commit is not on the branch, or its files are gone
   */
  public BranchHead at(String hash) throws IOException {
    BranchHead known = head;
    return known.commit().hash().equals(hash) ? known : loader.load(hash);
  }

  /**
   * Returns whether all files of the log are there as a commit has them, to begin a branch from it.
   */
  public boolean hasLogFiles(CommitId commit) throws IOException {
    TableMetadata changes = at(commit.hash()).metadata(CHANGES);
    for (LogFiles.Range range : new LogFiles(io).after(changes, 0)) {
      if (!io.newInputFile(range.file().location()).exists()) {
        return false;
      }
    }
    return true;
  }

  /** Returns the users' names at the newest head that this process knows. */
  public PointerSnapshot pointers() {
    return new HeadPointers(pointers, head);
  }

  /** Returns the users' names at a commit of this branch. */
  public PointerSnapshot pointersAt(CommitId commit) {
    return new HeadPointers.Past(nessie.pointers(), commit);
  }

  /** Returns the users' names that stand for something else at another commit of the tenant. */
  public List<PointerDiff> pointerDiff(CommitId from, CommitId to) throws IOException {
    return nessie.pointers().diff(from.hash(), to.hash());
  }

  /** Returns whether the users' names stand for what changes expect. */
  boolean hold(BranchHead at, List<PointerChange> changes) throws IOException {
    return changes.isEmpty() || pointers.hold(at, changes);
  }

  /** Returns a table of a head, to read. */
  public Table table(BranchHead at, String name) {
    return new BaseTable(new FixedOperations(at.metadata(name), files(name), io), name, NO_REPORTS);
  }

  /** Waits until all that this process has committed is safe, but for Nessie's own store. */
  public void sync() throws IOException {
    background.drain();
  }

  /** Returns the file access for data files: each is safe when it is closed. */
  public FileIO io() {
    return io;
  }

  /** Returns where this branch writes the files of a table. */
  public TableFiles files(String table) {
    return new TableFiles(layout.table(scope, table));
  }

  /** Does something while other commits of this process wait, unless it meets conflicts. */
  public <T> T exclusively(ExclusiveWork<T> work) throws IOException {
    return committing.hold(work);
  }

  /**
   * Commits an edit, and repeats it on fresh metadata as often as another commit is first.
   *
   * @param kind what the commit is, for the commit's property {@link #KIND}
   * @return the head with the edit in it; the head as it was if the edit stages nothing
   * @throws IOException if the edit or the store gives up; then it may, rarely, have been committed
   */
  public BranchHead update(String kind, TableEdit edit) throws IOException {
    UnansweredCommits unanswered = new UnansweredCommits();
    IOException last = new IOException("no attempt was made");
    committing.lock();
    try {
      for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        EditableTables tables = new EditableTables(head, this);
        String commitId = UUID.randomUUID().toString();
        BranchOutcome outcome = attempt(kind, commitId, edit, tables);
        switch (outcome) {
          case null -> {
            return tables.head();
          }
          case BranchOutcome.Committed(BranchHead committed) -> {
            return committed;
          }
          case BranchOutcome.Conflict() -> {
            tables.files().discard();
            last = new IOException("other commits to " + scope + " were always first");
          }
          case BranchOutcome.Unknown(Exception cause) -> {
            unanswered.add(commitId);
            last = new IOException("the answer to a commit to " + scope + " was lost", cause);
          }
        }
        committing.pause(attempt);
        BranchHead fresh = refresh();
        if (unanswered.isOn(reference, tables.head().commit().hash(), nessie)) {
          return fresh;
        }
      }
      throw last;
    } finally {
      committing.unlock();
    }
  }

  private @Nullable BranchOutcome attempt(
      String kind, String commitId, TableEdit edit, EditableTables tables) throws IOException {
    boolean done = false;
    try {
      edit.apply(tables);
      if (tables.changed().isEmpty()) {
        return null;
      }
      if (!tables.changed().containsKey(CHANGES)) {
        tables.setTableProperties(CHANGES, Map.of(FENCE, commitId));
      }
      PreparedCommit prepared = prepare(kind, commitId, tables);
      // What the tables refer to must be safe before Nessie may be: the journal restores the
      // log, but not the state tables.
      tables.files().sync();
      background.drain();
      BranchOutcome outcome =
          switch (send(prepared)) {
            case CommitAnswer.Committed(String hash, var ids) ->
                new BranchOutcome.Committed(committed(prepared, hash, ids));
            case CommitAnswer.Conflict() -> new BranchOutcome.Conflict();
            case CommitAnswer.Unknown(Exception cause) -> new BranchOutcome.Unknown(cause);
            case CommitAnswer.Refused(Exception cause) ->
                throw new IOException("the commit to " + scope + " was refused", cause);
          };
      done = true;
      return outcome;
    } finally {
      if (!done) {
        tables.files().discard();
      }
    }
  }

  /**
   * Replaces all tables by those of metadata files that are safe, for a branch that has lost them.
   *
   * @param locations of the metadata files, by table
   */
  void restore(Map<String, String> locations) throws IOException {
    committing.lock();
    try {
      Map<String, TableMetadata> written = new HashMap<>();
      for (Map.Entry<String, String> entry : locations.entrySet()) {
        written.put(entry.getKey(), metadata.load(entry.getValue()));
      }
      PreparedCommit prepared = PreparedCommit.of(head, "restore", written, List.of());
      switch (send(prepared)) {
        case CommitAnswer.Committed(String hash, var ids) -> {
          var unused = committed(prepared, hash, ids);
        }
        case CommitAnswer.Conflict() ->
            throw new IOException("another process restores " + scope + " at the same time");
        case CommitAnswer.Unknown(Exception cause) ->
            throw new IOException("the answer to a commit of " + scope + " was lost", cause);
        case CommitAnswer.Refused(Exception cause) ->
            throw new IOException("the commit to " + scope + " was refused", cause);
      }
    } finally {
      committing.unlock();
    }
  }

  /** What happens between the writing of metadata and the commit that makes it visible. */
  @FunctionalInterface
  interface LastStep {
    /** Returns whether to commit. */
    boolean run() throws IOException;
  }

  /**
   * Commits one attempt of an append. Its files are synced later: the journal can make them again.
   *
   * @param lastStep makes the journal's file safe; where it answers no, there is a conflict
   * @throws IOException if it failed before or in the last step
   */
  BranchOutcome append(String kind, EditableTables tables, LastStep lastStep) throws IOException {
    committing.lock();
    try {
      if (!head.commit().equals(tables.head().commit())) {
        return new BranchOutcome.Conflict();
      }
      PreparedCommit prepared = prepare(kind, UUID.randomUUID().toString(), tables);
      if (!lastStep.run()) {
        return new BranchOutcome.Conflict();
      }
      return switch (send(prepared)) {
        case CommitAnswer.Committed(String hash, var ids) -> {
          BranchHead committed = committed(prepared, hash, ids);
          background.add(tables.files().written());
          yield new BranchOutcome.Committed(committed);
        }
        case CommitAnswer.Conflict() -> {
          pointers.forget();
          yield new BranchOutcome.Conflict();
        }
        case CommitAnswer.Unknown(Exception cause) -> new BranchOutcome.Unknown(cause);
        // The journal has the group: whoever comes next puts it back.
        case CommitAnswer.Refused(Exception cause) -> new BranchOutcome.Unknown(cause);
      };
    } finally {
      committing.unlock();
    }
  }

  private PreparedCommit prepare(String kind, String commitId, EditableTables tables)
      throws IOException {
    return PreparedCommit.write(
        kind, commitId, tables, this::files, pointers.operations(tables.head(), tables.pointers()));
  }

  private CommitAnswer send(PreparedCommit prepared) {
    return nessie.commit(
        reference,
        prepared.expected().commit().hash(),
        prepared.message(),
        prepared.properties(),
        prepared.contents(),
        prepared.pointers());
  }

  private BranchHead committed(
      PreparedCommit prepared, String hash, Map<TableName, String> newIds) {
    BranchHead expected = prepared.expected();
    Map<String, TableState> tables = new HashMap<>(expected.tables());
    prepared
        .written()
        .forEach(
            (name, table) -> {
              String id =
                  expected.has(name)
                      ? expected.contentId(name)
                      : newIds.get(TableName.of(NessieReferences.NAMESPACE, name));
              if (id == null) {
                throw new IllegalStateException("Nessie names no id of the new table " + name);
              }
              tables.put(name, new TableState(id, table));
              metadata.put(table);
            });
    BranchHead committed = HeadLoader.head(hash, tables);
    pointers.committed(expected, committed, prepared.pointers(), newIds);
    head = committed;
    return committed;
  }

  private static long epoch(BranchHead head) {
    return head.metadata(CHANGES).propertyAsLong(EPOCH, 0);
  }

  static long seq(TableMetadata changes) {
    return changes.propertyAsLong(LAST_SEQ, 0);
  }
}
