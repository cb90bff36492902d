package dev.tarn.lucene.graph;

/**
 * When a graph gets a new base.
 *
 * @param minChanges not before so many changes
 * @param baseShare and not before the changes are one of so many of the base's edges
 */
public record GraphLimits(int minChanges, int baseShare) {
  public GraphLimits {
    if (minChanges < 1 || baseShare < 1) {
      throw new IllegalArgumentException("minChanges and baseShare are positive");
    }
  }

  /** Returns limits under which an overlay takes little beside its base. */
  public static GraphLimits defaults() {
    return new GraphLimits(1 << 16, 64);
  }

  boolean isDue(LineageGraph graph) {
    return graph.changes() >= Math.max(minChanges, graph.baseEdges() / baseShare);
  }
}
