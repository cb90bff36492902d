package dev.tarn.core.catalog;

import dev.tarn.core.audit.AuditAnchors;
import dev.tarn.core.audit.AuditLink;
import dev.tarn.core.audit.AuditTrail;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.tenant.TenantStore;
import java.io.IOException;
import java.util.Optional;

/**
 * How far the audit of each tenant has come, with what is known of the tenant; and that of the
 * installation.
 */
record TenantAnchors(TenantStore store) implements AuditAnchors {
  @Override
  public Optional<AuditLink> find(String chain) throws IOException {
    if (chain.equals(AuditTrail.INSTALLATION)) {
      return store.installationAnchor();
    }
    try {
      return Optional.ofNullable(store.tenant(new TenantId(chain)).details().auditAnchor());
    } catch (CatalogException e) {
      return ofNoTenant(e);
    }
  }

  @Override
  public void keep(String chain, AuditLink link) throws IOException {
    if (chain.equals(AuditTrail.INSTALLATION)) {
      store.keepInstallationAnchor(link);
      return;
    }
    try {
      var unused =
          store.describe(
              new TenantId(chain),
              known -> {
                AuditLink before = known.auditAnchor();
                return before == null || before.number() < link.number()
                    ? known.withAuditAnchor(link)
                    : known;
              });
    } catch (CatalogException e) {
      var unused = ofNoTenant(e);
    }
  }

  /** Somebody has asked about a tenant that there is not. */
  private static Optional<AuditLink> ofNoTenant(CatalogException e) {
    if (e.code() != ErrorCode.TENANT_NOT_FOUND) {
      throw e;
    }
    return Optional.empty();
  }
}
