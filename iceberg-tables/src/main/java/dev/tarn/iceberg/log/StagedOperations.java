package dev.tarn.iceberg.log;

import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.jspecify.annotations.Nullable;

/** Keeps in memory what is committed to a table, for a commit of several tables. */
final class StagedOperations implements TableOperations {
  private final @Nullable TableMetadata base;
  private final TableFiles locations;
  private final FileIO files;
  private TableMetadata current;

  /**
   * @param base what is committed; null for a new table
   * @param current what to begin with
   */
  StagedOperations(
      @Nullable TableMetadata base, TableMetadata current, TableFiles locations, FileIO files) {
    this.base = base;
    this.current = current;
    this.locations = locations;
    this.files = files;
  }

  boolean isChanged() {
    return !current.equals(base);
  }

  @Override
  public TableMetadata current() {
    return current;
  }

  @Override
  public TableMetadata refresh() {
    return current;
  }

  @Override
  public void commit(TableMetadata expected, TableMetadata metadata) {
    if (!expected.equals(current)) {
      throw new CommitFailedException("two updates of one table are staged at a time");
    }
    current = metadata;
  }

  @Override
  public FileIO io() {
    return files;
  }

  @Override
  public String metadataFileLocation(String fileName) {
    return locations.metadata(fileName);
  }

  @Override
  public LocationProvider locationProvider() {
    return locations;
  }
}
