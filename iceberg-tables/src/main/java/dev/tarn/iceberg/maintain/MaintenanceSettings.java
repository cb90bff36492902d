package dev.tarn.iceberg.maintain;

import java.time.Duration;

/**
 * When files are merged.
 *
 * @param minChangeFiles how many groups of the newest day, or files of {@code usage} and {@code
 *     audit}, gather before they are merged
 * @param maxChangeRows the most rows of a merged file of {@code changes}, unless one group has
 *     more, and of {@code usage} and {@code audit}
 * @param maxChangeBytes the most bytes that are merged at once; bounds memory, at about ten times
 *     it
 * @param minStateFiles how many files of a state table gather before they are merged
 * @param maxStateRows the most rows of a file of a state table
 * @param maxDeletedPercent a file with a larger share of deleted rows is rewritten
 * @param usageRetention how long rows of {@code usage} are kept, by day
 * @param maxTime the work that begins after it waits for the next time
 */
public record MaintenanceSettings(
    int minChangeFiles,
    int maxChangeRows,
    long maxChangeBytes,
    int minStateFiles,
    int maxStateRows,
    int maxDeletedPercent,
    Duration usageRetention,
    Duration maxTime) {
  /** Returns what fits a heap of 1 GB and a commit every few hundred milliseconds. */
  public static MaintenanceSettings defaults(Duration usageRetention) {
    return new MaintenanceSettings(
        32, 50_000, 16L << 20, 8, 500_000, 30, usageRetention, Duration.ofSeconds(30));
  }

  public MaintenanceSettings {
    if (minChangeFiles < 2
        || maxChangeRows < 1
        || maxChangeBytes < 1
        || minStateFiles < 2
        || maxStateRows < 1
        || maxDeletedPercent < 1
        || maxDeletedPercent > 100
        || !usageRetention.isPositive()) {
      throw new IllegalArgumentException("out of range: files, rows and bytes to merge");
    }
  }
}
