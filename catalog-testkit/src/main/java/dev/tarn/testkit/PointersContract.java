package dev.tarn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.AppendOutcome;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.log.LogFollower;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.Page;
import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerChange;
import dev.tarn.core.table.PointerDiff;
import dev.tarn.core.table.PointerEntry;
import dev.tarn.core.table.PointerKind;
import dev.tarn.core.table.PointerQuery;
import dev.tarn.core.table.PointerSnapshot;
import dev.tarn.core.table.TableName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * The contract of pointers: they change with the group that carries them or not at all, are the
 * same for every process, and stay readable at each commit.
 */
public abstract class PointersContract extends StoreContract {
  private static final Set<PointerKind> EVERYTHING = EnumSet.allOf(PointerKind.class);
  private static final int WRITERS = 3;
  private static final int COMMITS_OF_A_WRITER = 6;
  private static final TableName SALES = TableName.of("sales");
  private static final TableName EU = SALES.child("eu");
  private static final TableName ORDERS = SALES.child("orders");
  private static final TableName BIG = SALES.child("big");
  private static final Pointer.Namespace PLAIN = new Pointer.Namespace(Map.of());
  private static final Pointer VIEW = new Pointer.View("file:///views/big/1.json", 1, 0);

  private static Pointer version(int version) {
    return new Pointer.Table("file:///tables/orders/" + version + ".json", version, 1, 0, 0);
  }

  private static List<LogEntry> entry(BranchStore branch, String groupId) throws IOException {
    long seq = branch.log().head().seq() + 1;
    return List.of(Entries.created(groupId, seq, groupId));
  }

  private static AppendOutcome tryAppend(
      BranchStore branch, String groupId, PointerChange... changes) throws IOException {
    List<LogEntry> entries = entry(branch, groupId);
    return branch.log().append(branch.log().head(), groupId, entries, List.of(changes));
  }

  private static CommitId append(BranchStore branch, String groupId, PointerChange... changes)
      throws IOException {
    return assertInstanceOf(AppendOutcome.Committed.class, tryAppend(branch, groupId, changes))
        .commit();
  }

  private static List<String> names(PointerSnapshot pointers, TableName... namespace)
      throws IOException {
    TableName in = namespace.length == 0 ? null : namespace[0];
    return pointers.list(new PointerQuery(in, EVERYTHING, null, 100)).items().stream()
        .map(entry -> entry.name() + ":" + entry.kind())
        // What a store keeps of its own beside the users' names is its affair.
        .filter(name -> !name.startsWith(TableName.RESERVED))
        .toList();
  }

  /** A namespace with a table, a view and a namespace in it, in one group. */
  private static CommitId fill(BranchStore branch) throws IOException {
    return append(
        branch,
        "fill",
        PointerChange.create(SALES, new Pointer.Namespace(Map.of("owner", "ann", "a.b", "ä"))),
        PointerChange.create(ORDERS, version(1)),
        PointerChange.create(BIG, VIEW),
        PointerChange.create(EU, PLAIN));
  }

  @Test
  public void aNewBranchHasNone() throws Exception {
    BranchStore branch = newBranch();
    assertEquals(Map.of(), branch.pointers().find(List.of(SALES, ORDERS)));
    assertEquals(List.of(), names(branch.pointers()));
    assertEquals(List.of(), names(branch.pointers(), SALES));
    assertEquals(0, branch.pointers().commit().seq());
  }

  @Test
  public void pointersAreThereWithTheirGroup() throws Exception {
    BranchStore branch = newBranch();
    BranchStore other = again();
    CommitId commit = fill(branch);
    for (BranchStore one : List.of(branch, other)) {
      assertEquals(commit, one.log().head());
      PointerSnapshot pointers = one.pointers();
      assertEquals(commit, pointers.commit());
      assertEquals(version(1), pointers.find(ORDERS).orElseThrow());
      assertEquals(
          Map.of(
              ORDERS,
              version(1),
              BIG,
              VIEW,
              EU,
              PLAIN,
              SALES,
              new Pointer.Namespace(Map.of("owner", "ann", "a.b", "ä"))),
          pointers.find(List.of(ORDERS, BIG, EU, SALES, SALES.child("none"))));
      assertEquals(List.of("sales:NAMESPACE"), names(pointers));
      assertEquals(
          List.of("sales.big:VIEW", "sales.eu:NAMESPACE", "sales.orders:TABLE"),
          names(pointers, SALES));
      assertEquals(List.of(), names(pointers, EU));
    }
    assertEquals(1, entries(other.log(), 0).size());
  }

