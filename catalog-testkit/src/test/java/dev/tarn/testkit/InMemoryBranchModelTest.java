package dev.tarn.testkit;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.log.CatalogStore;
import java.io.IOException;
import java.util.Random;

final class InMemoryBranchModelTest extends BranchModelContract {
  private static final int STEPS = 2_000;
  private static final int CALLS_FOR_A_FAULT = 30;

  private final CatalogStore store = new InMemoryCatalogStore();

  @Override
  protected int steps() {
    return STEPS;
  }

  @Override
  protected Catalog open() {
    return new TestCatalog(store).catalog;
  }

  @Override
  protected void disturb(Random random) throws IOException {
    Faults faults = Faults.oneIn(CALLS_FOR_A_FAULT, random.nextLong());
    beginWith(() -> new TestCatalog(new FaultyCatalogStore(store, faults)).catalog);
  }
}
