package dev.tarn.iceberg.store;

import dev.tarn.core.garbage.GarbageProgress;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.tenant.StorageName;
import dev.tarn.core.tenant.Tenant;
import dev.tarn.core.tenant.TenantRemoval;
import dev.tarn.iceberg.garbage.Living;
import dev.tarn.iceberg.garbage.TenantFiles;
import dev.tarn.iceberg.garbage.UserFiles;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.nessie.ReferenceNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Takes a tenant away: its files first, then its references, then what says that there was one. A
 * crash leaves it marked as going, and another run goes on from what there is.
 */
final class TenantRemover {
  private final TenantId tenant;
  private final NessieReferences nessie;
  private final WarehouseLayout layout;
  private final TenantFiles files;
  private final TenantWarehouse warehouse;
  private final Path dataFolder;

  /**
   * @throws dev.tarn.core.error.CatalogException {@code storage-not-configured}
   */
  TenantRemover(
      Tenant tenant,
      NessieReferences nessie,
      WarehouseLayout layout,
      UserFiles files,
      Path dataFolder) {
    this.tenant = tenant.id();
    this.nessie = nessie;
    this.layout = layout;
    StorageName storage = tenant.details().storage();
    this.files = new TenantFiles(this.tenant, storage, layout, files);
    this.warehouse =
        new TenantWarehouse(this.tenant, layout, files.warehouseOf(this.tenant, storage));
    this.dataFolder = dataFolder;
  }

  /**
   * Removes what nothing needs.
   *
   * @param clones what leads to files of the tenant that stay
   */
  TenantRemoval remove(Living clones, GarbageProgress progress) throws IOException {
    TenantFiles.Deleted deleted =
        files.delete(clones, nessie, dataFolder.resolve("work"), progress);
    List<String> references = references();
    for (String reference : references) {
      nessie.removal().delete(reference);
    }
    for (String kind : List.of("positions", "commits")) {
      LocalFiles.deleteTree(dataFolder.resolve(kind).resolve(tenant.value()));
    }
    Files.deleteIfExists(layout.references(tenant));
    Files.deleteIfExists(layout.deletedBranches(tenant));
    List<String> remains = remains(deleted.kept());
    if (remains.isEmpty() && deleted.kept() == 0) {
      warehouse.delete();
    }
    return new TenantRemoval(
        references.size(), deleted.files(), deleted.bytes(), deleted.kept(), remains);
  }

  /**
   * Returns the references that Nessie has, the main branch last: without it there is no tenant.
   */
  private List<String> references() throws IOException {
    String prefix = tenant.value() + "/";
    String main = ReferenceNames.name(tenant, BranchName.MAIN);
    return nessie.names().stream()
        .filter(name -> name.startsWith(prefix))
        .sorted(Comparator.comparing(main::equals))
        .toList();
  }

  private List<String> remains(long kept) throws IOException {
    List<String> remains = new ArrayList<>(references());
    if (files.count() != kept) {
      remains.add("files that were written meanwhile");
    }
    for (String place : files.unlisted()) {
      remains.add(place + ", which cannot be listed");
    }
    return remains;
  }
}
