package dev.tarn.testkit;

import dev.tarn.core.audit.AuditLink;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.garbage.GarbageProgress;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Reference;
import dev.tarn.core.scope.ReferenceDetails;
import dev.tarn.core.scope.ReferenceKind;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.tenant.CloneSource;
import dev.tarn.core.tenant.Tenant;
import dev.tarn.core.tenant.TenantDetails;
import dev.tarn.core.tenant.TenantRemoval;
import dev.tarn.core.tenant.TenantStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Tenants in memory. Thread safe. */
public final class InMemoryTenants implements TenantStore {
  private final InMemoryReferences references;
  private final Logs logs;
  private final Map<TenantId, TenantDetails> details = new HashMap<>();
  private @Nullable AuditLink installationAnchor;

  /** The logs of branches. */
  interface Logs {
    void begin(Scope main);

    CommitId copy(Scope main, Scope source, PointInTime at);

    void end(TenantId tenant);
  }

  InMemoryTenants(InMemoryReferences references, Logs logs) {
    this.references = references;
    this.logs = logs;
  }

  @Override
  public synchronized Optional<AuditLink> installationAnchor() {
    return Optional.ofNullable(installationAnchor);
  }

  @Override
  public synchronized void keepInstallationAnchor(AuditLink link) {
    AuditLink known = installationAnchor;
    if (known == null || known.number() < link.number()) {
      installationAnchor = link;
    }
  }

  @Override
  public synchronized List<TenantId> list() {
    return references.tenants();
  }

  @Override
  public synchronized void create(TenantId tenant, TenantDetails known) {
    add(tenant, CommitId.NOTHING);
    logs.begin(new Scope(tenant, BranchName.MAIN));
    details.put(tenant, known);
  }

  private void add(TenantId tenant, CommitId first) {
    references.addTenant(
        tenant,
        new Reference(
            BranchName.MAIN,
            ReferenceKind.BRANCH,
            BranchName.MAIN,
            first,
            ReferenceDetails.UNKNOWN));
  }

  @Override
  public synchronized Tenant tenant(TenantId tenant) {
    TenantDetails known = details.get(tenant);
    if (known == null) {
      throw new CatalogException(ErrorCode.TENANT_NOT_FOUND, "there is no such tenant");
    }
    return new Tenant(tenant, known);
  }

  @Override
  public synchronized Tenant describe(TenantId tenant, UnaryOperator<TenantDetails> change) {
    details.put(tenant, change.apply(tenant(tenant).details()));
    return tenant(tenant);
  }

  @Override
  public synchronized CommitId cloneTenant(
      TenantId source, TenantId clone, PointInTime at, TenantDetails known) {
    Tenant from = tenant(source);
    if (details.containsKey(clone)) {
      throw new CatalogException(ErrorCode.TENANT_EXISTS, "the tenant exists");
    }
    CommitId commit =
        logs.copy(new Scope(clone, BranchName.MAIN), new Scope(source, BranchName.MAIN), at);
    add(clone, commit);
    details.put(
        clone, known.clonedFrom(new CloneSource(source, commit), from.details().sharesFilesOf()));
    return commit;
  }

  @Override
  public synchronized TenantRemoval delete(TenantId tenant, GarbageProgress progress) {
    var unused = tenant(tenant);
    int removed = references.removeTenant(tenant);
    logs.end(tenant);
    details.remove(tenant);
    return new TenantRemoval(removed, 0, 0, 0, List.of());
  }

  @Override
  public synchronized long storageBytes(TenantId tenant) {
    var unused = tenant(tenant);
    return 0;
  }
}
