package dev.tarn.rest.table;

import dev.tarn.core.table.Pointer;
import org.apache.iceberg.TableMetadata;

/** A version of a table, and the pointer that leads to it. */
record TableVersion(Pointer.Table pointer, TableMetadata metadata) {
  /** Returns a version whose metadata has been written. */
  static TableVersion of(TableMetadata written) {
    long snapshotId =
        written.currentSnapshot() == null ? -1 : written.currentSnapshot().snapshotId();
    return new TableVersion(
        new Pointer.Table(
            written.metadataFileLocation(),
            snapshotId,
            written.currentSchemaId(),
            written.defaultSpecId(),
            written.defaultSortOrderId()),
        written);
  }
}
