package dev.tarn.rest.request;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.lineage.LineageReader;
import dev.tarn.core.lineage.LineageState;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.search.AssetSearch;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The live state of a branch at one commit, of the present or the past. Close it soon. */
public sealed interface BranchView extends LineageState, AutoCloseable
    permits PresentView, PastView, AsOfView {
  /** Returns the commit that all answers are of. */
  CommitId commit();

  /** Returns those of the assets that exist. */
  @Override
  Map<AssetId, Asset> assets(Collection<AssetId> ids) throws IOException;

  /** Returns the asset that has this type and qualified name. */
  Optional<Asset> assetNamed(String type, String qualifiedName) throws IOException;

  /** Returns those of the relationships that exist. */
  Optional<Relationship> relationship(RelationshipId id) throws IOException;

  /** Returns a page of assets. */
  @Override
  Page<Asset> list(AssetQuery query) throws IOException;

  /** Returns a page of relationships. */
  Page<Relationship> list(RelationshipQuery query) throws IOException;

  /** Returns the pages of several queries. */
  Map<AssetQuery, Page<Asset>> assetPages(Collection<AssetQuery> queries) throws IOException;

  /** Returns the pages of several queries. */
  @Override
  Map<RelationshipQuery, Page<Relationship>> relationshipPages(
      Collection<RelationshipQuery> queries) throws IOException;

  /** Returns the changes of an entity, newest first. */
  List<LogEntry> history(EntityKind kind, String key, @Nullable Long beforeSeq, int limit)
      throws IOException;

  /** Returns the walks along the relationships of the view. */
  LineageReader lineage() throws IOException;

  /**
   * Returns the search over the view.
   *
   * @throws CatalogException {@code search-not-available}
   */
  AssetSearch search() throws IOException;

  @Override
  void close();

  /**
   * Returns the asset.
   *
   * @throws CatalogException {@code asset-not-found}
   */
  default Asset require(AssetLocator locator) throws IOException {
    Optional<Asset> asset =
        switch (locator) {
          case AssetLocator.ById byId ->
              Optional.ofNullable(assets(List.of(byId.id())).get(byId.id()));
          case AssetLocator.ByName byName -> assetNamed(byName.type(), byName.qualifiedName());
        };
    return asset.orElseThrow(
        () -> new CatalogException(ErrorCode.ASSET_NOT_FOUND, "there is no asset " + locator));
  }
}
