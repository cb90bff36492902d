package dev.tarn.core.commit;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.EntryRule;
import dev.tarn.core.change.Idempotency;
import dev.tarn.core.change.LogEntry;
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
  private final References references;
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
    this.references = new References(state);
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
   * @param rule what it may come to; null for whatever it asks for
   * @throws CatalogException if the change is refused
   * @throws IOException if the state cannot be read
   */
  ChangeResult resolve(
      Change change,
      ChangeContext context,
      @Nullable Idempotency idempotency,
      int ordinal,
      @Nullable EntryRule rule)
      throws IOException {
    Origin origin = new Origin(context, idempotency, ordinal);
    return rule == null ? resolve(change, origin) : ruled(change, origin, rule);
  }

  /** Tries the change beside the state, where what it comes to can still be given up. */
  private ChangeResult ruled(Change change, Origin origin, EntryRule rule) throws IOException {
    AssetLocator named = named(change);
    Asset asset = named == null ? null : references.find(named).orElse(null);
    if (named != null && asset != null && !rule.knows(asset)) {
      throw Refusals.notFound(named);
    }
    StateOverlay trial = new StateOverlay(state);
    ChangeResolver resolver = writer.beside(trial, types.registry());
    ChangeResult result = resolver.resolve(change, origin);
    for (LogEntry entry : trial.entries()) {
      rule.check(entry, state);
    }
    if (result instanceof ChangeResult.Unchanged unchanged
        && unchanged.kind() == EntityKind.ASSET) {
      rule.check(state.asset(new AssetId(unchanged.key())).orElseThrow());
    }
    trial.entries().forEach(writer::take);
    types.take(resolver.types());
    return result;
  }

  /** Returns the asset that a change names and expects to be there; null if there is none. */
  private static @Nullable AssetLocator named(Change change) {
    return switch (change) {
      case Change.PatchAsset patch -> patch.asset();
      case Change.DeleteAsset delete -> delete.asset();
      case Change.RestoreAsset restore -> restore.asset();
      default -> null;
    };
  }

  private ChangeResult resolve(Change change, Origin origin) throws IOException {
    Idempotency idempotency = origin.idempotency();
    int ordinal = origin.ordinal();
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
