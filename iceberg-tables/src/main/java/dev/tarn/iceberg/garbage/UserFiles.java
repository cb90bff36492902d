package dev.tarn.iceberg.garbage;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.tenant.StorageName;
import dev.tarn.iceberg.io.LocalFileIO;
import dev.tarn.iceberg.io.WarehouseLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of users' tables are.
 *
 * @param io reads and deletes them, in whatever storage they are; closed by whoever made it
 * @param location where tables of tenants in the installation's own storage go beside the
 *     warehouse, each tenant's in a folder of its own; null: nowhere
 * @param storages the others
 */
public record UserFiles(
    FileIO io, @Nullable String location, Map<StorageName, UserFiles.Storage> storages) {
  /**
   * A storage that tenants may be made in.
   *
   * @param location where their tables go, each tenant's in a folder of its own
   * @param warehouse where Tarn's own files of these tenants go; null: with those of all others
   */
  public record Storage(String location, @Nullable Path warehouse) {}

  public UserFiles {
    storages = Map.copyOf(storages);
  }

  /** Files that are in the warehouse only. */
  public static UserFiles inWarehouse() {
    return new UserFiles(new LocalFileIO(), null, Map.of());
  }

  /**
   * Returns a storage; null for the installation's own.
   *
   * @throws CatalogException {@code storage-not-configured}
   */
  private @Nullable Storage storage(StorageName name) {
    Storage storage = storages.get(name);
    if (storage == null && !name.equals(StorageName.DEFAULT)) {
      throw new CatalogException(
          ErrorCode.STORAGE_NOT_CONFIGURED, "this server does not have the storage " + name);
    }
    return storage;
  }

  /**
   * Refuses to make a tenant in a storage that there is not.
   *
   * @throws CatalogException {@code invalid-request}
   */
  public void check(StorageName name) {
    if (!storages.containsKey(name) && !name.equals(StorageName.DEFAULT)) {
      TreeSet<String> names = new TreeSet<>(List.of(StorageName.DEFAULT.value()));
      storages.keySet().forEach(known -> names.add(known.value()));
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST,
          "storage",
          "there is no storage " + name + " on this server; there is " + String.join(", ", names));
    }
  }

  /**
   * Returns a tenant's own place beside the warehouse; null if there is none.
   *
   * @throws CatalogException {@code storage-not-configured}
   */
  public @Nullable String ofTenant(TenantId tenant, StorageName name) {
    Storage storage = storage(name);
    String folder = storage == null ? location : storage.location();
    return folder == null ? null : folder + "/" + tenant;
  }

  /**
   * Returns the folder that a tenant's own folder of the warehouse leads to; null if it is in the
   * warehouse itself.
   *
   * @throws CatalogException {@code storage-not-configured}
   */
  public @Nullable Path warehouseOf(TenantId tenant, StorageName name) {
    Storage storage = storage(name);
    return storage == null || storage.warehouse() == null
        ? null
        : storage.warehouse().resolve(tenant.value());
  }

  /**
   * Returns a tenant's places, that of new tables first.
   *
   * @throws CatalogException {@code storage-not-configured}
   */
  public List<String> places(TenantId tenant, StorageName name, WarehouseLayout layout) {
    String beside = ofTenant(tenant, name);
    String warehouse = LocalFileIO.location(layout.data(tenant));
    if (beside == null) {
      return List.of(warehouse);
    }
    return name.equals(StorageName.DEFAULT) ? List.of(beside, warehouse) : List.of(beside);
  }

  /** Returns all that tenants' folders are in. */
  public List<String> all(WarehouseLayout layout) {
    List<String> all = new ArrayList<>();
    all.add(LocalFileIO.location(layout.root()));
    if (location != null) {
      all.add(location);
    }
    for (Storage storage : storages.values()) {
      all.add(storage.location());
      if (storage.warehouse() != null) {
        all.add(LocalFileIO.location(storage.warehouse()));
      }
    }
    return all;
  }
}
