package dev.tarn.core.commit;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.state.RecordedOutcome;
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

/**
 * A state that remembers which entities it was asked for, those that do not exist included. A group
 * asks for all it will need in one sorted look-up, and for each only once.
 */
final class PrefetchedState implements StateReader {
  private final StateReader base;
  private final Map<AssetId, Optional<Asset>> assets = new HashMap<>();
  private final Map<RelationshipId, Optional<Relationship>> relationships = new HashMap<>();

  PrefetchedState(StateReader base) {
    this.base = base;
  }

  @Override
  public Map<AssetId, Asset> assets(Collection<AssetId> ids) throws IOException {
    List<AssetId> unknown = new ArrayList<>();
    for (AssetId id : ids) {
      if (!assets.containsKey(id)) {
        unknown.add(id);
      }
    }
    if (!unknown.isEmpty()) {
      Map<AssetId, Asset> read = base.assets(unknown);
      unknown.forEach(id -> assets.put(id, Optional.ofNullable(read.get(id))));
    }
    Map<AssetId, Asset> found = new HashMap<>();
    for (AssetId id : ids) {
      assets.getOrDefault(id, Optional.empty()).ifPresent(asset -> found.put(id, asset));
    }
    return found;
  }

  @Override
  public Optional<Asset> asset(AssetId id) throws IOException {
    Optional<Asset> known = assets.get(id);
    if (known == null) {
      known = base.asset(id);
      assets.put(id, known);
    }
    return known;
  }

  @Override
  public Map<RelationshipId, Relationship> relationships(Collection<RelationshipId> ids)
      throws IOException {
    List<RelationshipId> unknown = new ArrayList<>();
    for (RelationshipId id : ids) {
      if (!relationships.containsKey(id)) {
        unknown.add(id);
      }
    }
    if (!unknown.isEmpty()) {
      Map<RelationshipId, Relationship> read = base.relationships(unknown);
      unknown.forEach(id -> relationships.put(id, Optional.ofNullable(read.get(id))));
    }
    Map<RelationshipId, Relationship> found = new HashMap<>();
    for (RelationshipId id : ids) {
      relationships.getOrDefault(id, Optional.empty()).ifPresent(edge -> found.put(id, edge));
    }
    return found;
  }

  @Override
  public Optional<Asset> assetNamed(String type, String qualifiedName) throws IOException {
    return base.assetNamed(type, qualifiedName);
  }

  @Override
  public List<AssetId> childIds(AssetId parent, int limit) throws IOException {
    return base.childIds(parent, limit);
  }

  @Override
  public List<Relationship> relationshipsOf(AssetId asset, int limit) throws IOException {
    return base.relationshipsOf(asset, limit);
  }

  @Override
  public List<Asset> deletedAssets(long fromSeq, long toSeq, int limit) throws IOException {
    return base.deletedAssets(fromSeq, toSeq, limit);
  }

  @Override
  public List<Relationship> deletedRelationships(long fromSeq, long toSeq, int limit)
      throws IOException {
    return base.deletedRelationships(fromSeq, toSeq, limit);
  }

  @Override
  public List<AssetType> assetTypes() throws IOException {
    return base.assetTypes();
  }

  @Override
  public List<RelationshipType> relationshipTypes() throws IOException {
    return base.relationshipTypes();
  }

  @Override
  public List<RecordedOutcome> outcomes(String actor, String idempotencyKey) throws IOException {
    return base.outcomes(actor, idempotencyKey);
  }
}
