package dev.tarn.rest.graphql;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.RelationshipQuery;
import dev.tarn.rest.asset.Locators;
import dev.tarn.rest.request.BranchView;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.TypeRuntimeWiring;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The fields of {@code Query}. */
final class QueryWiring {
  private QueryWiring() {}

  static void addTo(RuntimeWiring.Builder wiring) {
    DataFetcher<@Nullable CompletableFuture<Asset>> asset = QueryWiring::asset;
    wiring.type(
        TypeRuntimeWiring.newTypeWiring("Query")
            .dataFetcher("commit", field -> view(field).commit().toString())
            .dataFetcher("asset", asset)
            .dataFetcher("assets", field -> view(field).list(assetQuery(field)))
            .dataFetcher(
                "relationship",
                field ->
                    view(field)
                        .relationship(new RelationshipId(Arguments.requiredText(field, "id")))
                        .orElse(null))
            .dataFetcher("relationships", field -> view(field).list(relationshipQuery(field)))
            .dataFetcher("asset_types", field -> request(field).types().assetTypes().values())
            .dataFetcher(
                "asset_type",
                field ->
                    request(field)
                        .types()
                        .assetType(Arguments.requiredText(field, "name"))
                        .orElse(null)));
  }

  private static RequestView request(DataFetchingEnvironment field) {
    return RequestView.of(field.getGraphQlContext());
  }

  private static BranchView view(DataFetchingEnvironment field) throws IOException {
    return request(field).view();
  }

  private static @Nullable CompletableFuture<Asset> asset(DataFetchingEnvironment field)
      throws IOException {
    String id = Arguments.text(field, "id");
    String type = Arguments.text(field, "type");
    String name = Arguments.text(field, "qualified_name");
    if (id != null && type == null && name == null) {
      return Loaders.asset(field, new AssetId(id));
    }
    if (id == null && type != null && name != null) {
      return CompletableFuture.completedFuture(view(field).assetNamed(type, name).orElse(null));
    }
    throw new CatalogException(
        ErrorCode.INVALID_REQUEST, "an asset is named by id, or by type and qualified_name");
  }

  private static AssetQuery assetQuery(DataFetchingEnvironment field) throws IOException {
    Map<String, @Nullable Object> filter = Arguments.object(field, "filter");
    return new AssetQuery(
        Arguments.text(filter, "type"),
        id(field, filter, "parent"),
        Arguments.text(filter, "platform"),
        id(field, filter, "workspace"),
        id(field, filter, "domain"),
        id(field, filter, "owner"),
        id(field, filter, "tag"),
        id(field, filter, "classification"),
        id(field, filter, "term"),
        Arguments.text(filter, "status"),
        Arguments.text(filter, "name_prefix"),
        Arguments.text(field, Arguments.AFTER),
        Arguments.first(field));
  }

  private static RelationshipQuery relationshipQuery(DataFetchingEnvironment field)
      throws IOException {
    Map<String, @Nullable Object> filter = Arguments.object(field, "filter");
    return new RelationshipQuery(
        Arguments.text(filter, "type"),
        id(field, filter, "source"),
        id(field, filter, "target"),
        id(field, filter, "asset"),
        Arguments.text(field, Arguments.AFTER),
        Arguments.first(field));
  }

  private static @Nullable AssetId id(
      DataFetchingEnvironment field, Map<String, @Nullable Object> filter, String name)
      throws IOException {
    return Locators.filter(view(field), "filter." + name, Arguments.text(filter, name));
  }
}
