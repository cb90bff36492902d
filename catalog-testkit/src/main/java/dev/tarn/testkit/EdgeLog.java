package dev.tarn.testkit;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.Owner;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Operation;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Seeded entries about few assets and many edges between them: cycles, hubs, edges to the asset
 * itself, removals, deletes that take edges with them, and restores that bring them back.
 */
public final class EdgeLog {
  private static final Instant TIME = Instant.parse("2026-01-31T12:00:00Z");
  private static final List<String> TYPES = List.of("table", "column", "dashboard");
  private static final List<String> EDGE_TYPES =
      List.of("lineage", "lineage", "lineage", "lineage", "foreign-key");

  private final Random random;
  private final int maxAssets;
  private final Map<AssetId, Asset> assets = new LinkedHashMap<>();
  private final Map<RelationshipId, Relationship> edges = new LinkedHashMap<>();
  private List<LogEntry> entries = new ArrayList<>();
  private String groupId = "";
  private long seq;
  private long groups;

  /** The log of this seed, always the same. */
  public EdgeLog(Random random, int maxAssets) {
    this.random = random;
    this.maxAssets = maxAssets;
  }

  /** Returns all assets that ever were. */
  public List<AssetId> assetIds() {
    return List.copyOf(assets.keySet());
  }

  /**
   * Returns the next group, of {@code changes} entries, or more where a delete takes others with
   * it.
   */
  public Group group(int changes) {
    entries = new ArrayList<>();
    groupId = "group-" + ++groups;
    while (entries.size() < changes) {
      change();
    }
    return new Group(new CommitId(seq, "%016x".formatted(seq * 31 + 7)), groupId, entries);
  }

  private void change() {
    int dice = random.nextInt(100);
    if (assets.size() < 3 || (dice < 20 && assets.size() < maxAssets)) {
      String type = one(TYPES);
      put(Operation.CREATE, null, asset(type, type + "-" + assets.size(), AssetStatus.ACTIVE));
      return;
    }
    Asset asset = one(List.copyOf(assets.values()));
    if (dice < 28) {
      deleteOrRestore(asset);
    } else {
      Asset other = one(List.copyOf(assets.values()));
      if (!asset.isDeleted() && !other.isDeleted()) {
        addOrRemove(one(EDGE_TYPES), asset.id(), other.id());
      }
    }
  }

  private <T> T one(List<T> of) {
    // The first are drawn most: they become hubs.
    return of.get((int) (of.size() * random.nextDouble() * random.nextDouble()));
  }

  private void deleteOrRestore(Asset asset) {
    boolean delete = !asset.isDeleted();
    Operation operation = delete ? Operation.DELETE : Operation.RESTORE;
    for (Relationship edge : List.copyOf(edges.values())) {
      AssetId other = edge.sourceId().equals(asset.id()) ? edge.targetId() : edge.sourceId();
      boolean atAsset = edge.sourceId().equals(asset.id()) || edge.targetId().equals(asset.id());
      Asset end = assets.get(other);
      if (atAsset && edge.deleted() != delete && end != null && (delete || !end.isDeleted())) {
        put(operation, edge, edge(edge.type(), edge.sourceId(), edge.targetId(), delete, edge));
      }
    }
    put(
        operation,
        asset,
        asset(
            asset.type(),
            asset.qualifiedName(),
            delete ? asset.status().deleted() : asset.status().restored()));
  }

  private void addOrRemove(String type, AssetId source, AssetId target) {
    Relationship before = edges.get(RelationshipId.derive(type, source, target));
    boolean delete = before != null && !before.deleted();
    put(
        before == null ? Operation.CREATE : delete ? Operation.DELETE : Operation.RESTORE,
        before,
        edge(type, source, target, delete, before));
  }

  private Asset asset(String type, String name, AssetStatus status) {
    AssetId id = AssetId.derive(type, name);
    Asset before = assets.get(id);
    AssetId table = AssetId.derive("table", "table-0");
    return new Asset(
        id,
        type,
        name,
        name,
        null,
        null,
        type.equals("column") ? table : null,
        "p" + name.length() % 2,
        null,
        assets.size() % 3 == 0 ? table : null,
        assets.size() % 2 == 0 ? List.of(new Owner(table, "owner")) : List.of(),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        status,
        null,
        null,
        TIME,
        "user:alice",
        TIME,
        "user:alice",
        before == null ? 1 : before.version() + 1,
        seq + 1);
  }

  private Relationship edge(
      String type, AssetId source, AssetId target, boolean deleted, @Nullable Relationship before) {
    return new Relationship(
        RelationshipId.derive(type, source, target),
        type,
        source,
        target,
        Map.of(),
        deleted,
        TIME,
        "user:alice",
        TIME,
        "user:alice",
        before == null ? 1 : before.version() + 1,
        seq + 1);
  }

  private void put(Operation operation, @Nullable Entity before, Entity after) {
    if (after instanceof Asset asset) {
      assets.put(asset.id(), asset);
    } else if (after instanceof Relationship edge) {
      edges.put(edge.id(), edge);
    }
    seq++;
    entries.add(
        new LogEntry(
            seq,
            TIME,
            groupId,
            entries.size(),
            operation,
            before,
            after,
            List.of(),
            "user:alice",
            "request-" + seq,
            null,
            null,
            null,
            null));
  }
}
