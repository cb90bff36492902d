package dev.tarn.core.lineage;

import dev.tarn.core.asset.AssetId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything on one side of an asset.
 *
 * @param flow downstream: what a change of the asset reaches
 * @param depth how many edges away; null for all
 */
public record ImpactQuery(
    AssetId asset, Flow flow, LineageLevel level, Set<String> types, @Nullable Integer depth) {
  public ImpactQuery {
    types = LineageLimits.types(types);
    if (depth != null) {
      LineageLimits.within("depth", depth, Integer.MAX_VALUE);
    }
  }

  /** Returns the query for all that is downstream of an asset. */
  public static ImpactQuery downstreamOf(AssetId asset) {
    return new ImpactQuery(
        asset, Flow.DOWNSTREAM, LineageLevel.ASSET, LineageLimits.DEFAULT_TYPES, null);
  }
}
