package dev.tarn.testkit;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Owner;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RecordedOutcome;
import dev.tarn.core.state.RelationshipQuery;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.state.StateSource;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The state that log entries add up to: the model that indexes and tables are compared with. */
public final class InMemoryState implements StateSnapshot {
  private record Name(String type, String qualifiedName) {}

  private final Map<AssetId, Asset> assets = new HashMap<>();
  private final Map<Name, Asset> named = new HashMap<>();
  private final Map<RelationshipId, Relationship> relationships = new HashMap<>();
  private final Map<String, AssetType> assetTypes = new TreeMap<>();
  private final Map<String, RelationshipType> relationshipTypes = new TreeMap<>();
  private final Map<String, List<RecordedOutcome>> outcomes = new HashMap<>();
  private CommitId commit;

  /** A state of nothing. */
  public InMemoryState(CommitId commit) {
    this.commit = commit;
  }

  /** Returns the state that a source has. */
  public static InMemoryState of(StateSource source) throws IOException {
    InMemoryState state = new InMemoryState(source.commit());
    source.assets(1, state::put);
    source.relationships(1, edge -> state.relationships.put(edge.id(), edge));
    source.assetTypes().forEach(type -> state.assetTypes.put(type.name(), type));
    source.relationshipTypes().forEach(type -> state.relationshipTypes.put(type.name(), type));
    source.keyedEntries(state::record);
    return state;
  }

  /** Returns a copy that later entries do not change. */
  public InMemoryState copy() {
    InMemoryState copy = new InMemoryState(commit);
    copy.assets.putAll(assets);
    copy.named.putAll(named);
    copy.relationships.putAll(relationships);
    copy.assetTypes.putAll(assetTypes);
    copy.relationshipTypes.putAll(relationshipTypes);
    outcomes.forEach((key, list) -> copy.outcomes.put(key, new ArrayList<>(list)));
    return copy;
  }

  /** Takes an entry over; entries come in the order of the log. */
  public void apply(LogEntry entry, CommitId at) {
    switch (entry.after()) {
      case Asset asset -> put(asset);
      case Relationship edge -> relationships.put(edge.id(), edge);
      case AssetType type -> assetTypes.put(type.name(), type);
      case RelationshipType type -> relationshipTypes.put(type.name(), type);
      default -> throw new IllegalArgumentException("no entity: " + entry.after());
    }
    record(entry);
    commit = at;
  }

  private void record(LogEntry entry) {
    String key = entry.idempotencyKey();
    String fingerprint = entry.requestFingerprint();
    if (key != null && fingerprint != null) {
      outcomes
          .computeIfAbsent(entry.actor() + '\0' + key, any -> new ArrayList<>())
          .add(
              new RecordedOutcome(
                  fingerprint,
                  entry.ordinal(),
                  entry.operation(),
                  entry.kind(),
                  entry.key(),
                  entry.after().version(),
                  entry.seq()));
    }
  }

  private void put(Asset asset) {
    Asset before = assets.put(asset.id(), asset);
    if (before != null) {
      named.remove(new Name(before.type(), before.qualifiedName()), before);
    }
    if (!asset.isDeleted()) {
      named.put(new Name(asset.type(), asset.qualifiedName()), asset);
    }
  }

  @Override
  public CommitId commit() {
    return commit;
  }

  @Override
  public Map<AssetId, Asset> assets(Collection<AssetId> ids) {
    Map<AssetId, Asset> found = new HashMap<>();
    ids.forEach(id -> Optional.ofNullable(assets.get(id)).ifPresent(asset -> found.put(id, asset)));
    return found;
  }

  @Override
  public Optional<Asset> assetNamed(String type, String qualifiedName) {
    return Optional.ofNullable(named.get(new Name(type, qualifiedName)));
  }

  @Override
  public Map<RelationshipId, Relationship> relationships(Collection<RelationshipId> ids) {
    Map<RelationshipId, Relationship> found = new HashMap<>();
    ids.forEach(
        id -> Optional.ofNullable(relationships.get(id)).ifPresent(edge -> found.put(id, edge)));
    return found;
  }

  @Override
  public List<AssetId> childIds(AssetId parent, int limit) {
    return live()
        .filter(asset -> parent.equals(asset.parentId()))
        .map(Asset::id)
        .sorted()
        .limit(limit)
        .toList();
  }

  @Override
  public List<Relationship> relationshipsOf(AssetId asset, int limit) {
    return liveEdges()
        .filter(edge -> edge.sourceId().equals(asset) || edge.targetId().equals(asset))
        .sorted(Comparator.comparing(Relationship::id))
        .limit(limit)
        .toList();
  }

