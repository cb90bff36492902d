package dev.tarn.core.commit;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.ChangeResult.Unchanged;
import dev.tarn.core.change.Operation;
import dev.tarn.core.commit.EntryWriter.Origin;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.type.RelationshipType;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Adds, changes and removes relationships. */
final class RelationshipChanges {
  private final StateOverlay state;
  private final References references;
  private final TypeChanges types;
  private final EntryWriter writer;

  RelationshipChanges(
      StateOverlay state, References references, TypeChanges types, EntryWriter writer) {
    this.state = state;
    this.references = references;
    this.types = types;
    this.writer = writer;
  }

  ChangeResult put(Change.PutRelationship change, Origin origin) throws IOException {
    RelationshipType type = types.relationshipType(change.type());
    Asset source =
        references.resolve(
            "source", change.source(), type.sourceTypes(), ErrorCode.REFERENCE_NOT_FOUND);
    Asset target =
        references.resolve(
            "target", change.target(), type.targetTypes(), ErrorCode.REFERENCE_NOT_FOUND);
    RelationshipId id = RelationshipId.derive(type.name(), source.id(), target.id());
    Relationship existing = state.relationships(List.of(id)).get(id);
    Relationship live = existing == null || existing.deleted() ? null : existing;
    Refusals.checkVersion(change.expectedVersion(), live == null ? 0 : live.version());
    Map<String, Object> attributes =
        Attributes.merge(
            "attributes",
            live == null ? Map.of() : live.attributes(),
            change.attributes(),
            type::attribute,
            type.name());
    Attributes.checkRequired(type.attributes(), attributes, type.name());
    List<String> changed =
        live == null ? List.of() : Attributes.changed(live.attributes(), attributes);
    if (live != null && changed.isEmpty()) {
      return new Unchanged(EntityKind.RELATIONSHIP, live.key(), live.version());
    }
    Stamp stamp = writer.stamp(origin);
    Relationship put =
        new Relationship(
            id,
            type.name(),
            source.id(),
            target.id(),
            attributes,
            false,
            live == null ? stamp.time() : live.createdAt(),
            live == null ? stamp.actor() : live.createdBy(),
            stamp.time(),
            stamp.actor(),
            existing == null ? 1 : existing.version() + 1,
            stamp.seq());
    return live == null
        ? writer.create(put, origin)
        : writer.write(Operation.UPDATE, live, put, changed, origin);
  }

  ChangeResult remove(Change.RemoveRelationship change, Origin origin) throws IOException {
    Asset source =
        references.find(change.source()).orElseThrow(() -> Refusals.notFound(change.source()));
    Asset target =
        references.find(change.target()).orElseThrow(() -> Refusals.notFound(change.target()));
    RelationshipId id = RelationshipId.derive(change.type(), source.id(), target.id());
    Relationship existing = state.relationships(List.of(id)).get(id);
    if (existing == null || existing.deleted()) {
      throw new CatalogException(
          ErrorCode.RELATIONSHIP_NOT_FOUND, "there is no such relationship between the two assets");
    }
    Refusals.checkVersion(change.expectedVersion(), existing.version());
    Relationship tombstone = writer.stamp(origin).on(existing, true);
    return writer.write(Operation.DELETE, existing, tombstone, List.of(), origin);
  }
}