  @Test
  public void eachCommitKeepsItsOwn() throws Exception {
    BranchStore branch = newBranch();
    CommitId empty = branch.log().head();
    CommitId filled = fill(branch);
    CommitId second =
        append(branch, "second", PointerChange.replace(ORDERS, version(1), version(2)));
    CommitId moved =
        append(
            branch,
            "moved",
            PointerChange.drop(ORDERS, version(2)),
            PointerChange.create(EU.child("orders"), version(2)));
    for (BranchStore one : List.of(branch, again())) {
      assertEquals(List.of(), names(one.pointersAt(empty)));
      assertEquals(Map.of(), one.pointersAt(empty).find(List.of(SALES, ORDERS)));
      assertEquals(version(1), one.pointersAt(filled).find(ORDERS).orElseThrow());
      assertEquals(version(2), one.pointersAt(second).find(ORDERS).orElseThrow());
      assertEquals(List.of(), names(one.pointersAt(second), EU));
      assertEquals(List.of("sales.eu.orders:TABLE"), names(one.pointersAt(moved), EU));
      assertEquals(
          List.of("sales.big:VIEW", "sales.eu:NAMESPACE"), names(one.pointersAt(moved), SALES));
      assertEquals(second, one.pointersAt(second).commit());
      assertEquals(Map.of(), one.pointers().find(List.of(ORDERS)));
    }
    TableName there = EU.child("orders");
    assertEquals(
        Set.of(new PointerDiff(ORDERS, version(1), null), new PointerDiff(there, null, version(2))),
        Set.copyOf(branch.pointerDiff(filled, moved)));
    assertEquals(
        List.of(new PointerDiff(ORDERS, version(2), version(1))),
        branch.pointerDiff(second, filled));
    assertEquals(4, branch.pointerDiff(CommitId.NOTHING, filled).size());
    assertEquals(List.of(), branch.pointerDiff(moved, moved));
    CommitId forged = new CommitId(filled.seq(), "00c0ffee00c0ffee");
    assertRefused(ErrorCode.COMMIT_NOT_FOUND, () -> branch.pointersAt(forged));
  }

  @Test
  public void aSnapshotStaysAsItIs() throws Exception {
    BranchStore branch = newBranch();
    fill(branch);
    PointerSnapshot before = branch.pointers();
    append(
        branch,
        "after",
        PointerChange.replace(ORDERS, version(1), version(2)),
        PointerChange.drop(BIG, VIEW),
        PointerChange.create(SALES.child("new"), version(7)));
    assertEquals(version(1), before.find(ORDERS).orElseThrow());
    assertEquals(Map.of(BIG, VIEW), before.find(List.of(BIG, SALES.child("new"))));
    assertEquals(
        List.of("sales.big:VIEW", "sales.eu:NAMESPACE", "sales.orders:TABLE"),
        names(before, SALES));
    assertEquals(
        List.of("sales.eu:NAMESPACE", "sales.new:TABLE", "sales.orders:TABLE"),
        names(branch.pointers(), SALES));
  }

  @Test
  public void whatIsNotAsExpectedLeavesNothing() throws Exception {
    BranchStore branch = newBranch();
    BranchStore other = again();
    fill(branch);
    CommitId head = append(other, "x", PointerChange.replace(ORDERS, version(1), version(2)));
    List<PointerChange> stale =
        List.of(
            PointerChange.replace(ORDERS, version(1), version(3)),
            PointerChange.drop(ORDERS, version(1)),
            PointerChange.create(ORDERS, version(3)),
            PointerChange.drop(SALES.child("none"), version(1)));
    for (PointerChange change : stale) {
      PointerChange good = PointerChange.create(SALES.child("good"), version(1));
      assertInstanceOf(
          AppendOutcome.Conflict.class, tryAppend(branch, "stale", good, change), "" + change);
    }
    assertEquals(head, branch.log().head());
    assertEquals(
        Map.of(ORDERS, version(2)), branch.pointers().find(List.of(ORDERS, SALES.child("good"))));
    append(branch, "y", PointerChange.replace(ORDERS, version(2), version(3)));
    assertEquals(version(3), again().pointers().find(ORDERS).orElseThrow());
  }

