package dev.tarn.core.search;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.util.List;
import java.util.Map;

/**
 * The beginning of a name that someone types.
 *
 * @param text the beginning of a name, or of one of the words in it; of a qualified name if it has
 *     a dot
 * @param filters as in {@link SearchRequest#filters()}
 * @param byPopularity the most popular first, instead of the closest
 * @param limit 1 to {@link #MAX_LIMIT}
 */
public record SuggestRequest(
    String text, Map<String, List<String>> filters, boolean byPopularity, int limit) {
  /** The most suggestions. */
  public static final int MAX_LIMIT = 50;

  /** The longest text, in characters. */
  public static final int MAX_LENGTH = 256;

  public SuggestRequest {
    filters = Map.copyOf(filters);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST, "limit", "limit is from 1 to " + MAX_LIMIT);
    }
    if (text.length() > MAX_LENGTH) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST, "text", "text is at most " + MAX_LENGTH + " long");
    }
  }
}
