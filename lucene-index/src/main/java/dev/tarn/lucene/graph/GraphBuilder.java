package dev.tarn.lucene.graph;

import dev.tarn.core.lineage.Flow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Makes a graph: first all edges are added, between nodes of any numbers below a bound, then the
 * ids of these nodes, in sorted runs. Not thread safe; used once.
 */
public final class GraphBuilder {
  private int[] sources;
  private int[] targets;
  private int edges;
  private final int nodes;
  private final BitSet ends;
  private final List<Run> runs = new ArrayList<>();

  /**
   * @param nodes above all numbers of nodes
   * @param expectedEdges how much room is made at first
   */
  public GraphBuilder(int nodes, int expectedEdges) {
    this.nodes = nodes;
    this.ends = new BitSet(nodes);
    this.sources = new int[expectedEdges];
    this.targets = new int[expectedEdges];
  }

  /** Adds an edge. Each is added once. */
  public void edge(int source, int target) {
    if (edges == sources.length) {
      int capacity = Math.max(16, edges + (edges >> 1));
      sources = Arrays.copyOf(sources, capacity);
      targets = Arrays.copyOf(targets, capacity);
    }
    sources[edges] = source;
    targets[edges++] = target;
    ends.set(source);
    ends.set(target);
  }

  /** Returns the number of different ends that the edges have. */
  public int endCount() {
    return ends.cardinality();
  }

  /** Returns whether an edge ends at this node, so that its id is needed. */
  public boolean isEnd(int node) {
    return node >= 0 && node < nodes && ends.get(node);
  }

  /** Begins a run of ids in ascending order. */
  public Run run() {
    Run run = new Run();
    runs.add(run);
    return run;
  }

  /** Ids in ascending order. */
  public static final class Run {
    private static final int FIRST_CAPACITY = 1_024;

    private long[] high = new long[FIRST_CAPACITY];
    private long[] low = new long[FIRST_CAPACITY];
    private int[] node = new int[FIRST_CAPACITY];
    private int size;
    private int next;

    private Run() {}

    /**
     * Adds the id of a node.
     *
     * @param highBits the first half of the id
     */
    public void add(int numbered, long highBits, long lowBits) {
      if (size == node.length) {
        int capacity = size + (size >> 1);
        high = Arrays.copyOf(high, capacity);
        low = Arrays.copyOf(low, capacity);
        node = Arrays.copyOf(node, capacity);
      }
      high[size] = highBits;
      low[size] = lowBits;
      node[size++] = numbered;
    }
  }

  private static final Comparator<Run> BY_NEXT =
      (one, other) -> {
        int order = Long.compareUnsigned(one.high[one.next], other.high[other.next]);
        return order == 0 ? Long.compareUnsigned(one.low[one.next], other.low[other.next]) : order;
      };

  /**
   * Returns the graph.
   *
   * @throws IllegalStateException if an end has no id, or more than one
   */
  public LineageGraph build() {
    int count = endCount();
    long[] high = new long[count];
    long[] low = new long[count];
    int[] ranks = new int[nodes];
    Arrays.fill(ranks, -1);
    merge(high, low, ranks);
    runs.clear();
    for (int i = 0; i < edges; i++) {
      sources[i] = ranks[sources[i]];
      targets[i] = ranks[targets[i]];
    }
    Adjacency[] both = Adjacency.of(count, sources, targets, edges);
    return new LineageGraph(new NodeIds(high, low), both[0], both[1]);
  }

  private void merge(long[] high, long[] low, int[] ranks) {
    PriorityQueue<Run> open = new PriorityQueue<>(Math.max(1, runs.size()), BY_NEXT);
    runs.stream().filter(run -> run.size > 0).forEach(open::add);
    int rank = 0;
    while (!open.isEmpty()) {
      Run run = open.remove();
      do {
        int node = run.node[run.next];
        if (!isEnd(node) || ranks[node] >= 0 || rank == high.length) {
          throw new IllegalStateException("node " + node + " has more than one id");
        }
        high[rank] = run.high[run.next];
        low[rank] = run.low[run.next];
        ranks[node] = rank++;
        run.next++;
      } while (run.next < run.size && (open.isEmpty() || BY_NEXT.compare(run, open.peek()) <= 0));
      if (run.next < run.size) {
        open.add(run);
      }
    }
    if (rank != high.length) {
      throw new IllegalStateException(
          (high.length - rank) + " ends of lineage edges have no id in the index");
    }
  }

  /** Returns the same graph with everything in its base. */
  static LineageGraph compacted(LineageGraph graph) {
    NodeIds ids = graph.ids();
    int[] order = order(graph);
    int[] ranks = new int[ids.count()];
    Arrays.fill(ranks, -1);
    long[] high = new long[order.length];
    long[] low = new long[order.length];
    for (int rank = 0; rank < order.length; rank++) {
      ranks[order[rank]] = rank;
      high[rank] = ids.high(order[rank]);
      low[rank] = ids.low(order[rank]);
    }
    return new LineageGraph(
        new NodeIds(high, low),
        compacted(graph, order, ranks, Flow.DOWNSTREAM),
        compacted(graph, order, ranks, Flow.UPSTREAM));
  }

  /** Returns the nodes that have neighbours, by id. */
  private static int[] order(LineageGraph graph) {
    NodeIds ids = graph.ids();
    int[] later = new int[ids.count() - ids.baseCount()];
    int laterCount = 0;
    for (int node = ids.baseCount(); node < ids.count(); node++) {
      if (hasNeighbours(graph, node)) {
        later[laterCount++] = node;
      }
    }
    List<Integer> sorted = new ArrayList<>(Arrays.stream(later, 0, laterCount).boxed().toList());
    sorted.sort(ids::compare);
    int[] order = new int[ids.baseCount() + laterCount];
    int count = 0;
    int next = 0;
    for (int node = 0; node < ids.baseCount(); node++) {
      while (next < laterCount && ids.compare(sorted.get(next), node) < 0) {
        order[count++] = sorted.get(next++);
      }
      if (hasNeighbours(graph, node)) {
        order[count++] = node;
      }
    }
    while (next < laterCount) {
      order[count++] = sorted.get(next++);
    }
    return Arrays.copyOf(order, count);
  }

  private static boolean hasNeighbours(LineageGraph graph, int node) {
    return graph.count(node, Flow.DOWNSTREAM, null) > 0
        || graph.count(node, Flow.UPSTREAM, null) > 0;
  }

  private static Adjacency compacted(LineageGraph graph, int[] order, int[] ranks, Flow flow) {
    int[] starts = new int[order.length + 1];
    for (int rank = 0; rank < order.length; rank++) {
      starts[rank + 1] = Math.addExact(starts[rank], graph.count(order[rank], flow, null));
    }
    int[] neighbours = new int[starts[order.length]];
    int[] buffer = new int[0];
    for (int rank = 0; rank < order.length; rank++) {
      int size = starts[rank + 1] - starts[rank];
      if (buffer.length < size) {
        buffer = new int[2 * size];
      }
      graph.read(order[rank], flow, null, buffer);
      for (int i = 0; i < size; i++) {
        neighbours[starts[rank] + i] = ranks[buffer[i]];
      }
    }
    return new Adjacency(starts, neighbours);
  }
}
