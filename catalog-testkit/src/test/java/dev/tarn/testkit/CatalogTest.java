package dev.tarn.testkit;

import static dev.tarn.testkit.TestCatalog.ADMIN;
import static dev.tarn.testkit.TestCatalog.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tarn.core.catalog.BranchStatus;
import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.StateIndexes;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.ChangeResult.Applied;
import dev.tarn.core.change.Submission;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.commit.CommitObserver;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.policy.AdministratorPolicy;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Reference;
import dev.tarn.core.scope.ReferenceDetails;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.state.StateSource;
import dev.tarn.core.tenant.TenantStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Tenants, policy, branches that open and do not, reads at a commit. */
final class CatalogTest {
  private static final Scope GLOBEX = new Scope(new TenantId("globex"), BranchName.MAIN);

  private static Submission of(Actor actor, String name) {
    return new Submission(
        new ChangeContext(actor, "request", null, null),
        List.of(upsert("table", name)),
        Atomicity.EACH,
        null,
        1);
  }

  private static long count(Catalog catalog, Scope scope, CommitId atLeast) throws IOException {
    try (StateSnapshot state = catalog.read(ADMIN, scope, atLeast)) {
      return state.assetCounts().values().stream().mapToLong(Long::longValue).sum();
    }
  }

  @Test
  void nothingOfATenantIsSeenFromAnother() throws Exception {
    try (TestCatalog test = new TestCatalog()) {
      Catalog catalog = test.catalog;
      catalog.createTenant(ADMIN, GLOBEX.tenant());
      CommitId own = catalog.submit(Scope.DEFAULT, of(ADMIN, "secret")).get().commit();
      CommitId other = catalog.submit(GLOBEX, of(ADMIN, "theirs")).get().commit();
      assertEquals(1, other.seq(), "a log of its own");
      try (StateSnapshot state = catalog.read(ADMIN, GLOBEX, other)) {
        assertEquals(
            List.of("theirs"),
            state.list(AssetQuery.ofType(null, null, 10)).items().stream()
                .map(asset -> asset.qualifiedName())
                .toList());
      }
      assertEquals(1, count(catalog, Scope.DEFAULT, own));
      assertEquals(
          List.of("default/main", "globex/main"),
          catalog.openBranches(ADMIN).stream().map(s -> s.scope().toString()).toList());
    }
  }

  @Test
  void readsSeeTheCommitTheyDemand() throws Exception {
    InMemoryCatalogStore store = new InMemoryCatalogStore();
    try (TestCatalog one = new TestCatalog(store);
        TestCatalog two = new TestCatalog(store)) {
      assertEquals(0, count(two.catalog, Scope.DEFAULT, null));
      for (int i = 1; i <= 20; i++) {
        CommitId commit = one.catalog.submit(Scope.DEFAULT, of(ADMIN, "t" + i)).get().commit();
        assertEquals(i, count(two.catalog, Scope.DEFAULT, commit));
      }
      assertEquals(20, two.catalog.head(ADMIN, Scope.DEFAULT).seq());
    }
  }

  @Test
  void aCommitThatNeverComesIsSaidSo() throws Exception {
    InMemoryCatalogStore store = new InMemoryCatalogStore();
    var defaults = TestCatalog.settings(TestCatalog.committer(Duration.ofSeconds(1)));
    var impatient =
        new dev.tarn.core.catalog.CatalogSettings(
            defaults.committer(),
            100,
            Duration.ofMillis(1),
            TestCatalog.NEVER,
            TestCatalog.NEVER,
            defaults.indexPace(),
            defaults.tablesPace(),
            defaults.usage(),
            2);
    try (Catalog catalog =
        new Catalog(
            store,
            InMemoryStateIndex.indexes(),
            new AdministratorPolicy(ADMIN),
            impatient,
            new TestCatalog.SetClock(),
            CommitObserver.NONE)) {
      StoreContract.assertRefused(
          ErrorCode.COMMIT_NOT_REACHED,
          () -> catalog.read(ADMIN, Scope.DEFAULT, new CommitId(99, "00c0ffee")));
      catalog.createTenant(ADMIN, GLOBEX.tenant());
      catalog.head(ADMIN, GLOBEX);
      Scope third = new Scope(new TenantId("third"), BranchName.MAIN);
      catalog.createTenant(ADMIN, third.tenant());
      StoreContract.assertRefused(ErrorCode.QUEUE_FULL, () -> catalog.head(ADMIN, third));
    }
  }

  @Test
  void unknownScopesLeaveNothingBehind() throws Exception {
    try (TestCatalog test = new TestCatalog()) {
      for (int i = 0; i < 20; i++) {
        Scope nowhere = new Scope(new TenantId("tenant-" + i), BranchName.MAIN);
        StoreContract.assertRefused(
            ErrorCode.TENANT_NOT_FOUND, () -> test.catalog.head(ADMIN, nowhere));
      }
      // The limit of four open branches has room: what could not be opened takes none.
      for (int i = 0; i < 4; i++) {
        Scope scope = new Scope(new TenantId("tenant-" + i), BranchName.MAIN);
        test.catalog.createTenant(ADMIN, scope.tenant());
        assertEquals(0, test.catalog.head(ADMIN, scope).seq());
      }
      assertEquals(4, test.catalog.openBranches(ADMIN).size());
    }
  }

