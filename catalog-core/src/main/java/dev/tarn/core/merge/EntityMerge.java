package dev.tarn.core.merge;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.AssetField;
import dev.tarn.core.diff.EntityFields;
import dev.tarn.core.diff.EntityKey;
import dev.tarn.core.table.EntryNames;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.AttributeDefinition;
import dev.tarn.core.type.BuiltInTypes;
import dev.tarn.core.type.RelationshipType;
import dev.tarn.core.type.TypeRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Merges one entity.
 *
 * @param types of ours
 * @param theirTypes of theirs
 * @param tables the assets of users' tables, views and namespaces that either side has committed
 *     to, and whose commit counts: what their metadata says follows it
 */
record EntityMerge(
    Decisions decisions, TypeRegistry types, TypeRegistry theirTypes, Map<AssetId, Side> tables) {
  /** What the catalog computes itself: it never is a contradiction. */
  private static final String DERIVED = AssetField.POPULARITY.fieldName();

  /** Returns what becomes of an entity that is live on one side at least; null if it is to go. */
  @Nullable Entity merge(
      EntityKey key, @Nullable Entity base, @Nullable Entity ours, @Nullable Entity theirs) {
    if (ours == null && theirs == null) {
      return null;
    }
    Entity some = ours == null ? Objects.requireNonNull(theirs) : ours;
    if (some instanceof AssetType || some instanceof RelationshipType) {
      // A type never goes: there may be assets of it.
      return ours == null ? theirs : theirs == null ? ours : merge(key, base, ours, theirs, null);
    }
    Side table = table(base, ours, theirs);
    if (ours != null && theirs != null) {
      return merge(key, base, ours, theirs, table);
    }
    if (table != null) {
      return table == Side.OURS ? ours : theirs;
    }
    if (base == null) {
      return some;
    }
    if (isSame(base, some) || isRecord(some)) {
      return null;
    }
    Side side = decisions.decide(deleted(key, base, ours, theirs));
    return side == Side.OURS ? ours : theirs;
  }

  /** What people have said of a merge does not keep it, once it is taken back. */
  private static boolean isRecord(Entity entity) {
    return entity instanceof Asset asset && asset.type().equals(BuiltInTypes.MERGE);
  }

  /** Returns the conflict of a deletion with what the other side has made of the entity. */
  static Conflict deleted(
      EntityKey key, @Nullable Entity base, @Nullable Entity ours, @Nullable Entity theirs) {
    Entity live = Objects.requireNonNull(ours == null ? theirs : ours);
    return new Conflict(
        key + "#existence",
        ConflictKind.DELETED,
        key,
        Labels.of(live),
        null,
        base == null ? null : Labels.of(base),
        ours == null ? null : Labels.of(ours),
        theirs == null ? null : Labels.of(theirs),
        ours == null
            ? "it is deleted here, but changed, or something was put into it, there"
            : "it is deleted there, but changed, or something was put into it, here",
        Conflict.BOTH,
        null);
  }

  private static boolean isSame(Entity one, Entity other) {
    List<String> changed = EntityFields.changed(one, other);
    if (changed.isEmpty()) {
      return true;
    }
    Map<String, Object> before = EntityFields.of(one);
    Map<String, Object> after = EntityFields.of(other);
    return changed.stream()
        .allMatch(field -> field.equals(DERIVED) || isSame(before.get(field), after.get(field)));
  }

  /** The order of a list is nobody's change: lists merge as sets. */
  private static boolean isSame(@Nullable Object one, @Nullable Object other) {
    return one instanceof List<?> before
        && other instanceof List<?> after
        && Set.copyOf(before).equals(Set.copyOf(after));
  }

  private @Nullable Side table(@Nullable Entity... states) {
    if (tables.isEmpty()) {
      return null;
    }
    return Stream.of(states)
        .flatMap(state -> state instanceof Asset asset ? Stream.of(asset) : Stream.empty())
        .flatMap(asset -> Optional.ofNullable(tableOf(asset)).stream())
        .findFirst()
        .orElse(null);
  }

  private @Nullable Side tableOf(Asset asset) {
    Side own = tables.get(asset.id());
    AssetId parent = asset.parentId();
    return own != null || parent == null || !asset.type().equals(EntryNames.COLUMN)
        ? own
        : tables.get(parent);
  }

  private Entity merge(
      EntityKey key, @Nullable Entity base, Entity ours, Entity theirs, @Nullable Side table) {
    FieldMerge fields = new FieldMerge(decisions, key, Labels.of(ours));
    return switch (ours) {
      case Asset asset -> asset(fields, (Asset) base, asset, (Asset) theirs, table);
      case Relationship edge ->
          relationship(fields, (Relationship) base, edge, (Relationship) theirs);
      case AssetType type -> assetType(fields, (AssetType) base, type, (AssetType) theirs);
      case RelationshipType type ->
          relationshipType(fields, (RelationshipType) base, type, (RelationshipType) theirs);
      default -> throw new IllegalArgumentException("an entity of no kind: " + ours.kind());
    };
  }

  private Asset asset(
      FieldMerge fields, @Nullable Asset base, Asset ours, Asset theirs, @Nullable Side table) {
    Asset named = table == null ? null : table == Side.OURS ? ours : theirs;
    return new Asset(
        ours.id(),
        ours.type(),
        named != null
            ? named.qualifiedName()
            : fields.present(
                AssetField.QUALIFIED_NAME.fieldName(),
                base == null ? null : base.qualifiedName(),
                ours.qualifiedName(),
                theirs.qualifiedName()),
        named != null
            ? named.name()
            : fields.present(
                AssetField.NAME.fieldName(),
                base == null ? null : base.name(),
                ours.name(),
                theirs.name()),
        fields.value(
            AssetField.DISPLAY_NAME.fieldName(),
            base == null ? null : base.displayName(),
            ours.displayName(),
            theirs.displayName()),
        fields.value(
            AssetField.DESCRIPTION.fieldName(),
            base == null ? null : base.description(),
            ours.description(),
            theirs.description()),
        named != null
            ? named.parentId()
            : fields.value(
                AssetField.PARENT.fieldName(),
                base == null ? null : base.parentId(),
                ours.parentId(),
                theirs.parentId()),
        named != null
            ? named.platform()
            : fields.value(
                AssetField.PLATFORM.fieldName(),
                base == null ? null : base.platform(),
                ours.platform(),
                theirs.platform()),
        fields.value(
            AssetField.WORKSPACE.fieldName(),
            base == null ? null : base.workspaceId(),
            ours.workspaceId(),
            theirs.workspaceId()),
        fields.value(
            AssetField.DOMAIN.fieldName(),
            base == null ? null : base.domainId(),
            ours.domainId(),
            theirs.domainId()),
        FieldMerge.set(base == null ? List.of() : base.owners(), ours.owners(), theirs.owners()),
        FieldMerge.set(base == null ? List.of() : base.tags(), ours.tags(), theirs.tags()),
        FieldMerge.set(
            base == null ? List.of() : base.classifications(),
            ours.classifications(),
            theirs.classifications()),
        FieldMerge.set(base == null ? List.of() : base.terms(), ours.terms(), theirs.terms()),
        fields.attributes(
            base == null ? Map.of() : base.attributes(),
            ours.attributes(),
            theirs.attributes(),
            name -> attribute(types, ours, name).or(() -> attribute(theirTypes, ours, name)),
            EntryNames.ATTRIBUTES,
            table),
        fields.present(
            AssetField.STATUS.fieldName(),
            base == null ? null : base.status(),
            ours.status(),
            theirs.status()),
        fields.value(
            AssetField.QUALITY.fieldName(),
            base == null ? null : base.quality(),
            ours.quality(),
            theirs.quality()),
        ours.popularity(),
        ours.createdAt(),
        ours.createdBy(),
        ours.updatedAt(),
        ours.updatedBy(),
        ours.version(),
        ours.seq());
  }

  private Relationship relationship(
      FieldMerge fields, @Nullable Relationship base, Relationship ours, Relationship theirs) {
    return new Relationship(
        ours.id(),
        ours.type(),
        ours.sourceId(),
        ours.targetId(),
        fields.attributes(
            base == null ? Map.of() : base.attributes(),
            ours.attributes(),
            theirs.attributes(),
            name -> attribute(types, ours, name).or(() -> attribute(theirTypes, ours, name)),
            Set.of(),
            null),
        false,
        ours.createdAt(),
        ours.createdBy(),
        ours.updatedAt(),
        ours.updatedBy(),
        ours.version(),
        ours.seq());
  }

  private static Optional<AttributeDefinition> attribute(
      TypeRegistry types, Asset of, String name) {
    return types.assetType(of.type()).flatMap(type -> type.attribute(name));
  }

  private static Optional<AttributeDefinition> attribute(
      TypeRegistry types, Relationship of, String name) {
    return types.relationshipType(of.type()).flatMap(type -> type.attribute(name));
  }

  private static AssetType assetType(
      FieldMerge fields, @Nullable AssetType base, AssetType ours, AssetType theirs) {
    return new AssetType(
        ours.name(),
        fields.present(
            "description",
            base == null ? null : base.description(),
            ours.description(),
            theirs.description()),
        fields.present(
            "parentTypes",
            base == null ? null : base.parentTypes(),
            ours.parentTypes(),
            theirs.parentTypes()),
        definitions(
            fields,
            base == null ? List.of() : base.attributes(),
            ours.attributes(),
            theirs.attributes()),
        ours.builtIn(),
        ours.version());
  }

  private static RelationshipType relationshipType(
      FieldMerge fields,
      @Nullable RelationshipType base,
      RelationshipType ours,
      RelationshipType theirs) {
    return new RelationshipType(
        ours.name(),
        fields.present(
            "inverseName",
            base == null ? null : base.inverseName(),
            ours.inverseName(),
            theirs.inverseName()),
        fields.present(
            "description",
            base == null ? null : base.description(),
            ours.description(),
            theirs.description()),
        fields.present(
            "sourceTypes",
            base == null ? null : base.sourceTypes(),
            ours.sourceTypes(),
            theirs.sourceTypes()),
        fields.present(
            "targetTypes",
            base == null ? null : base.targetTypes(),
            ours.targetTypes(),
            theirs.targetTypes()),
        definitions(
            fields,
            base == null ? List.of() : base.attributes(),
            ours.attributes(),
            theirs.attributes()),
        ours.builtIn(),
        ours.version());
  }

  private static List<AttributeDefinition> definitions(
      FieldMerge fields,
      List<AttributeDefinition> base,
      List<AttributeDefinition> ours,
      List<AttributeDefinition> theirs) {
    Map<String, AttributeDefinition> began = byName(base);
    Map<String, AttributeDefinition> here = byName(ours);
    Map<String, AttributeDefinition> merged = new LinkedHashMap<>(here);
    byName(theirs)
        .forEach(
            (name, definition) -> {
              AttributeDefinition own = here.get(name);
              merged.put(
                  name,
                  own == null
                      ? definition
                      : fields.present("attributes." + name, began.get(name), own, definition));
            });
    return List.copyOf(merged.values());
  }

  private static Map<String, AttributeDefinition> byName(List<AttributeDefinition> definitions) {
    Map<String, AttributeDefinition> byName = new LinkedHashMap<>();
    definitions.forEach(definition -> byName.put(definition.name(), definition));
    return byName;
  }
}
