package dev.tarn.core.commit;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.ChangeResult.Applied;
import dev.tarn.core.change.ChangeResult.Unchanged;
import dev.tarn.core.change.Idempotency;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Operation;
import dev.tarn.core.change.UpsertMode;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import dev.tarn.core.type.TypeCompatibility;
import dev.tarn.core.type.TypeRegistry;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns one change into log entries against a state, or refuses it. */
final class ChangeResolver {
  /** The most assets and relationships that one delete takes along. */
  static final int MAX_CASCADE = 10_000;

  private static final int MAX_GENERATIONS = 1_000;

  private final StateOverlay state;
  private final References references;
  private final String groupId;
  private final Instant time;
  private TypeRegistry types;
  private long nextSeq;

  /**
   * @param state what the changes are resolved against; receives the entries
   * @param firstSeq of the first entry
   */
  ChangeResolver(
      StateOverlay state, TypeRegistry types, String groupId, Instant time, long firstSeq) {
    this.state = state;
    this.references = new References(state);
    this.types = types;
    this.groupId = groupId;
    this.time = time;
    this.nextSeq = firstSeq;
  }

  long nextSeq() {
    return nextSeq;
  }

  TypeRegistry types() {
    return types;
  }

  /** What all entries of one change carry. */
  private record Origin(ChangeContext context, @Nullable Idempotency idempotency, int ordinal) {}

  /**
   * Resolves one change. A refused change leaves no trace.
   *
   * @throws CatalogException if the change is refused
   * @throws IOException if the state cannot be read
   */
  ChangeResult resolve(
      Change change, ChangeContext context, @Nullable Idempotency idempotency, int ordinal)
      throws IOException {
    Origin origin = new Origin(context, idempotency, ordinal);
    return switch (change) {
      case Change.UpsertAsset upsert -> upsert(upsert, origin);
      case Change.PatchAsset patch -> patch(patch, origin);
      case Change.DeleteAsset delete -> delete(delete, origin);
      case Change.RestoreAsset restore -> restore(restore, origin);
      case Change.PutRelationship put -> put(put, origin);
      case Change.RemoveRelationship remove -> remove(remove, origin);
      case Change.DefineAssetType define -> define(define, origin);
      case Change.DefineRelationshipType define -> define(define, origin);
    };
  }

  private ChangeResult upsert(Change.UpsertAsset change, Origin origin) throws IOException {
    AssetType type = assetType(change.type());
    String qualifiedName =
        TextRules.name("qualifiedName", change.qualifiedName(), TextRules.MAX_QUALIFIED_NAME_CHARS);
    Asset existing =
        references.find(new AssetLocator.ByName(type.name(), qualifiedName)).orElse(null);
    if (existing != null && !existing.isDeleted()) {
      checkVersion(change.expectedVersion(), existing.version());
      return edit(type, existing, change.fields(), change.mode(), origin);
    }
    checkVersion(change.expectedVersion(), 0);
    AssetId id = existing == null ? freeId(type.name(), qualifiedName) : existing.id();
    AssetEdit edit = new AssetEdit(state, type, id, qualifiedName, null, UpsertMode.REPLACE);
    edit.apply(change.fields());
    checkNameFree(
        type.name(), edit.qualifiedName(), id, !edit.qualifiedName().equals(qualifiedName));
    long version = existing == null ? 1 : existing.version() + 1;
    Asset created = edit.build(stamp(origin), version, null);
    return record(Operation.CREATE, existing, created, List.of(), origin);
  }

  private AssetId freeId(String type, String qualifiedName) throws IOException {
    for (int generation = 0; generation < MAX_GENERATIONS; generation++) {
      AssetId id = AssetId.derive(type, qualifiedName, generation);
      if (!state.assets(List.of(id)).containsKey(id)) {
        return id;
      }
    }
    throw CatalogException.ofField(
        ErrorCode.NAME_TAKEN, "qualifiedName", "the name was given up too many times");
  }

