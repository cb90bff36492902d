package dev.tarn.rest.graphql;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.lineage.Flow;
import dev.tarn.core.lineage.ImpactQuery;
import dev.tarn.core.lineage.ImpactSummary;
import dev.tarn.core.lineage.LineageAnswer;
import dev.tarn.core.lineage.LineageDirection;
import dev.tarn.core.lineage.LineageEdge;
import dev.tarn.core.lineage.LineageLevel;
import dev.tarn.core.lineage.LineageLimits;
import dev.tarn.core.lineage.LineageNode;
import dev.tarn.core.lineage.LineageQuery;
import dev.tarn.core.lineage.PathAnswer;
import dev.tarn.core.lineage.PathQuery;
import dev.tarn.core.lineage.Truncation;
import dev.tarn.core.type.TypeRegistry;
import dev.tarn.rest.asset.Locators;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What hangs on an asset: {@code Asset.lineage}, {@code impact} and {@code paths}. */
final class LineageWiring {
  private LineageWiring() {}

  static void addTo(RuntimeWiring.Builder wiring) {
    new ObjectWiring<>("LineageConnection", LineageAnswer.class)
        .loadTogether("upstream", (answer, field) -> side(field, answer, Flow.UPSTREAM))
        .loadTogether("downstream", (answer, field) -> side(field, answer, Flow.DOWNSTREAM))
        .field("complete", LineageAnswer::complete)
        .field("nodes", LineageAnswer::nodes)
        .field("edges", LineageAnswer::edges)
        .field("columns", LineageAnswer::columns)
        .addTo(wiring);
    new ObjectWiring<>("LineageNode", LineageNode.class)
        .loadTogether("asset", (node, field) -> Loaders.asset(field, node.id()))
        .field("id", node -> node.id().value())
        .field("direction", LineageNode::flow)
        .field("depth", LineageNode::depth)
        .field("truncated", LineageNode::truncations)
        .addTo(wiring);
    new ObjectWiring<>("LineageTruncation", Truncation.class)
        .field("direction", Truncation::flow)
        .field("reason", Truncation::reason)
        .field("more", Truncation::more)
        .field("cursor", Truncation::cursor)
        .addTo(wiring);
    new ObjectWiring<>("LineageEdge", LineageEdge.class)
        .field("id", edge -> edge.id().value())
        .field("type", LineageEdge::type)
        .field("source", edge -> edge.source().value())
        .field("target", edge -> edge.target().value())
        .addTo(wiring);
    addImpact(wiring);
    new ObjectWiring<>("LineagePaths", PathAnswer.class)
        .field("complete", answer -> answer.left() == null)
        .field("left", PathAnswer::left)
        .field("direction", PathAnswer::flow)
        .field("paths", PathAnswer::paths)
        .addTo(wiring);
    new ObjectWiring<>("LineagePath", PathAnswer.Path.class)
        .field("length", PathAnswer.Path::length)
        .loadTogether("nodes", (path, field) -> Loaders.assets(field, path.nodes()))
        .field("edges", PathAnswer.Path::edges)
        .addTo(wiring);
  }

  private static void addImpact(RuntimeWiring.Builder wiring) {
    new ObjectWiring<>("ImpactSummary", ImpactSummary.class)
        .field("assets", ImpactSummary::assets)
        .field("depth", ImpactSummary::depth)
        .field("by_depth", ImpactSummary::byDepth)
        .field("by_type", ImpactSummary::byType)
        .field("by_owner", ImpactSummary::byOwner)
        .field("by_domain", ImpactSummary::byDomain)
        .field("by_workspace", ImpactSummary::byWorkspace)
        .field("by_platform", ImpactSummary::byPlatform)
        .addTo(wiring);
    new ObjectWiring<>("ImpactGrouping", ImpactSummary.Grouping.class)
        .field("groups", ImpactSummary.Grouping::groups)
        .field("without", ImpactSummary.Grouping::without)
        .field("other_groups", ImpactSummary.Grouping::otherGroups)
        .field("other_assets", ImpactSummary.Grouping::otherAssets)
        .addTo(wiring);
    new ObjectWiring<>("ImpactGroup", ImpactSummary.Group.class)
        .field("value", ImpactSummary.Group::value)
        .field("label", ImpactSummary.Group::label)
        .field("count", ImpactSummary.Group::count)
        .addTo(wiring);
  }

  private static CompletableFuture<List<Asset>> side(
      DataFetchingEnvironment field, LineageAnswer answer, Flow flow) {
    return Loaders.assets(
        field,
        answer.nodes().stream().filter(node -> node.flow() == flow).map(LineageNode::id).toList());
  }

  static CompletableFuture<LineageAnswer> around(Asset asset, DataFetchingEnvironment field)
      throws IOException {
    return Loaders.lineage(
        field,
        new LineageQuery(
            asset.id(),
            LineageDirection.valueOf(Arguments.requiredText(field, "direction")),
            level(field),
            types(field),
            Arguments.number(field, "depth"),
            Arguments.number(field, "fan_out"),
            Arguments.number(field, "limit"),
            Arguments.text(field, "cursor")));
  }

  static ImpactSummary impact(Asset asset, DataFetchingEnvironment field) throws IOException {
    Flow flow = Flow.valueOf(Arguments.requiredText(field, "direction"));
    return RequestView.of(field.getGraphQlContext())
        .view()
        .lineage()
        .impact(
            new ImpactQuery(
                asset.id(), flow, level(field), types(field), field.getArgument("depth")));
  }

  static PathAnswer paths(Asset asset, DataFetchingEnvironment field) throws IOException {
    AssetId to =
        Objects.requireNonNull(
            Locators.filter(
                RequestView.of(field.getGraphQlContext()).view(),
                "to",
                Arguments.requiredText(field, "to")));
    return RequestView.of(field.getGraphQlContext())
        .view()
        .lineage()
        .paths(
            new PathQuery(
                asset.id(),
                to,
                LineageDirection.valueOf(Arguments.requiredText(field, "direction")),
                level(field),
                types(field),
                Arguments.number(field, "depth"),
                Arguments.number(field, "limit")));
  }

  private static LineageLevel level(DataFetchingEnvironment field) {
    return LineageLevel.valueOf(Arguments.requiredText(field, "level"));
  }

  private static Set<String> types(DataFetchingEnvironment field) throws IOException {
    @Nullable List<String> given = field.getArgument("types");
    if (given == null) {
      return LineageLimits.DEFAULT_TYPES;
    }
    TypeRegistry registry = RequestView.of(field.getGraphQlContext()).types();
    for (String type : given) {
      if (registry.relationshipType(type).isEmpty()) {
        throw CatalogException.ofField(
            ErrorCode.UNKNOWN_TYPE, "types", "there is no relationship type " + type);
      }
    }
    return Set.copyOf(given);
  }
}
