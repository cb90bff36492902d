package dev.tarn.server;

import dev.tarn.control.TenantRows;
import dev.tarn.core.audit.AuditQuery;
import dev.tarn.core.audit.AuditTrail;
import dev.tarn.core.audit.ListedRedaction;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.tenant.TenantRecords;
import java.time.Clock;

/** What the control database has of a tenant: its audit, its keys, and whatever else. */
record ControlRecords(AuditTrail trail, TenantRows rows, Clock clock) implements TenantRecords {
  /** Its log began with what was redacted there. */
  @Override
  public void cloned(TenantId source, TenantId clone, Principal by) {
    ListedRedaction.carry(trail, source, clone, by, clock.instant());
  }

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
