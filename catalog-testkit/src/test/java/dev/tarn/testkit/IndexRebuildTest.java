package dev.tarn.testkit;

import static dev.tarn.testkit.TestCatalog.ADMIN;
import static dev.tarn.testkit.TestCatalog.upsert;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.catalog.IndexRunReport;
import dev.tarn.core.catalog.IndexRunReport.Kind;
import dev.tarn.core.catalog.IndexStatus;
import dev.tarn.core.catalog.RebuildCheck;
import dev.tarn.core.catalog.RunStatus;
import dev.tarn.core.catalog.StateIndexes;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.state.StateSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A rebuild beside live traffic: nothing is lost, nothing goes back, and failures cost nothing. */
@ExtendWith(Seeds.class)
final class IndexRebuildTest {
  private static final int CLIENTS = 3;
  private static final int WRITES = 60;

  /** Indexes in memory that a test can hold up, or break. */
  private static class WatchedIndexes implements StateIndexes {
    private final StateIndexes indexes = InMemoryStateIndex.indexes();
    final AtomicInteger builds = new AtomicInteger();
    final AtomicInteger adoptions = new AtomicInteger();

    @Override
    public StateIndex open(Scope scope) throws IOException {
      return indexes.open(scope);
    }

    @Override
    public void discard(Scope scope) throws IOException {
      indexes.discard(scope);
    }

    @Override
    public StateIndex build(Scope scope, StateSource source, BuildProgress progress)
        throws IOException {
      builds.incrementAndGet();
      return indexes.build(scope, source, progress);
    }

    @Override
    public void adopt(Scope scope, StateIndex built) throws IOException {
      adoptions.incrementAndGet();
      indexes.adopt(scope, built);
    }
  }

  private static IndexRunReport awaitEnd(TestCatalog test, IndexRunReport run) {
    return await()
        .until(
            () -> test.catalog.indexes().run(ADMIN, Scope.DEFAULT, run.id()),
            report -> report.status() != RunStatus.RUNNING);
  }

  private static IndexRunReport rebuild(TestCatalog test, RebuildCheck check) throws IOException {
    return awaitEnd(test, test.catalog.indexes().rebuild(ADMIN, Scope.DEFAULT, check));
  }

  private static void assertVerifies(TestCatalog test) throws IOException {
    IndexRunReport run = awaitEnd(test, test.catalog.indexes().verify(ADMIN, Scope.DEFAULT));
    assertEquals(RunStatus.SUCCEEDED, run.status(), () -> run.toString());
    assertNotNull(run.verification());
    assertEquals(List.of(), run.verification().listed());
  }

