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
import dev.tarn.core.lineage.BreadthFirstLineage;
import dev.tarn.core.lineage.LineageReader;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.search.AssetSearch;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The state as of a commit, out of the tables. */
record PastView(HistoryReader past, CommitId commit) implements BranchView {
  @Override
  public Map<AssetId, Asset> assets(Collection<AssetId> ids) throws IOException {
    Map<AssetId, Asset> found = new HashMap<>();
    for (AssetId id : ids) {
      Optional<Asset> asset = past.asset(id, commit);
      if (asset.isPresent()) {
        found.put(id, asset.get());
      }
    }
    return found;
  }

  @Override
  public Optional<Asset> assetNamed(String type, String qualifiedName) throws IOException {
    return past.assetNamed(type, qualifiedName, commit);
  }

  @Override
  public Optional<Relationship> relationship(RelationshipId id) throws IOException {
    return past.history(EntityKind.RELATIONSHIP, id.value(), commit, null, 1).stream()
        .map(entry -> (Relationship) entry.after())
        .filter(edge -> !edge.deleted())
        .findFirst();
  }

  @Override
  public Page<Asset> list(AssetQuery query) throws IOException {
    return past.list(query, commit);
  }

  @Override
  public Page<Relationship> list(RelationshipQuery query) throws IOException {
    return past.list(query, commit);
  }

  @Override
  public Map<AssetQuery, Page<Asset>> assetPages(Collection<AssetQuery> queries)
      throws IOException {
    Map<AssetQuery, Page<Asset>> pages = new HashMap<>();
    for (AssetQuery query : queries) {
      pages.put(query, list(query));
    }
    return pages;
  }

  @Override
  public Map<RelationshipQuery, Page<Relationship>> relationshipPages(
      Collection<RelationshipQuery> queries) throws IOException {
    Map<RelationshipQuery, Page<Relationship>> pages = new HashMap<>();
    for (RelationshipQuery query : queries) {
      pages.put(query, list(query));
    }
    return pages;
  }

  @Override
  public LineageReader lineage() {
    return BreadthFirstLineage.over(this);
  }

  @Override
  public List<LogEntry> history(EntityKind kind, String key, @Nullable Long beforeSeq, int limit)
      throws IOException {
    return past.history(kind, key, commit, beforeSeq, limit);
  }

  @Override
  public AssetSearch search() {
    throw CatalogException.ofField(
        ErrorCode.SEARCH_NOT_AVAILABLE,
        RequestArguments.AT,
        "no index is kept of this point of the branch's past");
  }

  @Override
  public void close() {}
}
