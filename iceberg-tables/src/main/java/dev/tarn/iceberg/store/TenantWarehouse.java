package dev.tarn.iceberg.store;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.TenantId;
import dev.tarn.iceberg.io.FileSync;
import dev.tarn.iceberg.io.WarehouseLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's folder of the warehouse: in it, or, for a tenant whose storage has a warehouse of its
 * own, a symbolic link from there to a folder of that. So whoever reads the warehouse finds all
 * tenants, and the bytes are where the storage wants them.
 *
 * @param elsewhere what the link leads to; null where there is none
 */
record TenantWarehouse(TenantId tenant, WarehouseLayout layout, @Nullable Path elsewhere) {
  /**
   * Makes the folder of a tenant that there is not; what a creation left may be there.
   *
   * @throws CatalogException {@code tenant-exists} if what is left is in another warehouse
   */
  void begin() throws IOException {
    Path folder = layout.tenant(tenant);
    boolean isLink = Files.isSymbolicLink(folder);
    if (elsewhere == null && !isLink) {
      FileSync.createDirectories(folder);
      return;
    }
    Path target = elsewhere == null ? null : elsewhere.toAbsolutePath();
    boolean isTaken =
        isLink ? !Files.readSymbolicLink(folder).equals(target) : Files.exists(folder);
    if (target == null || isTaken) {
      throw new CatalogException(
          ErrorCode.TENANT_EXISTS,
          "files of a tenant " + tenant + " are left in another warehouse; remove " + folder);
    }
    FileSync.createDirectories(target);
    if (!isLink) {
      Files.createSymbolicLink(folder, target);
      FileSync.directory(layout.root());
    }
  }

  /** Deletes the folder with all that is in it, the link last. */
  void delete() throws IOException {
    Path folder = layout.tenant(tenant);
    if (Files.isSymbolicLink(folder)) {
      LocalFiles.deleteTree(Files.readSymbolicLink(folder));
      Files.delete(folder);
    } else {
      LocalFiles.deleteTree(folder);
    }
  }
}
