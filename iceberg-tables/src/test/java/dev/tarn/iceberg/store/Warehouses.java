package dev.tarn.iceberg.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Warehouses of tests, on the shared Nessie. */
final class Warehouses {
  private Warehouses() {}

  /** Opens a warehouse as a server with a data folder of its own. */
  static NessieCatalogStore open(Path folder) throws IOException {
    Path data = Files.createTempDirectory(folder, "server");
    return NessieCatalogStore.open(
        IcebergSettings.shared(data, folder.resolve("warehouse"), SharedNessie.uri()));
  }
}
