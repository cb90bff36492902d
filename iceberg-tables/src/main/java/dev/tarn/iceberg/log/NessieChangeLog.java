package dev.tarn.iceberg.log;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.AppendOutcome;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.table.PointerChange;
import dev.tarn.iceberg.log.Journal.Draft;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.nessie.ReferenceNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of a branch in the table {@code changes}.
 *
 * <p>An append writes one change file, and while that is synced, the manifest and metadata that add
 * it to the table. Then the file takes its place in the {@link Journal}, and one Nessie commit
 * makes it visible. From the moment it has its place, the group is the only one that may follow
 * this end of the log: an append that finds a place taken first makes visible what has it. So a
 * group whose writer died, or never got Nessie's answer, goes in once, and two groups never compete
 * for one sequence number.
 */
public final class NessieChangeLog implements ChangeLog {
  private static final Logger LOG = LoggerFactory.getLogger(NessieChangeLog.class);
  private static final int MAX_ATTEMPTS = 50;

  private final BranchTables tables;
  private final NessieReferences nessie;
  private final Journal journal;
  private final LogReader reader;
  private final AppendObserver observer;
  private final ExecutorService syncing;

  private NessieChangeLog(
      BranchTables tables,
      NessieReferences nessie,
      Journal journal,
      LogReader reader,
      AppendObserver observer) {
    this.tables = tables;
    this.nessie = nessie;
    this.journal = journal;
    this.reader = reader;
    this.observer = observer;
    this.syncing =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("tarn-journal-" + tables.scope()).factory());
  }

  /**
   * Opens a log, after having put back what its journal has beyond the head.
   *
   * @param journal the folder of the branch's change files
   */
  public static NessieChangeLog open(
      BranchTables tables,
      NessieReferences nessie,
      Path journal,
      CommitIndex commits,
      AppendObserver observer)
      throws IOException {
    NessieChangeLog log =
        new NessieChangeLog(
            tables,
            nessie,
            Journal.open(journal),
            new LogReader(tables.io(), new LogFiles(tables.io()), commits),
            observer);
    boolean opened = false;
    try {
      log.putBack();
      opened = true;
      return log;
    } finally {
      if (!opened) {
        log.close();
      }
    }
  }

  @Override
  public Scope scope() {
    return tables.scope();
  }

  @Override
  public CommitId head() throws IOException {
    return tables.refresh().commit();
  }

  @Override
  public AppendOutcome append(
      CommitId expected, String groupId, List<LogEntry> entries, List<PointerChange> pointers)
      throws IOException {
    check(expected, entries);
    BranchHead head = tables.head();
    if (head.commit().seq() < expected.seq()) {
      head = tables.refresh();
    }
    // Looked at before the group has its place in the journal: from then on it goes in.
    if (head.commit().seq() != expected.seq() || !tables.hold(head, pointers)) {
      return new AppendOutcome.Conflict();
    }
    Steps steps = new Steps();
    Draft draft = journal.write(head, groupId, entries, pointers);
    steps.done(AppendStep.DATA);
    Future<?> synced =
        syncing.submit(
            () -> {
              draft.sync();
              return null;
            });
    Claim claim = new Claim(draft, synced, steps);
    try {
      return append(head, draft.file(), claim);
    } catch (IOException | UncheckedIOException e) {
      // Iceberg's writers tell of a store's fault by an unchecked exception.
      if (claim.held) {
        return new AppendOutcome.Unknown(e);
      }
      throw e instanceof IOException checked ? checked : new IOException(e.getMessage(), e);
    } finally {
      claim.awaitSync();
      draft.discard();
    }
  }

  private static void check(CommitId expected, List<LogEntry> entries) {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("a group has an entry at least");
    }
    long seq = expected.seq();
    long day = day(entries.getFirst());
    for (LogEntry entry : entries) {
      if (entry.seq() != ++seq || day(entry) != day) {
        throw new IllegalArgumentException("a group has consecutive numbers, and is of one day");
      }
    }
  }

  private static long day(LogEntry entry) {
    return ChronoUnit.DAYS.between(Instant.EPOCH, entry.committedAt());
  }

  /** Tells the observer what an append spends its time on. */
  private final class Steps {
    private long lastNanos = System.nanoTime();

    void done(AppendStep step) {
      long nowNanos = System.nanoTime();
      observer.done(scope(), step, Duration.ofNanos(nowNanos - lastNanos));
      lastNanos = nowNanos;
    }
  }

  /** A draft's way to its place in the journal. */
  private final class Claim implements BranchTables.LastStep {
    private final Draft draft;
    private final Future<?> synced;
    private final Steps steps;
    private boolean held;
    private boolean lost;

    private Claim(Draft draft, Future<?> synced, Steps steps) {
      this.draft = draft;
      this.synced = synced;
      this.steps = steps;
    }

    @Override
    public boolean run() throws IOException {
      steps.done(AppendStep.METADATA);
      if (!held) {
        awaitSync();
        held = journal.claim(draft);
        lost = !held;
      }
      steps.done(AppendStep.JOURNAL);
      return held;
    }

    private void awaitSync() throws IOException {
      try {
        synced.get();
      } catch (ExecutionException e) {
        throw new IOException("the change file cannot be synced", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  private AppendOutcome append(BranchHead expected, ChangeFile file, Claim claim)
      throws IOException {
    BranchHead head = expected;
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      EditableTables edit = new EditableTables(head, tables);
      switch (commit(edit, file, claim, () -> claim.steps.done(AppendStep.MANIFESTS))) {
        case BranchOutcome.Committed(BranchHead committed) -> {
          claim.steps.done(AppendStep.NESSIE);
          return new AppendOutcome.Committed(committed.commit());
        }
        case BranchOutcome.Unknown(Exception cause) -> {
          return new AppendOutcome.Unknown(cause);
        }
        case BranchOutcome.Conflict() -> {
          edit.files().discard();
          head = tables.refresh();
          if (claim.lost) {
            return head.commit().seq() > expected.commit().seq()
                ? new AppendOutcome.Conflict()
                : afterPutBack();
          }
          if (head.commit().seq() != expected.commit().seq()) {
            return claim.held ? winner(head, file) : new AppendOutcome.Conflict();
          }
          // The log did not move: the commit was one of the tables' upkeep.
        }
      }
    }
    throw new IOException("other commits to " + scope() + " were always first");
  }

  private BranchOutcome commit(
      EditableTables edit, ChangeFile file, BranchTables.LastStep lastStep, Runnable staged)
      throws IOException {
    boolean done = false;
    try {
      ChangeFileAppend.stage(edit, file);
      staged.run();
      BranchOutcome outcome = tables.append(ChangeFileAppend.APPEND, edit, lastStep);
      done = true;
      return outcome;
    } finally {
      if (!done) {
        edit.files().discard();
      }
    }
  }

  /** Another group has the place, and is not visible yet: its writer is slow, or dead. */
  private AppendOutcome afterPutBack() throws IOException {
    putBack();
    return new AppendOutcome.Conflict();
  }

  /**
   * A group with its place in the journal met a log that had moved: someone may have put it back.
   */
  private AppendOutcome winner(BranchHead head, ChangeFile file) throws IOException {
    AppendOutcome[] outcome = {new AppendOutcome.Conflict()};
    String firstSeq = Long.toString(file.firstSeq());
    nessie
        .history()
        .log(
            ReferenceNames.branch(scope()),
            head.commit().hash(),
            commit -> {
              var properties = commit.properties();
              if (!firstSeq.equals(properties.get(ChangeFileAppend.FIRST_SEQ))) {
                return Long.parseLong(properties.getOrDefault(BranchTables.SEQ, firstSeq))
                    >= file.firstSeq();
              }
              if (file.groupId().equals(properties.get(ChangeFileAppend.GROUP_ID))) {
                outcome[0] =
                    new AppendOutcome.Committed(new CommitId(file.lastSeq(), commit.hash()));
              }
              return false;
            });
    if (outcome[0] instanceof AppendOutcome.Conflict) {
      setAside(file);
    }
    return outcome[0];
  }

  /**
   * Makes visible, in order, what the journal has beyond the head: groups whose commit was lost
   * with an unsynced part of Nessie's store, or never reached it.
   *
   * @return how many groups
   * @throws IOException if that could not be brought to its end
   */
  private int putBack() throws IOException {
    int groups = 0;
    int attempts = 0;
    while (true) {
      BranchHead head = tables.refresh();
      Optional<ChangeFile> next = journal.find(head.commit().seq() + 1);
      if (next.isEmpty()) {
        break;
      }
      ChangeFile file = next.get();
      if (!file.follows(head)) {
        setAside(file);
        break;
      }
      EditableTables edit = new EditableTables(head, tables);
      switch (commit(edit, file, () -> true, () -> {})) {
        case BranchOutcome.Committed committed -> {
          groups++;
          attempts = 0;
        }
        case BranchOutcome.Conflict() -> {
          edit.files().discard();
          if (++attempts > MAX_ATTEMPTS) {
            throw new IOException("other commits to " + scope() + " were always first");
          }
        }
        case BranchOutcome.Unknown(Exception cause) ->
            throw new IOException("the answer to a commit of " + scope() + " was lost", cause);
      }
    }
    if (groups > 0) {
      LOG.atInfo()
          .setMessage("The journal had groups that Nessie did not have; they are put back")
          .addKeyValue("scope", scope())
          .addKeyValue("groups", groups)
          .addKeyValue("seq", tables.head().commit().seq())
          .log();
    }
    return groups;
  }

  private void setAside(ChangeFile file) throws IOException {
    LOG.atWarn()
        .setMessage("A change file follows another log than this; it is set aside")
        .addKeyValue("scope", scope())
        .addKeyValue("file", file.path())
        .log();
    journal.setAside(file);
  }

  @Override
  public CommitId read(long afterSeq, int maxEntries, Consumer<Group> consumer) throws IOException {
    return reader.read(tables.refresh(), afterSeq, maxEntries, consumer);
  }

  @Override
  public void close() {
    syncing.close();
  }
}
