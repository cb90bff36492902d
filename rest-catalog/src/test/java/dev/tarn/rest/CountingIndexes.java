package dev.tarn.rest;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.catalog.StateIndexes;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.search.AssetSearch;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RecordedOutcome;
import dev.tarn.core.state.RelationshipQuery;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.state.StateSource;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import dev.tarn.testkit.InMemoryStateIndex;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts what is asked of the state, by method, and the views that are open. */
final class CountingIndexes implements StateIndexes {
  private final StateIndexes delegate;
  private final Map<String, Integer> calls = new TreeMap<>();
  private int open;

  CountingIndexes() {
    this(InMemoryStateIndex.indexes());
  }

  CountingIndexes(StateIndexes delegate) {
    this.delegate = delegate;
  }

  private synchronized void count(String method) {
    calls.merge(method, 1, Integer::sum);
  }

  /** Returns the calls since the last time. */
  synchronized Map<String, Integer> take() {
    Map<String, Integer> taken = new TreeMap<>(calls);
    calls.clear();
    return taken;
  }

  synchronized int openViews() {
    return open;
  }

  private synchronized void opened(int change) {
    open += change;
  }

  @Override
  public StateIndex open(Scope scope) throws IOException {
    return new CountingIndex(delegate.open(scope));
  }

  @Override
  public void discard(Scope scope) throws IOException {
    delegate.discard(scope);
  }

  @Override
  public StateIndex build(Scope scope, StateSource source, BuildProgress progress)
      throws IOException {
    return new CountingIndex(delegate.build(scope, source, progress));
  }

  @Override
  public void adopt(Scope scope, StateIndex built) throws IOException {
    delegate.adopt(scope, ((CountingIndex) built).delegate);
  }

  private final class CountingIndex implements StateIndex {
    private final StateIndex delegate;

    CountingIndex(StateIndex delegate) {
      this.delegate = delegate;
    }

    @Override
    public String name() {
      return delegate.name();
    }

    @Override
    public CommitId applied() {
      return delegate.applied();
    }

    @Override
    public CommitId durable() {
      return delegate.durable();
    }

    @Override
    public void apply(List<Group> groups) throws IOException {
      delegate.apply(groups);
    }

    @Override
    public String appliedGroupId() {
      return delegate.appliedGroupId();
    }

    @Override
    public StateSnapshot acquire() throws IOException {
      count("acquire");
      opened(1);
      return new CountingSnapshot(delegate.acquire());
    }

    @Override
    public void flush() throws IOException {
      delegate.flush();
    }

    @Override
    public void close() throws IOException {
      delegate.close();
    }
  }

  private final class CountingSnapshot implements StateSnapshot {
    private final StateSnapshot delegate;

    CountingSnapshot(StateSnapshot delegate) {
      this.delegate = delegate;
    }

    @Override
    public CommitId commit() {
      return delegate.commit();
    }

    @Override
    public Page<Asset> list(AssetQuery query) throws IOException {
      count("list");
      return delegate.list(query);
    }

    @Override
    public Page<Relationship> list(RelationshipQuery query) throws IOException {
      count("list");
      return delegate.list(query);
    }

    @Override
    public Map<AssetQuery, Page<Asset>> assetPages(Collection<AssetQuery> queries)
        throws IOException {
      count("assetPages");
      return delegate.assetPages(queries);
    }

    @Override
    public Map<RelationshipQuery, Page<Relationship>> relationshipPages(
        Collection<RelationshipQuery> queries) throws IOException {
      count("relationshipPages");
      return delegate.relationshipPages(queries);
    }

    @Override
    public Map<String, Long> assetCounts() throws IOException {
      return delegate.assetCounts();
    }

    @Override
    public long relationshipCount() throws IOException {
      return delegate.relationshipCount();
    }

    @Override
    public Optional<AssetSearch> search() {
      return delegate.search();
    }

    @Override
    public Map<AssetId, Asset> assets(Collection<AssetId> ids) throws IOException {
      count("assets");
      return delegate.assets(ids);
    }

    @Override
    public Optional<Asset> assetNamed(String type, String qualifiedName) throws IOException {
      count("assetNamed");
      return delegate.assetNamed(type, qualifiedName);
    }

    @Override
    public Map<RelationshipId, Relationship> relationships(Collection<RelationshipId> ids)
        throws IOException {
      count("relationships");
      return delegate.relationships(ids);
    }

    @Override
    public List<AssetId> childIds(AssetId parent, int limit) throws IOException {
      count("childIds");
      return delegate.childIds(parent, limit);
    }

    @Override
    public List<Relationship> relationshipsOf(AssetId asset, int limit) throws IOException {
      count("relationshipsOf");
      return delegate.relationshipsOf(asset, limit);
    }

    @Override
    public List<Asset> deletedAssets(long fromSeq, long toSeq, int limit) throws IOException {
      return delegate.deletedAssets(fromSeq, toSeq, limit);
    }

    @Override
    public List<Relationship> deletedRelationships(long fromSeq, long toSeq, int limit)
        throws IOException {
      return delegate.deletedRelationships(fromSeq, toSeq, limit);
    }

    @Override
    public List<AssetType> assetTypes() throws IOException {
      return delegate.assetTypes();
    }

    @Override
    public List<RelationshipType> relationshipTypes() throws IOException {
      return delegate.relationshipTypes();
    }

    @Override
    public List<RecordedOutcome> outcomes(String actor, String idempotencyKey) throws IOException {
      return delegate.outcomes(actor, idempotencyKey);
    }

    @Override
    public void close() {
      opened(-1);
      delegate.close();
    }
  }
}