  @Override
  public List<Asset> deletedAssets(long fromSeq, long toSeq, int limit) {
    return assets.values().stream()
        .filter(asset -> asset.isDeleted() && asset.seq() >= fromSeq && asset.seq() <= toSeq)
        .sorted(Comparator.comparingLong(Asset::seq))
        .limit(limit)
        .toList();
  }

  @Override
  public List<Relationship> deletedRelationships(long fromSeq, long toSeq, int limit) {
    return relationships.values().stream()
        .filter(edge -> edge.deleted() && edge.seq() >= fromSeq && edge.seq() <= toSeq)
        .sorted(Comparator.comparingLong(Relationship::seq))
        .limit(limit)
        .toList();
  }

  @Override
  public List<AssetType> assetTypes() {
    return List.copyOf(assetTypes.values());
  }

  @Override
  public List<RelationshipType> relationshipTypes() {
    return List.copyOf(relationshipTypes.values());
  }

  @Override
  public List<RecordedOutcome> outcomes(String actor, String idempotencyKey) {
    return List.copyOf(outcomes.getOrDefault(actor + '\0' + idempotencyKey, List.of()));
  }

  @Override
  public Page<Asset> list(AssetQuery query) {
    return page(
        live().filter(matches(query)),
        asset -> asset.qualifiedName() + '\0' + asset.id(),
        query.cursor(),
        query.limit());
  }

  @Override
  public Page<Relationship> list(RelationshipQuery query) {
    return page(
        liveEdges().filter(matches(query)),
        edge -> edge.type() + '\0' + edge.id(),
        query.cursor(),
        query.limit());
  }

  private static <T> Page<T> page(
      Stream<T> items, Function<T, String> order, @Nullable String cursor, int limit) {
    if (cursor != null && cursor.indexOf('\0') < 0) {
      throw CatalogException.ofField(ErrorCode.INVALID_REQUEST, "cursor", "no cursor of this list");
    }
    List<T> rest =
        items
            .filter(
                item ->
                    cursor == null || AssetQuery.NAME_ORDER.compare(order.apply(item), cursor) > 0)
            .sorted(Comparator.comparing(order, AssetQuery.NAME_ORDER))
            .limit(limit + 1L)
            .toList();
    boolean more = rest.size() > limit;
    List<T> page = more ? rest.subList(0, limit) : rest;
    return new Page<>(page, more ? order.apply(page.getLast()) : null);
  }

  /** Returns what decides whether a live asset is in the list. */
  public static Predicate<Asset> matches(AssetQuery query) {
    return asset ->
        same(query.type(), asset.type())
            && same(query.parent(), asset.parentId())
            && same(query.platform(), asset.platform())
            && same(query.workspace(), asset.workspaceId())
            && same(query.domain(), asset.domainId())
            && (query.owner() == null
                || asset.owners().stream().map(Owner::id).anyMatch(query.owner()::equals))
            && (query.tag() == null || asset.tags().contains(query.tag()))
            && (query.classification() == null
                || asset.classifications().contains(query.classification()))
            && (query.term() == null || asset.terms().contains(query.term()))
            && same(query.status(), asset.status().code())
            && (query.namePrefix() == null || asset.qualifiedName().startsWith(query.namePrefix()));
  }

  /** Returns what decides whether a live relationship is in the list. */
  public static Predicate<Relationship> matches(RelationshipQuery query) {
    return edge ->
        same(query.type(), edge.type())
            && same(query.source(), edge.sourceId())
            && same(query.target(), edge.targetId())
            && (query.either() == null
                || query.either().equals(edge.sourceId())
                || query.either().equals(edge.targetId()));
  }

  private static boolean same(@Nullable Object wanted, @Nullable Object actual) {
    return wanted == null || Objects.equals(wanted, actual);
  }

  @Override
  public Map<String, Long> assetCounts() {
    Map<String, Long> counts = new TreeMap<>();
    live().forEach(asset -> counts.merge(asset.type(), 1L, Long::sum));
    return counts;
  }

  @Override
  public long relationshipCount() {
    return liveEdges().count();
  }

  private Stream<Asset> live() {
    return assets.values().stream().filter(asset -> !asset.isDeleted());
  }

  private Stream<Relationship> liveEdges() {
    return relationships.values().stream().filter(edge -> !edge.deleted());
  }

  @Override
  public void close() {}
}
