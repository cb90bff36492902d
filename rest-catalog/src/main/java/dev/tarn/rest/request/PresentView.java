package dev.tarn.rest.request;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.history.HistoryReader;
import dev.tarn.core.lineage.LineageReader;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.search.AssetSearch;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import dev.tarn.core.state.StateSnapshot;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The newest state, out of the index; its history out of the tables. */
record PresentView(StateSnapshot snapshot, HistoryReader past) implements BranchView {
  @Override
  public CommitId commit() {
    return snapshot.commit();
  }

  @Override
  public Map<AssetId, Asset> assets(Collection<AssetId> ids) throws IOException {
    if (ids.isEmpty()) {
      return Map.of();
    }
    Map<AssetId, Asset> live = new HashMap<>(snapshot.assets(ids));
    live.values().removeIf(Asset::isDeleted);
    return live;
  }

  @Override
  public Optional<Asset> assetNamed(String type, String qualifiedName) throws IOException {
    return snapshot.assetNamed(type, qualifiedName);
  }

  @Override
  public Optional<Relationship> relationship(RelationshipId id) throws IOException {
    return Optional.ofNullable(snapshot.relationships(List.of(id)).get(id))
        .filter(edge -> !edge.deleted());
  }

  @Override
  public Page<Asset> list(AssetQuery query) throws IOException {
    return snapshot.list(query);
  }

  @Override
  public Page<Relationship> list(RelationshipQuery query) throws IOException {
    return snapshot.list(query);
  }

  @Override
  public Map<AssetQuery, Page<Asset>> assetPages(Collection<AssetQuery> queries)
      throws IOException {
    return snapshot.assetPages(queries);
  }

  @Override
  public Map<RelationshipQuery, Page<Relationship>> relationshipPages(
      Collection<RelationshipQuery> queries) throws IOException {
    return snapshot.relationshipPages(queries);
  }

  @Override
  public LineageReader lineage() {
    return snapshot.lineage();
  }

  @Override
  public List<LogEntry> history(EntityKind kind, String key, @Nullable Long beforeSeq, int limit)
      throws IOException {
    return past.history(kind, key, commit(), beforeSeq, limit);
  }

  @Override
  public AssetSearch search() {
    return snapshot
        .search()
        .orElseThrow(
            () ->
                new CatalogException(
                    ErrorCode.SEARCH_NOT_AVAILABLE, "the index of this server cannot search"));
  }

  @Override
  public void close() {
    snapshot.close();
  }
}
