package dev.tarn.core.catalog;

import dev.tarn.core.audit.AuditAnchors;
import dev.tarn.core.audit.AuditLink;
import dev.tarn.core.audit.AuditTable;
import dev.tarn.core.audit.LogEvidence;
import dev.tarn.core.audit.LogVerification;
import dev.tarn.core.policy.Action;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.tenant.TenantStore;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/** The audits of tenants, and the logs of branches. Asks the policy, as {@link Catalog} does. */
public final class CatalogAudit {
  private final Catalog catalog;
  private final OpenBranches open;
  private final TenantStore tenants;

  CatalogAudit(Catalog catalog, OpenBranches open, TenantStore tenants) {
    this.catalog = catalog;
    this.open = open;
    this.tenants = tenants;
  }

  /** Returns where it is kept how far audits have come. Asks no policy: nobody is shown it. */
  public AuditAnchors anchors() {
    return new TenantAnchors(tenants);
  }

  /** Asks the policy whether someone may read a tenant's audit. */
  public void checkRead(Principal principal, TenantId tenant) {
    var unused = catalog.check(principal, new Scope(tenant, BranchName.MAIN), Action.READ_AUDIT);
  }

  /**
   * Looks whether a branch's log is what was written.
   *
   * @param evidence what the tenant's audit says of it
   * @param progress is told of the sequence number up to which it was looked at
   */
  public LogVerification verifyLog(
      Principal principal, Scope scope, LogEvidence evidence, LongConsumer progress)
      throws IOException {
    catalog.check(principal, scope, Action.READ_AUDIT);
    return catalog.branch(scope).store().verifyLog(evidence, progress);
  }

  /**
   * Returns how far the log of a branch that is open in this process has come, with its hash; empty
   * where it is not open. Asks no policy: it is for the audit.
   */
  public Optional<AuditLink> logEnd(Scope scope) throws IOException {
    OpenBranch branch = open.now().get(scope);
    return branch == null ? Optional.empty() : Optional.of(branch.store().logEnd());
  }

  /**
   * Returns the copies of the audits of tenants whose main branch is open in this process. Asks no
   * policy: it is for the audit.
   */
  public Map<TenantId, AuditTable> tables() {
    Map<TenantId, AuditTable> tables = new HashMap<>();
    open.now()
        .forEach(
            (scope, branch) -> {
              if (scope.branch().equals(BranchName.MAIN)) {
                tables.put(scope.tenant(), branch.store().audit());
              }
            });
    return tables;
  }

  /** Asks the policy whether someone may read the audit of what belongs to no tenant. */
  public void checkInstallation(Principal principal) {
    var unused = catalog.check(principal, Scope.DEFAULT, Action.MANAGE_TENANTS);
  }
}
