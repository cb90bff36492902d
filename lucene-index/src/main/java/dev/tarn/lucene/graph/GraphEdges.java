package dev.tarn.lucene.graph;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.lineage.Flow;
import dev.tarn.core.lineage.LineageEdges;
import dev.tarn.core.type.BuiltInTypes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A graph as the core walks it. */
record GraphEdges(LineageGraph graph) implements LineageEdges {
  private static final List<String> TYPES = List.of(BuiltInTypes.LINEAGE);

  @Override
  public int node(AssetId id) {
    return graph.ids().node(id);
  }

  @Override
  public AssetId id(int node) {
    return graph.ids().id(node);
  }

  @Override
  public void prepare(int[] nodes, int count, Flow flow) {}

  @Override
  public int count(int node, Flow flow, @Nullable AssetId after) {
    return graph.count(node, flow, after);
  }

  @Override
  public int read(int node, Flow flow, @Nullable AssetId after, int[] into) {
    return graph.read(node, flow, after, into);
  }

  @Override
  public List<String> types(int source, int target) {
    return TYPES;
  }
}
