package dev.tarn.core.commit;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.state.RecordedOutcome;
import dev.tarn.core.state.StateReader;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A state with newer entities laid over it. Not thread safe. */
final class StateOverlay implements StateReader {
  private record Name(String type, String qualifiedName) {}

  private record RequestKey(String actor, String key) {}

  private StateReader base;
  private final Map<AssetId, Asset> assets = new HashMap<>();
  private final Map<Name, AssetId> names = new HashMap<>();
  private final Map<AssetId, Set<AssetId>> children = new HashMap<>();
  private final Map<RelationshipId, Relationship> relationships = new HashMap<>();
  private final Map<AssetId, Set<RelationshipId>> edges = new HashMap<>();
  private final Map<String, AssetType> assetTypes = new LinkedHashMap<>();
  private final Map<String, RelationshipType> relationshipTypes = new LinkedHashMap<>();
  private final Map<RequestKey, List<RecordedOutcome>> outcomes = new HashMap<>();
  private final List<LogEntry> entries = new ArrayList<>();

  StateOverlay(StateReader base) {
    this.base = base;
  }

  /** Replaces what lies below. */
  void rebase(StateReader newBase) {
    this.base = newBase;
  }

  /** Returns what was laid over, in order. */
  List<LogEntry> entries() {
    return entries;
  }

  void addAll(List<LogEntry> added) {
    added.forEach(this::add);
  }

  void add(LogEntry entry) {
    entries.add(entry);
    Entity after = entry.after();
    switch (after.kind()) {
      case ASSET -> put((Asset) after);
      case RELATIONSHIP -> put((Relationship) after);
      case ASSET_TYPE -> assetTypes.put(after.key(), (AssetType) after);
      case RELATIONSHIP_TYPE -> relationshipTypes.put(after.key(), (RelationshipType) after);
    }
    if (entry.idempotencyKey() != null && entry.requestFingerprint() != null) {
      outcomes
          .computeIfAbsent(
              new RequestKey(entry.actor(), entry.idempotencyKey()), key -> new ArrayList<>())
          .add(
              new RecordedOutcome(
                  entry.requestFingerprint(),
                  entry.ordinal(),
                  entry.operation(),
                  entry.kind(),
                  entry.key(),
                  after.version(),
                  entry.seq()));
    }
  }

  /** Forgets everything up to {@code seq}, which the state below now has. */
  void forgetThrough(long seq) {
    int count = 0;
    while (count < entries.size() && entries.get(count).seq() <= seq) {
      count++;
    }
    // Laying over again costs what is kept; doing it for at least as much as it frees keeps it
    // linear.
    if (count == 0 || count < entries.size() - count) {
      return;
    }
    List<LogEntry> kept = List.copyOf(entries.subList(count, entries.size()));
    clear();
    addAll(kept);
  }

  void clear() {
    entries.clear();
    assets.clear();
    names.clear();
    children.clear();
    relationships.clear();
    edges.clear();
    assetTypes.clear();
    relationshipTypes.clear();
    outcomes.clear();
  }

  private void put(Asset asset) {
    Asset before = assets.put(asset.id(), asset);
    if (before != null) {
      names.remove(new Name(before.type(), before.qualifiedName()), before.id());
      AssetId parent = before.parentId();
      Set<AssetId> siblings = parent == null ? null : children.get(parent);
      if (siblings != null) {
        siblings.remove(before.id());
      }
    }
    if (!asset.isDeleted()) {
      names.put(new Name(asset.type(), asset.qualifiedName()), asset.id());
      if (asset.parentId() != null) {
        children.computeIfAbsent(asset.parentId(), id -> new LinkedHashSet<>()).add(asset.id());
      }
    }
  }

  private void put(Relationship relationship) {
    relationships.put(relationship.id(), relationship);
    edges
        .computeIfAbsent(relationship.sourceId(), id -> new LinkedHashSet<>())
        .add(relationship.id());
    edges
        .computeIfAbsent(relationship.targetId(), id -> new LinkedHashSet<>())
        .add(relationship.id());
  }

  @Override
  public Map<AssetId, Asset> assets(Collection<AssetId> ids) throws IOException {
    Map<AssetId, Asset> found = new HashMap<>();
    List<AssetId> below = new ArrayList<>();
    for (AssetId id : ids) {
      Asset asset = assets.get(id);
      if (asset == null) {
        below.add(id);
      } else {
        found.put(id, asset);
      }
    }
    if (!below.isEmpty()) {
      found.putAll(base.assets(below));
    }
    return found;
  }

  @Override
  public Optional<Asset> asset(AssetId id) throws IOException {
    Asset asset = assets.get(id);
    return asset == null ? base.asset(id) : Optional.of(asset);
  }

