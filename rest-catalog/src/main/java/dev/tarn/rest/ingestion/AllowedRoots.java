package dev.tarn.rest.ingestion;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** The folders of the server from which clients may have files imported. */
final class AllowedRoots {
  private final List<Path> roots;

  AllowedRoots(List<Path> roots) {
    this.roots = roots.stream().map(root -> root.toAbsolutePath().normalize()).toList();
  }

  /**
   * Returns the file at a path. Says the same of what is not allowed whether it exists or not.
   *
   * @param field names the path in errors
   * @throws CatalogException {@code permission-denied}; {@code invalid-value} if there is no file
   */
  FileInput file(String field, String text) throws IOException {
    Path path;
    try {
      path = Path.of(text).normalize();
    } catch (InvalidPathException e) {
      throw CatalogException.ofField(ErrorCode.INVALID_VALUE, field, "this is no path");
    }
    if (!path.isAbsolute() || roots.stream().noneMatch(path::startsWith)) {
      throw denied(field);
    }
    if (!Files.exists(path)) {
      throw CatalogException.ofField(ErrorCode.INVALID_VALUE, field, "there is no such file");
    }
    // A link may lead out of the folder.
    Path real = path.toRealPath();
    boolean inside = false;
    for (Path root : roots) {
      inside |= Files.isDirectory(root) && real.startsWith(root.toRealPath());
    }
    if (!inside) {
      throw denied(field);
    }
    if (!Files.isRegularFile(real)) {
      throw CatalogException.ofField(ErrorCode.INVALID_VALUE, field, "this is not a file");
    }
    return new FileInput(String.valueOf(path.getFileName()), Files.size(real), real);
  }

  private static CatalogException denied(String field) {
    return CatalogException.ofField(
        ErrorCode.PERMISSION_DENIED,
        field,
        "files are imported from the folders that tarn.rest.ingestion.allowed-roots names, by"
            + " absolute path");
  }
}
