package dev.tarn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.CatalogChanges;
import dev.tarn.core.catalog.CatalogTenants;
import dev.tarn.core.catalog.RebuildCheck;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.Submission;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.garbage.GarbageProgress;
import dev.tarn.core.garbage.GarbageRequest;
import dev.tarn.core.policy.Action;
import dev.tarn.core.policy.Decision;
import dev.tarn.core.policy.Policy;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.tenant.NewTenant;
import dev.tarn.core.tenant.TaskPermit;
import dev.tarn.core.tenant.TenantQuotas;
import dev.tarn.core.tenant.TenantStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Suspended tenants, clones and quotas, as the catalog enforces them. */
final class CatalogTenantsTest {
  private static final Actor OPERATOR = Actor.LOCAL_ADMINISTRATOR;
  private static final Actor EDITOR = new Actor("user:editor");
  private static final TenantId ACME = new TenantId("acme");
  private static final TenantId COPY = new TenantId("copy");
  private static final Scope MAIN = new Scope(ACME, BranchName.MAIN);

  /** Editors may do everything but manage tenants. */
  private static final Policy POLICY =
      request ->
          request.principal().equals(EDITOR) && request.action() == Action.MANAGE_TENANTS
              ? new Decision.Deny("operators only", false)
              : Decision.ALL;

  private static Submission creating(Actor actor, Atomicity atomicity, String... names) {
    List<Change> changes = new ArrayList<>();
    for (String name : names) {
      changes.add(TestCatalog.upsert("table", name));
    }
    return new Submission(
        new ChangeContext(actor, "request", null, null), changes, atomicity, null, names.length);
  }

  private static SubmissionResult create(Catalog catalog, String... names) throws Exception {
    return catalog.submit(MAIN, creating(EDITOR, Atomicity.EACH, names)).get();
  }

  private static long applied(SubmissionResult result) {
    return result.results().stream().filter(ChangeResult.Applied.class::isInstance).count();
  }

  private static void limit(Catalog catalog, long maxAssets, long maxTasks) throws Exception {
    catalog
        .tenantOperations()
        .limit(OPERATOR, ACME, known -> new TenantQuotas(maxAssets, null, null, maxTasks));
  }

  @Test
  void aSuspendedTenantAnswersToOperatorsOnly() throws Exception {
    try (TestCatalog test = new TestCatalog(POLICY)) {
      Catalog catalog = test.catalog;
      CatalogTenants tenants = catalog.tenantOperations();
      tenants.create(OPERATOR, ACME, TenantQuotas.NONE);
      CommitId commit = create(catalog, "a.one").commit();
      CatalogChanges feed = catalog.changes(EDITOR, MAIN);
      assertEquals(TenantStatus.SUSPENDED, tenants.suspend(OPERATOR, ACME).details().status());
      // What waits for changes ends.
      StoreContract.assertRefused(
          ErrorCode.TENANT_SUSPENDED, () -> feed.await(commit.seq(), 10, Duration.ofMinutes(1)));
      StoreContract.assertRefused(
          ErrorCode.TENANT_SUSPENDED, () -> catalog.read(EDITOR, MAIN, null));
      StoreContract.assertRefused(ErrorCode.TENANT_SUSPENDED, () -> create(catalog, "a.two"));
      StoreContract.assertRefused(ErrorCode.TENANT_SUSPENDED, () -> catalog.branches(EDITOR, ACME));
      StoreContract.assertRefused(ErrorCode.PERMISSION_DENIED, () -> tenants.resume(EDITOR, ACME));
      assertEquals(commit, catalog.head(OPERATOR, MAIN));
      tenants.resume(OPERATOR, ACME);
      assertEquals(1, applied(create(catalog, "a.two")));
    }
  }

  @Test
  void aDeletedTenantIsAsOneThatNeverWas() throws Exception {
    try (TestCatalog test = new TestCatalog(POLICY)) {
      CatalogTenants tenants = test.catalog.tenantOperations();
      tenants.create(OPERATOR, ACME, TenantQuotas.NONE);
      create(test.catalog, "a.one");
      StoreContract.assertRefused(
          ErrorCode.TENANT_NOT_SUSPENDED,
          () -> tenants.delete(OPERATOR, ACME, "acme", GarbageProgress.NONE));
      tenants.suspend(OPERATOR, ACME);
      StoreContract.assertRefused(
          ErrorCode.INVALID_REQUEST,
          () -> tenants.delete(OPERATOR, ACME, "default", GarbageProgress.NONE));
      assertEquals(
          List.of(), tenants.delete(OPERATOR, ACME, "acme", GarbageProgress.NONE).remains());
      StoreContract.assertRefused(
          ErrorCode.TENANT_NOT_FOUND, () -> test.catalog.read(EDITOR, MAIN, null));
      StoreContract.assertRefused(
          ErrorCode.TENANT_NOT_FOUND, () -> tenants.suspend(OPERATOR, ACME));
      tenants.create(OPERATOR, ACME, TenantQuotas.NONE);
      assertEquals(0, test.catalog.head(EDITOR, MAIN).seq());
    }
  }

