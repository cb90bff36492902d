package dev.tarn.cloud;

import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.io.FileIO;

/**
 * Files in several storages: the folder that a location is below says in which. Each is reached
 * with the keys of its own storage, whoever asks. Thread safe, if the storages are.
 */
public final class StorageByFolder extends StorageByLocation {
  private static final long serialVersionUID = 1L;

  private final Folders<FileIO> folders;
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

  @Override
  FileIO of(String location) {
    return folders.of(location).orElse(others);
  }

  @Override
  public void close() {
    Stream.concat(storages.values().stream(), Stream.of(others)).distinct().forEach(FileIO::close);
  }
}
