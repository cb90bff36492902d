package dev.tarn.core.commit;

import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.ChangeResult.Unchanged;
import dev.tarn.core.change.Operation;
import dev.tarn.core.commit.EntryWriter.Origin;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import dev.tarn.core.type.TypeCompatibility;
import dev.tarn.core.type.TypeRegistry;
import java.util.List;
import java.util.Set;

/** The types of the branch, as the changes of a group make them. */
final class TypeChanges {
  private final EntryWriter writer;
  private TypeRegistry registry;

  TypeChanges(TypeRegistry registry, EntryWriter writer) {
    this.registry = registry;
    this.writer = writer;
  }

  TypeRegistry registry() {
    return registry;
  }

  /** Takes over what another resolver of the group has made of the types. */
  void take(TypeRegistry changed) {
    registry = changed;
  }

  AssetType assetType(String name) {
    return registry.assetType(name).orElseThrow(() -> Refusals.unknownType("asset type", name));
  }

  RelationshipType relationshipType(String name) {
    return registry
        .relationshipType(name)
        .orElseThrow(() -> Refusals.unknownType("relationship type", name));
  }

  ChangeResult define(Change.DefineAssetType change, Origin origin) {
    AssetType current = registry.assetType(change.type().name()).orElse(null);
    Refusals.checkVersion(change.expectedVersion(), current == null ? 0 : current.version());
    AssetType next = TypeCompatibility.evolve(current, change.type());
    if (current != null && same(current, next)) {
      return new Unchanged(EntityKind.ASSET_TYPE, current.name(), current.version());
    }
    registry = registry.with(List.of(next), List.of());
    return current == null
        ? writer.create(next, origin)
        : writer.write(Operation.UPDATE, current, next, List.of(), origin);
  }

  private static boolean same(AssetType one, AssetType other) {
    return one.description().equals(other.description())
        && sameSet(one.parentTypes(), other.parentTypes())
        && one.attributes().equals(other.attributes());
  }

  ChangeResult define(Change.DefineRelationshipType change, Origin origin) {
    RelationshipType current = registry.relationshipType(change.type().name()).orElse(null);
    Refusals.checkVersion(change.expectedVersion(), current == null ? 0 : current.version());
    RelationshipType next = TypeCompatibility.evolve(current, change.type());
    if (current != null && same(current, next)) {
      return new Unchanged(EntityKind.RELATIONSHIP_TYPE, current.name(), current.version());
    }
    registry = registry.with(List.of(), List.of(next));
    return current == null
        ? writer.create(next, origin)
        : writer.write(Operation.UPDATE, current, next, List.of(), origin);
  }

  private static boolean same(RelationshipType one, RelationshipType other) {
    return one.description().equals(other.description())
        && one.inverseName().equals(other.inverseName())
        && sameSet(one.sourceTypes(), other.sourceTypes())
        && sameSet(one.targetTypes(), other.targetTypes())
        && one.attributes().equals(other.attributes());
  }

  /** The order in which type names are listed means nothing. */
  private static boolean sameSet(List<String> one, List<String> other) {
    return Set.copyOf(one).equals(Set.copyOf(other));
  }
}
