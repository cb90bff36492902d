package dev.tarn.core.lineage;

import dev.tarn.core.asset.AssetId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shortest paths between two assets: all of one length, none of them longer.
 *
 * @param flow which way they go from the first asset; null if there is none
 * @param left why there may be more; null if these are all the shortest paths, or there is no path
 */
public record PathAnswer(List<Path> paths, @Nullable Flow flow, @Nullable Left left) {
  public PathAnswer {
    paths = List.copyOf(paths);
  }

  /**
   * One path.
   *
   * @param nodes from the first asset to the last
   * @param edges between each node and the next; one for each type of relationship
   */
  public record Path(List<AssetId> nodes, List<LineageEdge> edges) {
    public Path {
      nodes = List.copyOf(nodes);
      edges = List.copyOf(edges);
    }

    /** Returns the number of steps. */
    public int length() {
      return nodes.size() - 1;
    }
  }

  /** Why there may be more paths than the answer has. */
  public enum Left {
    /** There are more paths of this length than the query asks for. */
    PATHS,
    /** There is no path of the query's depth; there may be a longer one. */
    DEPTH,
    /** The search ended after {@link LineageLimits#MAX_PATH_NODES}. */
    NODES
  }
}
