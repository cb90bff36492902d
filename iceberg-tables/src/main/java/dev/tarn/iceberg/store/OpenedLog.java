package dev.tarn.iceberg.store;

import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.log.CommitIndex;
import dev.tarn.iceberg.log.NessieChangeLog;

/** A branch's tables and log, recovered. The index of commits belongs to the store. */
record OpenedLog(BranchTables tables, NessieChangeLog log, CommitIndex commits)
    implements AutoCloseable {
  @Override
  public void close() {
    log.close();
  }
}
