package dev.tarn.iceberg.garbage;

import dev.tarn.core.scope.TenantId;
import dev.tarn.iceberg.io.LocalFileIO;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of users' tables are.
 *
 * @param io reads and deletes them, in whatever storage they are; closed by whoever made it
 * @param location where tables go beside the warehouse, each tenant's in a folder of its own; null:
 *     nowhere
 */
public record UserFiles(FileIO io, @Nullable String location) {
  /** Returns files that are in the warehouse only. */
  public static UserFiles inWarehouse() {
    return new UserFiles(new LocalFileIO(), null);
  }

  /** Returns the tenant's own place beside the warehouse, if there is one. */
  @Nullable String ofTenant(TenantId tenant) {
    return location == null ? null : location + "/" + tenant;
  }
}
