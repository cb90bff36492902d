package dev.tarn.core.lineage;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** Goes through everything on one side, level by level, and counts it. */
final class ImpactWalk {
  private final LineageState state;
  private final LineageEdges edges;
  private final Flow flow;
  private final Counter counter;
  private final EdgeReader reader;
  private final ImpactCounts counts = new ImpactCounts();
  private final BitSet seen = new BitSet();
  private final List<AssetId> page = new ArrayList<>(LineageLimits.IMPACT_PAGE);
  private int depth;
  private int pageSize = LineageLimits.IMPACT_FIRST_PAGE;

  /** Counts some of what is reached. */
  @FunctionalInterface
  private interface Counter {
    void count(List<AssetId> ids, int depth, ImpactCounts into) throws IOException;
  }

  private ImpactWalk(LineageState state, LineageEdges edges, Flow flow, Counter counter) {
    this.state = state;
    this.edges = edges;
    this.flow = flow;
    this.counter = counter;
    this.reader = new EdgeReader(edges);
  }

  /** Returns the walk that only counts. */
  static ImpactWalk counting(LineageState state, LineageEdges edges, Flow flow) {
    return new ImpactWalk(
        state,
        edges,
        flow,
        (ids, depth, into) -> state.traits(ids).forEach(asset -> into.add(asset, depth)));
  }

  /** Returns the walk that shows what it counts. */
  static ImpactWalk visiting(
      LineageState state, LineageEdges edges, Flow flow, ImpactVisitor visitor) {
    return new ImpactWalk(
        state,
        edges,
        flow,
        (ids, depth, into) -> {
          Map<AssetId, Asset> assets = state.assets(ids);
          List<ImpactNode> nodes = new ArrayList<>(ids.size());
          for (AssetId id : ids) {
            Asset asset = assets.get(id);
            if (asset != null && !asset.isDeleted()) {
              into.add(AssetTraits.of(asset), depth);
              nodes.add(new ImpactNode(asset, depth));
            }
          }
          visitor.visit(nodes);
        });
  }

  ImpactSummary walk(List<AssetId> starts, int maxDepth) throws IOException {
    IntList level = new IntList();
    for (AssetId start : starts) {
      int node = edges.node(start);
      if (node != LineageEdges.NONE) {
        seen.set(node);
        level.add(node);
      }
    }
    IntList reached = new IntList();
    while (!level.isEmpty() && depth < maxDepth) {
      depth++;
      IntList next = reached;
      reader.read(level, flow, (node, neighbour) -> reach(neighbour, next));
      flush();
      reached = level;
      reached.clear();
      level = next;
    }
    return counts.summary(state);
  }

  private boolean reach(int node, IntList reached) throws IOException {
    if (!seen.get(node)) {
      seen.set(node);
      reached.add(node);
      page.add(edges.id(node));
      if (page.size() == pageSize) {
        flush();
      }
    }
    return true;
  }

  private void flush() throws IOException {
    if (page.isEmpty()) {
      return;
    }
    counter.count(page, depth, counts);
    page.clear();
    pageSize = LineageLimits.IMPACT_PAGE;
  }
}