  @Test
  public void aNameIsGivenUpAndTakenAgain() throws Exception {
    BranchStore branch = newBranch();
    fill(branch);
    append(branch, "drop", PointerChange.drop(ORDERS, version(1)), PointerChange.drop(BIG, VIEW));
    append(
        branch, "swap", PointerChange.create(ORDERS, VIEW), PointerChange.create(BIG, version(5)));
    append(branch, "on", PointerChange.replace(BIG, version(5), version(6)));
    append(
        branch,
        "empty",
        PointerChange.drop(ORDERS, VIEW),
        PointerChange.drop(BIG, version(6)),
        PointerChange.drop(EU, PLAIN),
        PointerChange.drop(SALES, new Pointer.Namespace(Map.of("owner", "ann", "a.b", "ä"))));
    assertEquals(List.of(), names(again().pointers()));
    append(branch, "again", PointerChange.create(SALES, PLAIN));
    assertEquals(List.of("sales:NAMESPACE"), names(again().pointers()));
  }

  @Test
  public void namesMayBeUnusual() throws Exception {
    BranchStore branch = newBranch();
    TableName odd = TableName.of("a.b/c d", "ns%2E'\"\\", "..");
    TableName longest = SALES.child("x".repeat(TableName.MAX_BYTES - 7));
    append(
        branch,
        "odd",
        PointerChange.create(odd.parent().orElseThrow().parent().orElseThrow(), PLAIN),
        PointerChange.create(odd.parent().orElseThrow(), PLAIN),
        PointerChange.create(odd, version(1)),
        PointerChange.create(SALES, PLAIN),
        PointerChange.create(longest, version(2)));
    PointerSnapshot pointers = again().pointers();
    assertEquals(
        Map.of(odd, version(1), longest, version(2)), pointers.find(List.of(odd, longest)));
    assertEquals(
        List.of(odd.parent().orElseThrow()),
        pointers
            .list(new PointerQuery(TableName.of("a.b/c d"), EVERYTHING, null, 10))
            .items()
            .stream()
            .map(PointerEntry::name)
            .toList());
  }

  @Test
  public void listsByPages() throws Exception {
    BranchStore branch = newBranch();
    List<PointerChange> changes = new ArrayList<>();
    changes.add(PointerChange.create(SALES, PLAIN));
    changes.add(PointerChange.create(TableName.of("sales1"), PLAIN));
    changes.add(PointerChange.create(TableName.of("sales1", "t"), version(1)));
    changes.add(PointerChange.create(EU, PLAIN));
    List<String> tables = new ArrayList<>();
    for (int i = 10; i < 40; i++) {
      changes.add(PointerChange.create(SALES.child("t" + i), version(i)));
      changes.add(PointerChange.create(SALES.child("v" + i), VIEW));
      changes.add(PointerChange.create(EU.child("e" + i), version(i)));
      tables.add("t" + i);
    }
    CommitId commit = append(branch, "many", changes.toArray(PointerChange[]::new));
    for (PointerSnapshot pointers :
        List.of(branch.pointers(), again().pointers(), again().pointersAt(commit))) {
      List<String> listed = new ArrayList<>();
      String cursor = null;
      int pages = 0;
      do {
        Page<PointerEntry> page =
            pointers.list(new PointerQuery(SALES, Set.of(PointerKind.TABLE), cursor, 7));
        page.items().forEach(entry -> listed.add(entry.name().name()));
        cursor = page.next();
        pages++;
      } while (cursor != null);
      assertEquals(tables, listed);
      assertEquals(5, pages);
      assertEquals(61, names(pointers, SALES).size());
      assertEquals(List.of("sales:NAMESPACE", "sales1:NAMESPACE"), names(pointers));
      assertNull(
          pointers.list(new PointerQuery(EU, EVERYTHING, null, 30)).next(), "a full last page");
    }
  }

