package dev.tarn.core.commit;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
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
import dev.tarn.core.type.BuiltInTypes;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Deletes an asset with all it contains, and brings back what one delete took. */
final class Cascades {
  /** The most assets and relationships that one delete takes along. */
  static final int MAX_CASCADE = 10_000;

  private final StateOverlay state;
  private final References references;
  private final EntryWriter writer;

  Cascades(StateOverlay state, References references, EntryWriter writer) {
    this.state = state;
    this.references = references;
    this.writer = writer;
  }

  ChangeResult delete(Change.DeleteAsset change, Origin origin) throws IOException {
    Optional<Asset> found = references.findLive(change.asset());
    Asset root = found.orElseThrow(() -> Refusals.notFound(change.asset()));
    Refusals.checkVersion(change.expectedVersion(), root.version());
    if (BuiltInTypes.isManaged(root.type())) {
      throw Refusals.managed(root.type());
    }
    // Parents before what they contain, then relationships: restore reads the tombstones in this
    // order.
    Map<AssetId, Asset> doomed = contained(root);
    Map<RelationshipId, Relationship> edges = edgesOf(doomed, root);
    ChangeResult result = delete(root, origin);
    doomed.remove(root.id());
    for (Asset asset : doomed.values()) {
      delete(asset, origin);
    }
    for (Relationship edge : edges.values()) {
      Relationship tombstone = writer.stamp(origin).on(edge, true);
      writer.write(Operation.DELETE, edge, tombstone, List.of(), origin);
    }
    return result;
  }

  private ChangeResult delete(Asset asset, Origin origin) {
    Asset tombstone = writer.stamp(origin).on(asset, asset.status().deleted());
    return writer.write(Operation.DELETE, asset, tombstone, List.of(), origin);
  }

  /** Returns the asset and all that it contains, parents first. */
  private Map<AssetId, Asset> contained(Asset root) throws IOException {
    Map<AssetId, Asset> found = new LinkedHashMap<>();
    found.put(root.id(), root);
    ArrayDeque<AssetId> open = new ArrayDeque<>(List.of(root.id()));
    while (!open.isEmpty()) {
      List<AssetId> children = state.childIds(open.removeFirst(), MAX_CASCADE + 1);
      for (Asset child : state.assets(children).values()) {
        if (!child.isDeleted() && found.putIfAbsent(child.id(), child) == null) {
          open.addLast(child.id());
        }
      }
      checkCascade(found.size(), root);
    }
    return found;
  }

  private Map<RelationshipId, Relationship> edgesOf(Map<AssetId, Asset> assets, Asset root)
      throws IOException {
    Map<RelationshipId, Relationship> edges = new LinkedHashMap<>();
    for (AssetId id : assets.keySet()) {
      for (Relationship edge : state.relationshipsOf(id, MAX_CASCADE + 1)) {
        edges.put(edge.id(), edge);
      }
      checkCascade(assets.size() + edges.size(), root);
    }
    return edges;
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

  ChangeResult restore(Change.RestoreAsset change, Origin origin) throws IOException {
    Optional<Asset> found = references.find(change.asset());
    Asset root = found.orElseThrow(() -> Refusals.notFound(change.asset()));
    Refusals.checkVersion(change.expectedVersion(), root.version());
    if (!root.isDeleted()) {
      return new Unchanged(EntityKind.ASSET, root.key(), root.version());
    }
    if (BuiltInTypes.isManaged(root.type())) {
      throw Refusals.managed(root.type());
    }
    AssetId parent = root.parentId();
    if (parent != null && !isLive(parent)) {
      throw CatalogException.ofField(
          ErrorCode.PARENT_NOT_FOUND, "parent", "restore what contained the asset first");
    }
    Deleted deleted = deletedWith(root);
    for (Asset asset : deleted.assets()) {
      references.checkNameFree(asset.type(), asset.qualifiedName(), asset.id());
    }
    ChangeResult result = restore(root, origin);
    for (Asset asset : deleted.assets().subList(1, deleted.assets().size())) {
      restore(asset, origin);
    }
    for (Relationship edge : deleted.relationships()) {
      if (isLive(edge.sourceId()) && isLive(edge.targetId())) {
        Relationship restored = writer.stamp(origin).on(edge, false);
        writer.write(Operation.RESTORE, edge, restored, List.of(), origin);
      }
    }
    return result;
  }

  private ChangeResult restore(Asset tombstone, Origin origin) {
    Asset restored = writer.stamp(origin).on(tombstone, tombstone.status().restored());
    return writer.write(Operation.RESTORE, tombstone, restored, List.of(), origin);
  }

  /** The tombstones of one delete, that of its root first. */
  private record Deleted(List<Asset> assets, List<Relationship> relationships) {}

  /**
   * Returns what the delete of {@code root} took along: the tombstones that follow its own, each
   * within, or at an end of, one before it. Whatever a later delete took cannot satisfy this: its
   * parent or end was no longer there. What has been created anew since then is left alone.
   */
  private Deleted deletedWith(Asset root) throws IOException {
    Set<AssetId> ids = new LinkedHashSet<>(Set.of(root.id()));
    List<Asset> assets = new ArrayList<>(List.of(root));
    long first = root.seq() + 1;
    long last = root.seq() + MAX_CASCADE;
    for (Asset next : state.deletedAssets(first, last, MAX_CASCADE)) {
      if (next.parentId() != null && ids.contains(next.parentId())) {
        ids.add(next.id());
        assets.add(next);
      }
    }
    List<Relationship> edges = new ArrayList<>();
    for (Relationship next : state.deletedRelationships(first, last, MAX_CASCADE)) {
      if (ids.contains(next.sourceId()) || ids.contains(next.targetId())) {
        edges.add(next);
      }
    }
    return new Deleted(assets, edges);
  }

  private boolean isLive(AssetId id) throws IOException {
    return state.asset(id).filter(asset -> !asset.isDeleted()).isPresent();
  }
}
