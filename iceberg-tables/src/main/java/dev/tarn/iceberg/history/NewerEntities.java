package dev.tarn.iceberg.history;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.IdMap;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.LogEntry;
import dev.tarn.iceberg.schema.ChangeRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the log has of assets and relationships between the state tables and a commit: the newest
 * entry of each. As {@link Overlay}, but the entities stay in the log's files until they are asked
 * for, so that they can be any number.
 */
final class NewerEntities {
  private final ChangeScan changes;
  private final long afterSeq;
  private final long toSeq;
  private final IdMap assets = new IdMap();
  private final IdMap relationships = new IdMap();
  private final Map<String, LogEntry> types = new HashMap<>();
  private String lastGroupId = "";

  private NewerEntities(ChangeScan changes, long afterSeq, long toSeq) {
    this.changes = changes;
    this.afterSeq = afterSeq;
    this.toSeq = toSeq;
  }

  static NewerEntities read(ChangeScan changes, long afterSeq, long toSeq) throws IOException {
    NewerEntities newer = new NewerEntities(changes, afterSeq, toSeq);
    boolean[] hasTypes = new boolean[1];
    changes.keys(
        afterSeq,
        toSeq,
        row -> {
          if (row.seq() == toSeq) {
            newer.lastGroupId = row.groupId();
          }
          switch (row.kind()) {
            case ASSET -> raise(newer.assets, row.key(), row.seq());
            case RELATIONSHIP -> raise(newer.relationships, row.key(), row.seq());
            case ASSET_TYPE, RELATIONSHIP_TYPE -> hasTypes[0] = true;
          }
        });
    if (hasTypes[0]) {
      newer.readTypes();
    }
    return newer;
  }

  private static void raise(IdMap newest, String id, long seq) {
    long before = newest.put(id, seq);
    if (before > seq) {
      newest.put(id, before);
    }
  }

  private void readTypes() throws IOException {
    changes.range(
        afterSeq,
        toSeq,
        row -> {
          EntityKind kind = ChangeRows.kind(row);
          return kind == EntityKind.ASSET_TYPE || kind == EntityKind.RELATIONSHIP_TYPE;
        },
        entry ->
            types.merge(
                entry.kind().code() + '/' + entry.key(),
                entry,
                (one, other) -> one.seq() > other.seq() ? one : other));
  }

  /** Returns the id of the group of the last entry; empty if there are no entries. */
  String lastGroupId() {
    return lastGroupId;
  }

  boolean hasAsset(String id) {
    return assets.size() > 0 && assets.get(id) != IdMap.ABSENT;
  }

  boolean hasRelationship(String id) {
    return relationships.size() > 0 && relationships.get(id) != IdMap.ABSENT;
  }

  Collection<Entity> types() {
    return types.values().stream().map(LogEntry::after).toList();
  }

  /** Returns the reads that together hand over each asset once; more can be added. */
  List<ParallelReads.Read> assets(Consumer<Asset> consumer) throws IOException {
    return entities(EntityKind.ASSET, assets, entry -> consumer.accept((Asset) entry.after()));
  }

  /** Returns the reads that together hand over each relationship once; more can be added. */
  List<ParallelReads.Read> relationships(Consumer<Relationship> consumer) throws IOException {
    return entities(
        EntityKind.RELATIONSHIP,
        relationships,
        entry -> consumer.accept((Relationship) entry.after()));
  }

  private List<ParallelReads.Read> entities(
      EntityKind kind, IdMap newest, Consumer<LogEntry> consumer) throws IOException {
    return newest.size() == 0
        ? new ArrayList<>()
        : changes.reads(
            afterSeq,
            toSeq,
            row ->
                ChangeRows.kind(row) == kind
                    && newest.get(ChangeRows.key(row)) == ChangeRows.seq(row),
            consumer);
  }
}
