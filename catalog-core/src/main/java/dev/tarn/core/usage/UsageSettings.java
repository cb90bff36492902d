package dev.tarn.core.usage;

import java.time.Duration;

/**
 * How usage is kept.
 *
 * @param flushInterval how long reports gather before they are written
 * @param popularityInterval how often popularity is worked out
 * @param maxWaiting reports that wait at most; more are counted and dropped
 */
public record UsageSettings(Duration flushInterval, Duration popularityInterval, int maxWaiting) {
  /** A commit every ten seconds where tables are read; popularity follows within minutes. */
  public static final UsageSettings DEFAULT =
      new UsageSettings(Duration.ofSeconds(10), Duration.ofMinutes(15), 50_000);

  /** Batches that may be late, by a server that is busy. */
  private static final int LATE_BATCHES = 6;

  /** Returns after what time a report is taken to be in the table, whichever server took it. */
  Duration settled() {
    return flushInterval.multipliedBy(LATE_BATCHES);
  }
}
