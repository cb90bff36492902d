package dev.tarn.testkit;

import dev.tarn.core.log.CatalogStore;

/** The contract of {@code TenantStore}, kept in memory. */
final class InMemoryTenantsTest extends TenantsContract {
  private final CatalogStore store = new InMemoryCatalogStore();

  @Override
  protected CatalogStore openStore() {
    return store;
  }
}
