package dev.tarn.core.type;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The types of a branch at one moment. Immutable. */
public final class TypeRegistry {
  private final Map<String, AssetType> assetTypes;
  private final Map<String, RelationshipType> relationshipTypes;

  private TypeRegistry(
      Map<String, AssetType> assetTypes, Map<String, RelationshipType> relationshipTypes) {
    this.assetTypes = Collections.unmodifiableMap(assetTypes);
    this.relationshipTypes = Collections.unmodifiableMap(relationshipTypes);
  }

  /** Returns the built-in types. */
  public static TypeRegistry builtIn() {
    return BuiltInTypes.REGISTRY;
  }

  /** Returns a registry of these types and no others. */
  static TypeRegistry of(Collection<AssetType> assets, Collection<RelationshipType> relationships) {
    Map<String, AssetType> assetTypes = new TreeMap<>();
    assets.forEach(type -> assetTypes.put(type.name(), type));
    Map<String, RelationshipType> relationshipTypes = new TreeMap<>();
    relationships.forEach(type -> relationshipTypes.put(type.name(), type));
    return new TypeRegistry(assetTypes, relationshipTypes);
  }

  /** Returns this registry with the given types added or replaced. */
  public TypeRegistry with(
      Collection<AssetType> assets, Collection<RelationshipType> relationships) {
    if (assets.isEmpty() && relationships.isEmpty()) {
      return this;
    }
    Map<String, AssetType> newAssets = new TreeMap<>(assetTypes);
    assets.forEach(type -> newAssets.put(type.name(), type));
    Map<String, RelationshipType> newRelationships = new TreeMap<>(relationshipTypes);
    relationships.forEach(type -> newRelationships.put(type.name(), type));
    return new TypeRegistry(newAssets, newRelationships);
  }

  public Optional<AssetType> assetType(String name) {
    return Optional.ofNullable(assetTypes.get(name));
  }

  public Optional<RelationshipType> relationshipType(String name) {
    return Optional.ofNullable(relationshipTypes.get(name));
  }

  /** Returns all asset types by name, sorted. */
  public Map<String, AssetType> assetTypes() {
    return assetTypes;
  }

  /** Returns all relationship types by name, sorted. */
  public Map<String, RelationshipType> relationshipTypes() {
    return relationshipTypes;
  }
}
