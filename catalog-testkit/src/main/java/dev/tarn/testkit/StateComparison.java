package dev.tarn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Owner;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.Group;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RecordedOutcome;
import dev.tarn.core.state.RelationshipQuery;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks a state and the model everything that can be asked about the entities of a log. */
public final class StateComparison {
  private static final int LIMIT = 1_000;
  private static final int ASSETS_TO_FILTER_BY = 25;

  private final Set<AssetId> assets = new LinkedHashSet<>();
  private final Set<RelationshipId> edges = new LinkedHashSet<>();
  private final Set<String> names = new LinkedHashSet<>();
  private final Set<String> keys = new TreeSet<>();
  private long lastSeq;

  private StateComparison() {}

  /** Returns the questions about these groups. */
  public static StateComparison of(List<Group> groups) {
    StateComparison comparison = new StateComparison();
    groups.forEach(group -> group.entries().forEach(comparison::note));
    return comparison;
  }

  private void note(LogEntry entry) {
    lastSeq = entry.seq();
    if (entry.after() instanceof Asset asset) {
      assets.add(asset.id());
      names.add(asset.type() + '\0' + asset.qualifiedName());
    } else if (entry.after() instanceof Relationship edge) {
      edges.add(edge.id());
    }
    if (entry.idempotencyKey() != null) {
      keys.add(entry.actor() + '\0' + entry.idempotencyKey());
    }
  }

  /** Fails at the first answer that differs. */
  public void assertSame(InMemoryState model, StateSnapshot actual) throws IOException {
    assertEquals(model.commit().seq(), actual.commit().seq());
    assertEquals(model.assets(assets), actual.assets(assets));
    assertEquals(model.relationships(edges), actual.relationships(edges));
    for (String name : names) {
      int cut = name.indexOf('\0');
      String type = name.substring(0, cut);
      String qualifiedName = name.substring(cut + 1);
      assertEquals(
          model.assetNamed(type, qualifiedName), actual.assetNamed(type, qualifiedName), name);
    }
    for (AssetId id : assets) {
      assertEquals(Set.copyOf(model.childIds(id, LIMIT)), Set.copyOf(actual.childIds(id, LIMIT)));
      assertEquals(
          Set.copyOf(model.relationshipsOf(id, LIMIT)),
          Set.copyOf(actual.relationshipsOf(id, LIMIT)));
    }
    for (String key : keys) {
      int cut = key.indexOf('\0');
      String actor = key.substring(0, cut);
      String idempotencyKey = key.substring(cut + 1);
      assertEquals(
          bySeq(model.outcomes(actor, idempotencyKey)),
          bySeq(actual.outcomes(actor, idempotencyKey)));
    }
    assertSameDeleted(model, actual);
    assertEquals(
        sorted(model.assetTypes(), AssetType::name), sorted(actual.assetTypes(), AssetType::name));
    assertEquals(
        sorted(model.relationshipTypes(), RelationshipType::name),
        sorted(actual.relationshipTypes(), RelationshipType::name));
    assertSameIds(model, actual);
    assertEquals(model.assetCounts(), actual.assetCounts());
    assertEquals(model.relationshipCount(), actual.relationshipCount());
    assertEquals(assets(model, null, LIMIT), assets(actual, null, LIMIT));
    assertEquals(relationships(model, LIMIT), relationships(actual, LIMIT));
    assertSameLists(model, actual);
  }

  /** Whatever is there twice comes twice. */
  private static void assertSameIds(InMemoryState model, StateSnapshot actual) throws IOException {
    List<AssetId> expected = new ArrayList<>();
    List<AssetId> found = new ArrayList<>();
    model.assetIds(expected::add);
    actual.assetIds(found::add);
    assertEquals(sorted(expected, AssetId::value), sorted(found, AssetId::value));
    List<RelationshipId> expectedEdges = new ArrayList<>();
    List<RelationshipId> foundEdges = new ArrayList<>();
    model.relationshipIds(expectedEdges::add);
    actual.relationshipIds(foundEdges::add);
    assertEquals(
        sorted(expectedEdges, RelationshipId::value), sorted(foundEdges, RelationshipId::value));
  }

  private void assertSameDeleted(InMemoryState model, StateSnapshot actual) throws IOException {
    for (long from : new long[] {1, lastSeq / 3, lastSeq}) {
      for (int limit : new int[] {1, 3, LIMIT}) {
        assertEquals(
            model.deletedAssets(from, lastSeq, limit), actual.deletedAssets(from, lastSeq, limit));
        assertEquals(
            model.deletedRelationships(from, lastSeq, limit),
            actual.deletedRelationships(from, lastSeq, limit));
      }
    }
  }

