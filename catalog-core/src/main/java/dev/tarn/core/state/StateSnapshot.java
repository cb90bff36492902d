package dev.tarn.core.state;

import dev.tarn.core.access.RestrictedSnapshot;
import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.lineage.BreadthFirstLineage;
import dev.tarn.core.lineage.LineageReader;
import dev.tarn.core.lineage.LineageState;
import dev.tarn.core.policy.AssetAccess;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.search.AssetSearch;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A consistent view of the state at one commit. Close it soon: it holds index files open. */
public interface StateSnapshot extends StateReader, LineageState, AutoCloseable {
  /** Returns the commit that the view reflects. */
  CommitId commit();

  /**
   * Returns a page of live assets, ordered by qualified name ({@link AssetQuery#NAME_ORDER}), then
   * id.
   *
   * @throws dev.tarn.core.error.CatalogException {@code invalid-request} for a cursor of no such
   *     list
   */
  @Override
  Page<Asset> list(AssetQuery query) throws IOException;

  /** Returns a page of live relationships, ordered by type, then id. */
  Page<Relationship> list(RelationshipQuery query) throws IOException;

  /** Returns the pages of several queries, as {@link #list(AssetQuery)} does, at once. */
  default Map<AssetQuery, Page<Asset>> assetPages(Collection<AssetQuery> queries)
      throws IOException {
    Map<AssetQuery, Page<Asset>> pages = new HashMap<>();
    for (AssetQuery query : queries) {
      pages.put(query, list(query));
    }
    return pages;
  }

  /** Returns the pages of several queries, as {@link #list(RelationshipQuery)} does, at once. */
  @Override
  default Map<RelationshipQuery, Page<Relationship>> relationshipPages(
      Collection<RelationshipQuery> queries) throws IOException {
    Map<RelationshipQuery, Page<Relationship>> pages = new HashMap<>();
    for (RelationshipQuery query : queries) {
      pages.put(query, list(query));
    }
    return pages;
  }

  /**
   * Hands over the id of each asset, tombstones included, in no order; what is there twice comes
   * twice.
   */
  default void assetIds(Consumer<AssetId> consumer) throws IOException {
    String cursor = null;
    do {
      Page<Asset> page = list(AssetQuery.ofType(null, cursor, AssetQuery.MAX_LIMIT));
      page.items().forEach(asset -> consumer.accept(asset.id()));
      cursor = page.next();
    } while (cursor != null);
    List<Asset> deleted;
    long next = 1;
    do {
      deleted = deletedAssets(next, commit().seq(), AssetQuery.MAX_LIMIT);
      deleted.forEach(asset -> consumer.accept(asset.id()));
      next = deleted.isEmpty() ? next : deleted.getLast().seq() + 1;
    } while (deleted.size() == AssetQuery.MAX_LIMIT);
  }

  /** Hands over the id of each relationship, as {@link #assetIds} does. */
  default void relationshipIds(Consumer<RelationshipId> consumer) throws IOException {
    String cursor = null;
    do {
      Page<Relationship> page =
          list(new RelationshipQuery(null, null, null, null, cursor, AssetQuery.MAX_LIMIT));
      page.items().forEach(edge -> consumer.accept(edge.id()));
      cursor = page.next();
    } while (cursor != null);
    List<Relationship> deleted;
    long next = 1;
    do {
      deleted = deletedRelationships(next, commit().seq(), AssetQuery.MAX_LIMIT);
      deleted.forEach(edge -> consumer.accept(edge.id()));
      next = deleted.isEmpty() ? next : deleted.getLast().seq() + 1;
    } while (deleted.size() == AssetQuery.MAX_LIMIT);
  }

  /** Returns the number of live assets by type name. */
  Map<String, Long> assetCounts() throws IOException;

  /** Returns the number of live relationships. */
  long relationshipCount() throws IOException;

  /** Returns the search over this view; empty if the store cannot search. */
  default Optional<AssetSearch> search() {
    return Optional.empty();
  }

  /** Returns the walks along the relationships of this view. */
  default LineageReader lineage() {
    return BreadthFirstLineage.over(this);
  }

  /**
   * Returns walks along the relationships of this view that look up assets in another state.
   *
   * @param assets of the same commit, be it that some are not shown there
   */
  default LineageReader lineageOver(LineageState assets) {
    return BreadthFirstLineage.along(this, assets);
  }

  /** Returns this view without what an access hides; whoever has either closes one of them. */
  default StateSnapshot restrictedTo(AssetAccess access) {
    return access.isWhole() ? this : new RestrictedSnapshot(this, access, Optional.empty());
  }

  @Override
  void close();
}
