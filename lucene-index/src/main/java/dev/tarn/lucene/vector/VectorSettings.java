package dev.tarn.lucene.vector;

import java.time.Duration;

/**
 * Limits of the work on vectors.
 *
 * @param load which part of one processor the embedding of texts takes, above 0 to 1
 * @param commitInterval how long vectors may stay without being durable; lost ones are computed
 *     again
 * @param unusedTexts look for texts without assets after so many assets have changed their text
 * @param graphThreads how many threads make one graph of many, which is seldom
 */
public record VectorSettings(
    double load, Duration commitInterval, int unusedTexts, int graphThreads) {
  public VectorSettings {
    if (!(load > 0 && load <= 1)) {
      throw new IllegalArgumentException("load is above 0 and at most 1");
    }
    if (!commitInterval.isPositive() || unusedTexts < 1 || graphThreads < 1) {
      throw new IllegalArgumentException(
          "commitInterval, unusedTexts and graphThreads are positive");
    }
  }

  /** Returns the settings that leave a good part of a small machine to those who wait. */
  public static VectorSettings defaults() {
    return new VectorSettings(
        0.5,
        Duration.ofSeconds(30),
        10_000,
        Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  }
}
