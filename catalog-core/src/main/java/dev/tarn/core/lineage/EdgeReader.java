package dev.tarn.core.lineage;

import dev.tarn.core.asset.AssetId;
import java.io.IOException;

/** Reads all neighbours of many nodes, some at a time. */
final class EdgeReader {
  /** How many nodes are prepared at once: bounds what edges keep of them. */
  private static final int NODES_AT_ONCE = 512;

  private static final int NEIGHBOURS_AT_ONCE = 4_096;

  private final LineageEdges edges;
  private final int[] nodes = new int[NODES_AT_ONCE];
  private final int[] neighbours = new int[NEIGHBOURS_AT_ONCE];

  EdgeReader(LineageEdges edges) {
    this.edges = edges;
  }

  /** Takes what is read. */
  @FunctionalInterface
  interface Visitor {
    /** Returns false to end the reading. */
    boolean edge(int node, int neighbour) throws IOException;
  }

  /** Shows each edge of the nodes on one side; returns false if the visitor did. */
  boolean read(IntList of, Flow flow, Visitor visitor) throws IOException {
    for (int from = 0; from < of.size(); from += NODES_AT_ONCE) {
      int count = Math.min(NODES_AT_ONCE, of.size() - from);
      of.copy(from, count, nodes);
      edges.prepare(nodes, count, flow);
      for (int i = 0; i < count; i++) {
        if (!read(nodes[i], flow, visitor)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean read(int node, Flow flow, Visitor visitor) throws IOException {
    AssetId after = null;
    int count;
    do {
      count = edges.read(node, flow, after, neighbours);
      for (int i = 0; i < count; i++) {
        if (!visitor.edge(node, neighbours[i])) {
          return false;
        }
      }
      after = count == 0 ? null : edges.id(neighbours[count - 1]);
    } while (count == NEIGHBOURS_AT_ONCE);
    return true;
  }
}
