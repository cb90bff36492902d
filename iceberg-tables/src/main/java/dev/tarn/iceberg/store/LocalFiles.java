package dev.tarn.iceberg.store;

import dev.tarn.core.scope.TenantId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Files on this machine, such as those of a branch that can be made again. */
final class LocalFiles {
  private LocalFiles() {}

  /** Returns the file with the positions of the branch's rows. */
  static Path positions(Path dataFolder, TenantId tenant, String branchFolder) {
    return dataFolder.resolve("positions").resolve(tenant.value()).resolve(branchFolder + ".mv");
  }

  /** Returns the file with the branch's commits. */
  static Path commits(Path dataFolder, TenantId tenant, String branchFolder) {
    return dataFolder.resolve("commits").resolve(tenant.value()).resolve(branchFolder + ".index");
  }

  /** Deletes positions of rows that are of an earlier epoch; nothing if that was done. */
  static synchronized void begin(Path dataFolder, TenantId tenant, long epoch) throws IOException {
    Path folder = dataFolder.resolve("positions").resolve(tenant.value());
    Path marker = folder.resolve("epoch");
    long known = Files.exists(marker) ? Long.parseLong(Files.readString(marker).strip()) : 0;
    if (known == epoch) {
      return;
    }
    Files.createDirectories(folder);
    try (DirectoryStream<Path> positions = Files.newDirectoryStream(folder, "*.mv")) {
      for (Path file : positions) {
        Files.delete(file);
      }
    }
    Files.writeString(marker, Long.toString(epoch));
  }

  /** Deletes what is kept of a branch that is not open. */
  static void delete(Path dataFolder, TenantId tenant, String branchFolder) throws IOException {
    Files.deleteIfExists(positions(dataFolder, tenant, branchFolder));
    Files.deleteIfExists(commits(dataFolder, tenant, branchFolder));
  }

  /** Deletes a folder, if it is there, with all that is in it. */
  static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> found;
    try (Stream<Path> all = Files.walk(folder)) {
      found = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : found) {
      Files.deleteIfExists(path);
    }
  }
}
