package dev.tarn.lucene;

import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import dev.tarn.json.EntityJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.util.BytesRef;

/**
 * The types that a branch defines, sorted by name; few, and needed by every group, so they are in
 * memory.
 */
record DefinedTypes(List<AssetType> assetTypes, List<RelationshipType> relationshipTypes) {
  DefinedTypes {
    assetTypes = List.copyOf(assetTypes);
    relationshipTypes = List.copyOf(relationshipTypes);
  }

  /** Reads the types that an index has. */
  static DefinedTypes read(DirectoryReader reader) throws IOException {
    DocumentLookup lookup = new DocumentLookup(reader);
    List<Entity> found = new ArrayList<>();
    for (EntityKind kind : List.of(EntityKind.ASSET_TYPE, EntityKind.RELATIONSHIP_TYPE)) {
      List<Integer> docs = new ArrayList<>();
      lookup.forEach(Fields.KIND, new BytesRef(kind.code()), docs::add);
      for (int doc : docs) {
        found.add(EntityJson.read(kind, Objects.requireNonNull(lookup.stored(doc, Fields.SOURCE))));
      }
    }
    return new DefinedTypes(List.of(), List.of()).with(found);
  }

  /** Returns these types and newer ones, which replace those of their names. */
  DefinedTypes with(List<Entity> newer) {
    if (newer.isEmpty()) {
      return this;
    }
    Map<String, AssetType> assets = new TreeMap<>();
    assetTypes.forEach(type -> assets.put(type.name(), type));
    Map<String, RelationshipType> relationships = new TreeMap<>();
    relationshipTypes.forEach(type -> relationships.put(type.name(), type));
    for (Entity type : newer) {
      if (type instanceof AssetType asset) {
        assets.put(asset.name(), asset);
      } else if (type instanceof RelationshipType relationship) {
        relationships.put(relationship.name(), relationship);
      }
    }
    return new DefinedTypes(List.copyOf(assets.values()), List.copyOf(relationships.values()));
  }
}
