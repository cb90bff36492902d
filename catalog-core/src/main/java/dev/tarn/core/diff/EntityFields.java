package dev.tarn.core.diff;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.AssetField;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.AttributeDefinition;
import dev.tarn.core.type.RelationshipType;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an entity says, by field: without when and by whom it was changed, and its version. */
public final class EntityFields {
  private static final String ATTRIBUTE = "attributes.";

  private EntityFields() {}

  /** Returns the fields that say something, as changes name them. */
  public static Map<String, Object> of(Entity entity) {
    Map<String, Object> fields = new LinkedHashMap<>();
    switch (entity) {
      case Asset asset -> asset(asset, fields);
      case Relationship edge -> {
        fields.put("type", edge.type());
        fields.put("source", edge.sourceId());
        fields.put("target", edge.targetId());
        edge.attributes().forEach((name, value) -> fields.put(ATTRIBUTE + name, value));
      }
      case AssetType type -> {
        fields.put("description", type.description());
        fields.put("parentTypes", type.parentTypes());
        attributes(type.attributes(), fields);
      }
      case RelationshipType type -> {
        fields.put("inverseName", type.inverseName());
        fields.put("description", type.description());
        fields.put("sourceTypes", type.sourceTypes());
        fields.put("targetTypes", type.targetTypes());
        attributes(type.attributes(), fields);
      }
      default -> throw new IllegalArgumentException("an entity of no kind: " + entity.kind());
    }
    return fields;
  }

  /** Returns the names of the fields in which two states of an entity differ. */
  public static List<String> changed(Entity before, Entity after) {
    Map<String, Object> old = of(before);
    Map<String, Object> now = of(after);
    Set<String> names = new LinkedHashSet<>(now.keySet());
    names.addAll(old.keySet());
    return names.stream().filter(name -> !Objects.equals(old.get(name), now.get(name))).toList();
  }

  private static void asset(Asset asset, Map<String, Object> fields) {
    fields.put("type", asset.type());
    put(fields, AssetField.QUALIFIED_NAME, asset.qualifiedName());
    put(fields, AssetField.NAME, asset.name());
    put(fields, AssetField.DISPLAY_NAME, asset.displayName());
    put(fields, AssetField.DESCRIPTION, asset.description());
    put(fields, AssetField.PARENT, asset.parentId());
    put(fields, AssetField.PLATFORM, asset.platform());
    put(fields, AssetField.WORKSPACE, asset.workspaceId());
    put(fields, AssetField.DOMAIN, asset.domainId());
    putList(fields, AssetField.OWNERS, asset.owners());
    putList(fields, AssetField.TAGS, asset.tags());
    putList(fields, AssetField.CLASSIFICATIONS, asset.classifications());
    putList(fields, AssetField.TERMS, asset.terms());
    asset.attributes().forEach((name, value) -> fields.put(ATTRIBUTE + name, value));
    put(fields, AssetField.STATUS, asset.status());
    put(fields, AssetField.QUALITY, asset.quality());
    put(fields, AssetField.POPULARITY, asset.popularity());
  }

  private static void attributes(
      List<AttributeDefinition> definitions, Map<String, Object> fields) {
    definitions.forEach(definition -> fields.put(ATTRIBUTE + definition.name(), definition));
  }

  private static void put(Map<String, Object> fields, AssetField field, @Nullable Object value) {
    if (value != null) {
      fields.put(field.fieldName(), value);
    }
  }

  private static void putList(Map<String, Object> fields, AssetField field, List<?> values) {
    if (!values.isEmpty()) {
      fields.put(field.fieldName(), values);
    }
  }
}
