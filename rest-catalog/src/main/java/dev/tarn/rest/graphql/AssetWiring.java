package dev.tarn.rest.graphql;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Owner;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The fields of assets, relationships and what hangs on them. */
final class AssetWiring {
  private AssetWiring() {}

  /** One attribute's value. */
  private record Attribute(String name, Object value) {}

  /** Where a page ends. */
  record PageEnd(@Nullable String cursor) {}

  static void addTo(RuntimeWiring.Builder wiring) {
    asset().addTo(wiring);
    tag().addTo(wiring);
    relationship().addTo(wiring);
    new ObjectWiring<>("Attribute", Attribute.class)
        .field("name", Attribute::name)
        .field("value", Attribute::value)
        .addTo(wiring);
    new ObjectWiring<>("Owner", Owner.class)
        .loadTogether("asset", (owner, field) -> Loaders.asset(field, owner.id()))
        .field("kind", Owner::kind)
        .addTo(wiring);
    connection("AssetConnection").addTo(wiring);
    connection("RelationshipConnection").addTo(wiring);
    new ObjectWiring<>("PageInfo", PageEnd.class)
        .field("has_next_page", end -> end.cursor() != null)
        .field("end_cursor", PageEnd::cursor)
        .addTo(wiring);
  }

  private static ObjectWiring<Asset> asset() {
    return new ObjectWiring<>("Asset", Asset.class)
        .field("id", asset -> asset.id().value())
        .field("name", Asset::name)
        .field("description", Asset::description)
        .load("type", AssetWiring::type)
        .field("metadata", Asset::attributes)
        .loadTogether("tags", (asset, field) -> Loaders.assets(field, asset.tags()))
        .field("attributes", asset -> attributes(asset.attributes()))
        .loadTogether("lineage", LineageWiring::around)
        .load("impact", LineageWiring::impact)
        .load("paths", LineageWiring::paths)
        .field("created_at", Asset::createdAt)
        .field("updated_at", Asset::updatedAt)
        .field("qualified_name", Asset::qualifiedName)
        .field("display_name", Asset::displayName)
        .field("status", asset -> asset.status().code())
        .field("platform", Asset::platform)
        .field("quality", Asset::quality)
        .field("popularity", Asset::popularity)
        .loadTogether("parent", (asset, field) -> Loaders.asset(field, asset.parentId()))
        .loadTogether("workspace", (asset, field) -> Loaders.asset(field, asset.workspaceId()))
        .loadTogether("domain", (asset, field) -> Loaders.asset(field, asset.domainId()))
        .field("owners", Asset::owners)
        .loadTogether(
            "classifications", (asset, field) -> Loaders.assets(field, asset.classifications()))
        .loadTogether("terms", (asset, field) -> Loaders.assets(field, asset.terms()))
        .loadTogether("children", AssetWiring::children)
        .loadTogether("relationships", AssetWiring::relationships)
        .load("history", AssetWiring::history)
        .field("created_by", Asset::createdBy)
        .field("updated_by", Asset::updatedBy)
        .field("version", Asset::version)
        .field("seq", Asset::seq);
  }

  private static ObjectWiring<Asset> tag() {
    return new ObjectWiring<>("Tag", Asset.class)
        .field("id", asset -> asset.id().value())
        .field("name", Asset::name)
        .field("qualified_name", Asset::qualifiedName)
        .field("description", Asset::description);
  }

  private static ObjectWiring<Relationship> relationship() {
    return new ObjectWiring<>("Relationship", Relationship.class)
        .field("id", edge -> edge.id().value())
        .field("type", Relationship::type)
        .loadTogether("source", (edge, field) -> Loaders.asset(field, edge.sourceId()))
        .loadTogether("target", (edge, field) -> Loaders.asset(field, edge.targetId()))
        .field("attributes", edge -> attributes(edge.attributes()))
        .field("created_at", Relationship::createdAt)
        .field("updated_at", Relationship::updatedAt)
        .field("created_by", Relationship::createdBy)
        .field("updated_by", Relationship::updatedBy)
        .field("version", Relationship::version)
        .field("seq", Relationship::seq);
  }

  @SuppressWarnings("rawtypes") // a class literal has no arguments
  private static ObjectWiring<Page> connection(String typeName) {
    return new ObjectWiring<>(typeName, Page.class)
        .field("nodes", Page::items)
        .field("page_info", page -> new PageEnd(page.next()));
  }

  private static List<Attribute> attributes(Map<String, Object> values) {
    return new LinkedHashMap<>(values)
        .entrySet().stream().map(value -> new Attribute(value.getKey(), value.getValue())).toList();
  }

  private static Object type(Asset asset, DataFetchingEnvironment field) throws IOException {
    return RequestView.of(field.getGraphQlContext())
        .types()
        .assetType(asset.type())
        .orElseThrow(() -> new IllegalStateException("an asset has a type: " + asset.type()));
  }

  private static CompletableFuture<Page<Asset>> children(
      Asset asset, DataFetchingEnvironment field) {
    return Loaders.page(
        field,
        AssetQuery.childrenOf(
            asset.id(),
            Arguments.text(field, "type"),
            Arguments.text(field, Arguments.AFTER),
            Arguments.first(field)));
  }

  private static CompletableFuture<Page<Relationship>> relationships(
      Asset asset, DataFetchingEnvironment field) {
    String direction = Arguments.text(field, "direction");
    boolean out = Objects.equals(direction, "OUT");
    boolean in = Objects.equals(direction, "IN");
    return Loaders.page(
        field,
        new RelationshipQuery(
            Arguments.text(field, "type"),
            out ? asset.id() : null,
            in ? asset.id() : null,
            out || in ? null : asset.id(),
            Arguments.text(field, Arguments.AFTER),
            Arguments.first(field)));
  }

  private static Object history(Asset asset, DataFetchingEnvironment field) throws IOException {
    return RequestView.of(field.getGraphQlContext())
        .view()
        .history(
            EntityKind.ASSET,
            asset.id().value(),
            Arguments.longNumber(field, "before"),
            Arguments.first(field));
  }
}
