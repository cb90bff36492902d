package dev.tarn.testkit;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.usage.TableUse;
import dev.tarn.core.usage.UsageTable;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps uses in memory. */
public final class InMemoryUsage implements UsageTable {
  private final List<TableUse> uses = new CopyOnWriteArrayList<>();

  @Override
  public void append(List<TableUse> more) {
    uses.addAll(more);
  }

  @Override
  public void scans(Instant from, Instant to, ScanVisitor visitor) {
    for (TableUse use : uses) {
      AssetId table = use.table();
      if (table != null
          && use.operation().equals(TableUse.SCAN)
          && !use.at().isBefore(from)
          && use.at().isBefore(to)) {
        visitor.scan(table, use.at());
      }
    }
  }

  /** Returns all that was kept. */
  public List<TableUse> uses() {
    return List.copyOf(uses);
  }
}
