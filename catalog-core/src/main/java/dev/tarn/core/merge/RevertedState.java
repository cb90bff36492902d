package dev.tarn.core.merge;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.diff.EntityKey;
import dev.tarn.core.state.RecordedOutcome;
import dev.tarn.core.state.StateReader;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A state in which some entities are as they were before. */
public final class RevertedState implements StateReader {
  private record Name(String type, String qualifiedName) {}

  private final StateReader state;
  private final Map<EntityKey, @Nullable Entity> before;
  private final Map<Name, Asset> names = new HashMap<>();
  private final Map<AssetId, List<AssetId>> children = new HashMap<>();
  private final Map<AssetId, List<Relationship>> edges = new HashMap<>();

  /**
   * @param before null of what was not live
   */
  public RevertedState(StateReader state, Map<EntityKey, @Nullable Entity> before) {
    this.state = state;
    this.before = before;
    for (Entity entity : before.values()) {
      if (entity instanceof Asset asset) {
        names.put(new Name(asset.type(), asset.qualifiedName()), asset);
        if (asset.parentId() != null) {
          children.computeIfAbsent(asset.parentId(), id -> new ArrayList<>()).add(asset.id());
        }
      } else if (entity instanceof Relationship edge) {
        edges.computeIfAbsent(edge.sourceId(), id -> new ArrayList<>()).add(edge);
        edges.computeIfAbsent(edge.targetId(), id -> new ArrayList<>()).add(edge);
      }
    }
  }

  private boolean isBefore(AssetId id) {
    return before.containsKey(EntityKey.of(id));
  }

  @Override
  public Map<AssetId, Asset> assets(Collection<AssetId> ids) throws IOException {
    Map<AssetId, Asset> found = new HashMap<>();
    List<AssetId> others = new ArrayList<>();
    for (AssetId id : ids) {
      if (!isBefore(id)) {
        others.add(id);
      } else if (before.get(EntityKey.of(id)) instanceof Asset asset) {
        found.put(id, asset);
      }
    }
    found.putAll(state.assets(others));
    return found;
  }

  @Override
  public Optional<Asset> assetNamed(String type, String qualifiedName) throws IOException {
    Asset asset = names.get(new Name(type, qualifiedName));
    return asset != null
        ? Optional.of(asset)
        : state.assetNamed(type, qualifiedName).filter(found -> !isBefore(found.id()));
  }

  @Override
  public Map<RelationshipId, Relationship> relationships(Collection<RelationshipId> ids)
      throws IOException {
    Map<RelationshipId, Relationship> found = new HashMap<>();
    List<RelationshipId> others = new ArrayList<>();
    for (RelationshipId id : ids) {
      EntityKey key = EntityKey.of(id);
      if (!before.containsKey(key)) {
        others.add(id);
      } else if (before.get(key) instanceof Relationship edge) {
        found.put(id, edge);
      }
    }
    found.putAll(state.relationships(others));
    return found;
  }

  @Override
  public List<AssetId> childIds(AssetId parent, int limit) throws IOException {
    Set<AssetId> found = new LinkedHashSet<>(children.getOrDefault(parent, List.of()));
    state.childIds(parent, limit).stream().filter(id -> !isBefore(id)).forEach(found::add);
    return found.stream().limit(limit).toList();
  }

  @Override
  public List<Relationship> relationshipsOf(AssetId asset, int limit) throws IOException {
    Set<Relationship> found = new LinkedHashSet<>(edges.getOrDefault(asset, List.of()));
    state.relationshipsOf(asset, limit).stream()
        .filter(edge -> !before.containsKey(EntityKey.of(edge)))
        .forEach(found::add);
    return found.stream().limit(limit).toList();
  }

  @Override
  public List<Asset> deletedAssets(long fromSeq, long toSeq, int limit) throws IOException {
    return state.deletedAssets(fromSeq, toSeq, limit);
  }

  @Override
  public List<Relationship> deletedRelationships(long fromSeq, long toSeq, int limit)
      throws IOException {
    return state.deletedRelationships(fromSeq, toSeq, limit);
  }

  @Override
  public List<AssetType> assetTypes() throws IOException {
    return state.assetTypes();
  }

  @Override
  public List<RelationshipType> relationshipTypes() throws IOException {
    return state.relationshipTypes();
  }

  @Override
  public List<RecordedOutcome> outcomes(String actor, String idempotencyKey) throws IOException {
    return state.outcomes(actor, idempotencyKey);
  }
}
