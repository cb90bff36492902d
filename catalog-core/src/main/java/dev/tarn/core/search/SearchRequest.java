package dev.tarn.core.search;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to search for.
 *
 * @param query in the query syntax; empty for everything
 * @param filters by field name: an asset must have one of the values of each; a reference is an id,
 *     a qualified name or a name. Fields as in the query syntax
 * @param facets names of the fields to count by
 * @param facetSize values per facet, 1 to {@link #MAX_FACET_SIZE}
 * @param highlight whether hits say where the words were found
 * @param explain whether hits say how their score came about
 * @param limit hits, 0 to {@link #MAX_LIMIT}; 0 to count only
 * @param cursor of the page before, for the same request otherwise
 * @param timeout after which what was found so far is returned, and said to be partial
 */
public record SearchRequest(
    String query,
    SearchMode mode,
    Map<String, List<String>> filters,
    List<String> facets,
    int facetSize,
    SearchSort sort,
    boolean highlight,
    boolean explain,
    int limit,
    @Nullable String cursor,
    Duration timeout) {
  /** The largest page. */
  public static final int MAX_LIMIT = 1_000;

  /** The most values of a facet. */
  public static final int MAX_FACET_SIZE = 1_000;

  /** The most facets. */
  public static final int MAX_FACETS = 20;

  /** The most values of all filters. */
  public static final int MAX_FILTER_VALUES = 1_000;

  /** The longest query, in characters. */
  public static final int MAX_QUERY_LENGTH = 4_096;

  /** The longest time that a search may take. */
  public static final Duration MAX_TIMEOUT = Duration.ofSeconds(60);

  /** How long a search may take if nothing else is said. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  public SearchRequest {
    Map<String, List<String>> copies = new LinkedHashMap<>();
    filters.forEach((field, values) -> copies.put(field, List.copyOf(new ArrayList<>(values))));
    filters = Collections.unmodifiableMap(copies);
    facets = List.copyOf(facets);
    check("limit", limit >= 0 && limit <= MAX_LIMIT, "from 0 to " + MAX_LIMIT);
    check(
        "facetSize", facetSize >= 1 && facetSize <= MAX_FACET_SIZE, "from 1 to " + MAX_FACET_SIZE);
    check("facets", facets.size() <= MAX_FACETS, "at most " + MAX_FACETS);
    check("query", query.length() <= MAX_QUERY_LENGTH, "at most " + MAX_QUERY_LENGTH + " long");
    check(
        "filters",
        filters.values().stream().mapToInt(List::size).sum() <= MAX_FILTER_VALUES,
        "at most " + MAX_FILTER_VALUES + " values");
    check(
        "timeout",
        timeout.isPositive() && timeout.compareTo(MAX_TIMEOUT) <= 0,
        "from 1 ms to " + MAX_TIMEOUT.toSeconds() + " s");
  }

  private static void check(String field, boolean valid, String range) {
    if (!valid) {
      throw CatalogException.ofField(ErrorCode.INVALID_REQUEST, field, field + " is " + range);
    }
  }

  /** Returns a request for the first hits of a query, with nothing besides. */
  public static SearchRequest of(String query, int limit) {
    return new SearchRequest(
        query,
        SearchMode.KEYWORD,
        Map.of(),
        List.of(),
        10,
        SearchSort.RELEVANCE,
        false,
        false,
        limit,
        null,
        DEFAULT_TIMEOUT);
  }
}
