package dev.tarn.core.merge;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.diff.EntityKey;
import dev.tarn.core.history.HistoryReader;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RecordedOutcome;
import dev.tarn.core.state.RelationshipQuery;
import dev.tarn.core.state.StateReader;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a branch was before a commit: what the commit has changed is at hand, and asked for most;
 * all else is read from the past. Types are as they are now: they do not go back.
 */
public final class RevertedState implements StateReader {
  private final HistoryReader history;
  private final CommitId at;
  private final StateReader now;
  private final Map<EntityKey, @Nullable Entity> before;

  /**
   * @param at the commit before
   * @param before what the commit has changed; null of what was not live
   */
  public RevertedState(
      HistoryReader history,
      CommitId at,
      StateReader now,
      Map<EntityKey, @Nullable Entity> before) {
    this.history = history;
    this.at = at;
    this.now = now;
    this.before = before;
  }

  @Override
  public Map<AssetId, Asset> assets(Collection<AssetId> ids) throws IOException {
    Map<AssetId, Asset> found = new HashMap<>();
    for (AssetId id : ids) {
      EntityKey key = EntityKey.of(id);
      if (!before.containsKey(key)) {
        history.asset(id, at).ifPresent(asset -> found.put(id, asset));
      } else if (before.get(key) instanceof Asset asset) {
        found.put(id, asset);
      }
    }
    return found;
  }

  @Override
  public Optional<Asset> assetNamed(String type, String qualifiedName) throws IOException {
    return history.assetNamed(type, qualifiedName, at);
  }

  /** Returns those that the commit has changed; no others are asked for. */
  @Override
  public Map<RelationshipId, Relationship> relationships(Collection<RelationshipId> ids) {
    Map<RelationshipId, Relationship> found = new HashMap<>();
    for (RelationshipId id : ids) {
      if (before.get(EntityKey.of(id)) instanceof Relationship edge) {
        found.put(id, edge);
      }
    }
    return found;
  }

  @Override
  public List<AssetId> childIds(AssetId parent, int limit) throws IOException {
    return first(
            limit,
            cursor -> history.list(AssetQuery.childrenOf(parent, cursor, AssetQuery.MAX_LIMIT), at))
        .stream()
        .map(Asset::id)
        .toList();
  }

  @Override
  public List<Relationship> relationshipsOf(AssetId asset, int limit) throws IOException {
    return first(
        limit,
        cursor ->
            history.list(
                new RelationshipQuery(null, null, null, asset, cursor, AssetQuery.MAX_LIMIT), at));
  }

  @FunctionalInterface
  private interface Pages<T> {
    Page<T> after(@Nullable String cursor) throws IOException;
  }

  private static <T> List<T> first(int limit, Pages<T> pages) throws IOException {
    List<T> found = new ArrayList<>();
    String cursor = null;
    do {
      Page<T> page = pages.after(cursor);
      found.addAll(page.items());
      cursor = page.next();
    } while (cursor != null && found.size() < limit);
    return found.stream().limit(limit).toList();
  }

  @Override
  public List<Asset> deletedAssets(long fromSeq, long toSeq, int limit) throws IOException {
    return now.deletedAssets(fromSeq, toSeq, limit);
  }

  @Override
  public List<Relationship> deletedRelationships(long fromSeq, long toSeq, int limit)
      throws IOException {
    return now.deletedRelationships(fromSeq, toSeq, limit);
  }

  @Override
  public List<AssetType> assetTypes() throws IOException {
    return now.assetTypes();
  }

  @Override
  public List<RelationshipType> relationshipTypes() throws IOException {
    return now.relationshipTypes();
  }

  @Override
  public List<RecordedOutcome> outcomes(String actor, String idempotencyKey) throws IOException {
    return now.outcomes(actor, idempotencyKey);
  }
}
