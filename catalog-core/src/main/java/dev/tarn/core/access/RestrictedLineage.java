package dev.tarn.core.access;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.lineage.ImpactQuery;
import dev.tarn.core.lineage.ImpactSummary;
import dev.tarn.core.lineage.ImpactVisitor;
import dev.tarn.core.lineage.LineageAnswer;
import dev.tarn.core.lineage.LineageEdge;
import dev.tarn.core.lineage.LineageNode;
import dev.tarn.core.lineage.LineageQuery;
import dev.tarn.core.lineage.LineageReader;
import dev.tarn.core.lineage.LineageState;
import dev.tarn.core.lineage.PathAnswer;
import dev.tarn.core.lineage.PathQuery;
import dev.tarn.core.lineage.Truncation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Walks whose answers say that there is something, but not what, where an asset is hidden: it has
 * another id, the same one in every answer of this process. Impact counts only what is shown.
 */
final class RestrictedLineage implements LineageReader {
  private final LineageReader walks;
  private final LineageState shown;

  /**
   * @param walks through all there is
   */
  RestrictedLineage(LineageReader walks, LineageState shown) {
    this.walks = walks;
    this.shown = shown;
  }

  private boolean isShown(AssetId id) throws IOException {
    return shown.assets(List.of(id)).containsKey(id);
  }

  @Override
  public List<LineageAnswer> explore(List<LineageQuery> queries) throws IOException {
    List<LineageQuery> allowed = new ArrayList<>();
    for (LineageQuery query : queries) {
      if (isShown(query.asset())) {
        allowed.add(query);
      }
    }
    List<LineageAnswer> found = allowed.isEmpty() ? List.of() : walks.explore(allowed);
    Map<LineageQuery, LineageAnswer> byQuery = new HashMap<>();
    for (int i = 0; i < allowed.size(); i++) {
      byQuery.put(allowed.get(i), redacted(found.get(i)));
    }
    List<LineageAnswer> answers = new ArrayList<>(queries.size());
    for (LineageQuery query : queries) {
      LineageAnswer answer = byQuery.get(query);
      answers.add(answer == null ? nothingAround(query.asset()) : answer);
    }
    return answers;
  }

  private static LineageAnswer nothingAround(AssetId asset) {
    return new LineageAnswer(List.of(new LineageNode(asset, null, 0, List.of())), List.of(), null);
  }

  private LineageAnswer redacted(LineageAnswer answer) throws IOException {
    Set<AssetId> ids = new HashSet<>();
    answer.nodes().forEach(node -> ids.add(node.id()));
    Set<AssetId> visible = shown.assets(ids).keySet();
    if (visible.containsAll(ids)) {
      return answer;
    }
    List<LineageEdge> edges = answer.edges().stream().map(edge -> redacted(edge, visible)).toList();
    Set<AssetId> besideHidden = new HashSet<>();
    for (LineageEdge edge : answer.edges()) {
      if (!visible.contains(edge.source()) || !visible.contains(edge.target())) {
        besideHidden.add(edge.source());
        besideHidden.add(edge.target());
      }
    }
    List<LineageNode> nodes =
        answer.nodes().stream()
            .map(
                node ->
                    new LineageNode(
                        Redaction.of(node.id(), visible),
                        node.flow(),
                        node.depth(),
                        besideHidden.contains(node.id()) || !visible.contains(node.id())
                            ? node.truncations().stream().map(RestrictedLineage::closed).toList()
                            : node.truncations()))
            .toList();
    return new LineageAnswer(nodes, edges, answer.columns());
  }

  /** A cursor names the last neighbour that was shown: where that may be hidden there is none. */
  private static Truncation closed(Truncation truncation) {
    return new Truncation(truncation.flow(), truncation.reason(), truncation.more(), "");
  }

  private static LineageEdge redacted(LineageEdge edge, Set<AssetId> visible) {
    return new LineageEdge(
        edge.type(), Redaction.of(edge.source(), visible), Redaction.of(edge.target(), visible));
  }

  @Override
  public ImpactSummary impact(ImpactQuery query, ImpactVisitor visitor) throws IOException {
    return walks.impact(reachable(query), visitor);
  }

  @Override
  public ImpactSummary impact(ImpactQuery query) throws IOException {
    return walks.impact(reachable(query));
  }

  /** Nothing is reached from what is hidden: its redacted id leads nowhere. */
  private ImpactQuery reachable(ImpactQuery query) throws IOException {
    return isShown(query.asset())
        ? query
        : new ImpactQuery(
            Redaction.of(query.asset(), Set.of()),
            query.flow(),
            query.level(),
            query.types(),
            query.depth());
  }

  @Override
  public PathAnswer paths(PathQuery query) throws IOException {
    if (!isShown(query.from()) || !isShown(query.to())) {
      return new PathAnswer(List.of(), null, null);
    }
    PathAnswer answer = walks.paths(query);
    Set<AssetId> ids = new HashSet<>();
    answer.paths().forEach(path -> ids.addAll(path.nodes()));
    Set<AssetId> visible = shown.assets(ids).keySet();
    return new PathAnswer(
        answer.paths().stream()
            .map(
                path ->
                    new PathAnswer.Path(
                        path.nodes().stream().map(id -> Redaction.of(id, visible)).toList(),
                        path.edges().stream().map(edge -> redacted(edge, visible)).toList()))
            .toList(),
        answer.flow(),
        answer.left());
  }
}
