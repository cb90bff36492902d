package dev.tarn.core.access;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.lineage.LineageReader;
import dev.tarn.core.lineage.LineageState;
import dev.tarn.core.policy.AssetAccess;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.search.AssetSearch;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RecordedOutcome;
import dev.tarn.core.state.RelationshipQuery;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A view without what is hidden: assets, and relationships of which an end is hidden. Of deleted
 * assets nothing is shown. Right over any view; an index that hides assets itself is faster, and
 * may answer some of the questions in its own way.
 */
public class RestrictedSnapshot implements StateSnapshot {
  private final StateSnapshot view;
  private final AssetAccess access;
  private final Optional<AssetSearch> search;

  /**
   * @param view closed with this one
   * @param search over what the access shows only; empty if there is none
   */
  public RestrictedSnapshot(StateSnapshot view, AssetAccess access, Optional<AssetSearch> search) {
    this.view = view;
    this.access = access;
    this.search = search;
  }

  @Override
  public CommitId commit() {
    return view.commit();
  }

  @Override
  public Map<AssetId, Asset> assets(Collection<AssetId> ids) throws IOException {
    return Visibility.shown(access, view.assets(ids));
  }

  @Override
  public Optional<Asset> assetNamed(String type, String qualifiedName) throws IOException {
    return view.assetNamed(type, qualifiedName).filter(access::shows).map(access::masked);
  }

  @Override
  public Map<RelationshipId, Relationship> relationships(Collection<RelationshipId> ids)
      throws IOException {
    Map<RelationshipId, Relationship> found = new HashMap<>();
    List<Relationship> live =
        view.relationships(ids).values().stream().filter(edge -> !edge.deleted()).toList();
    for (Relationship edge : shown(live)) {
      found.put(edge.id(), edge);
    }
    return found;
  }

  private List<Relationship> shown(Collection<Relationship> edges) throws IOException {
    return Visibility.shown(edges, this::assets);
  }

  @Override
  public List<AssetId> childIds(AssetId parent, int limit) throws IOException {
    List<AssetId> children = view.childIds(parent, Integer.MAX_VALUE);
    Map<AssetId, Asset> shown = assets(children);
    return children.stream().filter(shown::containsKey).limit(limit).toList();
  }

  @Override
  public List<Relationship> relationshipsOf(AssetId asset, int limit) throws IOException {
    return shown(view.relationshipsOf(asset, Integer.MAX_VALUE)).stream().limit(limit).toList();
  }

  @Override
  public List<Asset> deletedAssets(long fromSeq, long toSeq, int limit) {
    return List.of();
  }

  @Override
  public List<Relationship> deletedRelationships(long fromSeq, long toSeq, int limit) {
    return List.of();
  }

  @Override
  public List<AssetType> assetTypes() throws IOException {
    return view.assetTypes();
  }

  @Override
  public List<RelationshipType> relationshipTypes() throws IOException {
    return view.relationshipTypes();
  }

  @Override
  public List<RecordedOutcome> outcomes(String actor, String idempotencyKey) throws IOException {
    return view.outcomes(actor, idempotencyKey);
  }

  @Override
  public Page<Asset> list(AssetQuery query) throws IOException {
    return Visibility.assets(access, query, view::list);
  }

  @Override
  public Page<Relationship> list(RelationshipQuery query) throws IOException {
    return Visibility.relationships(query, view::list, this::assets);
  }

  @Override
  public Map<String, Long> assetCounts() throws IOException {
    Map<String, Long> counts = new TreeMap<>();
    String cursor = null;
    do {
      Page<Asset> page = list(AssetQuery.ofType(null, cursor, AssetQuery.MAX_LIMIT));
      page.items().forEach(asset -> counts.merge(asset.type(), 1L, Long::sum));
      cursor = page.next();
    } while (cursor != null);
    return counts;
  }

  @Override
  public long relationshipCount() throws IOException {
    long count = 0;
    String cursor = null;
    do {
      Page<Relationship> page =
          list(new RelationshipQuery(null, null, null, null, cursor, AssetQuery.MAX_LIMIT));
      count += page.items().size();
      cursor = page.next();
    } while (cursor != null);
    return count;
  }

  @Override
  public Optional<AssetSearch> search() {
    return search;
  }

  /** Walks lead through what is hidden, and do not say what it is. */
  @Override
  public LineageReader lineage() {
    return new RestrictedLineage(view.lineageOver(this), this);
  }

  @Override
  public LineageReader lineageOver(LineageState state) {
    return view.lineageOver(state);
  }

  /** Returns a narrower view still. */
  @Override
  public StateSnapshot restrictedTo(AssetAccess narrower) {
    return narrower.isWhole() ? this : new RestrictedSnapshot(this, narrower, Optional.empty());
  }

  @Override
  public void close() {
    view.close();
  }
}
