package dev.tarn.testkit;

import dev.tarn.core.log.CatalogStore;

final class InMemoryPointersTest extends PointersContract {
  private final InMemoryCatalogStore store = new InMemoryCatalogStore();

  @Override
  protected CatalogStore openStore() {
    return store;
  }
}
