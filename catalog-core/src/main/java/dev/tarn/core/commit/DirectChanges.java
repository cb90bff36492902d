package dev.tarn.core.commit;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.ChangeResult.Unchanged;
import dev.tarn.core.change.Operation;
import dev.tarn.core.commit.EntryWriter.Origin;
import dev.tarn.core.diff.EntityFields;
import dev.tarn.core.type.AttributeDefinition;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes assets and relationships what they are elsewhere. */
final class DirectChanges {
  private final StateOverlay state;
  private final TypeChanges types;
  private final EntryWriter writer;

  DirectChanges(StateOverlay state, TypeChanges types, EntryWriter writer) {
    this.state = state;
    this.types = types;
    this.writer = writer;
  }

  ChangeResult set(Change.SetAsset change, Origin origin) throws IOException {
    Asset existing = state.asset(change.id()).orElse(null);
    boolean live = existing != null && !existing.isDeleted();
    Asset content = change.content();
    if (content == null) {
      if (existing == null || !live) {
        return unchanged(
            EntityKind.ASSET, change.id().value(), existing == null ? 0 : existing.version());
      }
      Asset tombstone = writer.stamp(origin).on(existing, existing.status().deleted());
      return writer.write(Operation.DELETE, existing, tombstone, List.of(), origin);
    }
    checkAttributes(
        types.assetType(content.type())::attribute,
        content.type(),
        content.attributes(),
        live && existing != null ? existing.attributes() : Map.of());
    Attributes.checkRequired(
        types.assetType(content.type()).attributes(), content.attributes(), content.type());
    return write(existing, live, content, asset(content, existing, writer.stamp(origin)), origin);
  }

  ChangeResult set(Change.SetRelationship change, Origin origin) throws IOException {
    Relationship existing = state.relationships(List.of(change.id())).get(change.id());
    boolean live = existing != null && !existing.deleted();
    Relationship content = change.content();
    if (content == null) {
      if (existing == null || !live) {
        return unchanged(
            EntityKind.RELATIONSHIP,
            change.id().value(),
            existing == null ? 0 : existing.version());
      }
      Relationship tombstone = writer.stamp(origin).on(existing, true);
      return writer.write(Operation.DELETE, existing, tombstone, List.of(), origin);
    }
    checkAttributes(
        types.relationshipType(content.type())::attribute,
        content.type(),
        content.attributes(),
        live && existing != null ? existing.attributes() : Map.of());
    return write(
        existing, live, content, relationship(content, existing, writer.stamp(origin)), origin);
  }

  private ChangeResult write(
      @Nullable Entity existing, boolean live, Entity content, Entity after, Origin origin) {
    if (existing == null) {
      return writer.create(after, origin);
    }
    List<String> changed = EntityFields.changed(existing, content);
    if (!live) {
      return writer.write(Operation.RESTORE, existing, after, changed, origin);
    }
    return changed.isEmpty()
        ? unchanged(existing.kind(), existing.key(), after.version() - 1)
        : writer.write(Operation.UPDATE, existing, after, changed, origin);
  }

  private static Unchanged unchanged(EntityKind kind, String key, long version) {
    return new Unchanged(kind, key, version);
  }

  /** Types of two branches may know an attribute of one name as different things. */
  private static void checkAttributes(
      Function<String, Optional<AttributeDefinition>> definitions,
      String typeName,
      Map<String, Object> attributes,
      Map<String, Object> known) {
    Map<String, Object> changed = new LinkedHashMap<>();
    attributes.forEach(
        (name, value) -> {
          if (!value.equals(known.get(name))) {
            changed.put(name, value);
          }
        });
    var unused = Attributes.merge("attributes", Map.of(), changed, definitions, typeName);
  }

  private static Asset asset(Asset content, @Nullable Asset existing, Stamp stamp) {
    return new Asset(
        content.id(),
        content.type(),
        content.qualifiedName(),
        content.name(),
        content.displayName(),
        content.description(),
        content.parentId(),
        content.platform(),
        content.workspaceId(),
        content.domainId(),
        content.owners(),
        content.tags(),
        content.classifications(),
        content.terms(),
        content.attributes(),
        content.status(),
        content.quality(),
        content.popularity(),
        existing == null ? stamp.time() : existing.createdAt(),
        existing == null ? stamp.actor() : existing.createdBy(),
        stamp.time(),
        stamp.actor(),
        existing == null ? 1 : existing.version() + 1,
        stamp.seq());
  }

  private static Relationship relationship(
      Relationship content, @Nullable Relationship existing, Stamp stamp) {
    return new Relationship(
        content.id(),
        content.type(),
        content.sourceId(),
        content.targetId(),
        content.attributes(),
        false,
        existing == null ? stamp.time() : existing.createdAt(),
        existing == null ? stamp.actor() : existing.createdBy(),
        stamp.time(),
        stamp.actor(),
        existing == null ? 1 : existing.version() + 1,
        stamp.seq());
  }
}
