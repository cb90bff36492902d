package dev.tarn.core.table;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Part of what is directly in a namespace, ordered by name.
 *
 * @param namespace null for the outermost names
 * @param kinds what is wanted
 * @param cursor of the page before; null for the first
 * @param limit 1 to {@link #MAX_LIMIT}
 */
public record PointerQuery(
    @Nullable TableName namespace, Set<PointerKind> kinds, @Nullable String cursor, int limit) {
  /** The largest page. */
  public static final int MAX_LIMIT = 10_000;

  public PointerQuery {
    kinds = Set.copyOf(kinds);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST, "limit", "limit is from 1 to " + MAX_LIMIT);
    }
  }
}
