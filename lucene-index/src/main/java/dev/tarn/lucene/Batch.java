package dev.tarn.lucene;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Operation;
import dev.tarn.core.log.Group;
import dev.tarn.core.state.RecordedOutcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What groups of the log add up to: of each entity the last state, in the order in which entities
 * appear first; and what keyed requests did.
 */
final class Batch {
  private final Map<AssetId, Asset> assets = new LinkedHashMap<>();
  private final Map<RelationshipId, Relationship> edges = new LinkedHashMap<>();
  private final Map<String, Entity> types = new LinkedHashMap<>();
  private final Set<AssetId> createdAssets = new HashSet<>();
  private final Set<RelationshipId> createdEdges = new HashSet<>();
  private final Set<AssetId> parents = new LinkedHashSet<>();
  private final List<Request> requests = new ArrayList<>();
  private long seq;
  private long newestMillis;

  /**
   * What a keyed request did in one group.
   *
   * @param recordedMillis the time of the newest entry then
   */
  record Request(String actor, String key, List<RecordedOutcome> outcomes, long recordedMillis) {}

  /**
   * @param appliedSeq entries up to here are left out
   * @param newestMillis the time of the newest of them
   */
  Batch(long appliedSeq, long newestMillis) {
    this.seq = appliedSeq;
    this.newestMillis = newestMillis;
  }

  void add(Group group) {
    record Key(String actor, String key) {}
    Map<Key, List<RecordedOutcome>> keyed = new LinkedHashMap<>();
    for (LogEntry entry : group.entries()) {
      if (entry.seq() <= seq) {
        continue;
      }
      add(entry);
      newestMillis = Math.max(newestMillis, entry.committedAt().toEpochMilli());
      String key = entry.idempotencyKey();
      String fingerprint = entry.requestFingerprint();
      if (key != null && fingerprint != null) {
        keyed
            .computeIfAbsent(new Key(entry.actor(), key), any -> new ArrayList<>())
            .add(outcome(entry, fingerprint));
      }
    }
    keyed.forEach(
        (request, outcomes) ->
            requests.add(new Request(request.actor(), request.key(), outcomes, newestMillis)));
    seq = Math.max(seq, group.commit().seq());
  }

  private void add(LogEntry entry) {
    if (entry.after() instanceof Asset asset) {
      if (assets.put(asset.id(), asset) == null && isFirst(entry)) {
        createdAssets.add(asset.id());
      }
      addParents(entry.before() instanceof Asset before ? before : null, asset);
    } else if (entry.after() instanceof Relationship edge) {
      if (edges.put(edge.id(), edge) == null && isFirst(entry)) {
        createdEdges.add(edge.id());
      }
    } else {
      types.put(entry.kind() + entry.key(), entry.after());
    }
  }

  private void addParents(@Nullable Asset before, Asset after) {
    AssetId parentBefore = before == null ? null : StateDocuments.columnParent(before);
    AssetId parent = StateDocuments.columnParent(after);
    boolean same =
        Objects.equals(parentBefore, parent)
            && (before == null || before.name().equals(after.name()));
    if (parentBefore != null && !same) {
      parents.add(parentBefore);
    }
    if (parent != null && !same) {
      parents.add(parent);
    }
  }

  /** Whether nothing of the entity can have been applied before: that spares looking for it. */
  private static boolean isFirst(LogEntry entry) {
    return entry.operation() == Operation.CREATE
        && entry.before() == null
        && entry.after().version() == 1;
  }

  private static RecordedOutcome outcome(LogEntry entry, String fingerprint) {
    return new RecordedOutcome(
        fingerprint,
        entry.ordinal(),
        entry.operation(),
        entry.kind(),
        entry.key(),
        entry.after().version(),
        entry.seq());
  }

  Map<AssetId, Asset> assets() {
    return assets;
  }

  /** Returns the assets whose columns change: by name, or one comes or goes. */
  Set<AssetId> parents() {
    return parents;
  }

  Map<RelationshipId, Relationship> edges() {
    return edges;
  }

  List<Entity> types() {
    return List.copyOf(types.values());
  }

  List<Request> requests() {
    return requests;
  }

  /** Whether an asset of the batch begins in it. */
  boolean isCreated(AssetId id) {
    return createdAssets.contains(id);
  }

  /** Whether a relationship of the batch begins in it. */
  boolean isCreated(RelationshipId id) {
    return createdEdges.contains(id);
  }

  /** Returns the last sequence number of all that was added. */
  long seq() {
    return seq;
  }

  /** Returns the time of the newest entry. */
  long newestMillis() {
    return newestMillis;
  }
}
