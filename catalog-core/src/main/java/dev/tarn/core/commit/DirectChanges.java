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
    return write(existing, live, content, writer.stamp(origin).next(content, existing), origin);
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
        existing,
        live,
        content,
        writer.stamp(origin).next(content.with(content.attributes()), existing),
        origin);
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
}
