package dev.tarn.server;

import dev.tarn.control.TenantRows;
import dev.tarn.core.audit.AuditQuery;
import dev.tarn.core.audit.AuditTrail;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.tenant.TenantRecords;

/** What the control database has of a tenant: its audit, its keys, and whatever else. */
record ControlRecords(AuditTrail trail, TenantRows rows) implements TenantRecords {
  @Override
  public void delete(TenantId tenant) {
    trail.delete(tenant);
    rows.delete(tenant.value());
  }

  @Override
  public long count(TenantId tenant) {
    return trail.read(tenant.value(), AuditQuery.allAfter(0)).size() + rows.count(tenant.value());
  }
}
