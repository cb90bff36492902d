package dev.tarn.core.commit;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.Idempotency;
import dev.tarn.core.change.Operation;
import dev.tarn.core.commit.EntryWriter.Origin;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.type.TypeRegistry;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns one change after the other into log entries against a state, or refuses it. */
final class ChangeResolver {
  private final StateOverlay state;
  private final EntryWriter writer;
  private final AssetChanges assets;
  private final Cascades cascades;
  private final RelationshipChanges relationships;
  private final TypeChanges types;
  private final DirectChanges direct;

  /**
   * @param state what the changes are resolved against; receives the entries
   * @param firstSeq of the first entry
   */
  ChangeResolver(
      StateOverlay state, TypeRegistry registry, String groupId, Instant time, long firstSeq) {
    this.state = state;
    References references = new References(state);
    this.writer = new EntryWriter(state, groupId, time, firstSeq);
    this.types = new TypeChanges(registry, writer);
    this.assets = new AssetChanges(state, references, types, writer);
    this.cascades = new Cascades(state, references, writer);
    this.relationships = new RelationshipChanges(state, references, types, writer);
    this.direct = new DirectChanges(state, types, writer);
  }

  long nextSeq() {
    return writer.nextSeq();
  }

  TypeRegistry types() {
    return types.registry();
  }

  /**
   * Resolves one change. A refused change leaves no trace.
   *
   * @param ordinal the change's position in its submission
   * @throws CatalogException if the change is refused
   * @throws IOException if the state cannot be read
   */
  ChangeResult resolve(
      Change change, ChangeContext context, @Nullable Idempotency idempotency, int ordinal)
      throws IOException {
    Origin origin = new Origin(context, idempotency, ordinal);
    return switch (change) {
      case Change.UpsertAsset upsert -> assets.upsert(upsert, origin);
      case Change.PatchAsset patch -> assets.patch(patch, origin);
      case Change.DeleteAsset delete -> cascades.delete(delete, origin);
      case Change.RestoreAsset restore -> cascades.restore(restore, origin);
      case Change.PutRelationship put -> relationships.put(put, origin);
      case Change.RemoveRelationship remove -> relationships.remove(remove, origin);
      case Change.SetAsset set -> direct.set(set, new Origin(set.context(), idempotency, ordinal));
      case Change.SetRelationship set ->
          direct.set(set, new Origin(set.context(), idempotency, ordinal));
      case Change.DefineAssetType define -> types.define(define, origin);
      case Change.DefineRelationshipType define -> types.define(define, origin);
    };
  }

  /** Gives an asset that stays as it is a version that says when and by whom. */
  ChangeResult touch(
      AssetId id, ChangeContext context, @Nullable Idempotency idempotency, int ordinal)
      throws IOException {
    Origin origin = new Origin(context, idempotency, ordinal);
    Asset asset = state.asset(id).orElseThrow();
    Asset touched = writer.stamp(origin).on(asset, asset.status());
    return writer.write(Operation.UPDATE, asset, touched, List.of(), origin);
  }
}
