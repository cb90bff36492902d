package dev.tarn.lucene;

import java.time.Duration;

/**
 * What is kept of an index's past, so that a branch's state at a commit can be searched.
 *
 * @param interval how long after a snapshot was kept the next one is, if anything has changed
 * @param keepAll how long every snapshot is kept
 * @param keepHourly how long the last snapshot of each hour is kept
 * @param maxTags how many tags, the newest ones, have a snapshot kept
 * @param maxExtraPercent how much disk the snapshots may take beyond the index itself, in percent
 *     of the index; then the oldest go
 * @param maxReplayedChanges how many changes a snapshot may be before the commit that is asked for
 * @param maxOpen how many snapshots are open at once
 * @param idleTime how long a snapshot that nobody reads stays open
 */
public record PastSettings(
    Duration interval,
    Duration keepAll,
    Duration keepHourly,
    int maxTags,
    int maxExtraPercent,
    int maxReplayedChanges,
    int maxOpen,
    Duration idleTime) {
  public PastSettings {
    if (interval.isNegative()
        || interval.isZero()
        || keepAll.isNegative()
        || keepHourly.isNegative()
        || idleTime.isNegative()) {
      throw new IllegalArgumentException("interval is positive, other times are not negative");
    }
    if (maxTags < 0 || maxExtraPercent < 0 || maxReplayedChanges < 0 || maxOpen < 1) {
      throw new IllegalArgumentException("limits are not negative; maxOpen is positive");
    }
  }

  /** Returns the settings that fit a laptop and a small server. */
  public static PastSettings defaults() {
    return new PastSettings(
        Duration.ofMinutes(1),
        Duration.ofMinutes(10),
        Duration.ofHours(24),
        64,
        100,
        50_000,
        8,
        Duration.ofMinutes(5));
  }
}