  @Override
  public Optional<Asset> assetNamed(String type, String qualifiedName) throws IOException {
    AssetId id = names.get(new Name(type, qualifiedName));
    if (id != null) {
      return Optional.ofNullable(assets.get(id));
    }
    return base.assetNamed(type, qualifiedName).filter(asset -> !assets.containsKey(asset.id()));
  }

  @Override
  public Map<RelationshipId, Relationship> relationships(Collection<RelationshipId> ids)
      throws IOException {
    Map<RelationshipId, Relationship> found = new HashMap<>();
    List<RelationshipId> below = new ArrayList<>();
    for (RelationshipId id : ids) {
      Relationship relationship = relationships.get(id);
      if (relationship == null) {
        below.add(id);
      } else {
        found.put(id, relationship);
      }
    }
    if (!below.isEmpty()) {
      found.putAll(base.relationships(below));
    }
    return found;
  }

  @Override
  public List<AssetId> childIds(AssetId parent, int limit) throws IOException {
    Set<AssetId> found = new LinkedHashSet<>(children.getOrDefault(parent, Set.of()));
    if (found.size() < limit) {
      base.childIds(parent, limit + assets.size()).stream()
          .filter(id -> !assets.containsKey(id))
          .forEach(found::add);
    }
    return found.stream().limit(limit).toList();
  }

  @Override
  public List<Relationship> relationshipsOf(AssetId asset, int limit) throws IOException {
    List<Relationship> found = new ArrayList<>();
    for (RelationshipId id : edges.getOrDefault(asset, Set.of())) {
      Relationship relationship = relationships.get(id);
      if (relationship != null && !relationship.deleted()) {
        found.add(relationship);
      }
    }
    if (found.size() < limit) {
      base.relationshipsOf(asset, limit + relationships.size()).stream()
          .filter(relationship -> !relationships.containsKey(relationship.id()))
          .forEach(found::add);
    }
    return found.stream().limit(limit).toList();
  }

  @Override
  public List<Asset> deletedAssets(long fromSeq, long toSeq, int limit) throws IOException {
    List<Asset> found = new ArrayList<>();
    for (Asset asset : base.deletedAssets(fromSeq, toSeq, limit + assets.size())) {
      if (!assets.containsKey(asset.id())) {
        found.add(asset);
      }
    }
    for (Asset asset : assets.values()) {
      if (asset.isDeleted() && asset.seq() >= fromSeq && asset.seq() <= toSeq) {
        found.add(asset);
      }
    }
    return found.stream().sorted(Comparator.comparingLong(Asset::seq)).limit(limit).toList();
  }

  @Override
  public List<Relationship> deletedRelationships(long fromSeq, long toSeq, int limit)
      throws IOException {
    List<Relationship> found = new ArrayList<>();
    for (Relationship edge :
        base.deletedRelationships(fromSeq, toSeq, limit + relationships.size())) {
      if (!relationships.containsKey(edge.id())) {
        found.add(edge);
      }
    }
    for (Relationship edge : relationships.values()) {
      if (edge.deleted() && edge.seq() >= fromSeq && edge.seq() <= toSeq) {
        found.add(edge);
      }
    }
    return found.stream().sorted(Comparator.comparingLong(Relationship::seq)).limit(limit).toList();
  }

  @Override
  public List<AssetType> assetTypes() throws IOException {
    Map<String, AssetType> all = new LinkedHashMap<>();
    base.assetTypes().forEach(type -> all.put(type.name(), type));
    all.putAll(assetTypes);
    return List.copyOf(all.values());
  }

  @Override
  public List<RelationshipType> relationshipTypes() throws IOException {
    Map<String, RelationshipType> all = new LinkedHashMap<>();
    base.relationshipTypes().forEach(type -> all.put(type.name(), type));
    all.putAll(relationshipTypes);
    return List.copyOf(all.values());
  }

  @Override
  public List<RecordedOutcome> outcomes(String actor, String idempotencyKey) throws IOException {
    List<RecordedOutcome> above = outcomes.get(new RequestKey(actor, idempotencyKey));
    List<RecordedOutcome> below = base.outcomes(actor, idempotencyKey);
    if (above == null) {
      return below;
    }
    // An entry may be both in the index and still in the overlay: by sequence number it counts
    // once.
    Map<Long, RecordedOutcome> bySeq = new LinkedHashMap<>();
    below.forEach(outcome -> bySeq.put(outcome.seq(), outcome));
    above.forEach(outcome -> bySeq.put(outcome.seq(), outcome));
    return List.copyOf(bySeq.values());
  }
}
