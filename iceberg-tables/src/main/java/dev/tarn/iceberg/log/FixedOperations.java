package dev.tarn.iceberg.log;

import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/** A table as of one commit, to read. */
record FixedOperations(TableMetadata metadata, TableFiles locations, FileIO files)
    implements TableOperations {
  @Override
  public TableMetadata current() {
    return metadata;
  }

  @Override
  public TableMetadata refresh() {
    return metadata;
  }

  @Override
  public void commit(TableMetadata base, TableMetadata updated) {
    throw new UnsupportedOperationException("tables of a head are read; edit them with update()");
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
