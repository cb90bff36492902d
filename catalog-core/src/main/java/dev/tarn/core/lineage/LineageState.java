package dev.tarn.core.lineage;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What a walk reads of a state at one commit. */
public interface LineageState {
  /** Returns assets by id; those that do not exist are absent, tombstones may be there. */
  Map<AssetId, Asset> assets(Collection<AssetId> ids) throws IOException;

  /** Returns what assets are grouped by, in no order; of those that are live only. */
  default List<AssetTraits> traits(Collection<AssetId> ids) throws IOException {
    return assets(ids).values().stream()
        .filter(asset -> !asset.isDeleted())
        .map(AssetTraits::of)
        .toList();
  }

  /** Returns a page of live assets, by qualified name. */
  Page<Asset> list(AssetQuery query) throws IOException;

  /** Returns pages of live relationships. */
  Map<RelationshipQuery, Page<Relationship>> relationshipPages(
      Collection<RelationshipQuery> queries) throws IOException;
}
