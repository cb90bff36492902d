package dev.tarn.iceberg.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/**
 * Iceberg's files on a local or mounted file system, without Hadoop. Locations are {@code
 * file:///absolute/path}, not percent-encoded, as other Iceberg readers take them.
 *
 * <p>A file is synced, with its directory entry, when its output stream is closed. Thread safe.
 */
public final class LocalFileIO implements FileIO {
  private static final long serialVersionUID = 1L;
  private static final String SCHEME = "file:";

  /** Returns the location that names a path. */
  public static String location(Path path) {
    return SCHEME + "//" + path.toAbsolutePath().normalize();
  }

  /**
   * Returns the path that a location names.
   *
   * @throws IllegalArgumentException if it is not on the local file system
   */
  public static Path path(String location) {
    if (location.startsWith(SCHEME)) {
      String rest = location.substring(SCHEME.length());
      int slashes = 0;
      while (slashes < rest.length() && rest.charAt(slashes) == '/') {
        slashes++;
      }
      return Path.of("/" + rest.substring(slashes));
    }
    if (location.startsWith("/")) {
      return Path.of(location);
    }
    throw new IllegalArgumentException("not a local file: " + location);
  }

  @Override
  public InputFile newInputFile(String location) {
    return new LocalInputFile(location, LocalInputFile.UNKNOWN_LENGTH);
  }

  @Override
  public InputFile newInputFile(String location, long length) {
    return new LocalInputFile(location, length);
  }

  @Override
  public OutputFile newOutputFile(String location) {
    return new LocalOutputFile(location, LocalOutputFile.SYNC_ON_CLOSE);
  }

  @Override
  public void deleteFile(String location) {
    try {
      Files.deleteIfExists(path(location));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + location, e);
    }
  }

  @Override
  public Map<String, String> properties() {
    return Map.of();
  }
}
