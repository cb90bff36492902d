package dev.tarn.rest.diff;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.Owner;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.diff.BranchDiff;
import dev.tarn.core.diff.EntityDiff;
import dev.tarn.core.diff.FieldDiff;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the entities of a part of a difference are called, and those that they refer to. */
final class EntityNames {
  private final Map<AssetId, String> names;

  private EntityNames(Map<AssetId, String> names) {
    this.names = names;
  }

  /** Looks up all names that the part needs, at once. */
  static EntityNames of(BranchDiff diff, List<EntityDiff> part) throws IOException {
    Set<AssetId> ids = new HashSet<>();
    for (EntityDiff entity : part) {
      ends(entity.from(), ids);
      ends(entity.to(), ids);
      for (FieldDiff field : entity.fields()) {
        add(field.from(), ids);
        add(field.to(), ids);
      }
    }
    Map<AssetId, String> names = new HashMap<>();
    diff.named(ids).forEach((id, asset) -> names.put(id, typedName(asset)));
    return new EntityNames(names);
  }

  private static void ends(@Nullable Entity entity, Set<AssetId> ids) {
    if (entity instanceof Relationship edge) {
      ids.add(edge.sourceId());
      ids.add(edge.targetId());
    }
  }

  private static void add(@Nullable Object value, Set<AssetId> ids) {
    switch (value) {
      case null -> {}
      case AssetId id -> ids.add(id);
      case Owner owner -> ids.add(owner.id());
      case Collection<?> list -> list.forEach(element -> add(element, ids));
      case Map<?, ?> map -> map.values().forEach(element -> add(element, ids));
      // An attribute that refers to an asset holds its id as text.
      case String text when AssetId.isId(text) -> ids.add(new AssetId(text));
      default -> {}
    }
  }

  /** Returns {@code type:qualifiedName}; the id of an asset that nobody knows. */
  String of(AssetId id) {
    return names.getOrDefault(id, id.value());
  }

  /** Returns how an entity is called at one point, with its type. */
  String typed(Entity entity) {
    return switch (entity) {
      case Asset asset -> typedName(asset);
      case Relationship edge -> edge.type() + ": " + plain(edge);
      default -> entity.kind().code() + ":" + entity.key();
    };
  }

  /** Returns how an entity is called at one point, where its type is said already. */
  String plain(Entity entity) {
    return switch (entity) {
      case Asset asset -> asset.qualifiedName();
      case Relationship edge -> of(edge.sourceId()) + " → " + of(edge.targetId());
      default -> entity.key();
    };
  }

  private static String typedName(Asset asset) {
    return asset.type() + ":" + asset.qualifiedName();
  }
}
