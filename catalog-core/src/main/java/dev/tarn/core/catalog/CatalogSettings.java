package dev.tarn.core.catalog;

import dev.tarn.core.commit.CommitterSettings;
import dev.tarn.core.log.FollowerRunner;
import dev.tarn.core.usage.UsageSettings;
import java.time.Duration;

/**
 * Limits of a catalog.
 *
 * @param tailEntries entries of each branch's log that are kept in memory
 * @param readTimeout how long a read waits for the commit that it demands
 * @param refreshInterval how often the log is asked for commits of other processes
 * @param maintenanceInterval how often a branch's housekeeping is looked at
 * @param indexPace how the index follows
 * @param tablesPace how the state tables follow
 * @param usage how the use of tables is kept
 * @param maxOpenBranches branches open at once, over all tenants
 */
public record CatalogSettings(
    CommitterSettings committer,
    int tailEntries,
    Duration readTimeout,
    Duration refreshInterval,
    Duration maintenanceInterval,
    FollowerRunner.Pace indexPace,
    FollowerRunner.Pace tablesPace,
    UsageSettings usage,
    int maxOpenBranches) {

  /** Returns the settings that fit a laptop and a small server. */
  public static CatalogSettings defaults() {
    return new CatalogSettings(
        CommitterSettings.defaults(),
        20_000,
        Duration.ofSeconds(10),
        Duration.ofMillis(250),
        Duration.ofSeconds(10),
        new FollowerRunner.Pace(Duration.ofMillis(20), 2_000, 10_000),
        new FollowerRunner.Pace(Duration.ofSeconds(5), 20_000, 20_000),
        UsageSettings.DEFAULT,
        64);
  }
}
