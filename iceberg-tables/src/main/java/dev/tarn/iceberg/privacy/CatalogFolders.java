package dev.tarn.iceberg.privacy;

import dev.tarn.core.scope.TenantId;
import dev.tarn.iceberg.io.FolderFiles;
import dev.tarn.iceberg.io.WarehouseLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;

/** The files of some tenants: the catalog's own, and those of the users' tables. */
record CatalogFolders(WarehouseLayout layout, Set<TenantId> tenants) {
  /** What a rewrite that did not end has left. */
  static final String TEMPORARY = ".rewriting";

  /** Takes a file. */
  @FunctionalInterface
  interface Sink {
    void file(CatalogFile file) throws IOException;
  }

  /** Takes a path. */
  @FunctionalInterface
  interface PathSink {
    void path(Path path) throws IOException;
  }

  /** Visits all files that are not of users' tables, and none that a run itself keeps. */
  void each(Sink sink) throws IOException {
    for (TenantId tenant : tenants) {
      Path root = layout.tenant(tenant);
      Path data = layout.data(tenant);
      Path plans = ErasurePlanFile.folder(layout, tenant);
      walk(
          root,
          folder -> !folder.equals(data) && !folder.equals(plans),
          file -> {
            if (!file.toString().endsWith(TEMPORARY)) {
              sink.file(CatalogFile.of(file, root));
            }
          });
    }
  }

  /** Deletes what a run that did not end has left beside files. */
  void deleteTemporary() throws IOException {
    for (TenantId tenant : tenants) {
      Path data = layout.data(tenant);
      walk(
          layout.tenant(tenant),
          folder -> !folder.equals(data),
          file -> {
            if (file.toString().endsWith(TEMPORARY)) {
              Files.deleteIfExists(file);
            }
          });
    }
  }

  /** Visits the files of the users' tables. */
  void eachOfUsers(PathSink sink) throws IOException {
    for (TenantId tenant : tenants) {
      walk(layout.data(tenant), folder -> true, sink);
    }
  }

  private static void walk(Path root, Predicate<Path> entered, PathSink sink) throws IOException {
    // A tenant's folder may be a link to another volume.
    FolderFiles.each(root, FolderFiles.Links.FOLLOWED, entered, (file, any) -> sink.path(file));
  }
}
