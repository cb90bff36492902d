package dev.tarn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.audit.AuditLink;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.garbage.GarbageProgress;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.tenant.CloneSource;
import dev.tarn.core.tenant.Tenant;
import dev.tarn.core.tenant.TenantDetails;
import dev.tarn.core.tenant.TenantQuotas;
import dev.tarn.core.tenant.TenantRemoval;
import dev.tarn.core.tenant.TenantStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The contract of {@link dev.tarn.core.tenant.TenantStore}: the life of tenants. */
public abstract class TenantsContract extends StoreContract {
  private static final TenantId INITECH = new TenantId("initech");
  private static final Scope GLOBEX_MAIN = new Scope(GLOBEX, BranchName.MAIN);
  private static final Scope INITECH_MAIN = new Scope(INITECH, BranchName.MAIN);
  private static final TenantDetails DETAILS =
      TenantDetails.madeBy(new Actor("user:alice"), Instant.parse("2026-01-31T12:00:00Z"))
          .withQuotas(new TenantQuotas(1_000L, 50L, 1L << 40, 2L));

  private static PointInTime newest() {
    return new PointInTime.AtTag(BranchName.MAIN);
  }

  /** Makes a tenant with some groups; returns them. */
  private static List<Group> newTenant(CatalogStore store, TenantId tenant, RandomLog random)
      throws IOException {
    store.tenantStore().create(tenant, DETAILS);
    try (BranchStore main = store.open(new Scope(tenant, BranchName.MAIN))) {
      return append(main.log(), random, 4, 5);
    }
  }

  private static List<LogEntry> read(CatalogStore store, Scope scope) throws IOException {
    try (BranchStore branch = store.open(scope)) {
      return entries(branch.log(), 0);
    }
  }

  private static void appendOne(CatalogStore store, Scope scope) throws IOException {
    try (BranchStore branch = store.open(scope)) {
      long seq = branch.log().head().seq() + 1;
      String group = "later-" + scope + "-" + seq;
      append(branch.log(), group, List.of(Entries.created(group, seq, "later." + seq)));
    }
  }

  private static TenantRemoval delete(CatalogStore store, TenantId tenant) throws IOException {
    return store.tenantStore().delete(tenant, GarbageProgress.NONE);
  }

  @Test
  public void keepsWhatIsKnownOfATenant() throws Exception {
    CatalogStore store = store();
    CatalogStore other = store();
    store.tenantStore().create(ACME, DETAILS);
    assertEquals(new Tenant(ACME, DETAILS), other.tenantStore().tenant(ACME));
    other.tenantStore().describe(ACME, known -> known.withStatus(TenantStatus.SUSPENDED));
    assertEquals(
        DETAILS.withStatus(TenantStatus.SUSPENDED), store.tenantStore().tenant(ACME).details());
    AuditLink anchor = new AuditLink(12, "c0ffee");
    store.tenantStore().describe(ACME, known -> known.withAuditAnchor(anchor));
    assertEquals(anchor, other.tenantStore().tenant(ACME).details().auditAnchor());
    assertRefused(ErrorCode.TENANT_NOT_FOUND, () -> store.tenantStore().tenant(GLOBEX));
    assertRefused(
        ErrorCode.TENANT_NOT_FOUND, () -> store.tenantStore().describe(GLOBEX, known -> known));
  }

  @Test
  public void aCloneBeginsWithWhatItsSourceHas(RandomLog random) throws Exception {
    CatalogStore store = store();
    List<Group> groups = newTenant(store, ACME, random);
    CommitId commit = store.tenantStore().cloneTenant(ACME, GLOBEX, newest(), DETAILS);
    assertEquals(groups.getLast().commit(), commit);
    assertEquals(entriesOf(groups), read(store, GLOBEX_MAIN));
    assertEquals(List.of(BranchName.MAIN), store.branches(GLOBEX));
    TenantDetails clone = store().tenantStore().tenant(GLOBEX).details();
    assertEquals(new CloneSource(ACME, commit), clone.clonedFrom());
    assertEquals(Set.of("acme"), clone.sharesFilesOf());
    assertTrue(store.tenants().contains(GLOBEX));
  }

  @Test
  public void cloneAndSourceGoOnApart(RandomLog random) throws Exception {
    CatalogStore store = store();
    List<LogEntry> common = entriesOf(newTenant(store, ACME, random));
    store.tenantStore().cloneTenant(ACME, GLOBEX, newest(), DETAILS);
    appendOne(store, ACME_MAIN);
    appendOne(store, GLOBEX_MAIN);
    List<LogEntry> source = read(store, ACME_MAIN);
    List<LogEntry> clone = read(store, GLOBEX_MAIN);
    assertEquals(common, source.subList(0, common.size()));
    assertEquals(common, clone.subList(0, common.size()));
    assertEquals(common.size() + 1, source.size());
    assertEquals(common.size() + 1, clone.size());
    assertFalse(source.getLast().equals(clone.getLast()));
    CommitId own;
    try (BranchStore branch = store.open(ACME_MAIN)) {
      own = branch.log().head();
    }
    try (BranchStore branch = store.open(GLOBEX_MAIN)) {
      assertRefused(
          ErrorCode.COMMIT_NOT_FOUND,
          () -> branch.history().resolve(new PointInTime.AtCommit(own)));
    }
  }

