package dev.tarn.core.tenant;

import dev.tarn.core.scope.TenantId;

/** What is kept of tenants beside the catalog, and goes with them. */
public interface TenantRecords {
  /** Deletes what is kept of a tenant that is no more. To do it again does nothing. */
  void delete(TenantId tenant);

  /** Returns how much is kept of a tenant. */
  long count(TenantId tenant);
}
