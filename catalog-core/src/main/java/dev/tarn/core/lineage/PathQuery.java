package dev.tarn.core.lineage;

import dev.tarn.core.asset.AssetId;
import java.util.Set;

/**
 * How one asset hangs on another.
 *
 * @param direction which way from the one to the other; both: downstream, and upstream if there is
 *     no way downstream
 * @param depth the most edges of a path, 1 to {@link LineageLimits#MAX_DEPTH}
 * @param paths the most paths, 1 to {@link LineageLimits#MAX_PATHS}
 */
public record PathQuery(
    AssetId from,
    AssetId to,
    LineageDirection direction,
    LineageLevel level,
    Set<String> types,
    int depth,
    int paths) {
  public PathQuery {
    types = LineageLimits.types(types);
    LineageLimits.within("depth", depth, LineageLimits.MAX_DEPTH);
    LineageLimits.within("paths", paths, LineageLimits.MAX_PATHS);
  }

  /** Returns the query for the ways between two assets, with the limits of the defaults. */
  public static PathQuery between(AssetId from, AssetId to) {
    return new PathQuery(
        from,
        to,
        LineageDirection.BOTH,
        LineageLevel.ASSET,
        LineageLimits.DEFAULT_TYPES,
        LineageLimits.DEFAULT_PATH_DEPTH,
        LineageLimits.DEFAULT_PATHS);
  }
}
