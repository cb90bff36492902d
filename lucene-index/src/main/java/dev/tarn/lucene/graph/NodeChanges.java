package dev.tarn.lucene.graph;

/**
 * How the neighbours of one node differ from those of the base, in one direction. Never changes.
 *
 * @param added sorted by id; none of them is in the base
 * @param removed sorted by id; all of them are in the base
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record NodeChanges(int[] added, int[] removed) {
  static final NodeChanges NONE = new NodeChanges(new int[0], new int[0]);

  boolean isNothing() {
    return added.length == 0 && removed.length == 0;
  }

  /** Returns whether an edge is there. */
  boolean hasEdge(int neighbour, boolean inBase, NodeIds ids) {
    return inBase ? find(removed, neighbour, ids) < 0 : find(added, neighbour, ids) >= 0;
  }

  /** Returns this with an edge that is there from now on, or is not. */
  NodeChanges with(int neighbour, boolean live, boolean inBase, NodeIds ids) {
    if (inBase) {
      return new NodeChanges(
          added, live ? without(removed, neighbour, ids) : and(removed, neighbour, ids));
    }
    return new NodeChanges(
        live ? and(added, neighbour, ids) : without(added, neighbour, ids), removed);
  }

  private static int[] and(int[] nodes, int node, NodeIds ids) {
    int at = find(nodes, node, ids);
    if (at >= 0) {
      return nodes;
    }
    int slot = -at - 1;
    int[] more = new int[nodes.length + 1];
    System.arraycopy(nodes, 0, more, 0, slot);
    more[slot] = node;
    System.arraycopy(nodes, slot, more, slot + 1, nodes.length - slot);
    return more;
  }

  private static int[] without(int[] nodes, int node, NodeIds ids) {
    int at = find(nodes, node, ids);
    if (at < 0) {
      return nodes;
    }
    int[] fewer = new int[nodes.length - 1];
    System.arraycopy(nodes, 0, fewer, 0, at);
    System.arraycopy(nodes, at + 1, fewer, at, fewer.length - at);
    return fewer;
  }

  private static int find(int[] nodes, int node, NodeIds ids) {
    int from = 0;
    int to = nodes.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      int order = ids.compare(nodes[middle], node);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return -from - 1;
  }

  /** Returns how many of some nodes come no later than an id. */
  static int upTo(int[] nodes, long high, long low, NodeIds ids) {
    int from = 0;
    int to = nodes.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (ids.compare(nodes[middle], high, low) <= 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}