  private ChangeResult patch(Change.PatchAsset change, Origin origin) throws IOException {
    Asset existing = live(change.asset());
    checkVersion(change.expectedVersion(), existing.version());
    return edit(assetType(existing.type()), existing, change.fields(), change.mode(), origin);
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
    checkNameFree(
        type.name(),
        edit.qualifiedName(),
        existing.id(),
        !edit.qualifiedName().equals(existing.qualifiedName()));
    Asset updated = edit.build(stamp(origin), existing.version() + 1, existing);
    return record(Operation.UPDATE, existing, updated, changed, origin);
  }

  private void checkNameFree(String type, String qualifiedName, AssetId id, boolean renamed)
      throws IOException {
    if (renamed) {
      Optional<Asset> taken = references.findLive(new AssetLocator.ByName(type, qualifiedName));
      if (taken.isPresent() && !taken.get().id().equals(id)) {
        throw CatalogException.ofField(
            ErrorCode.NAME_TAKEN, "qualifiedName", "another " + type + " has this name");
      }
    }
  }

  private ChangeResult delete(Change.DeleteAsset change, Origin origin) throws IOException {
    Asset root = live(change.asset());
    checkVersion(change.expectedVersion(), root.version());
    // Parents before what they contain, then relationships: restore reads the tombstones in this
    // order.
    Map<AssetId, Asset> doomed = new LinkedHashMap<>();
    doomed.put(root.id(), root);
    ArrayDeque<AssetId> open = new ArrayDeque<>(List.of(root.id()));
    while (!open.isEmpty()) {
      List<AssetId> children = state.childIds(open.removeFirst(), MAX_CASCADE + 1);
      for (Asset child : state.assets(children).values()) {
        if (!child.isDeleted() && doomed.putIfAbsent(child.id(), child) == null) {
          open.addLast(child.id());
        }
      }
      checkCascade(doomed.size(), root);
    }
    Map<RelationshipId, Relationship> edges = new LinkedHashMap<>();
    for (AssetId id : doomed.keySet()) {
      for (Relationship edge : state.relationshipsOf(id, MAX_CASCADE + 1)) {
        edges.put(edge.id(), edge);
      }
      checkCascade(doomed.size() + edges.size(), root);
    }
    ChangeResult result = null;
    for (Asset asset : doomed.values()) {
      Asset tombstone = restamped(asset, asset.status().deleted(), stamp(origin));
      ChangeResult one = record(Operation.DELETE, asset, tombstone, List.of(), origin);
      result = result == null ? one : result;
    }
    for (Relationship edge : edges.values()) {
      record(Operation.DELETE, edge, restamped(edge, stamp(origin), true), List.of(), origin);
    }
    return Objects.requireNonNull(result);
  }

  private static void checkCascade(int count, Asset root) {
    if (count > MAX_CASCADE) {
      throw new CatalogException(
          ErrorCode.CASCADE_TOO_LARGE,
          "deleting "
              + References.clip(root.qualifiedName())
              + " would delete more than "
              + MAX_CASCADE
              + " assets and relationships; delete what it contains first");
    }
  }

  private ChangeResult restore(Change.RestoreAsset change, Origin origin) throws IOException {
    Asset root = references.find(change.asset()).orElseThrow(() -> notFound(change.asset()));
    if (!root.isDeleted()) {
      checkVersion(change.expectedVersion(), root.version());
      return new Unchanged(EntityKind.ASSET, root.key(), root.version());
    }
    checkVersion(change.expectedVersion(), root.version());
    AssetId parent = root.parentId();
    if (parent != null && !isLive(parent)) {
      throw CatalogException.ofField(
          ErrorCode.PARENT_NOT_FOUND, "parent", "restore what contained the asset first");
    }
    Deleted deleted = deletedWith(root);
    for (Asset asset : deleted.assets()) {
      checkNameFree(asset.type(), asset.qualifiedName(), asset.id(), true);
    }
    ChangeResult result = null;
    for (Asset asset : deleted.assets()) {
      Asset restored = restamped(asset, asset.status().restored(), stamp(origin));
      ChangeResult one = record(Operation.RESTORE, asset, restored, List.of(), origin);
      result = result == null ? one : result;
    }
    for (Relationship edge : deleted.relationships()) {
      if (isLive(edge.sourceId()) && isLive(edge.targetId())) {
        record(Operation.RESTORE, edge, restamped(edge, stamp(origin), false), List.of(), origin);
      }
    }
    return Objects.requireNonNull(result);
  }