  @Test
  public void aBranchTakesThemAlongAndGoesItsOwnWay() throws Exception {
    CatalogStore store = store();
    store.createTenant(ACME);
    BranchStore main = branch(store, ACME_MAIN);
    CommitId filled = fill(main);
    append(main, "later", PointerChange.replace(ORDERS, version(1), version(2)));
    Scope dev = new Scope(ACME, new BranchName("dev"));
    store.createBranch(dev, BranchName.MAIN, new PointInTime.AtCommit(filled));
    BranchStore own = branch(store, dev);
    assertEquals(version(1), own.pointers().find(ORDERS).orElseThrow());
    append(own, "own", PointerChange.replace(ORDERS, version(1), version(9)));
    append(own, "drop", PointerChange.drop(BIG, VIEW));
    assertEquals(version(9), own.pointers().find(ORDERS).orElseThrow());
    assertEquals(Map.of(ORDERS, version(2), BIG, VIEW), main.pointers().find(List.of(ORDERS, BIG)));
    assertEquals(version(1), own.pointersAt(filled).find(ORDERS).orElseThrow());
  }

  @Test
  public void housekeepingAndFollowersLeaveThem(RandomLog random) throws Exception {
    BranchStore branch = newBranch();
    CommitId filled = fill(branch);
    for (int i = 1; i < 30; i++) {
      append(branch, "g" + i, PointerChange.replace(ORDERS, version(i), version(i + 1)));
    }
    for (LogFollower follower : branch.followers()) {
      follower.apply(groups(branch.log(), follower.applied().seq(), 10_000));
    }
    branch.maintain();
    assertEquals(version(30), branch.pointers().find(ORDERS).orElseThrow());
    append(branch, "after", PointerChange.replace(ORDERS, version(30), version(31)));
    for (BranchStore one : List.of(branch, again())) {
      assertEquals(version(31), one.pointers().find(ORDERS).orElseThrow());
      assertEquals(version(1), one.pointersAt(filled).find(ORDERS).orElseThrow());
      assertEquals(3, names(one.pointers(), SALES).size());
    }
  }

  @Test
  public void theySurviveTheirProcess() throws Exception {
    try (CatalogStore store = openStore()) {
      store.createTenant(ACME);
      try (BranchStore branch = store.open(ACME_MAIN)) {
        fill(branch);
        append(branch, "second", PointerChange.replace(ORDERS, version(1), version(2)));
      }
    }
    BranchStore branch = again();
    assertEquals(version(2), branch.pointers().find(ORDERS).orElseThrow());
    append(branch, "third", PointerChange.replace(ORDERS, version(2), version(3)));
    assertEquals(version(3), branch.pointers().find(ORDERS).orElseThrow());
  }

  @Test
  public void writersOfATableTakeTurns() throws Exception {
    append(newBranch(), "first", PointerChange.create(ORDERS.parent().orElseThrow(), PLAIN));
    List<Future<Integer>> writers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
      for (int i = 0; i < WRITERS; i++) {
        BranchStore branch = again();
        String writer = "writer-" + i + "-";
        writers.add(threads.submit(() -> commitTable(branch, writer)));
      }
      for (Future<Integer> writer : writers) {
        assertEquals(COMMITS_OF_A_WRITER, writer.get());
      }
    }
    BranchStore branch = again();
    int commits = WRITERS * COMMITS_OF_A_WRITER;
    assertEquals(version(commits), branch.pointers().find(ORDERS).orElseThrow());
    assertEquals(commits + 1, entries(branch.log(), 0).size());
  }

  private static int commitTable(BranchStore branch, String writer) throws Exception {
    int committed = 0;
    while (committed < COMMITS_OF_A_WRITER) {
      PointerSnapshot at = branch.pointers();
      Pointer current = at.find(ORDERS).orElse(null);
      int next = current instanceof Pointer.Table table ? (int) table.snapshotId() + 1 : 1;
      String groupId = writer + committed;
      List<LogEntry> entries = List.of(Entries.created(groupId, at.commit().seq() + 1, groupId));
      switch (branch
          .log()
          .append(
              at.commit(),
              groupId,
              entries,
              List.of(new PointerChange(ORDERS, current, version(next))))) {
        case AppendOutcome.Committed(CommitId commit) -> committed++;
        case AppendOutcome.Conflict() -> branch.log().head();
        case AppendOutcome.Unknown(Exception cause) -> throw cause;
      }
    }
    return committed;
  }
}
