package dev.tarn.core.usage;

import dev.tarn.core.asset.AssetId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How popular tables are, from 0 to 1: the logarithm of the number of scans, where one of a week
 * ago counts half. 10 scans of now are 0.26, 100 are 0.5, 10,000 are 1. Of one thread.
 */
final class Popularity implements UsageTable.ScanVisitor {
  /** After it a scan counts half. */
  private static final Duration HALF_LIFE = Duration.ofDays(7);

  /** Before it a scan counts less than a score shows. */
  static final Duration WINDOW = Duration.ofDays(70);

  /** The decimal logarithm of the number of scans that is as popular as can be. */
  private static final double MOST = 4;

  /** Scores have two digits: smaller differences are no change. */
  private static final double STEPS = 100;

  private final Instant now;
  private final Map<AssetId, Double> weights = new HashMap<>();

  Popularity(Instant now) {
    this.now = now;
  }

  @Override
  public void scan(AssetId table, Instant at) {
    double age = Math.max(0, Duration.between(at, now).toMillis());
    weights.merge(table, Math.exp(-Math.log(2) * age / HALF_LIFE.toMillis()), Double::sum);
  }

  /** Returns the score of each table that was scanned. */
  Map<AssetId, Double> scores() {
    Map<AssetId, Double> scores = new HashMap<>();
    weights.forEach((table, weight) -> scores.put(table, score(weight)));
    return scores;
  }

  private static double score(double weight) {
    return Math.round(Math.min(1, Math.log10(1 + weight) / MOST) * STEPS) / STEPS;
  }
}
