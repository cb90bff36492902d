package dev.tarn.lucene.search;

/** What one search may cost. */
public final class SearchLimits {
  /** The most words, phrases and values in a query. */
  public static final int MAX_CLAUSES = 256;

  /** The most words and phrases that stand for themselves, without a field. */
  public static final int MAX_WORDS = 32;

  /** The deepest nesting of groups. */
  public static final int MAX_DEPTH = 32;

  /** How many terms a prefix, a wildcard or a misspelt word stands for at most. */
  public static final int MAX_EXPANSIONS = 256;

  /** How many terms of one part of the index are looked at to expand a wildcard. */
  public static final int MAX_SCANNED_TERMS = 50_000;

  /** How many assets a name in a reference field stands for at most. */
  public static final int MAX_REFERENCES = 1_000;

  /** Hits are counted up to here; beyond, a count is a lower bound unless facets need it all. */
  public static final int COUNTED_HITS = 1_000;

  /** In {@link dev.tarn.core.search.SearchResult#limits()}: the time was over. */
  static final String TIMEOUT = "timeout";

  /** A prefix or wildcard stands for more terms than it was searched with. */
  static final String EXPANSIONS = "prefix-expansions";

  /** A name stands for more assets than references were searched for. */
  static final String REFERENCES = "reference-expansions";

  /** The index changed since the page before: hits may be missing or repeated. */
  static final String INDEX_CHANGED = "index-changed";

  /** A search by meaning has no pages beyond the first assets of each of its rankings. */
  static final String WINDOW = "ranking-window";

  private SearchLimits() {}
}
