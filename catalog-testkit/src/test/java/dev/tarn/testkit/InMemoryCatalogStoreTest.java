package dev.tarn.testkit;

import dev.tarn.core.log.CatalogStore;

final class InMemoryCatalogStoreTest extends CatalogStoreContract {
  private final InMemoryCatalogStore store = new InMemoryCatalogStore();

  @Override
  protected CatalogStore openStore() {
    return store;
  }
}
