package dev.tarn.rest.stream;

import java.time.Duration;

/**
 * Limits of one stream of changes.
 *
 * @param batchChanges the most changes that are submitted together
 * @param maxInFlightChanges changes that wait for their commit
 * @param maxInFlightBytes about how much memory they hold; one batch is at most an eighth, or one
 *     change
 * @param patience how long to wait for room in the catalog's queue
 */
public record StreamLimits(
    int batchChanges, int maxInFlightChanges, long maxInFlightBytes, Duration patience) {
  private static final int BATCHES_IN_FLIGHT = 8;

  long batchBytes() {
    return maxInFlightBytes / BATCHES_IN_FLIGHT;
  }
}
