package dev.tarn.rest.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.lineage.LineageAnswer;
import dev.tarn.core.lineage.LineageEdge;
import dev.tarn.core.lineage.LineageNode;
import dev.tarn.core.lineage.Truncation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is around an asset, as it is answered. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LineageView(
    @Schema(description = "What was asked for.") NamedAsset asset,
    @Schema(description = "Whether nothing is left out.") boolean complete,
    @Schema(description = "The start, then the nearest first.") List<Node> nodes,
    @Schema(description = "Between the nodes.") List<Edge> edges,
    @Schema(description = "What is left out of the columns of the asset.") @Nullable Left columns) {

  /** An asset of the answer. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Node(
      NamedAsset asset,
      @Schema(description = "On which side of the start; the start itself has none.")
          @Nullable Way direction,
      @Schema(description = "Edges from the start, on the shortest way.") int depth,
      @Schema(description = "What is left out at this node; absent if it is shown whole.")
          @Nullable List<Left> truncated) {}

  /** What is left out, why, and how to go on. */
  record Left(
      Way direction,
      @Schema(description = "fan-out, nodes or depth: the limit that was met.") String reason,
      @Schema(description = "How many neighbours are left out.") long more,
      @Schema(description = "As 'cursor' of the same request: goes on exactly here.")
          String cursor) {
    static Left of(Truncation truncation) {
      return new Left(
          Way.of(truncation.flow()),
          truncation.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'),
          truncation.more(),
          truncation.cursor());
    }
  }

  /** A relationship. */
  record Edge(String id, @Schema(example = "lineage") String type, String source, String target) {
    static Edge of(LineageEdge edge) {
      return new Edge(edge.id().value(), edge.type(), edge.source().value(), edge.target().value());
    }
  }

  static LineageView of(AssetId asset, LineageAnswer answer, Map<AssetId, Asset> known) {
    return new LineageView(
        NamedAsset.of(asset, known),
        answer.complete(),
        answer.nodes().stream().map(node -> node(node, known)).toList(),
        answer.edges().stream().map(Edge::of).toList(),
        answer.columns() == null ? null : Left.of(answer.columns()));
  }

  private static Node node(LineageNode node, Map<AssetId, Asset> known) {
    return new Node(
        NamedAsset.of(node.id(), known),
        node.flow() == null ? null : Way.of(node.flow()),
        node.depth(),
        node.truncations().isEmpty() ? null : node.truncations().stream().map(Left::of).toList());
  }
}
