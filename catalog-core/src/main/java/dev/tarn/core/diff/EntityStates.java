package dev.tarn.core.diff;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.state.StateReader;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what is live of entities at one point. */
public interface EntityStates {
  /** Returns those of the entities that are live. */
  Map<EntityKey, Entity> live(Collection<EntityKey> keys) throws IOException;

  /** Returns the states that a view of the branch shows. */
  static EntityStates of(StateReader snapshot) {
    return keys -> {
      Map<EntityKey, Entity> found = new HashMap<>();
      for (Asset asset : snapshot.assets(assets(keys)).values()) {
        add(found, asset);
      }
      for (Relationship edge : snapshot.relationships(relationships(keys)).values()) {
        add(found, edge);
      }
      if (keys.stream().anyMatch(key -> key.kind() == EntityKind.ASSET_TYPE)) {
        snapshot.assetTypes().forEach(type -> found.put(EntityKey.of(type), type));
      }
      if (keys.stream().anyMatch(key -> key.kind() == EntityKind.RELATIONSHIP_TYPE)) {
        snapshot.relationshipTypes().forEach(type -> found.put(EntityKey.of(type), type));
      }
      return found;
    };
  }

  /**
   * Returns the states that logs tell of entities that one of them has changed.
   *
   * @param own the log of the point, from where it parts from the other one
   * @param other the log of the other point, from the same place
   */
  static EntityStates of(LogRange own, LogRange other) {
    return keys -> {
      Set<EntityKey> wanted = new HashSet<>(keys);
      Map<EntityKey, Entity> found = new HashMap<>();
      Set<EntityKey> told = new HashSet<>();
      own.forEach(
          entry -> {
            EntityKey key = key(entry);
            if (wanted.contains(key)) {
              told.add(key);
              set(found, key, entry.after());
            }
          });
      // What only the other one has changed is here as it was before its first change.
      other.forEach(
          entry -> {
            EntityKey key = key(entry);
            if (wanted.contains(key) && told.add(key)) {
              set(found, key, entry.before());
            }
          });
      return found;
    };
  }

  /** Returns which entity an entry of a log is of. */
  static EntityKey key(LogEntry entry) {
    return new EntityKey(entry.kind(), entry.key());
  }

  private static void add(Map<EntityKey, Entity> found, Entity entity) {
    set(found, EntityKey.of(entity), entity);
  }

  private static void set(Map<EntityKey, Entity> found, EntityKey key, @Nullable Entity entity) {
    if (entity == null || isDeleted(entity)) {
      found.remove(key);
    } else {
      found.put(key, entity);
    }
  }

  /** Returns whether a state is a tombstone. */
  static boolean isDeleted(Entity entity) {
    return switch (entity) {
      case Asset asset -> asset.isDeleted();
      case Relationship edge -> edge.deleted();
      default -> false;
    };
  }

  private static List<AssetId> assets(Collection<EntityKey> keys) {
    return keys.stream()
        .filter(key -> key.kind() == EntityKind.ASSET)
        .map(key -> new AssetId(key.key()))
        .toList();
  }

  private static List<RelationshipId> relationships(Collection<EntityKey> keys) {
    return keys.stream()
        .filter(key -> key.kind() == EntityKind.RELATIONSHIP)
        .map(key -> new RelationshipId(key.key()))
        .toList();
  }
}