  private void assertSameLists(InMemoryState model, StateSnapshot actual) throws IOException {
    Collection<Asset> some =
        assets(model, null, LIMIT).stream().limit(ASSETS_TO_FILTER_BY).toList();
    for (AssetQuery query : queries(some)) {
      assertEquals(model.list(query), withoutCursor(actual.list(query)), query.toString());
    }
    for (Relationship edge : relationships(model, LIMIT).stream().limit(10).toList()) {
      for (RelationshipQuery query : queries(edge)) {
        assertEquals(model.list(query), withoutCursor(actual.list(query)), query.toString());
      }
    }
  }

  /** A cursor is each store's own affair; there is none when the list ends. */
  private static <T> Page<T> withoutCursor(Page<T> page) {
    assertEquals(null, page.next(), "the list ends here");
    return page;
  }

  private static List<AssetQuery> queries(Collection<Asset> some) {
    Set<AssetQuery> queries = new LinkedHashSet<>();
    for (Asset asset : some) {
      AssetId owner = asset.owners().stream().map(Owner::id).findFirst().orElse(null);
      AssetId tag = asset.tags().stream().findFirst().orElse(null);
      AssetId label = asset.classifications().stream().findFirst().orElse(null);
      AssetId term = asset.terms().stream().findFirst().orElse(null);
      String type = asset.type();
      String status = asset.status().code();
      String name = asset.qualifiedName();
      int half = name.offsetByCodePoints(0, (name.codePointCount(0, name.length()) + 1) / 2);
      String prefix = name.substring(0, half);
      queries.add(
          query(type, asset.parentId(), null, null, null, null, null, null, null, null, null));
      queries.add(
          query(type, null, asset.platform(), null, null, null, null, null, null, null, null));
      queries.add(
          query(null, null, null, asset.workspaceId(), null, null, null, null, null, null, null));
      queries.add(
          query(null, null, null, null, asset.domainId(), null, null, null, null, null, null));
      queries.add(query(null, null, null, null, null, owner, null, null, null, null, null));
      queries.add(query(null, null, null, null, null, null, tag, null, null, null, null));
      queries.add(query(null, null, null, null, null, null, null, label, null, null, null));
      queries.add(query(null, null, null, null, null, null, null, null, term, null, null));
      queries.add(query(null, null, null, null, null, null, null, null, null, status, null));
      queries.add(query(null, null, null, null, null, null, null, null, null, null, prefix));
      queries.add(query(type, null, null, null, null, null, tag, null, null, status, prefix));
    }
    return List.copyOf(queries);
  }

  private static AssetQuery query(
      @Nullable String type,
      @Nullable AssetId parent,
      @Nullable String platform,
      @Nullable AssetId workspace,
      @Nullable AssetId domain,
      @Nullable AssetId owner,
      @Nullable AssetId tag,
      @Nullable AssetId classification,
      @Nullable AssetId term,
      @Nullable String status,
      @Nullable String namePrefix) {
    return new AssetQuery(
        type,
        parent,
        platform,
        workspace,
        domain,
        owner,
        tag,
        classification,
        term,
        status,
        namePrefix,
        null,
        LIMIT);
  }

  private static List<RelationshipQuery> queries(Relationship edge) {
    return List.of(
        new RelationshipQuery(edge.type(), null, null, null, null, LIMIT),
        new RelationshipQuery(null, edge.sourceId(), null, null, null, LIMIT),
        new RelationshipQuery(null, null, edge.targetId(), null, null, LIMIT),
        new RelationshipQuery(null, null, null, edge.sourceId(), null, LIMIT),
        new RelationshipQuery(
            edge.type(), edge.sourceId(), edge.targetId(), edge.targetId(), null, LIMIT));
  }

  private static List<RecordedOutcome> bySeq(List<RecordedOutcome> outcomes) {
    return sorted(outcomes, RecordedOutcome::seq);
  }

  private static <T, K extends Comparable<K>> List<T> sorted(List<T> items, Function<T, K> key) {
    return items.stream().sorted(Comparator.comparing(key)).toList();
  }

  /** Returns all live assets of a type, or of all, page by page. */
  static List<Asset> assets(StateSnapshot snapshot, @Nullable String type, int limit)
      throws IOException {
    List<Asset> all = new ArrayList<>();
    String cursor = null;
    do {
      Page<Asset> page = snapshot.list(AssetQuery.ofType(type, cursor, limit));
      all.addAll(page.items());
      cursor = page.next();
    } while (cursor != null);
    return all;
  }

  /** Returns all live relationships, page by page. */
  static List<Relationship> relationships(StateSnapshot snapshot, int limit) throws IOException {
    List<Relationship> all = new ArrayList<>();
    String cursor = null;
    do {
      Page<Relationship> page =
          snapshot.list(new RelationshipQuery(null, null, null, null, cursor, limit));
      all.addAll(page.items());
      cursor = page.next();
    } while (cursor != null);
    return all;
  }
}
