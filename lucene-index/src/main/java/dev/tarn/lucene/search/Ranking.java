package dev.tarn.lucene.search;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetStatus;
import org.jspecify.annotations.Nullable;

/** How much things weigh against each other. The judged queries decide on these numbers. */
final class Ranking {
  /** All words together are the whole name. */
  static final float WHOLE_NAME = 4.0f;

  static final float NAME = 2.0f;

  /** A word of the name but for its plural. */
  static final float NAME_STEM = 1.8f;

  static final float TITLE = 1.9f;
  static final float TITLE_STEM = 1.7f;
  static final float PATH = 1.2f;
  static final float WHOLE_COLUMN = 1.6f;
  static final float COLUMN = 1.1f;
  static final float PROSE = 0.7f;

  /** The same for all: a word names a tag, term, domain or owner of the asset. */
  static final float REFERENCE = 1.5f;

  /** The same for all: a word names the type or the platform. */
  static final float VALUE = 2.0f;

  /** The same for all: a word is the beginning of one in the name. */
  static final float BEGINNING = 1.2f;

  /** The same for all: a word is the beginning of one in the prose. */
  static final float PROSE_BEGINNING = 0.3f;

  /** What a word keeps of its weight that differs from the one that was typed. */
  static final float MISSPELT = 0.6f;

  /** The same for all: the query is the asset's qualified name. */
  static final float QUALIFIED_NAME = 50.0f;

  /** The most that the rank of an asset adds. */
  static final float RANK = 2.0f;

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
      case "feature",
          "chart",
          "job",
          "incident",
          "subscription",
          "change-request",
          "structured-property" ->
          0.5f;
      case "table", "view", "dataset", "glossary-term", "metric", "data-product", "dashboard" -> 1;
      default -> 0.8f;
    };
  }
}