  @Test
  void aCloneHasQuotasOfItsOwn() throws Exception {
    try (TestCatalog test = new TestCatalog(POLICY)) {
      Catalog catalog = test.catalog;
      CatalogTenants tenants = catalog.tenantOperations();
      tenants.create(OPERATOR, ACME, TenantQuotas.NONE);
      limit(catalog, 1, 1);
      CommitId commit = create(catalog, "a.one").commit();
      assertEquals(
          commit,
          tenants.cloneTenant(
              OPERATOR,
              ACME,
              new NewTenant(COPY, TenantQuotas.NONE, null),
              new PointInTime.AtTag(BranchName.MAIN)));
      assertEquals(TenantQuotas.NONE, tenants.tenant(EDITOR, COPY).details().quotas());
      assertEquals(
          1,
          applied(
              catalog
                  .submit(
                      new Scope(COPY, BranchName.MAIN), creating(EDITOR, Atomicity.EACH, "a.two"))
                  .get()));
      StoreContract.assertRefused(
          ErrorCode.PERMISSION_DENIED,
          () ->
              tenants.cloneTenant(
                  EDITOR,
                  ACME,
                  new NewTenant(new TenantId("theirs"), TenantQuotas.NONE, null),
                  new PointInTime.AtTag(BranchName.MAIN)));
    }
  }

  @Test
  void noMoreAssetsThanTheQuotaEvenAtOnce() throws Exception {
    try (TestCatalog test = new TestCatalog(POLICY)) {
      Catalog catalog = test.catalog;
      catalog.tenantOperations().create(OPERATOR, ACME, TenantQuotas.NONE);
      limit(catalog, 10, 1);
      String[] names = IntStream.range(0, 8).mapToObj(i -> "a.t" + i).toArray(String[]::new);
      // All or nothing: what is given up does not count.
      SubmissionResult all =
          catalog
              .submit(
                  MAIN,
                  creating(
                      EDITOR,
                      Atomicity.ALL,
                      IntStream.range(0, 11).mapToObj(i -> "b.t" + i).toArray(String[]::new)))
              .get();
      assertEquals(0, applied(all));
      var first = catalog.submit(MAIN, creating(EDITOR, Atomicity.EACH, names));
      var second =
          catalog.submit(
              MAIN, creating(EDITOR, Atomicity.EACH, "c.t0", "c.t1", "c.t2", "c.t3", "a.t0"));
      assertEquals(8, applied(first.get()));
      assertEquals(2, applied(second.get()));
      ChangeResult.Rejected refused = (ChangeResult.Rejected) second.get().results().get(2);
      assertEquals(ErrorCode.QUOTA_EXCEEDED, refused.code());
      assertEquals(0, applied(create(catalog, "d.t0")));
      assertEquals(10, catalog.quotas().usage(EDITOR, ACME).assets());
      limit(catalog, 11, 1);
      assertEquals(1, applied(create(catalog, "d.t0", "d.t1")));
    }
  }

  @Test
  void noMoreTasksThanTheQuota() throws Exception {
    try (TestCatalog test = new TestCatalog(POLICY)) {
      Catalog catalog = test.catalog;
      catalog.tenantOperations().create(OPERATOR, ACME, TenantQuotas.NONE);
      limit(catalog, 10, 1);
      TaskPermit permit = catalog.quotas().beginTask(ACME);
      assertEquals(1, catalog.quotas().usage(EDITOR, ACME).runningTasks());
      StoreContract.assertRefused(
          ErrorCode.QUOTA_EXCEEDED,
          () -> catalog.indexes().rebuild(EDITOR, MAIN, RebuildCheck.COUNTS));
      StoreContract.assertRefused(
          ErrorCode.QUOTA_EXCEEDED,
          () ->
              catalog
                  .maintenance()
                  .collectGarbage(EDITOR, ACME, Duration.ZERO, GarbageRequest.Mode.REPORT));
      permit.close();
      permit.close();
      assertEquals(0, catalog.quotas().usage(EDITOR, ACME).runningTasks());
      catalog.quotas().beginTask(ACME).close();
      assertThrows(CatalogException.class, () -> new TenantQuotas(0L, null, null, null));
    }
  }
}
