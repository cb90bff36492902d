package dev.tarn.core.state;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.lineage.BreadthFirstLineage;
import dev.tarn.core.lineage.LineageReader;
import dev.tarn.core.lineage.LineageState;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.search.AssetSearch;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

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

  @Override
  void close();
}
