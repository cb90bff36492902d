package dev.tarn.lucene.graph;

/**
 * What a graph has.
 *
 * @param nodes at most so many
 */
public record GraphSize(long nodes, long edges) {
  /** Of a node: an id, and where its edges begin on either side. */
  private static final long NODE_BYTES = 2 * Long.BYTES + 2 * Integer.BYTES;

  /** Of an edge: its other end, for either end. */
  private static final long EDGE_BYTES = 2 * Integer.BYTES;

  /** How much more it takes to make a graph than to have it. */
  private static final int MAKING = 2;

  /** Returns about how much memory the graph takes. */
  public long bytes() {
    return nodes * NODE_BYTES + edges * EDGE_BYTES;
  }

  /** Returns about how much memory it takes to make it. */
  long makingBytes() {
    return MAKING * bytes();
  }
}