  private record Deleted(List<Asset> assets, List<Relationship> relationships) {}

  /**
   * Returns what the delete of {@code root} took along: the tombstones that directly follow its
   * own, each within, or at an end of, one before it. Whatever another delete took cannot satisfy
   * this: its parent or end would have been deleted already.
   */
  private Deleted deletedWith(Asset root) throws IOException {
    Set<AssetId> ids = new LinkedHashSet<>(Set.of(root.id()));
    List<Asset> assets = new ArrayList<>(List.of(root));
    long seq = root.seq();
    for (Asset next : state.deletedAssets(seq + 1, seq + MAX_CASCADE, MAX_CASCADE)) {
      if (next.seq() != seq + 1 || next.parentId() == null || !ids.contains(next.parentId())) {
        break;
      }
      ids.add(next.id());
      assets.add(next);
      seq++;
    }
    List<Relationship> edges = new ArrayList<>();
    for (Relationship next : state.deletedRelationships(seq + 1, seq + MAX_CASCADE, MAX_CASCADE)) {
      if (next.seq() != seq + 1
          || !(ids.contains(next.sourceId()) || ids.contains(next.targetId()))) {
        break;
      }
      edges.add(next);
      seq++;
    }
    return new Deleted(assets, edges);
  }

  private boolean isLive(AssetId id) throws IOException {
    Asset asset = state.assets(List.of(id)).get(id);
    return asset != null && !asset.isDeleted();
  }

  private ChangeResult put(Change.PutRelationship change, Origin origin) throws IOException {
    RelationshipType type =
        types
            .relationshipType(change.type())
            .orElseThrow(() -> unknownType("relationship type", change.type()));
    Asset source =
        references.resolve(
            "source", change.source(), type.sourceTypes(), ErrorCode.REFERENCE_NOT_FOUND);
    Asset target =
        references.resolve(
            "target", change.target(), type.targetTypes(), ErrorCode.REFERENCE_NOT_FOUND);
    RelationshipId id = RelationshipId.derive(type.name(), source.id(), target.id());
    Relationship existing = state.relationships(List.of(id)).get(id);
    Relationship live = existing == null || existing.deleted() ? null : existing;
    checkVersion(change.expectedVersion(), live != null ? live.version() : 0);
    Map<String, Object> attributes =
        Attributes.merge(
            "attributes",
            live != null ? live.attributes() : Map.of(),
            change.attributes(),
            type::attribute,
            type.name());
    Attributes.checkRequired(type.attributes(), attributes, type.name());
    List<String> changed =
        live != null ? Attributes.changed(live.attributes(), attributes) : List.of();
    if (live != null && changed.isEmpty()) {
      return new Unchanged(EntityKind.RELATIONSHIP, live.key(), live.version());
    }
    Stamp stamp = stamp(origin);
    Relationship put =
        new Relationship(
            id,
            type.name(),
            source.id(),
            target.id(),
            attributes,
            false,
            live != null ? live.createdAt() : stamp.time(),
            live != null ? live.createdBy() : stamp.actor(),
            stamp.time(),
            stamp.actor(),
            existing == null ? 1 : existing.version() + 1,
            stamp.seq());
    return record(
        live != null ? Operation.UPDATE : Operation.CREATE, existing, put, changed, origin);
  }

  private ChangeResult remove(Change.RemoveRelationship change, Origin origin) throws IOException {
    Asset source = references.find(change.source()).orElseThrow(() -> notFound(change.source()));
    Asset target = references.find(change.target()).orElseThrow(() -> notFound(change.target()));
    RelationshipId id = RelationshipId.derive(change.type(), source.id(), target.id());
    Relationship existing = state.relationships(List.of(id)).get(id);
    if (existing == null || existing.deleted()) {
      throw new CatalogException(
          ErrorCode.RELATIONSHIP_NOT_FOUND, "there is no such relationship between the two assets");
    }
    checkVersion(change.expectedVersion(), existing.version());
    return record(
        Operation.DELETE, existing, restamped(existing, stamp(origin), true), List.of(), origin);
  }

