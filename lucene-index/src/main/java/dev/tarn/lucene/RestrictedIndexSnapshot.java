package dev.tarn.lucene;

import dev.tarn.core.access.RestrictedSnapshot;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.lineage.AssetTraits;
import dev.tarn.core.policy.AssetAccess;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A view that hides documents, and answers from what is left whatever it can. */
final class RestrictedIndexSnapshot extends RestrictedSnapshot {
  private final LuceneStateSnapshot view;

  /**
   * @param view has no assets that the access hides
   */
  RestrictedIndexSnapshot(LuceneStateSnapshot view, AssetAccess access) {
    super(view, access, view.search());
    this.view = view;
  }

  @Override
  public List<AssetId> childIds(AssetId parent, int limit) throws IOException {
    return view.childIds(parent, limit);
  }

  @Override
  public List<AssetTraits> traits(Collection<AssetId> ids) throws IOException {
    return view.traits(ids);
  }

  @Override
  public Page<Relationship> list(RelationshipQuery query) throws IOException {
    return view.shownRelationships(query);
  }

  @Override
  public Map<String, Long> assetCounts() throws IOException {
    return view.assetCounts();
  }

  @Override
  public long relationshipCount() throws IOException {
    return view.shownRelationshipCount();
  }
}
