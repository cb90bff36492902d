package dev.tarn.core.state;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Which live assets to list; filters that are null do not filter.
 *
 * @param namePrefix of the qualified name, case-sensitive
 * @param cursor from {@link Page#next()} of the same query
 * @param limit 1 to {@link #MAX_LIMIT}
 */
public record AssetQuery(
    @Nullable String type,
    @Nullable AssetId parent,
    @Nullable String platform,
    @Nullable AssetId workspace,
    @Nullable AssetId domain,
    @Nullable AssetId owner,
    @Nullable AssetId tag,
    @Nullable AssetId classification,
    @Nullable AssetId term,
    @Nullable String status,
    @Nullable String namePrefix,
    @Nullable String cursor,
    int limit) {
  /** The largest page. */
  public static final int MAX_LIMIT = 1_000;

  public AssetQuery {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST, "limit", "limit is from 1 to " + MAX_LIMIT);
    }
  }

  /** Returns the query for everything, or everything of a type. */
  public static AssetQuery ofType(@Nullable String type, @Nullable String cursor, int limit) {
    return new AssetQuery(
        type, null, null, null, null, null, null, null, null, null, null, cursor, limit);
  }
}
