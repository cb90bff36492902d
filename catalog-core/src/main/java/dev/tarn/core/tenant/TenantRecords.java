package dev.tarn.core.tenant;

import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.TenantId;

/** What is kept of tenants beside the catalog, and goes with them. */
public interface TenantRecords {
  /** Keeps of a new clone what has to be known of what it began with. */
  void cloned(TenantId source, TenantId clone, Principal by);

  /** Deletes what is kept of a tenant that is no more. To do it again does nothing. */
  void delete(TenantId tenant);

  /** Returns how much is kept of a tenant. */
  long count(TenantId tenant);
}
