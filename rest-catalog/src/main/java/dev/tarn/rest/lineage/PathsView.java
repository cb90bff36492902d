package dev.tarn.rest.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.lineage.PathAnswer;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shortest paths between two assets, as they are answered. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PathsView(
    @Schema(description = "Whether these are all the shortest paths; none: there is no path.")
        boolean complete,
    @Schema(
            description =
                "Why there may be more: paths (of this length), depth (longer ones), nodes (the"
                    + " search gave up).")
        @Nullable String left,
    @Schema(description = "Which way the paths go from the first asset.") @Nullable Way direction,
    @Schema(description = "The number of edges of each of them.") @Nullable Integer length,
    List<Path> paths) {

  /** One path. */
  record Path(List<NamedAsset> nodes, List<LineageView.Edge> edges) {}

  static PathsView of(PathAnswer answer, Map<AssetId, Asset> known) {
    PathAnswer.Left left = answer.left();
    return new PathsView(
        left == null,
        left == null ? null : left.name().toLowerCase(Locale.ROOT),
        answer.flow() == null ? null : Way.of(answer.flow()),
        answer.paths().isEmpty() ? null : answer.paths().getFirst().length(),
        answer.paths().stream().map(path -> path(path, known)).toList());
  }

  private static Path path(PathAnswer.Path path, Map<AssetId, Asset> known) {
    return new Path(
        path.nodes().stream().map(id -> NamedAsset.of(id, known)).toList(),
        path.edges().stream().map(LineageView.Edge::of).toList());
  }
}
