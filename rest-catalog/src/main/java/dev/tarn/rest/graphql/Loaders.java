package dev.tarn.rest.graphql;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.lineage.LineageAnswer;
import dev.tarn.core.lineage.LineageQuery;
import dev.tarn.core.lineage.LineageReader;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import graphql.GraphQLContext;
import graphql.schema.DataFetchingEnvironment;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.dataloader.BatchLoaderEnvironment;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import reactor.core.publisher.Mono;

/** What the fields of one level of a query need, read together. */
final class Loaders {
  private static final String ASSETS = "assets";
  private static final String ASSET_PAGES = "asset-pages";
  private static final String RELATIONSHIP_PAGES = "relationship-pages";
  private static final String LINEAGE = "lineage";

  private Loaders() {}

  /** Reads the values of some keys. */
  @FunctionalInterface
  private interface Read<K, V> {
    Map<K, V> read(RequestView view, Collection<K> keys) throws IOException;
  }

  static void register(BatchLoaderRegistry registry) {
    register(registry, AssetId.class, Asset.class, ASSETS, (view, ids) -> view.view().assets(ids));
    registry
        .<AssetQuery, Page<Asset>>forName(ASSET_PAGES)
        .registerMappedBatchLoader(batch((view, queries) -> view.view().assetPages(queries)));
    registry
        .<RelationshipQuery, Page<Relationship>>forName(RELATIONSHIP_PAGES)
        .registerMappedBatchLoader(
            batch((view, queries) -> view.view().relationshipPages(queries)));
    register(
        registry,
        LineageQuery.class,
        LineageAnswer.class,
        LINEAGE,
        (view, queries) -> lineage(view.view().lineage(), List.copyOf(queries)));
  }

  private static Map<LineageQuery, LineageAnswer> lineage(
      LineageReader reader, List<LineageQuery> queries) throws IOException {
    List<LineageAnswer> answers = reader.explore(queries);
    Map<LineageQuery, LineageAnswer> byQuery = new HashMap<>();
    for (int i = 0; i < answers.size(); i++) {
      byQuery.put(queries.get(i), answers.get(i));
    }
    return byQuery;
  }

  private static <K, V> void register(
      BatchLoaderRegistry registry, Class<K> key, Class<V> value, String name, Read<K, V> read) {
    registry.forTypePair(key, value).withName(name).registerMappedBatchLoader(batch(read));
  }

  private static <K, V>
      java.util.function.BiFunction<java.util.Set<K>, BatchLoaderEnvironment, Mono<Map<K, V>>>
          batch(Read<K, V> read) {
    return (keys, environment) -> {
      GraphQLContext context = Objects.requireNonNull(environment.getContext());
      return Mono.fromCallable(() -> read.read(RequestView.of(context), keys));
    };
  }

  private static <K, V> DataLoader<K, V> loader(DataFetchingEnvironment field, String name) {
    return Objects.requireNonNull(field.<K, V>getDataLoader(name));
  }

  /** Loads an asset; null if there is no id, or the asset is deleted. */
  static @Nullable CompletableFuture<Asset> asset(
      DataFetchingEnvironment field, @Nullable AssetId id) {
    return id == null ? null : Loaders.<AssetId, Asset>loader(field, ASSETS).load(id);
  }

  /** Loads those of the assets that live. */
  static CompletableFuture<List<Asset>> assets(DataFetchingEnvironment field, List<AssetId> ids) {
    return Loaders.<AssetId, Asset>loader(field, ASSETS)
        .loadMany(ids)
        .thenApply(found -> found.stream().filter(Objects::nonNull).toList());
  }

  static CompletableFuture<Page<Asset>> page(DataFetchingEnvironment field, AssetQuery query) {
    return Loaders.<AssetQuery, Page<Asset>>loader(field, ASSET_PAGES).load(query);
  }

  static CompletableFuture<Page<Relationship>> page(
      DataFetchingEnvironment field, RelationshipQuery query) {
    return Loaders.<RelationshipQuery, Page<Relationship>>loader(field, RELATIONSHIP_PAGES)
        .load(query);
  }

  static CompletableFuture<LineageAnswer> lineage(
      DataFetchingEnvironment field, LineageQuery query) {
    return Loaders.<LineageQuery, LineageAnswer>loader(field, LINEAGE).load(query);
  }

  /** Forgets everything, after a write. */
  static void clear(DataFetchingEnvironment field) {
    field.getDataLoaderRegistry().getDataLoaders().forEach(DataLoader::clearAll);
  }
}
