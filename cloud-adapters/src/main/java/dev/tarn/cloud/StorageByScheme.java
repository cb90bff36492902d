package dev.tarn.cloud;

import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.io.FileIO;

/**
 * Files in several storages: a location's scheme says in which. Only storages that were given are
 * used; a location of another scheme is refused. Thread safe, if the storages are.
 */
public final class StorageByScheme extends StorageByLocation {
  private static final long serialVersionUID = 1L;

  /** Of a location without a scheme, which is a path. */
  public static final String FILE = "file";

  private static final Pattern SCHEME = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*):");

  private final Map<String, FileIO> storages;

  /**
   * @param storages by scheme, in lower case
   */
  public StorageByScheme(Map<String, FileIO> storages) {
    this.storages = Map.copyOf(storages);
  }

  /**
   * Makes sure that there is a storage for a location.
   *
   * @throws ForbiddenException if there is none
   */
  public void check(String location) {
    var _ = of(location);
  }

  @Override
  FileIO of(String location) {
    Matcher matcher = SCHEME.matcher(location);
    String scheme = matcher.find() ? matcher.group(1).toLowerCase(Locale.ROOT) : FILE;
    FileIO storage = storages.get(scheme);
    if (storage == null) {
      throw new ForbiddenException(
          "No storage is configured for %s: of %s; there is one for %s",
          scheme, location, new TreeSet<>(storages.keySet()));
    }
    return storage;
  }

  @Override
  public void close() {
    storages.values().stream().distinct().forEach(FileIO::close);
  }
}
