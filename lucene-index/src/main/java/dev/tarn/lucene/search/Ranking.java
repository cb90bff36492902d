package dev.tarn.lucene.search;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetStatus;
import org.jspecify.annotations.Nullable;

/** How much things weigh against each other. The judged queries decide on these numbers. */
final class Ranking {
  private static final float TYPE_SHARE = 0.4f;
  private static final float POPULARITY_SHARE = 0.4f;
  private static final float QUALITY_SHARE = 0.2f;

  /** What a deprecated asset keeps of its rank. */
  private static final float DEPRECATED_PART = 0.1f;

  private Ranking() {}

  /**
   * Returns how much an asset matters, whatever is asked: from 0 to 1. An asset that is part of
   * another has 0, unless it is popular: nearly all are columns, which so cost no bytes.
   */
  static float rank(Asset asset) {
    float rank =
        TYPE_SHARE * ofType(asset.type())
            + POPULARITY_SHARE * part(asset.popularity())
            + QUALITY_SHARE * part(asset.quality());
    return asset.status() == AssetStatus.DEPRECATED ? DEPRECATED_PART * rank : rank;
  }

  private static float part(@Nullable Double score) {
    return score == null ? 0 : score.floatValue();
  }

  private static float ofType(String type) {
    return switch (type) {
      case "column", "test", "query", "macro", "file" -> 0;
      case "feature", "chart", "job", "incident", "subscription", "structured-property" -> 0.5f;
      case "table", "view", "dataset", "glossary-term", "metric", "data-product", "dashboard" -> 1;
      default -> 0.8f;
    };
  }
}
