package dev.tarn.iceberg.privacy;

import dev.tarn.iceberg.io.FileSync;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Puts a new file in the place of another one: readers, and a crash, see the one or the other. */
final class FileSwap {
  private FileSwap() {}

  /** Writes what is to be in a file. */
  @FunctionalInterface
  interface Content {
    void write(OutputStream out) throws IOException;
  }

  /** Returns where the new content of a file is written, beside it. */
  static Path temporary(Path file, String part) {
    return file.resolveSibling(file.getFileName() + "." + part + CatalogFolders.TEMPORARY);
  }

  /** Writes the new content, and puts it in the place of the old; the file keeps its age. */
  static void replace(Path file, Content content) throws IOException {
    Path temporary = temporary(file, "new");
    try {
      try (OutputStream out = Files.newOutputStream(temporary)) {
        content.write(out);
      }
      Files.setLastModifiedTime(temporary, Files.getLastModifiedTime(file));
      FileSync.file(temporary);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      FileSync.directory(folder);
    }
  }
}
