package dev.tarn.iceberg.store;

import dev.tarn.core.log.CatalogStore;
import dev.tarn.testkit.StateSourceContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The contract of {@code StateSource}, kept by the tables of a branch. */
@ResourceLock(SharedNessie.LOCK)
@ExtendWith(SharedNessie.class)
class NessieStateSourceTest extends StateSourceContract {
  @TempDir Path folder;

  @BeforeEach
  void forgetEarlierTests() throws IOException {
    SharedNessie.clear();
  }

  @Override
  protected CatalogStore openStore() throws IOException {
    return Warehouses.open(folder);
  }
}
