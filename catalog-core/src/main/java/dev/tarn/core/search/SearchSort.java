package dev.tarn.core.search;

/**
 * The order of hits. Hits that are equal in it, or have no value, come in an order of their own
 * that does not change from page to page; those without a value come last.
 *
 * @param descending ignored for relevance, which always is
 */
public record SearchSort(Key key, boolean descending) {
  /** Best hits first. */
  public static final SearchSort RELEVANCE = new SearchSort(Key.RELEVANCE, true);

  /** What is sorted by. */
  public enum Key {
    RELEVANCE,
    NAME,
    QUALIFIED_NAME,
    CREATED_AT,
    UPDATED_AT,
    POPULARITY,
    QUALITY
  }
}
