package dev.tarn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.AppendOutcome;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;

/**
 * What the contracts of a store's parts share. A subclass says how to open a store; everything that
 * a test opens is closed after it.
 */
@ExtendWith(Seeds.class)
public abstract class StoreContract {
  static final TenantId ACME = new TenantId("acme");
  static final TenantId GLOBEX = new TenantId("globex");
  static final Scope ACME_MAIN = new Scope(ACME, BranchName.MAIN);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /**
   * Opens the test's warehouse. It is empty at a test's start; a second call within the test opens
   * the same one again, as another process would.
   */
  protected abstract CatalogStore openStore() throws IOException;

  @AfterEach
  final void closeAll() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  /** Opens the warehouse until the test ends. */
  final CatalogStore store() throws IOException {
    CatalogStore store = openStore();
    opened.push(store);
    return store;
  }

  /** Opens a branch until the test ends. */
  final BranchStore branch(CatalogStore store, Scope scope) throws IOException {
    BranchStore branch = store.open(scope);
    opened.push(branch);
    return branch;
  }

  /** Opens the main branch of a new tenant. */
  final BranchStore newBranch() throws IOException {
    CatalogStore store = store();
    store.createTenant(ACME);
    return branch(store, ACME_MAIN);
  }

  /** Opens the branch of {@link #newBranch()} again, as another process would. */
  final BranchStore again() throws IOException {
    return branch(store(), ACME_MAIN);
  }

  static CommitId append(ChangeLog log, String groupId, List<LogEntry> entries) throws IOException {
    AppendOutcome outcome = log.append(log.head(), groupId, entries);
    return assertInstanceOf(AppendOutcome.Committed.class, outcome).commit();
  }

  /** Appends groups and returns them with their commits. */
  static List<Group> append(ChangeLog log, RandomLog random, int groups, int entries)
      throws IOException {
    List<Group> appended = new ArrayList<>();
    for (Group group : random.groups(groups, entries)) {
      CommitId commit = append(log, group.groupId(), group.entries());
      appended.add(new Group(commit, group.groupId(), group.entries()));
    }
    return appended;
  }

  static List<Group> groups(ChangeLog log, long afterSeq, int maxEntries) throws IOException {
    List<Group> groups = new ArrayList<>();
    CommitId reached = log.read(afterSeq, maxEntries, groups::add);
    long last = groups.isEmpty() ? afterSeq : groups.getLast().commit().seq();
    assertEquals(last, reached.seq(), "read answers how far it came");
    return groups;
  }

  /** Returns every entry after {@code afterSeq}, however many reads that takes. */
  static List<LogEntry> entries(ChangeLog log, long afterSeq) throws IOException {
    List<LogEntry> entries = new ArrayList<>();
    long seq = afterSeq;
    while (true) {
      List<Group> groups = groups(log, seq, 1_000);
      if (groups.isEmpty()) {
        return entries;
      }
      for (Group group : groups) {
        entries.addAll(group.entries());
      }
      seq = groups.getLast().commit().seq();
    }
  }

  static List<LogEntry> entriesOf(List<Group> groups) {
    return groups.stream().flatMap(group -> group.entries().stream()).toList();
  }

  static void assertRefused(ErrorCode code, Executable call) {
    assertEquals(code, assertThrows(CatalogException.class, call).code());
  }
}
