package dev.tarn.iceberg.garbage;

import dev.tarn.iceberg.io.LocalFileIO;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One name for each file: a file has several locations, by how its scheme and its slashes are
 * written, and by links to its folder. Of one thread.
 */
final class CanonicalLocations {
  private static final int MAX_CACHED_FOLDERS = 10_000;
  private static final Pattern LOCAL = Pattern.compile("^(file:)?/.*", Pattern.DOTALL);

  /** One store, by the names that its clients have had. */
  private static final Pattern S3 = Pattern.compile("^[sS]3[anAN]?://");

  private final Map<Path, Path> folders =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Path> eldest) {
          return size() > MAX_CACHED_FOLDERS;
        }
      };

  /** Returns whether a location is on the local file system. */
  static boolean isLocal(String location) {
    return LOCAL.matcher(location).matches();
  }

  /** Returns the one name of a file. */
  String of(String location) throws IOException {
    return isLocal(location)
        ? LocalFileIO.location(real(LocalFileIO.path(location).toAbsolutePath().normalize()))
        : S3.matcher(location).replaceFirst("s3://");
  }

  private Path real(Path file) throws IOException {
    Path folder = file.getParent();
    Path name = file.getFileName();
    if (folder == null || name == null) {
      return file;
    }
    Path known = folders.get(folder);
    if (known == null) {
      known = Files.exists(folder) ? folder.toRealPath() : folder;
      folders.put(folder, known);
    }
    return known.resolve(name);
  }
}