  @Test
  public void clonesAPointOfThePast(RandomLog random) throws Exception {
    CatalogStore store = store();
    List<Group> groups = newTenant(store, ACME, random);
    CommitId past = groups.get(1).commit();
    store.tenantStore().cloneTenant(ACME, GLOBEX, new PointInTime.AtCommit(past), DETAILS);
    assertEquals(entriesOf(groups.subList(0, 2)), read(store, GLOBEX_MAIN));
    CommitId nowhere = new CommitId(7, "00c0ffee00c0ffee");
    assertRefused(
        ErrorCode.COMMIT_NOT_FOUND,
        () ->
            store
                .tenantStore()
                .cloneTenant(ACME, INITECH, new PointInTime.AtCommit(nowhere), DETAILS));
    assertRefused(ErrorCode.TENANT_NOT_FOUND, () -> store.tenantStore().tenant(INITECH));
  }

  @Test
  public void refusesClonesThatCannotBe(RandomLog random) throws Exception {
    CatalogStore store = store();
    newTenant(store, ACME, random);
    assertRefused(
        ErrorCode.TENANT_NOT_FOUND,
        () -> store.tenantStore().cloneTenant(GLOBEX, INITECH, newest(), DETAILS));
    assertRefused(
        ErrorCode.TENANT_EXISTS,
        () -> store.tenantStore().cloneTenant(ACME, ACME, newest(), DETAILS));
  }

  @Test
  public void aTenantThatIsDeletedLeavesNothing(RandomLog random) throws Exception {
    CatalogStore store = store();
    newTenant(store, ACME, random);
    CommitId head;
    try (BranchStore main = store.open(ACME_MAIN)) {
      head = main.log().head();
    }
    store.createBranch(
        new Scope(ACME, new BranchName("dev")), BranchName.MAIN, new PointInTime.AtCommit(head));
    TenantRemoval removal = delete(store, ACME);
    assertEquals(2, removal.references());
    assertEquals(0, removal.keptFiles());
    assertEquals(List.of(), removal.remains());
    assertFalse(store.tenants().contains(ACME));
    assertRefused(ErrorCode.TENANT_NOT_FOUND, () -> store.tenantStore().tenant(ACME));
    assertRefused(ErrorCode.TENANT_NOT_FOUND, () -> store.open(ACME_MAIN));
    assertRefused(ErrorCode.TENANT_NOT_FOUND, () -> delete(store, ACME));
    store.createTenant(ACME);
    assertEquals(List.of(), read(store, ACME_MAIN));
  }

  @Test
  public void clonesOutliveTheirSource(RandomLog random) throws Exception {
    CatalogStore store = store();
    List<LogEntry> common = entriesOf(newTenant(store, ACME, random));
    store.tenantStore().cloneTenant(ACME, GLOBEX, newest(), DETAILS);
    appendOne(store, GLOBEX_MAIN);
    store.tenantStore().cloneTenant(GLOBEX, INITECH, newest(), DETAILS);
    assertEquals(
        Set.of("acme", "globex"), store.tenantStore().tenant(INITECH).details().sharesFilesOf());
    List<LogEntry> clone = read(store, GLOBEX_MAIN);
    assertEquals(List.of(), delete(store, ACME).remains());
    assertEquals(clone, read(store(), GLOBEX_MAIN));
    assertEquals(List.of(), delete(store, GLOBEX).remains());
    assertEquals(common, read(store(), INITECH_MAIN).subList(0, common.size()));
    appendOne(store, INITECH_MAIN);
    assertEquals(clone.size() + 1, read(store(), INITECH_MAIN).size());
    assertEquals(List.of(), delete(store, INITECH).remains());
    store.createTenant(ACME);
    assertEquals(List.of(), read(store, ACME_MAIN));
  }

  @Test
  public void aSourceOutlivesItsClone(RandomLog random) throws Exception {
    CatalogStore store = store();
    List<LogEntry> common = entriesOf(newTenant(store, ACME, random));
    store.tenantStore().cloneTenant(ACME, GLOBEX, newest(), DETAILS);
    appendOne(store, GLOBEX_MAIN);
    TenantRemoval removal = delete(store, GLOBEX);
    assertEquals(List.of(), removal.remains());
    assertEquals(common, read(store(), ACME_MAIN));
  }
}
