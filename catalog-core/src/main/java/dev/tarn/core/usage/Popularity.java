package dev.tarn.core.usage;

import dev.tarn.core.asset.AssetId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How popular tables are, from 0 to 1: the logarithm of the number of scans, where one of a week
 * ago counts half. 10 scans of now are 0.26, 100 are 0.5, 10,000 are 1. Of one thread.
 *
 * <p>All weights fade alike, so they are kept as of one time: a scan is looked at once, whenever
 * the score is asked for.
 */
final class Popularity implements UsageTable.ScanVisitor {
  /** After it a scan counts half. */
  private static final Duration HALF_LIFE = Duration.ofDays(7);

  /** Before it a scan counts less than a score shows. */
  static final Duration WINDOW = Duration.ofDays(70);

  /** The decimal logarithm of the number of scans that is as popular as can be. */
  private static final double MOST = 4;

  /** Scores have two digits. */
  private static final double STEPS = 100;

  /** A weight that no score shows. */
  private static final double NOTHING = 1e-3;

  /** Weights that grow beyond it would lose digits: then they are kept as of a later time. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private Instant reference;
  private final Map<AssetId, Double> weights = new HashMap<>();

  /**
   * @param reference a time near those of the scans
   */
  Popularity(Instant reference) {
    this.reference = reference;
  }

  @Override
  public void scan(AssetId table, Instant at) {
    weights.merge(table, power(Duration.between(reference, at)), Double::sum);
  }

  private static double power(Duration time) {
    return Math.exp(Math.log(2) * time.toMillis() / HALF_LIFE.toMillis());
  }

  /** Returns the score that each table that was scanned has at a time; forgets those that faded. */
  Map<AssetId, Double> scores(Instant now) {
    if (Duration.between(reference, now).compareTo(LONGEST) > 0) {
      double fading = power(Duration.between(now, reference));
      weights.replaceAll((table, weight) -> weight * fading);
      reference = now;
    }
    double fading = power(Duration.between(now, reference));
    Map<AssetId, Double> scores = new HashMap<>();
    weights.forEach((table, weight) -> scores.put(table, score(weight * fading)));
    weights.values().removeIf(weight -> weight * fading < NOTHING);
    return scores;
  }

  private static double score(double weight) {
    return Math.round(Math.min(1, Math.log10(1 + weight) / MOST) * STEPS) / STEPS;
  }
}