  @Test
  void servesWhileItIsRebuilt() throws Exception {
    try (TestCatalog test = new TestCatalog();
        ExecutorService clients = Executors.newFixedThreadPool(2 * CLIENTS)) {
      CommitId before = test.send(upsert("table", "before")).get().commit();
      test.catalog.read(ADMIN, Scope.DEFAULT, before).close();
      AtomicBoolean done = new AtomicBoolean();
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        running.add(clients.submit(() -> write(test, client)));
        running.add(clients.submit(() -> read(test, done)));
      }
      int rebuilds = 0;
      while (running.stream().filter(Future::isDone).count() < CLIENTS) {
        IndexRunReport run =
            rebuild(test, rebuilds++ % 2 == 0 ? RebuildCheck.COUNTS : RebuildCheck.EVERYTHING);
        assertEquals(RunStatus.SUCCEEDED, run.status(), () -> run.toString());
      }
      done.set(true);
      for (Future<?> each : running) {
        each.get();
      }
      assertTrue(rebuilds > 0);
      assertVerifies(test);
      CommitId head = test.catalog.head(ADMIN, Scope.DEFAULT);
      try (StateSnapshot state = test.catalog.read(ADMIN, Scope.DEFAULT, head)) {
        assertEquals(1L + CLIENTS * WRITES, state.assetCounts().get("table"));
      }
    }
  }

  private static Void write(TestCatalog test, int client) throws Exception {
    for (int i = 0; i < WRITES; i++) {
      CommitId commit = test.send(upsert("table", "t" + client + "." + i)).get().commit();
      try (StateSnapshot state = test.catalog.read(ADMIN, Scope.DEFAULT, commit)) {
        assertTrue(state.assetNamed("table", "t" + client + "." + i).isPresent(), "read own write");
      }
    }
    return null;
  }

  private static Void read(TestCatalog test, AtomicBoolean done) throws IOException {
    long last = 0;
    while (!done.get()) {
      try (StateSnapshot state = test.catalog.read(ADMIN, Scope.DEFAULT, null)) {
        assertTrue(state.commit().seq() >= last, "commits do not go back");
        assertTrue(state.assetNamed("table", "before").isPresent());
        last = state.commit().seq();
      }
    }
    return null;
  }

  @Test
  void isOneAtATimeAndCanBeCancelled() throws Exception {
    CountDownLatch building = new CountDownLatch(1);
    WatchedIndexes indexes =
        new WatchedIndexes() {
          @Override
          public StateIndex build(Scope scope, StateSource source, BuildProgress progress) {
            building.countDown();
            while (true) {
              progress.reached(7, 9);
              Thread.onSpinWait();
            }
          }
        };
    try (TestCatalog test = new TestCatalog(new InMemoryCatalogStore(), indexes)) {
      test.submit(upsert("table", "a"));
      IndexRunReport run =
          test.catalog.indexes().rebuild(ADMIN, Scope.DEFAULT, RebuildCheck.COUNTS);
      building.await();
      StoreContract.assertRefused(
          ErrorCode.INDEX_BUSY,
          () -> test.catalog.indexes().rebuild(ADMIN, Scope.DEFAULT, RebuildCheck.COUNTS));
      StoreContract.assertRefused(
          ErrorCode.INDEX_BUSY, () -> test.catalog.indexes().verify(ADMIN, Scope.DEFAULT));
      IndexStatus status = test.catalog.indexes().status(ADMIN, Scope.DEFAULT);
      assertEquals(run.id(), status.running().orElseThrow().id());
      test.submit(upsert("table", "b"));
      test.catalog.indexes().cancel(ADMIN, Scope.DEFAULT, run.id());
      IndexRunReport ended = awaitEnd(test, run);
      assertEquals(RunStatus.CANCELLED, ended.status());
      assertEquals(0, indexes.adoptions.get());
      assertTrue(test.exists("table", "b"));
      assertVerifies(test);
      StoreContract.assertRefused(
          ErrorCode.INDEX_RUN_NOT_FOUND,
          () -> test.catalog.indexes().cancel(ADMIN, Scope.DEFAULT, "another"));
      test.catalog.indexes().rebuild(ADMIN, Scope.DEFAULT, RebuildCheck.COUNTS);
    }
    // Closing ends what is under way: otherwise this test does not end.
  }

  @Test
  void aFailureLeavesTheOldIndex() throws Exception {
    AtomicBoolean failsToAdopt = new AtomicBoolean();
    WatchedIndexes indexes =
        new WatchedIndexes() {
          @Override
          public StateIndex build(Scope scope, StateSource source, BuildProgress progress)
              throws IOException {
            if (!failsToAdopt.get()) {
              throw new IOException("the disk is full");
            }
            return super.build(scope, source, progress);
          }

          @Override
          public void adopt(Scope scope, StateIndex built) throws IOException {
            throw new IOException("the disk is full now");
          }
        };
    try (TestCatalog test = new TestCatalog(new InMemoryCatalogStore(), indexes)) {
      test.submit(upsert("table", "a"));
      for (int i = 0; i < 2; i++) {
        IndexRunReport run = rebuild(test, RebuildCheck.COUNTS);
        assertEquals(RunStatus.FAILED, run.status());
        assertEquals(ErrorCode.STORAGE_UNAVAILABLE, run.error());
        test.submit(upsert("table", "after" + i));
        assertTrue(test.exists("table", "after" + i));
        failsToAdopt.set(true);
      }
      assertVerifies(test);
      assertEquals(
          RunStatus.FAILED,
          test.catalog.indexes().status(ADMIN, Scope.DEFAULT).lastRebuild().orElseThrow().status());
    }
  }

  @Test
  void whatIsBuiltWrongDoesNotServe() throws Exception {
    List<RebuildCheck> checks = List.of(RebuildCheck.COUNTS, RebuildCheck.EVERYTHING);
    WatchedIndexes indexes =
        new WatchedIndexes() {
          @Override
          public StateIndex build(Scope scope, StateSource source, BuildProgress progress)
              throws IOException {
            StateSource wrong =
                builds.getAndIncrement() == 0
                    ? new LossySource(source, asset -> null)
                    : new LossySource(source, LossySource::renamed);
            return InMemoryStateIndex.indexes().build(scope, wrong, progress);
          }
        };
    try (TestCatalog test = new TestCatalog(new InMemoryCatalogStore(), indexes)) {
      test.submit(upsert("table", "a"), upsert("table", "b"));
      for (RebuildCheck check : checks) {
        IndexRunReport run = rebuild(test, check);
        assertEquals(RunStatus.FAILED, run.status());
        assertEquals(ErrorCode.INDEX_NOT_VERIFIED, run.error());
        assertEquals(Kind.REBUILD, run.kind());
      }
      assertEquals(0, indexes.adoptions.get());
      assertTrue(test.exists("table", "a"));
    }
  }

  @Test
  void anIndexThatIsStuckIsReplacedByOneThatIsNot() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    WatchedIndexes indexes =
        new WatchedIndexes() {
          @Override
          public StateIndex open(Scope scope) {
            opened.incrementAndGet();
            return new StuckIndex();
          }
        };
    try (TestCatalog test = new TestCatalog(new InMemoryCatalogStore(), indexes)) {
      CommitId commit = test.send(upsert("table", "a")).get().commit();
      await().until(() -> !test.catalog.indexes().status(ADMIN, Scope.DEFAULT).failure().isEmpty());
      assertEquals(1, test.catalog.indexes().status(ADMIN, Scope.DEFAULT).lagChanges());
      try (ExecutorService waiting = Executors.newSingleThreadExecutor()) {
        Future<Boolean> read =
            waiting.submit(
                () -> {
                  try (StateSnapshot state = test.catalog.read(ADMIN, Scope.DEFAULT, commit)) {
                    return state.assetNamed("table", "a").isPresent();
                  }
                });
        assertEquals(RunStatus.SUCCEEDED, rebuild(test, RebuildCheck.EVERYTHING).status());
        assertTrue(read.get(), "who waited for the commit is answered");
      }
      test.submit(upsert("table", "b"));
      assertTrue(test.exists("table", "b"));
      await().until(() -> test.catalog.indexes().status(ADMIN, Scope.DEFAULT).failure().isEmpty());
      assertEquals(1, opened.get());
      assertVerifies(test);
    }
  }

  @Test
  void anIndexThatLacksMostIsBuiltFromTheTables(RandomLog random) throws Exception {
    InMemoryCatalogStore store = new InMemoryCatalogStore();
    ChangeLog log = store.open(Scope.DEFAULT).log();
    while (log.head().seq() < 50_000) {
      Group group = random.group(5_000);
      StoreContract.append(log, group.groupId(), group.entries());
    }
    WatchedIndexes indexes = new WatchedIndexes();
    for (int start = 0; start < 2; start++) {
      try (TestCatalog test = new TestCatalog(store, indexes)) {
        CommitId head = test.catalog.head(ADMIN, Scope.DEFAULT);
        try (StateSnapshot state = test.catalog.read(ADMIN, Scope.DEFAULT, null)) {
          assertEquals(head, state.commit());
        }
        assertEquals(1, indexes.builds.get(), "once, and then it is there");
        assertVerifies(test);
      }
    }
    assertEquals(1, indexes.adoptions.get());
  }

  /** An index that never applies anything. */
  private static final class StuckIndex implements StateIndex {
    private final InMemoryState state = new InMemoryState(CommitId.NOTHING);

    @Override
    public String name() {
      return "index";
    }

    @Override
    public CommitId applied() {
      return state.commit();
    }

    @Override
    public CommitId durable() {
      return state.commit();
    }

    @Override
    public void apply(List<Group> groups) throws IOException {
      throw new IOException("a segment is broken");
    }

    @Override
    public String appliedGroupId() {
      return "";
    }

    @Override
    public StateSnapshot acquire() {
      return state;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
