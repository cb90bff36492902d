package dev.tarn.testkit;

import static dev.tarn.testkit.TestCatalog.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.ChangeResult.Rejected;
import dev.tarn.core.change.Idempotency;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Operation;
import dev.tarn.core.change.Submission;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerChange;
import dev.tarn.core.table.PointerResult;
import dev.tarn.core.table.PointerResult.Applied;
import dev.tarn.core.table.PointerResult.Refused;
import dev.tarn.core.table.TableName;
import dev.tarn.testkit.Faults.OfAppend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A table's pointer and its entry in the catalog, through the committer: both or neither. */
final class CommitterPointersTest {
  private static final TableName SALES = TableName.of("sales");
  private static final TableName ORDERS = SALES.child("orders");
  private static final Pointer.Namespace PLAIN = new Pointer.Namespace(Map.of());

  private final InMemoryCatalogStore store = new InMemoryCatalogStore();
  private final BranchStore branch = store.open(Scope.DEFAULT);

  private static Pointer version(int version) {
    return new Pointer.Table("file:///tables/" + version + ".json", version, 0, 0, 0);
  }

  private static PointerChange step(TableName name, int from) {
    return new PointerChange(name, from == 0 ? null : version(from), version(from + 1));
  }

  private static Submission with(List<Change> changes, PointerChange... pointers) {
    return new Submission(
        TestCatalog.context(), changes, List.of(pointers), Atomicity.ALL, null, 100);
  }

  /** A commit of a table with its entry. */
  private static Submission commit(TableName name, int from) {
    return with(
        List.of(upsert("table", name.toString(), "description", "version " + (from + 1))),
        step(name, from));
  }

  private static SubmissionResult send(TestCommitter committer, Submission submission)
      throws Exception {
    return committer.committer.submit(submission).get();
  }

  private static void applied(SubmissionResult result) {
    result.results().forEach(one -> assertInstanceOf(ChangeResult.Applied.class, one));
    result.pointers().forEach(one -> assertInstanceOf(Applied.class, one));
  }

  private static Refused refused(ErrorCode code, SubmissionResult result) {
    result.results().forEach(one -> assertInstanceOf(Rejected.class, one));
    List<Refused> all =
        result.pointers().stream().map(one -> assertInstanceOf(Refused.class, one)).toList();
    List<Refused> causes = all.stream().filter(one -> one.code() == code).toList();
    assertEquals(1, causes.size(), "" + all);
    return causes.getFirst();
  }

  private static void createNamespace(TestCommitter committer) throws Exception {
    applied(
        send(
            committer,
            with(List.of(upsert("schema", "sales")), PointerChange.create(SALES, PLAIN))));
  }

  private List<LogEntry> entries() throws IOException {
    return StoreContract.entries(branch.log(), 0);
  }

  private Map<TableName, Pointer> find(TableName... names) throws IOException {
    return branch.pointers().find(List.of(names));
  }

