package dev.tarn.core.lineage;

import dev.tarn.core.asset.AssetId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to show around an asset.
 *
 * @param types of the relationships to go along, 1 to {@link LineageLimits#MAX_TYPES}
 * @param depth how many edges away, 1 to {@link LineageLimits#MAX_DEPTH}
 * @param fanOut the most neighbours of one node, on one side, 1 to {@link
 *     LineageLimits#MAX_FAN_OUT}
 * @param nodes the most nodes of the answer, 1 to {@link LineageLimits#MAX_NODES}
 * @param cursor of a {@link Truncation}, for the same asset, level and types: goes on from there
 */
public record LineageQuery(
    AssetId asset,
    LineageDirection direction,
    LineageLevel level,
    Set<String> types,
    int depth,
    int fanOut,
    int nodes,
    @Nullable String cursor) {
  public LineageQuery {
    types = LineageLimits.types(types);
    LineageLimits.within("depth", depth, LineageLimits.MAX_DEPTH);
    LineageLimits.within("fanOut", fanOut, LineageLimits.MAX_FAN_OUT);
    LineageLimits.within("nodes", nodes, LineageLimits.MAX_NODES);
  }

  /** Returns the query for what is {@link LineageLimits#DEFAULT_DEPTH} edges around an asset. */
  public static LineageQuery around(AssetId asset, LineageDirection direction) {
    return new LineageQuery(
        asset,
        direction,
        LineageLevel.ASSET,
        LineageLimits.DEFAULT_TYPES,
        LineageLimits.DEFAULT_DEPTH,
        LineageLimits.DEFAULT_FAN_OUT,
        LineageLimits.DEFAULT_NODES,
        null);
  }
}