  private ChangeResult define(Change.DefineAssetType change, Origin origin) {
    AssetType current = types.assetType(change.type().name()).orElse(null);
    checkVersion(change.expectedVersion(), current == null ? 0 : current.version());
    AssetType next = TypeCompatibility.evolve(current, change.type());
    if (current != null
        && next.description().equals(current.description())
        && next.parentTypes().equals(current.parentTypes())
        && next.attributes().equals(current.attributes())) {
      return new Unchanged(EntityKind.ASSET_TYPE, current.name(), current.version());
    }
    types = types.with(List.of(next), List.of());
    return record(
        current == null ? Operation.CREATE : Operation.UPDATE, current, next, List.of(), origin);
  }

  private ChangeResult define(Change.DefineRelationshipType change, Origin origin) {
    RelationshipType current = types.relationshipType(change.type().name()).orElse(null);
    checkVersion(change.expectedVersion(), current == null ? 0 : current.version());
    RelationshipType next = TypeCompatibility.evolve(current, change.type());
    if (current != null
        && next.description().equals(current.description())
        && next.inverseName().equals(current.inverseName())
        && next.sourceTypes().equals(current.sourceTypes())
        && next.targetTypes().equals(current.targetTypes())
        && next.attributes().equals(current.attributes())) {
      return new Unchanged(EntityKind.RELATIONSHIP_TYPE, current.name(), current.version());
    }
    types = types.with(List.of(), List.of(next));
    return record(
        current == null ? Operation.CREATE : Operation.UPDATE, current, next, List.of(), origin);
  }

  private AssetType assetType(String name) {
    return types.assetType(name).orElseThrow(() -> unknownType("asset type", name));
  }

  private static CatalogException unknownType(String kind, String name) {
    return CatalogException.ofField(
        ErrorCode.UNKNOWN_TYPE, "type", "there is no " + kind + " " + References.clip(name));
  }

  private Asset live(AssetLocator locator) throws IOException {
    return references.findLive(locator).orElseThrow(() -> notFound(locator));
  }

  private static CatalogException notFound(AssetLocator locator) {
    return new CatalogException(
        ErrorCode.ASSET_NOT_FOUND, "there is no asset " + References.clip(locator));
  }

  private static void checkVersion(@Nullable Long expected, long current) {
    if (expected != null && expected != current) {
      throw CatalogException.versionConflict(expected, current);
    }
  }

  private Stamp stamp(Origin origin) {
    return new Stamp(nextSeq, time, origin.context().actor().name());
  }

  private static Asset restamped(Asset asset, AssetStatus status, Stamp stamp) {
    return new Asset(
        asset.id(),
        asset.type(),
        asset.qualifiedName(),
        asset.name(),
        asset.displayName(),
        asset.description(),
        asset.parentId(),
        asset.platform(),
        asset.workspaceId(),
        asset.domainId(),
        asset.owners(),
        asset.tags(),
        asset.classifications(),
        asset.terms(),
        asset.attributes(),
        status,
        asset.quality(),
        asset.popularity(),
        asset.createdAt(),
        asset.createdBy(),
        stamp.time(),
        stamp.actor(),
        asset.version() + 1,
        stamp.seq());
  }

  private static Relationship restamped(Relationship edge, Stamp stamp, boolean deleted) {
    return new Relationship(
        edge.id(),
        edge.type(),
        edge.sourceId(),
        edge.targetId(),
        edge.attributes(),
        deleted,
        edge.createdAt(),
        edge.createdBy(),
        stamp.time(),
        stamp.actor(),
        edge.version() + 1,
        stamp.seq());
  }

  private Applied record(
      Operation operation,
      @Nullable Entity before,
      Entity after,
      List<String> changed,
      Origin origin) {
    ChangeContext context = origin.context();
    Idempotency idempotency = origin.idempotency();
    long seq = nextSeq++;
    state.add(
        new LogEntry(
            seq,
            time,
            groupId,
            origin.ordinal(),
            operation,
            before,
            after,
            changed,
            context.actor().name(),
            context.requestId(),
            context.source(),
            context.reason(),
            idempotency == null ? null : idempotency.key(),
            idempotency == null ? null : idempotency.fingerprint()));
    return new Applied(operation, after.kind(), after.key(), after.version(), seq);
  }
}
