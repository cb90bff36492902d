package dev.tarn.lucene.graph;

/**
 * The edges of a base in one direction: the neighbours of node {@code n}, sorted, are those from
 * {@code starts[n]} up to, without, {@code starts[n + 1]}.
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record Adjacency(int[] starts, int[] neighbours) {
  static final Adjacency NONE = new Adjacency(new int[1], new int[0]);

  int nodes() {
    return starts.length - 1;
  }

  int start(int node) {
    return node < nodes() ? starts[node] : neighbours.length;
  }

  int end(int node) {
    return node < nodes() ? starts[node + 1] : neighbours.length;
  }

  /** Returns where the neighbours of a node begin that are not below another node. */
  int from(int node, int least) {
    int from = start(node);
    int to = end(node);
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (neighbours[middle] < least) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  boolean contains(int node, int neighbour) {
    int at = from(node, neighbour);
    return at < end(node) && neighbours[at] == neighbour;
  }

  /**
   * Returns both directions of some edges, in the order of the graph: downstream, upstream.
   *
   * @param sources overwritten
   * @param targets of the same length
   */
  static Adjacency[] of(int nodes, int[] sources, int[] targets, int edges) {
    // Sorted by being dealt out twice: in the order of the one end, the other ends come sorted.
    int[] upStarts = starts(nodes, targets, edges);
    int[] up = new int[edges];
    int[] next = upStarts.clone();
    for (int i = 0; i < edges; i++) {
      up[next[targets[i]]++] = sources[i];
    }
    int[] downStarts = starts(nodes, sources, edges);
    int[] down = new int[edges];
    deal(nodes, upStarts, up, downStarts.clone(), down);
    deal(nodes, downStarts, down, upStarts.clone(), up);
    return new Adjacency[] {new Adjacency(downStarts, down), new Adjacency(upStarts, up)};
  }

  private static int[] starts(int nodes, int[] ends, int edges) {
    int[] starts = new int[nodes + 1];
    for (int i = 0; i < edges; i++) {
      starts[ends[i] + 1]++;
    }
    for (int i = 0; i < nodes; i++) {
      starts[i + 1] += starts[i];
    }
    return starts;
  }

  private static void deal(int nodes, int[] starts, int[] from, int[] next, int[] into) {
    for (int node = 0; node < nodes; node++) {
      for (int i = starts[node]; i < starts[node + 1]; i++) {
        into[next[from[i]]++] = node;
      }
    }
  }
}
