package dev.tarn.testkit;

import static dev.tarn.testkit.TestCatalog.ADMIN;
import static dev.tarn.testkit.TestCatalog.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.CatalogTables;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Submission;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.commit.CommitObserver;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.policy.Action;
import dev.tarn.core.policy.Decision;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.ReferenceDetails;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.table.Freshness;
import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerChange;
import dev.tarn.core.table.PointerResult;
import dev.tarn.core.table.TableName;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The users' tables through the catalog: policy, branches, tags and points in time. */
final class CatalogTablesTest {
  private static final TableName ORDERS = TableName.of("orders");
  private static final BranchName DEV = new BranchName("dev");
  private static final BranchName RELEASE = new BranchName("v1");

  private static Pointer version(int version) {
    return new Pointer.Table("memory:///orders/" + version + ".json", version, 0, 0, 0);
  }

  private static Submission commit(int from) {
    return new Submission(
        TestCatalog.context(),
        List.of(upsert("table", "orders", "description", "version " + (from + 1))),
        List.of(new PointerChange(ORDERS, from == 0 ? null : version(from), version(from + 1))),
        Atomicity.ALL,
        null,
        100);
  }

  private static CommitId commit(Catalog catalog, Scope scope, int from) throws Exception {
    SubmissionResult result = catalog.submit(scope, commit(from)).get();
    assertEquals(List.<PointerResult>of(new PointerResult.Applied()), result.pointers());
    return result.commit();
  }

  private static Optional<Pointer> find(Catalog catalog, Scope scope) throws Exception {
    return catalog.tables().snapshot(ADMIN, scope, Freshness.NEWEST).find(ORDERS);
  }

  @Test
  void aTableIsSeenByEveryProcessAndAtEachCommit() throws Exception {
    InMemoryCatalogStore store = new InMemoryCatalogStore();
    try (TestCatalog one = new TestCatalog(store);
        TestCatalog two = new TestCatalog(store)) {
      CommitId first = commit(one.catalog, Scope.DEFAULT, 0);
      CommitId second = commit(two.catalog, Scope.DEFAULT, 1);
      for (Catalog catalog : List.of(one.catalog, two.catalog)) {
        assertEquals(Optional.of(version(2)), find(catalog, Scope.DEFAULT));
        CatalogTables tables = catalog.tables();
        assertEquals(
            Optional.of(version(1)), tables.snapshotAt(ADMIN, Scope.DEFAULT, first).find(ORDERS));
        assertEquals(
            Optional.of(version(2)), tables.snapshotAt(ADMIN, Scope.DEFAULT, second).find(ORDERS));
        StoreContract.assertRefused(
            ErrorCode.COMMIT_NOT_FOUND,
            () -> tables.snapshotAt(ADMIN, Scope.DEFAULT, new CommitId(99, "00c0ffee")));
      }
    }
  }

  @Test
  void aNameLeadsToABranchOrATaggedCommit() throws Exception {
    try (TestCatalog test = new TestCatalog()) {
      Catalog catalog = test.catalog;
      CatalogTables tables = catalog.tables();
      Scope dev = new Scope(TenantId.DEFAULT, DEV);
      CommitId first = commit(catalog, Scope.DEFAULT, 0);
      catalog
          .references()
          .createBranch(
              ADMIN,
              dev,
              BranchName.MAIN,
              new PointInTime.AtCommit(first),
              ReferenceDetails.UNKNOWN);
      CommitId onDev = commit(catalog, dev, 1);
      catalog
          .references()
          .createTag(
              ADMIN, dev, RELEASE, new PointInTime.AtCommit(onDev), ReferenceDetails.UNKNOWN);
      commit(catalog, dev, 2);
      assertEquals(
          new CatalogTables.Reference(dev, null), tables.reference(ADMIN, TenantId.DEFAULT, DEV));
      CatalogTables.Reference tag = tables.reference(ADMIN, TenantId.DEFAULT, RELEASE);
      assertEquals(new CatalogTables.Reference(dev, onDev), tag);
      assertEquals(Optional.of(version(2)), tables.snapshotAt(ADMIN, dev, onDev).find(ORDERS));
      assertEquals(Optional.of(version(3)), find(catalog, dev));
      assertEquals(Optional.of(version(1)), find(catalog, Scope.DEFAULT));
      StoreContract.assertRefused(
          ErrorCode.BRANCH_NOT_FOUND,
          () -> tables.reference(ADMIN, TenantId.DEFAULT, new BranchName("none")));
      StoreContract.assertRefused(
          ErrorCode.TENANT_NOT_FOUND, () -> tables.reference(ADMIN, new TenantId("none"), DEV));
    }
  }

  @Test
  void everythingAsksThePolicy() throws Exception {
    Actor mallory = new Actor("user:mallory");
    try (TestCatalog test = new TestCatalog()) {
      CatalogTables tables = test.catalog.tables();
      CommitId head = test.catalog.head(ADMIN, Scope.DEFAULT);
      List<Executable> calls =
          List.of(
              () -> tables.snapshot(mallory, Scope.DEFAULT, Freshness.KNOWN),
              () -> tables.snapshotAt(mallory, Scope.DEFAULT, head),
              () -> tables.locations(mallory, Scope.DEFAULT),
              () -> tables.reference(mallory, TenantId.DEFAULT, BranchName.MAIN));
      calls.forEach(call -> StoreContract.assertRefused(ErrorCode.PERMISSION_DENIED, call));
    }
  }

  @Test
  void whoMayWriteAssetsMayNotYetCommitTables() throws Exception {
    try (Catalog catalog =
        new Catalog(
            new InMemoryCatalogStore(),
            InMemoryStateIndex.indexes(),
            request ->
                request.action() == Action.WRITE_TABLES
                    ? new Decision.Deny("no tables", false)
                    : Decision.ALL,
            TestCatalog.settings(TestCatalog.committer(Duration.ofSeconds(30))),
            Clock.systemUTC(),
            CommitObserver.NONE)) {
      StoreContract.assertRefused(
          ErrorCode.PERMISSION_DENIED, () -> catalog.submit(Scope.DEFAULT, commit(0)));
      assertEquals(
          Map.of(),
          catalog.tables().snapshot(ADMIN, Scope.DEFAULT, Freshness.KNOWN).find(List.of(ORDERS)));
    }
  }
}
