package dev.tarn.core.usage;

import dev.tarn.core.asset.AssetId;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Where a branch keeps who used which table. Thread safe. */
public interface UsageTable {
  /** Takes a scan of a table that is an asset. */
  @FunctionalInterface
  interface ScanVisitor {
    void scan(AssetId table, Instant at);
  }

  /**
   * Keeps uses, durably when it returns.
   *
   * @param uses at least one
   */
  void append(List<TableUse> uses) throws IOException;

  /**
   * Hands over the scans of assets of a time, in no order.
   *
   * @param from the first instant
   * @param to the first one after
   */
  void scans(Instant from, Instant to, ScanVisitor visitor) throws IOException;
}