  @Test
  void aBranchIsOpenedOnceForAllWhoWait() throws Exception {
    Tracked store = new Tracked();
    try (Catalog catalog = catalog(store, InMemoryStateIndex.indexes());
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<CommitId>> heads = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        heads.add(threads.submit(() -> catalog.head(ADMIN, Scope.DEFAULT)));
      }
      for (Future<CommitId> head : heads) {
        assertEquals(0, head.get().seq());
      }
      assertEquals(1, store.opened.get());
    }
    assertEquals(1, store.closed.get());
  }

  /** Indexes of which a test only sees how they are opened. */
  private abstract static class OpenedIndexes implements StateIndexes {
    @Override
    public StateIndex build(Scope scope, StateSource source, BuildProgress progress) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void adopt(Scope scope, StateIndex built) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void aBranchThatCannotBeOpenedIsClosedAndTriedAgain() throws Exception {
    Tracked store = new Tracked();
    AtomicInteger attempts = new AtomicInteger();
    StateIndexes indexes =
        new OpenedIndexes() {
          @Override
          public StateIndex open(Scope scope) throws IOException {
            if (attempts.incrementAndGet() == 1) {
              throw new IOException("the disk is full");
            }
            return new InMemoryStateIndex();
          }

          @Override
          public void discard(Scope scope) {}
        };
    try (Catalog catalog = catalog(store, indexes)) {
      assertThrows(IOException.class, () -> catalog.head(ADMIN, Scope.DEFAULT));
      assertEquals(1, store.opened.get());
      assertEquals(1, store.closed.get());
      assertEquals(0, catalog.head(ADMIN, Scope.DEFAULT).seq());
      assertEquals(2, store.opened.get());
    }
    assertEquals(2, store.closed.get());
  }

  @Test
  void anIndexOfAnotherLogIsBuiltAgain() throws Exception {
    InMemoryCatalogStore store = new InMemoryCatalogStore();
    try (TestCatalog before = new TestCatalog(store)) {
      before.submit(upsert("table", "a"), upsert("table", "b"));
    }
    InMemoryStateIndex foreign = new InMemoryStateIndex();
    foreign.apply(new RandomLog(1).groups(2, 5));
    AtomicInteger discarded = new AtomicInteger();
    StateIndexes indexes =
        new OpenedIndexes() {
          @Override
          public StateIndex open(Scope scope) {
            return discarded.get() == 0 ? foreign : new InMemoryStateIndex();
          }

          @Override
          public void discard(Scope scope) {
            discarded.incrementAndGet();
          }
        };
    try (Catalog catalog = catalog(store, indexes)) {
      assertEquals(2, count(catalog, Scope.DEFAULT, null));
      assertEquals(1, discarded.get());
    }
  }

  @Test
  void statusSaysHowFarEachStoreIs() throws Exception {
    try (TestCatalog test = new TestCatalog()) {
      SubmissionResult result = test.catalog.submit(Scope.DEFAULT, of(ADMIN, "t")).get();
      assertEquals(1, count(test.catalog, Scope.DEFAULT, result.commit()));
      BranchStatus status = test.catalog.status(ADMIN, Scope.DEFAULT);
      assertEquals(1, status.head().seq());
      assertEquals(0, status.queuedChanges());
      assertEquals(List.of("index"), status.stores().stream().map(s -> s.name()).toList());
      assertEquals(0, status.stores().getFirst().lagChanges());
      assertEquals("", status.stores().getFirst().failure());
      assertEquals(1L, status.assetCounts().get("table"));
    }
  }

  @Test
  void aStoppedCatalogTakesNothing() throws Exception {
    TestCatalog test = new TestCatalog();
    assertInstanceOf(
        Applied.class,
        test.catalog.submit(Scope.DEFAULT, of(ADMIN, "t")).get().results().getFirst());
    test.close();
    StoreContract.assertRefused(
        ErrorCode.SHUTTING_DOWN, () -> test.catalog.submit(Scope.DEFAULT, of(ADMIN, "u")));
    assertEquals(1, test.log().size());
  }

  private static Catalog catalog(CatalogStore store, StateIndexes indexes) {
    return new Catalog(
        store,
        indexes,
        new AdministratorPolicy(ADMIN),
        TestCatalog.settings(TestCatalog.committer(Duration.ofSeconds(30))),
        new TestCatalog.SetClock(),
        CommitObserver.NONE);
  }

  /** Counts what is opened and closed. */
  private static final class Tracked implements CatalogStore {
    private final InMemoryCatalogStore store = new InMemoryCatalogStore();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    @Override
    public TenantStore tenantStore() {
      return store.tenantStore();
    }

    @Override
    public List<BranchName> branches(TenantId tenant) {
      return store.branches(tenant);
    }

    @Override
    public List<Reference> references(TenantId tenant) throws IOException {
      return store.references(tenant);
    }

    @Override
    public CommitId createBranch(
        Scope branch, BranchName from, PointInTime at, ReferenceDetails details)
        throws IOException {
      return store.createBranch(branch, from, at, details);
    }

    @Override
    public CommitId createTag(
        Scope branch, BranchName tag, PointInTime at, ReferenceDetails details) throws IOException {
      return store.createTag(branch, tag, at, details);
    }

    @Override
    public Reference describe(
        TenantId tenant, BranchName name, UnaryOperator<ReferenceDetails> change)
        throws IOException {
      return store.describe(tenant, name, change);
    }

    @Override
    public void delete(TenantId tenant, BranchName name, Consumer<Reference> condition)
        throws IOException {
      store.delete(tenant, name, condition);
    }

    @Override
    public Reference rename(TenantId tenant, BranchName name, BranchName newName)
        throws IOException {
      return store.rename(tenant, name, newName);
    }

    @Override
    public Optional<BranchName> tagged(TenantId tenant, BranchName tag) {
      return store.tagged(tenant, tag);
    }

    @Override
    public BranchStore open(Scope scope) {
      opened.incrementAndGet();
      return new FaultyCatalogStore.FaultyBranchStore(store.open(scope), Faults.ofAppends()) {
        @Override
        public void close() throws IOException {
          closed.incrementAndGet();
          super.close();
        }
      };
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
