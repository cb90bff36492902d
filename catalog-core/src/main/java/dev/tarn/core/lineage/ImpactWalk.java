package dev.tarn.core.lineage;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** Visits everything on one side, level by level, and counts it. */
final class ImpactWalk {
  private final LineageState state;
  private final LineageEdges edges;
  private final Flow flow;
  private final ImpactVisitor visitor;
  private final EdgeReader reader;
  private final ImpactCounts counts = new ImpactCounts();
  private final BitSet seen = new BitSet();
  private final List<AssetId> page = new ArrayList<>(LineageLimits.IMPACT_PAGE);
  private int depth;
  private int pageSize = LineageLimits.IMPACT_FIRST_PAGE;

  ImpactWalk(LineageState state, LineageEdges edges, Flow flow, ImpactVisitor visitor) {
    this.state = state;
    this.edges = edges;
    this.flow = flow;
    this.visitor = visitor;
    this.reader = new EdgeReader(edges);
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
    Map<AssetId, Asset> assets = state.assets(page);
    List<ImpactNode> nodes = new ArrayList<>(page.size());
    for (AssetId id : page) {
      Asset asset = assets.get(id);
      if (asset != null && !asset.isDeleted()) {
        counts.add(asset, depth);
        nodes.add(new ImpactNode(asset, depth));
      }
    }
    page.clear();
    pageSize = LineageLimits.IMPACT_PAGE;
    visitor.visit(nodes);
  }
}
