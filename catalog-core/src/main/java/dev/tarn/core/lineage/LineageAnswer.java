package dev.tarn.core.lineage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is around an asset.
 *
 * @param nodes nearest first, the start before them all; of a walk from columns, the columns
 * @param edges between the nodes
 * @param columns what is left out of the columns of the start; null if nothing is
 */
public record LineageAnswer(
    List<LineageNode> nodes, List<LineageEdge> edges, @Nullable Truncation columns) {
  public LineageAnswer {
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
  }

  /** Returns whether nothing is left out. */
  public boolean complete() {
    return columns == null && nodes.stream().allMatch(node -> node.truncations().isEmpty());
  }
}
