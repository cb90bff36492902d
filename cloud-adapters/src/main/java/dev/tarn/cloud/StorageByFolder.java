package dev.tarn.cloud;

import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * Files in several storages: the folder that a location is below says in which. Each is reached
 * with the keys of its own storage, whoever asks. Thread safe, if the storages are.
 */
public final class StorageByFolder implements FileIO, SupportsPrefixOperations {
  private static final long serialVersionUID = 1L;

  private final transient Folders<FileIO> folders;
  private final FileIO others;
  private final Map<String, FileIO> storages;

  /**
   * @param storages by folder
   * @param others of what is in none of the folders
   */
  public StorageByFolder(Map<String, FileIO> storages, FileIO others) {
    this.storages = Map.copyOf(storages);
    this.folders = new Folders<>(storages);
    this.others = others;
  }

  private FileIO of(String location) {
    return folders.of(location).orElse(others);
  }

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

  @Override
  public void close() {
    Stream.concat(storages.values().stream(), Stream.of(others)).distinct().forEach(FileIO::close);
  }
}
