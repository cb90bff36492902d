package dev.tarn.core.search;

import dev.tarn.core.asset.Asset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a search found.
 *
 * @param total of all pages
 * @param facets in the order in which they were asked for
 * @param corrections queries that the user may have meant, the likeliest first; empty unless the
 *     query found little
 * @param limits what was cut short, such as {@code timeout} or {@code prefix-expansions}; empty if
 *     the result is whole
 * @param next the cursor of the next page; null at the end
 */
public record SearchResult(
    List<Hit> hits,
    Count total,
    List<Facet> facets,
    List<String> corrections,
    List<String> limits,
    @Nullable String next) {
  public SearchResult {
    hits = List.copyOf(hits);
    facets = List.copyOf(facets);
    corrections = List.copyOf(corrections);
    limits = List.copyOf(limits);
  }

  /**
   * A number of assets.
   *
   * @param exact false if there are at least {@code value}
   */
  public record Count(long value, boolean exact) {}

  /**
   * One asset.
   *
   * @param score comparable within one search only; 0 if the order is not by relevance
   * @param highlights by field name; empty unless asked for
   */
  public record Hit(
      Asset asset,
      double score,
      Map<String, List<Highlight>> highlights,
      @Nullable Explanation explanation) {
    public Hit {
      highlights = Map.copyOf(highlights);
    }
  }

  /**
   * A part of a field's text in which words of the query were found.
   *
   * @param text as it is stored: not escaped for any markup
   * @param matches in their order, not overlapping
   */
  public record Highlight(String text, List<Match> matches) {
    public Highlight {
      matches = List.copyOf(matches);
    }

    /**
     * Where a word was found, in characters of the text.
     *
     * @param end exclusive
     */
    public record Match(int start, int end) {}
  }

  /** How a part of a score came about. */
  public record Explanation(double value, String description, List<Explanation> details) {
    public Explanation {
      details = List.copyOf(details);
    }
  }

  /**
   * How many of the hits have each value of a field.
   *
   * @param values the most frequent, at most as many as were asked for
   * @param exact false if the counts are lower bounds
   * @param others hits with values that are not shown; counted once for each such value
   */
  public record Facet(String field, List<Value> values, boolean exact, long others) {
    public Facet {
      values = List.copyOf(values);
    }

    /**
     * One value.
     *
     * @param value what a filter takes
     * @param label for people: of a reference its name
     */
    public record Value(String value, String label, long count) {}
  }
}
