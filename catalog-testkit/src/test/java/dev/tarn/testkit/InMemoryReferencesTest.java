package dev.tarn.testkit;

import dev.tarn.core.log.CatalogStore;

final class InMemoryReferencesTest extends ReferencesContract {
  private final InMemoryCatalogStore store = new InMemoryCatalogStore();

  @Override
  protected CatalogStore openStore() {
    return store;
  }
}
