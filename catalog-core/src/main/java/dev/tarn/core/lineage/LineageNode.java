package dev.tarn.core.lineage;

import dev.tarn.core.asset.AssetId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An asset in an answer. One that is both upstream and downstream, on a cycle, is there twice.
 *
 * @param flow on which side of the start; null for the start itself
 * @param depth edges from the start, on the shortest way; 0 for the start itself
 * @param truncations what is left out at this node; empty if it is shown whole
 */
public record LineageNode(
    AssetId id, @Nullable Flow flow, int depth, List<Truncation> truncations) {
  public LineageNode {
    truncations = List.copyOf(truncations);
  }
}
