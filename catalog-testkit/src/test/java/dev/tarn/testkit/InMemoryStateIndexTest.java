package dev.tarn.testkit;

import dev.tarn.core.catalog.StateIndexes;

final class InMemoryStateIndexTest extends StateIndexContract {
  @Override
  protected StateIndexes openIndexes() {
    return InMemoryStateIndex.indexes();
  }

  @Override
  protected boolean survivesItsProcess() {
    return false;
  }
}
