package dev.tarn.iceberg.maintain;

import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.schema.CatalogTable;
import dev.tarn.iceberg.state.Materialiser;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/** Keeps the number of files of a branch's tables small. Of one thread. */
public final class TableMaintenance {
  private final List<AppendOnlyCompaction> appended;
  private final List<StateCompaction> states;
  private final DayExpiry usage;
  private final Clock clock;
  private final Materialiser materialiser;
  private final MaintenanceSettings settings;

  /**
   * @param materialiser of the same branch in this process; it waits while a state table is merged
   * @param clock tells how old usage is
   */
  public TableMaintenance(
      BranchTables branch, Materialiser materialiser, MaintenanceSettings settings, Clock clock) {
    this.appended =
        List.of(
            new AppendOnlyCompaction(
                branch, CatalogTable.CHANGES, new ChangeFiles(settings)::choose),
            new AppendOnlyCompaction(branch, CatalogTable.USAGE, new DayFiles(settings)::choose),
            new AppendOnlyCompaction(branch, CatalogTable.AUDIT, new DayFiles(settings)::choose));
    this.states =
        List.of(
            new StateCompaction(branch, CatalogTable.ASSETS, settings),
            new StateCompaction(branch, CatalogTable.RELATIONSHIPS, settings));
    this.usage = new DayExpiry(branch, CatalogTable.USAGE);
    this.clock = clock;
    this.materialiser = materialiser;
    this.settings = settings;
  }

  /**
   * Does what is due. When another process is first, what it did is not repeated, and the rest
   * waits for the next call.
   */
  public void run() throws IOException {
    usage.run(clock.instant().minus(settings.usageRetention()));
    long endNanos = System.nanoTime() + settings.maxTime().toNanos();
    for (AppendOnlyCompaction compaction : appended) {
      boolean merged = true;
      while (merged && System.nanoTime() - endNanos < 0) {
        merged = compaction.run();
      }
    }
    for (StateCompaction state : states) {
      boolean merged = state.isDue();
      while (merged && System.nanoTime() - endNanos < 0) {
        merged = materialiser.whilePaused(state::run);
      }
    }
  }
}
