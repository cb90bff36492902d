package dev.tarn.core.search;

/** How assets are matched with the query. */
public enum SearchMode {
  /** By the words of the query. */
  KEYWORD,
  /** By meaning: the nearest vectors; the query is plain text. */
  SEMANTIC,
  /** Both, ranked by reciprocal rank fusion. */
  HYBRID
}
