package dev.tarn.iceberg.log;

import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.iceberg.io.DeferredSyncFileIO;
import dev.tarn.iceberg.io.LocalFileIO;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.iceberg.nessie.CommitAnswer;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.nessie.ReferenceNames;
import dev.tarn.iceberg.nessie.TableContent;
import dev.tarn.iceberg.nessie.TablesAtHash;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Snapshot;
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

  /** The property of {@link #CHANGES} that differs in every commit that appends nothing. */
  public static final String FENCE = "tarn.fence";

  /** The property of every Nessie commit that names the attempt. */
  public static final String COMMIT_ID = "tarn.commit-id";

  /** The property of every Nessie commit that says what it is: {@code append}, {@code compact}. */
  public static final String KIND = "tarn.kind";

  /** The property of every Nessie commit that says where the log ends at it. */
  public static final String SEQ = "tarn.seq";

  /** Runs Iceberg's parallel parts in the calling thread. */
  public static final ExecutorService SAME_THREAD = new SameThread();

  static final MetricsReporter NO_REPORTS = report -> {};

  /**
   * Older snapshots go from table metadata; Nessie's history reaches the metadata that has them.
   */
  private static final int MAX_SNAPSHOTS = 20;

  private static final int MAX_ATTEMPTS = 20;
  private static final int MAX_LOOKED_UP_COMMITS = 1_000;
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  private final Scope scope;
  private final String reference;
  private final NessieReferences nessie;
  private final WarehouseLayout layout;
  private final Set<String> names;
  private final MetadataCache metadata;
  private final LocalFileIO io = new LocalFileIO();
  private final ReentrantLock committing = new ReentrantLock(true);
  private final Condition never = committing.newCondition();
  private volatile BranchHead head;

  private BranchTables(
      Scope scope, NessieReferences nessie, WarehouseLayout layout, Set<String> names)
      throws IOException {
    this.scope = scope;
    this.reference = ReferenceNames.branch(scope);
    this.nessie = nessie;
    this.layout = layout;
    this.names = Set.copyOf(names);
    this.metadata = new MetadataCache(io);
    this.head = load(null);
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
    BranchHead loaded = load(null);
    committing.lock();
    try {
      // A commit of this process may have been faster; of two heads the log tells the newer only if
      // it
      // grew, so what was known before the question is what may be replaced.
      if (head.commit().equals(known.commit())) {
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
    return known.commit().hash().equals(hash) ? known : load(hash);
  }

  /** Returns a table of a head, to read. */
  public Table table(BranchHead at, String name) {
    return new BaseTable(new FixedOperations(at.metadata(name), files(name), io), name, NO_REPORTS);
  }

  /** Returns the file access for data files: each is safe when it is closed. */
  public FileIO io() {
    return io;
  }

  /** Returns where this branch writes the files of a table. */
  public TableFiles files(String table) {
    return new TableFiles(layout.table(scope, table));
  }

  /**
   * Commits an edit, and repeats it on fresh metadata as often as another commit is first.
   *
   * @param kind what the commit is, for the commit's property {@link #KIND}
   * @return the head with the edit in it; the head as it was if the edit stages nothing
   * @throws IOException if the edit or the store gives up; then it may, rarely, have been committed
   */
  public BranchHead update(String kind, TableEdit edit) throws IOException {
    Set<String> unanswered = new HashSet<>();
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
        pause(attempt);
        BranchHead fresh = refresh();
        if (!unanswered.isEmpty() && isInLog(unanswered, tables.head().commit().hash())) {
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
      Map<String, TableMetadata> changed = tables.changed();
      if (changed.isEmpty()) {
        return null;
      }
      if (!changed.containsKey(CHANGES)) {
        tables.setTableProperties(CHANGES, Map.of(FENCE, commitId));
        changed = tables.changed();
      }
      BranchOutcome outcome =
          commit(tables.head(), kind, commitId, changed, tables.commitProperties(), tables.files());
      done = true;
      return outcome;
    } finally {
      if (!done) {
        tables.files().discard();
      }
    }
  }

  /**
   * Writes metadata files and commits them. Called with the lock held, or by the log.
   *
   * @throws IOException if nothing was and will be committed
   */
  private BranchOutcome commit(
      BranchHead expected,
      String kind,
      String commitId,
      Map<String, TableMetadata> changed,
      Map<String, String> extraProperties,
      DeferredSyncFileIO files)
      throws IOException {
    Map<String, TableMetadata> written = new LinkedHashMap<>();
    Map<String, TableContent> contents = new LinkedHashMap<>();
    for (Map.Entry<String, TableMetadata> entry : changed.entrySet()) {
      String name = entry.getKey();
      TableState before = expected.tables().get(name);
      if (before == null) {
        throw new IOException("no table " + name + " on " + scope);
      }
      TableMetadata after =
          MetadataFiles.write(
              pruned(entry.getValue()),
              before.metadata().metadataFileLocation(),
              files(name),
              files);
      written.put(name, after);
      contents.put(name, content(before.contentId(), after));
    }
    files.sync();
    long seq = seq(written.getOrDefault(CHANGES, expected.metadata(CHANGES)));
    Map<String, String> properties = new LinkedHashMap<>(extraProperties);
    properties.put(COMMIT_ID, commitId);
    properties.put(KIND, kind);
    properties.put(SEQ, Long.toString(seq));
    CommitAnswer answer =
        nessie.commit(
            reference, expected.commit().hash(), kind + " to " + seq, properties, contents);
    return switch (answer) {
      case CommitAnswer.Committed(String hash, Map<String, String> newIds) -> {
        Map<String, TableState> tables = new HashMap<>(expected.tables());
        written.forEach(
            (name, table) -> {
              tables.computeIfPresent(
                  name, (key, before) -> new TableState(before.contentId(), table));
              metadata.put(table);
            });
        BranchHead committed = head(hash, tables);
        head = committed;
        yield new BranchOutcome.Committed(committed);
      }
      case CommitAnswer.Conflict() -> new BranchOutcome.Conflict();
      case CommitAnswer.Unknown(Exception cause) -> new BranchOutcome.Unknown(cause);
      case CommitAnswer.Refused(Exception cause) ->
          throw new IOException("the commit to " + scope + " was refused", cause);
    };
  }

  static TableContent content(@Nullable String contentId, TableMetadata table) {
    Snapshot current = table.currentSnapshot();
    return new TableContent(
        contentId,
        table.metadataFileLocation(),
        current == null ? -1 : current.snapshotId(),
        table.currentSchemaId(),
        table.defaultSpecId(),
        table.defaultSortOrderId());
  }

  private static TableMetadata pruned(TableMetadata table) {
    List<Snapshot> snapshots = table.snapshots();
    if (snapshots.size() <= MAX_SNAPSHOTS) {
      return table;
    }
    Set<Long> referenced = new HashSet<>();
    table.refs().values().forEach(ref -> referenced.add(ref.snapshotId()));
    List<Snapshot> old =
        snapshots.subList(0, snapshots.size() - MAX_SNAPSHOTS).stream()
            .filter(snapshot -> !referenced.contains(snapshot.snapshotId()))
            .toList();
    return old.isEmpty() ? table : TableMetadata.buildFrom(table).removeSnapshots(old).build();
  }

  /** Whether one of the commits is on the branch, above a commit that they were based on. */
  private boolean isInLog(Set<String> commitIds, String baseHash) throws IOException {
    boolean[] found = new boolean[1];
    int[] seen = new int[1];
    nessie.log(
        reference,
        null,
        commit -> {
          found[0] = commitIds.contains(commit.properties().getOrDefault(COMMIT_ID, ""));
          return !found[0] && !commit.hash().equals(baseHash) && ++seen[0] < MAX_LOOKED_UP_COMMITS;
        });
    return found[0];
  }

  private void pause(int attempt) throws IOException {
    long most = Math.min(LONGEST_PAUSE.toMillis(), 2L << Math.min(attempt, 16));
    long nanos = TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(1, most + 1));
    try {
      // Waiting gives the lock to others of this process.
      while (nanos > 0) {
        nanos = never.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private BranchHead load(@Nullable String hash) throws IOException {
    TablesAtHash found =
        nessie
            .tables(reference, hash, names)
            .orElseThrow(
                () ->
                    new IOException(
                        "no " + (hash == null ? "head" : "commit " + hash) + " of " + scope));
    Map<String, TableState> tables = new HashMap<>();
    for (String name : names) {
      TableContent content = found.tables().get(name);
      if (content == null || content.contentId() == null) {
        throw new IOException("no table " + name + " at " + found.hash() + " of " + scope);
      }
      tables.put(
          name, new TableState(content.contentId(), metadata.load(content.metadataLocation())));
    }
    return head(found.hash(), tables);
  }

  private static BranchHead head(String hash, Map<String, TableState> tables) {
    TableState changes = tables.get(CHANGES);
    if (changes == null) {
      throw new IllegalArgumentException("a branch has a table " + CHANGES);
    }
    return new BranchHead(
        new CommitId(seq(changes.metadata()), hash),
        changes.metadata().property(LAST_GROUP_ID, ""),
        tables);
  }

  private static long seq(TableMetadata changes) {
    return changes.propertyAsLong(LAST_SEQ, 0);
  }

  private static final class SameThread extends AbstractExecutorService {
    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void shutdown() {
      throw new UnsupportedOperationException("shared by all");
    }

    @Override
    public List<Runnable> shutdownNow() {
      throw new UnsupportedOperationException("shared by all");
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return false;
    }
  }
}
