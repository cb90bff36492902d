package dev.tarn.core.commit;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.change.AssetField;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.ChangeResult.Unchanged;
import dev.tarn.core.change.Operation;
import dev.tarn.core.change.UpsertMode;
import dev.tarn.core.commit.EntryWriter.Origin;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.BuiltInTypes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Creates and changes assets. */
final class AssetChanges {
  private static final int MAX_GENERATIONS = 1_000;

  /** What people may say of an asset that the catalog itself has made. */
  private static final Set<String> PEOPLES_FIELDS =
      Stream.of(
              AssetField.DISPLAY_NAME,
              AssetField.DESCRIPTION,
              AssetField.WORKSPACE,
              AssetField.DOMAIN,
              AssetField.OWNERS,
              AssetField.TAGS,
              AssetField.CLASSIFICATIONS,
              AssetField.TERMS)
          .map(AssetField::fieldName)
          .collect(Collectors.toUnmodifiableSet());

  private final StateOverlay state;
  private final References references;
  private final TypeChanges types;
  private final EntryWriter writer;

  AssetChanges(StateOverlay state, References references, TypeChanges types, EntryWriter writer) {
    this.state = state;
    this.references = references;
    this.types = types;
    this.writer = writer;
  }

  ChangeResult upsert(Change.UpsertAsset change, Origin origin) throws IOException {
    AssetType type = types.assetType(change.type());
    String qualifiedName =
        TextRules.name("qualifiedName", change.qualifiedName(), TextRules.MAX_QUALIFIED_NAME_CHARS);
    Asset existing =
        references.find(new AssetLocator.ByName(type.name(), qualifiedName)).orElse(null);
    if (BuiltInTypes.isManaged(type.name())) {
      throw Refusals.managed(type.name());
    }
    if (existing != null && !existing.isDeleted()) {
      Refusals.checkVersion(change.expectedVersion(), existing.version());
      return edit(type, existing, change.fields(), change.mode(), origin);
    }
    Refusals.checkVersion(change.expectedVersion(), 0);
    AssetId id = existing == null ? freeId(type.name(), qualifiedName) : existing.id();
    AssetEdit edit = new AssetEdit(state, type, id, qualifiedName, null, UpsertMode.REPLACE);
    edit.apply(change.fields());
    if (!edit.qualifiedName().equals(qualifiedName)) {
      references.checkNameFree(type.name(), edit.qualifiedName(), id);
    }
    long version = existing == null ? 1 : existing.version() + 1;
    return writer.create(edit.build(writer.stamp(origin), version, null), origin);
  }

  private AssetId freeId(String type, String qualifiedName) throws IOException {
    for (int generation = 0; generation < MAX_GENERATIONS; generation++) {
      AssetId id = AssetId.derive(type, qualifiedName, generation);
      if (state.asset(id).isEmpty()) {
        return id;
      }
    }
    throw CatalogException.ofField(
        ErrorCode.NAME_TAKEN, "qualifiedName", "the name was given up too many times");
  }

  ChangeResult patch(Change.PatchAsset change, Origin origin) throws IOException {
    Optional<Asset> found = references.findLive(change.asset());
    Asset existing = found.orElseThrow(() -> Refusals.notFound(change.asset()));
    Refusals.checkVersion(change.expectedVersion(), existing.version());
    if (BuiltInTypes.isManaged(existing.type())
        && (change.mode() == UpsertMode.REPLACE
            || !PEOPLES_FIELDS.containsAll(change.fields().keySet()))) {
      throw Refusals.managed(existing.type());
    }
    return edit(types.assetType(existing.type()), existing, change.fields(), change.mode(), origin);
  }

  private ChangeResult edit(
      AssetType type,
      Asset existing,
      Map<String, @Nullable Object> fields,
      UpsertMode mode,
      Origin origin)
      throws IOException {
    AssetEdit edit =
        new AssetEdit(state, type, existing.id(), existing.qualifiedName(), existing, mode);
    edit.apply(fields);
    List<String> changed = edit.changedFields();
    if (changed.isEmpty()) {
      return new Unchanged(EntityKind.ASSET, existing.key(), existing.version());
    }
    if (!edit.qualifiedName().equals(existing.qualifiedName())) {
      references.checkNameFree(type.name(), edit.qualifiedName(), existing.id());
    }
    Asset updated = edit.build(writer.stamp(origin), existing.version() + 1, existing);
    return writer.write(Operation.UPDATE, existing, updated, changed, origin);
  }
}
