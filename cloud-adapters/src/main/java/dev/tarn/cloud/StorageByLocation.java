package dev.tarn.cloud;

import java.util.Map;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** Files in several storages: their location says in which. Thread safe, if the storages are. */
abstract class StorageByLocation implements FileIO, SupportsPrefixOperations {
  private static final long serialVersionUID = 1L;

  /** Returns the storage of a location. */
  abstract FileIO of(String location);

  @Override
  public InputFile newInputFile(String location) {
    return of(location).newInputFile(location);
  }

  @Override
  public InputFile newInputFile(String location, long length) {
    return of(location).newInputFile(location, length);
  }

  @Override
  public OutputFile newOutputFile(String location) {
    return of(location).newOutputFile(location);
  }

  @Override
  public void deleteFile(String location) {
    of(location).deleteFile(location);
  }

  /**
   * Lists files.
   *
   * @throws UnsupportedOperationException if the storage of that location cannot
   */
  @Override
  public Iterable<FileInfo> listPrefix(String prefix) {
    return Listing.of(of(prefix), prefix).listPrefix(prefix);
  }

  @Override
  public void deletePrefix(String prefix) {
    Listing.of(of(prefix), prefix).deletePrefix(prefix);
  }

  /** Returns none: what the storages were made with may be secret. */
  @Override
  public Map<String, String> properties() {
    return Map.of();
  }
}
