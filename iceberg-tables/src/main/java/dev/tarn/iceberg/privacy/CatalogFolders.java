package dev.tarn.iceberg.privacy;

import dev.tarn.core.scope.TenantId;
import dev.tarn.iceberg.io.WarehouseLayout;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Set;

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
      Path data = layout.data(tenant);
      if (Files.isDirectory(data)) {
        walk(data, folder -> true, sink);
      }
    }
  }

  /** Which folders are entered. */
  @FunctionalInterface
  private interface Entered {
    boolean test(Path folder);
  }

  /** Others may delete meanwhile: what goes while it is looked at is not there. */
  private static void walk(Path root, Entered entered, PathSink sink) throws IOException {
    if (!Files.isDirectory(root)) {
      return;
    }
    var unused =
        Files.walkFileTree(
            root,
            // A tenant's folder may be a link to another volume.
            EnumSet.of(FileVisitOption.FOLLOW_LINKS),
            Integer.MAX_VALUE,
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes any) {
                return entered.test(folder)
                    ? FileVisitResult.CONTINUE
                    : FileVisitResult.SKIP_SUBTREE;
              }

              @Override
              public FileVisitResult visitFile(Path file, BasicFileAttributes any)
                  throws IOException {
                try {
                  sink.path(file);
                } catch (NoSuchFileException e) {
                  if (Files.exists(file)) {
                    throw e;
                  }
                }
                return FileVisitResult.CONTINUE;
              }

              @Override
              public FileVisitResult visitFileFailed(Path file, IOException failure)
                  throws IOException {
                if (failure instanceof NoSuchFileException) {
                  return FileVisitResult.CONTINUE;
                }
                throw failure;
              }
            });
  }
}
