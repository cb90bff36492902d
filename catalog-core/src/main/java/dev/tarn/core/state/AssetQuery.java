package dev.tarn.core.state;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.util.Comparator;
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

  /**
   * The order of names in lists: by code point, which is how their UTF-8 bytes sort, so that every
   * store can keep it. It differs from that of {@code String} beyond U+FFFF.
   */
  public static final Comparator<String> NAME_ORDER = AssetQuery::compareNames;

  public AssetQuery {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST, "limit", "limit is from 1 to " + MAX_LIMIT);
    }
  }

  /** Returns the query for everything, or everything of a type. */
  public static AssetQuery ofType(@Nullable String type, @Nullable String cursor, int limit) {
    return of(type, null, null, cursor, limit);
  }

  /** Returns the query for what of a type has a qualified name that begins so. */
  public static AssetQuery named(
      String type, String namePrefix, @Nullable String cursor, int limit) {
    return of(type, null, namePrefix, cursor, limit);
  }

  /** Returns the query for what an asset directly contains. */
  public static AssetQuery childrenOf(AssetId parent, @Nullable String cursor, int limit) {
    return of(null, parent, null, cursor, limit);
  }

  /** Returns the query for what of a type, or of any, an asset directly contains. */
  public static AssetQuery childrenOf(
      AssetId parent, @Nullable String type, @Nullable String cursor, int limit) {
    return of(type, parent, null, cursor, limit);
  }

  private static AssetQuery of(
      @Nullable String type,
      @Nullable AssetId parent,
      @Nullable String namePrefix,
      @Nullable String cursor,
      int limit) {
    return new AssetQuery(
        type, parent, null, null, null, null, null, null, null, null, namePrefix, cursor, limit);
  }

  /** Returns the same query, which goes on after a page; from the start for null. */
  public AssetQuery after(@Nullable String next) {
    return page(next, limit);
  }

  /** Returns the same query for pages of another length. */
  public AssetQuery limitedTo(int other) {
    return page(cursor, other);
  }

  private AssetQuery page(@Nullable String from, int length) {
    return new AssetQuery(
        type,
        parent,
        platform,
        workspace,
        domain,
        owner,
        tag,
        classification,
        term,
        status,
        namePrefix,
        from,
        length);
  }

  private static int compareNames(String one, String other) {
    int common = Math.min(one.length(), other.length());
    for (int i = 0; i < common; i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a != b) {
        boolean bothOrNoneBeyond = Character.isSurrogate(a) == Character.isSurrogate(b);
        return bothOrNoneBeyond ? Character.compare(a, b) : Character.isSurrogate(a) ? 1 : -1;
      }
    }
    return Integer.compare(one.length(), other.length());
  }
}
