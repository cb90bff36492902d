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
    return switch (ours) {
      case Asset asset -> asset(fields(key, (Asset) base, asset, (Asset) theirs), table);
      case Relationship edge ->
          relationship(fields(key, (Relationship) base, edge, (Relationship) theirs));
      case AssetType type -> assetType(fields(key, (AssetType) base, type, (AssetType) theirs));
      case RelationshipType type ->
          relationshipType(fields(key, (RelationshipType) base, type, (RelationshipType) theirs));
      default -> throw new IllegalArgumentException("an entity of no kind: " + ours.kind());
    };
  }

  private <E extends Entity> FieldMerge<E> fields(
      EntityKey key, @Nullable E base, E ours, E theirs) {
    return new FieldMerge<>(decisions, key, Labels.of(ours), base, ours, theirs);
  }

  private Asset asset(FieldMerge<Asset> fields, @Nullable Side table) {
    Asset ours = fields.ours();
    Asset named = table == null ? null : table == Side.OURS ? ours : fields.theirs();
    return new Asset(
        ours.id(),
        ours.type(),
        named == null
            ? fields.present(AssetField.QUALIFIED_NAME.fieldName(), Asset::qualifiedName)
            : named.qualifiedName(),
        named == null ? fields.present(AssetField.NAME.fieldName(), Asset::name) : named.name(),
        fields.value(AssetField.DISPLAY_NAME.fieldName(), Asset::displayName),
        fields.value(AssetField.DESCRIPTION.fieldName(), Asset::description),
        named == null
            ? fields.value(AssetField.PARENT.fieldName(), Asset::parentId)
            : named.parentId(),
        named == null
            ? fields.value(AssetField.PLATFORM.fieldName(), Asset::platform)
            : named.platform(),
        fields.value(AssetField.WORKSPACE.fieldName(), Asset::workspaceId),
        fields.value(AssetField.DOMAIN.fieldName(), Asset::domainId),
        fields.set(Asset::owners),
        fields.set(Asset::tags),
        fields.set(Asset::classifications),
        fields.set(Asset::terms),
        fields.attributes(
            Asset::attributes,
            name -> attribute(types, ours, name).or(() -> attribute(theirTypes, ours, name)),
            EntryNames.ATTRIBUTES,
            table),
        fields.present(AssetField.STATUS.fieldName(), Asset::status),
        fields.value(AssetField.QUALITY.fieldName(), Asset::quality),
        ours.popularity(),
        ours.createdAt(),
        ours.createdBy(),
        ours.updatedAt(),
        ours.updatedBy(),
        ours.version(),
        ours.seq());
  }

  private Relationship relationship(FieldMerge<Relationship> fields) {
    Relationship ours = fields.ours();
    return ours.with(
        fields.attributes(
            Relationship::attributes,
            name -> attribute(types, ours, name).or(() -> attribute(theirTypes, ours, name)),
            Set.of(),
            null));
  }

  private static Optional<AttributeDefinition> attribute(
      TypeRegistry types, Asset of, String name) {
    return types.assetType(of.type()).flatMap(type -> type.attribute(name));
  }

  private static Optional<AttributeDefinition> attribute(
      TypeRegistry types, Relationship of, String name) {
    return types.relationshipType(of.type()).flatMap(type -> type.attribute(name));
  }

  private static AssetType assetType(FieldMerge<AssetType> fields) {
    AssetType ours = fields.ours();
    return new AssetType(
        ours.name(),
        fields.present("description", AssetType::description),
        fields.present("parentTypes", AssetType::parentTypes),
        fields.definitions(AssetType::attributes),
        ours.builtIn(),
        ours.version());
  }

  private static RelationshipType relationshipType(FieldMerge<RelationshipType> fields) {
    RelationshipType ours = fields.ours();
    return new RelationshipType(
        ours.name(),
        fields.present("inverseName", RelationshipType::inverseName),
        fields.present("description", RelationshipType::description),
        fields.present("sourceTypes", RelationshipType::sourceTypes),
        fields.present("targetTypes", RelationshipType::targetTypes),
        fields.definitions(RelationshipType::attributes),
        ours.builtIn(),
        ours.version());
  }
}
