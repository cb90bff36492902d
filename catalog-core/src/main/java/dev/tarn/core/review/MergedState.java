package dev.tarn.core.review;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.change.Change;
import dev.tarn.core.diff.BranchDiff;
import dev.tarn.core.diff.EntityDiff;
import dev.tarn.core.diff.EntityKey;
import dev.tarn.core.diff.EntityStates;
import dev.tarn.core.state.StateReader;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import dev.tarn.core.type.TypeRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a branch would be after a merge: its state, with the changes of a plan laid over it. */
public final class MergedState {
  /** Entities that are compared at once. */
  private static final int CHUNK = 1_000;

  private final StateReader target;
  private final TypeRegistry types;
  private final Map<EntityKey, @Nullable Entity> changed = new LinkedHashMap<>();

  /**
   * @param target the state before
   * @param changes of a merge that was worked out
   */
  public MergedState(StateReader target, List<Change> changes) throws IOException {
    this.target = target;
    List<AssetType> assetTypes = new ArrayList<>(target.assetTypes());
    List<RelationshipType> relationshipTypes = new ArrayList<>(target.relationshipTypes());
    for (Change change : changes) {
      switch (change) {
        case Change.SetAsset set -> changed.put(EntityKey.of(set.id()), set.content());
        case Change.SetRelationship set -> changed.put(EntityKey.of(set.id()), set.content());
        case Change.DefineAssetType define -> {
          assetTypes.add(define.type());
          changed.put(EntityKey.of(define.type()), define.type());
        }
        case Change.DefineRelationshipType define -> {
          relationshipTypes.add(define.type());
          changed.put(EntityKey.of(define.type()), define.type());
        }
        default -> throw new IllegalArgumentException("no change of a merge: " + change);
      }
    }
    this.types = TypeRegistry.builtIn().with(assetTypes, relationshipTypes);
  }

  /** Hands over what the merge makes different, up to 1,000 entities at a time. */
  void forEachPart(BranchDiff.Part consumer) throws IOException {
    List<EntityKey> keys = new ArrayList<>();
    for (EntityKey key : changed.keySet()) {
      keys.add(key);
      if (keys.size() == CHUNK) {
        consumer.take(diffs(keys));
        keys.clear();
      }
    }
    consumer.take(diffs(keys));
  }

  private List<EntityDiff> diffs(List<EntityKey> keys) throws IOException {
    Map<EntityKey, Entity> before = EntityStates.of(target).live(keys);
    return keys.stream()
        .flatMap(key -> EntityDiff.of(key, before.get(key), changed.get(key)).stream())
        .toList();
  }

  /** Returns those of the assets that are live after the merge. */
  public Map<AssetId, Asset> assets(Collection<AssetId> ids) throws IOException {
    Map<AssetId, Asset> live = new HashMap<>();
    Set<AssetId> left = new HashSet<>();
    for (AssetId id : ids) {
      EntityKey key = EntityKey.of(id);
      if (!changed.containsKey(key)) {
        left.add(id);
      } else if (changed.get(key) instanceof Asset asset) {
        live.put(id, asset);
      }
    }
    target
        .assets(left)
        .forEach(
            (id, asset) -> {
              if (!asset.isDeleted()) {
                live.put(id, asset);
              }
            });
    return live;
  }

  /** Returns those of some relationships of the branch before that are live after the merge. */
  public List<Relationship> relationshipsLeftOf(AssetId asset, int limit) throws IOException {
    return target.relationshipsOf(asset, limit).stream().filter(edge -> isLeft(edge.id())).toList();
  }

  private boolean isLeft(RelationshipId id) {
    EntityKey key = EntityKey.of(id);
    return !changed.containsKey(key) || changed.get(key) != null;
  }

  /** Returns the types after the merge. */
  public TypeRegistry types() {
    return types;
  }
}
