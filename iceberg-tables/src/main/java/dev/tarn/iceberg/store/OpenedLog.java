package dev.tarn.iceberg.store;

import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.log.CommitIndex;
import dev.tarn.iceberg.log.NessieChangeLog;

/**
 * A branch's tables and log, recovered.
 *
 * @param commits belongs to the store
 * @param layout where this branch's files are
 */
record OpenedLog(
    BranchTables tables, NessieChangeLog log, CommitIndex commits, WarehouseLayout layout)
    implements AutoCloseable {
  @Override
  public void close() {
    log.close();
  }
}