  /** Sends while a commit is under way, so that all of it is one group. */
  private List<SubmissionResult> sendTogether(List<Submission> submissions) throws Exception {
    CountDownLatch appending = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ChangeLog slow =
        new TestCommitter.Watched(
            branch.log(),
            () -> {
              appending.countDown();
              try {
                go.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    List<CompletableFuture<SubmissionResult>> answers = new ArrayList<>();
    try (TestCommitter committer = new TestCommitter(store, slow)) {
      committer.send(upsert("table", "first-" + entries().size()));
      appending.await();
      submissions.forEach(one -> answers.add(committer.committer.submit(one)));
      go.countDown();
      List<SubmissionResult> results = new ArrayList<>();
      for (CompletableFuture<SubmissionResult> answer : answers) {
        results.add(answer.get());
      }
      return results;
    }
  }

  @Test
  void aPointerAndItsEntryAreOneCommit() throws Exception {
    try (TestCommitter committer = new TestCommitter(store, branch.log())) {
      createNamespace(committer);
      SubmissionResult result = send(committer, commit(ORDERS, 0));
      applied(result);
      assertEquals(result.commit(), branch.pointers().commit());
      assertEquals(result.commit().seq(), entries().getLast().seq());
      assertEquals(Map.of(ORDERS, version(1)), find(ORDERS));
      assertEquals(
          Map.of(), branch.pointersAt(branch.log().read(0, 1, any -> {})).find(List.of(ORDERS)));
    }
  }

  @Test
  void manyTablesShareACommit() throws Exception {
    List<Submission> submissions = new ArrayList<>();
    submissions.add(with(List.of(upsert("schema", "sales")), PointerChange.create(SALES, PLAIN)));
    for (int i = 0; i < 32; i++) {
      submissions.add(commit(SALES.child("t" + i), 0));
    }
    List<SubmissionResult> results = sendTogether(submissions);
    results.forEach(CommitterPointersTest::applied);
    assertEquals(1, results.stream().map(SubmissionResult::commit).distinct().count());
    assertEquals(2, entries().stream().map(LogEntry::groupId).distinct().count());
    assertEquals(version(1), branch.pointers().find(SALES.child("t31")).orElseThrow());
  }

  @Test
  void ofTwoWritersOfATableTheSecondIsRefusedAndNobodyElse() throws Exception {
    List<Submission> submissions = new ArrayList<>();
    submissions.add(with(List.of(upsert("schema", "sales")), PointerChange.create(SALES, PLAIN)));
    submissions.add(commit(ORDERS, 0));
    submissions.add(commit(ORDERS, 1));
    submissions.add(
        with(
            List.of(upsert("table", "sales.orders", "description", "late")),
            new PointerChange(ORDERS, version(1), version(9)),
            step(SALES.child("other"), 0)));
    submissions.add(commit(ORDERS, 2));
    submissions.add(commit(SALES.child("other"), 0));
    List<SubmissionResult> results = sendTogether(submissions);
    for (int i : new int[] {0, 1, 2, 4, 5}) {
      applied(results.get(i));
    }
    Refused late = refused(ErrorCode.TABLE_CHANGED, results.get(3));
    assertEquals(version(2), late.current());
    assertEquals(
        ErrorCode.REQUEST_REJECTED,
        assertInstanceOf(Refused.class, results.get(3).pointers().get(1)).code());
    assertEquals(
        Map.of(ORDERS, version(3), SALES.child("other"), version(1)),
        find(ORDERS, SALES.child("other")));
    assertEquals(
        "version 3",
        entries().stream()
            .map(entry -> (Asset) entry.after())
            .filter(asset -> asset.qualifiedName().equals("sales.orders"))
            .toList()
            .getLast()
            .description());
  }

  @Test
  void aRefusedChangeTakesThePointerWithIt() throws Exception {
    try (TestCommitter committer = new TestCommitter(store, branch.log())) {
      createNamespace(committer);
      Submission bad =
          with(
              List.of(
                  upsert("table", "sales.orders"),
                  upsert("column", "sales.orders.id", "parent", "table:missing")),
              step(ORDERS, 0));
      SubmissionResult result = send(committer, bad);
      assertEquals(
          ErrorCode.PARENT_NOT_FOUND,
          assertInstanceOf(Rejected.class, result.results().get(1)).code());
      refused(ErrorCode.REQUEST_REJECTED, result);
      assertEquals(Map.of(), find(ORDERS));
      assertEquals(1, entries().size());
    }
  }

  @Test
  void aCommitThatLeavesTheAssetAsItIsHasAnEntryYet() throws Exception {
    try (TestCommitter committer = new TestCommitter(store, branch.log())) {
      createNamespace(committer);
      applied(send(committer, with(List.of(upsert("table", "sales.orders")), step(ORDERS, 0))));
      SubmissionResult same =
          send(committer, with(List.of(upsert("table", "sales.orders")), step(ORDERS, 1)));
      applied(same);
      LogEntry entry = entries().getLast();
      assertEquals(same.commit().seq(), entry.seq());
      assertEquals(3, entry.seq());
      assertEquals(Operation.UPDATE, entry.operation());
      assertEquals(List.of(), entry.changedFields());
      assertEquals(2, entry.after().version());
      assertEquals(Map.of(ORDERS, version(2)), find(ORDERS));
    }
  }

  @Test
  void namespacesAreThereBeforeAndEmptyAfter() throws Exception {
    Submission create =
        with(List.of(upsert("schema", "sales")), PointerChange.create(SALES, PLAIN));
    Submission drop =
        with(
            List.of(upsert("schema", "sales", "description", "gone")),
            PointerChange.drop(SALES, PLAIN));
    Submission dropTable =
        with(
            List.of(upsert("table", "sales.orders", "description", "gone")),
            PointerChange.drop(ORDERS, version(1)));
    List<SubmissionResult> results =
        sendTogether(
            List.of(commit(ORDERS, 0), create, create, commit(ORDERS, 0), drop, dropTable, drop));
    refused(ErrorCode.NAMESPACE_NOT_FOUND, results.get(0));
    applied(results.get(1));
    assertEquals(PLAIN, refused(ErrorCode.NAME_TAKEN, results.get(2)).current());
    applied(results.get(3));
    refused(ErrorCode.NAMESPACE_NOT_EMPTY, results.get(4));
    applied(results.get(5));
    applied(results.get(6));
    assertEquals(Map.of(), find(SALES, ORDERS));

    try (TestCommitter committer = new TestCommitter(store, branch.log())) {
      applied(send(committer, create));
      applied(send(committer, commit(ORDERS, 0)));
      refused(ErrorCode.NAMESPACE_NOT_EMPTY, send(committer, drop));
      refused(ErrorCode.NAMESPACE_NOT_FOUND, send(committer, commit(ORDERS.child("nested"), 0)));
    }
    applied(sendTogether(List.of(dropTable, drop)).getLast());
    assertEquals(Map.of(), find(SALES, ORDERS));
  }

  @Test
  void aRenameIsADropAndACreation() throws Exception {
    TableName renamed = SALES.child("purchases");
    Submission rename =
        with(
            List.of(upsert("table", "sales.orders", "description", "renamed")),
            PointerChange.drop(ORDERS, version(1)),
            PointerChange.create(renamed, version(1)));
    try (TestCommitter committer = new TestCommitter(store, branch.log())) {
      createNamespace(committer);
      applied(send(committer, commit(ORDERS, 0)));
      applied(send(committer, rename));
      assertEquals(Map.of(renamed, version(1)), find(ORDERS, renamed));
      refused(ErrorCode.TABLE_CHANGED, send(committer, rename));
    }
  }

  @Test
  void aNameIsOfOneKindInACommit() throws Exception {
    Pointer view = new Pointer.View("file:///view.json", 1, 0);
    Change change = upsert("table", "sales.orders", "description", "gone");
    try (TestCommitter committer = new TestCommitter(store, branch.log())) {
      createNamespace(committer);
      applied(send(committer, commit(ORDERS, 0)));
    }
    Submission drop = with(List.of(change), PointerChange.drop(ORDERS, version(1)));
    Submission create =
        with(
            List.of(upsert("table", "sales.orders", "description", "a view")),
            PointerChange.create(ORDERS, view));
    List<SubmissionResult> results = sendTogether(List.of(drop, create));
    applied(results.get(0));
    refused(ErrorCode.NAME_TAKEN, results.get(1));
    applied(sendTogether(List.of(create)).getFirst());
    assertEquals(Map.of(ORDERS, view), find(ORDERS));
  }

  @ParameterizedTest
  @EnumSource(OfAppend.class)
  void aFaultNeitherLosesNorDoubles(OfAppend fault) throws Exception {
    ChangeLog faulty =
        new FaultyChangeLog(
            branch.log(), Faults.ofAppends(OfAppend.NONE, fault, fault, OfAppend.NONE, fault));
    try (TestCommitter committer = new TestCommitter(store, faulty)) {
      createNamespace(committer);
      for (int i = 0; i < 4; i++) {
        applied(send(committer, commit(ORDERS, i)));
        assertEquals(Map.of(ORDERS, version(i + 1)), find(ORDERS));
      }
    }
    assertEquals(5, entries().size());
  }

  @Test
  void processesRaceForATableAndNotForTwo() throws Exception {
    try (TestCommitter one = new TestCommitter(store, branch.log());
        TestCommitter two = new TestCommitter(store, branch.log())) {
      createNamespace(one);
      applied(send(two, commit(ORDERS, 0)));
      for (int i = 1; i < 20; i++) {
        CompletableFuture<SubmissionResult> first = one.committer.submit(commit(ORDERS, i));
        CompletableFuture<SubmissionResult> second = two.committer.submit(commit(ORDERS, i));
        CompletableFuture<SubmissionResult> third =
            two.committer.submit(commit(SALES.child("t" + i), 0));
        long won =
            List.of(first.get(), second.get()).stream()
                .filter(result -> result.pointers().getFirst() instanceof Applied)
                .count();
        assertEquals(1, won);
        applied(third.get());
        assertEquals(Map.of(ORDERS, version(i + 1)), find(ORDERS));
      }
    }
    assertEquals(40, entries().size());
  }

  @Test
  void aRepeatedRequestGetsTheFirstAnswer() throws Exception {
    Submission keyed =
        new Submission(
            TestCatalog.context(),
            List.of(upsert("table", "sales.orders")),
            List.of(step(ORDERS, 0)),
            Atomicity.ALL,
            new Idempotency("key", "print"),
            100);
    try (TestCommitter committer = new TestCommitter(store, branch.log())) {
      createNamespace(committer);
      SubmissionResult first = send(committer, keyed);
      applied(first);
      applied(send(committer, commit(ORDERS, 1)));
      SubmissionResult again = send(committer, keyed);
      assertEquals(first.results(), again.results());
      assertEquals(List.<PointerResult>of(new Applied()), again.pointers());
      assertEquals(Map.of(ORDERS, version(2)), find(ORDERS));
    }
  }

  @Test
  void whatIsTarnsOwnIsNotWritten() {
    for (String reserved : List.of("tarn", "Tarn", "TARN")) {
      CatalogException refused =
          assertThrows(
              CatalogException.class,
              () -> PointerChange.create(TableName.of(reserved, "assets"), version(1)));
      assertEquals(ErrorCode.INVALID_NAME, refused.code());
    }
  }

  @Test
  void pointersWithoutAnAssetAreAMistake() {
    List<Change> link = List.of(TestCatalog.link("lineage", "table:a", "table:b"));
    assertThrows(IllegalArgumentException.class, () -> with(link, step(ORDERS, 0)));
    assertThrows(
        IllegalArgumentException.class,
        () -> with(List.of(upsert("table", "a")), step(ORDERS, 0), step(ORDERS, 1)));
    assertThrows(
        IllegalArgumentException.class, () -> PointerChange.replace(ORDERS, version(1), PLAIN));
  }
}
