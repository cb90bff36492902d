package dev.tarn.core.state;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Which live relationships to list; filters that are null do not filter.
 *
 * @param either at one of the two ends
 * @param cursor from {@link Page#next()} of the same query
 * @param limit 1 to {@link AssetQuery#MAX_LIMIT}
 */
public record RelationshipQuery(
    @Nullable String type,
    @Nullable AssetId source,
    @Nullable AssetId target,
    @Nullable AssetId either,
    @Nullable String cursor,
    int limit) {
  public RelationshipQuery {
    if (limit < 1 || limit > AssetQuery.MAX_LIMIT) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST, "limit", "limit is from 1 to " + AssetQuery.MAX_LIMIT);
    }
  }

  /** Returns the same query, which goes on after a page; from the start for null. */
  public RelationshipQuery after(@Nullable String next) {
    return new RelationshipQuery(type, source, target, either, next, limit);
  }

  /** Returns the same query for pages of another length. */
  public RelationshipQuery limitedTo(int other) {
    return new RelationshipQuery(type, source, target, either, cursor, other);
  }
}
