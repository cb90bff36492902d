package dev.tarn.lucene.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.access.RestrictedSnapshot;
import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Owner;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.lineage.AssetTraits;
import dev.tarn.core.lineage.Flow;
import dev.tarn.core.lineage.ImpactQuery;
import dev.tarn.core.lineage.LineageDirection;
import dev.tarn.core.lineage.LineageLevel;
import dev.tarn.core.lineage.LineageLimits;
import dev.tarn.core.lineage.LineageQuery;
import dev.tarn.core.lineage.PathQuery;
import dev.tarn.core.log.Group;
import dev.tarn.core.policy.AssetAccess;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.lucene.LuceneIndexSettings;
import dev.tarn.lucene.LuceneStateIndexes;
import dev.tarn.testkit.InMemoryState;
import dev.tarn.testkit.RandomLog;
import dev.tarn.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An index that hides assets itself shows what remains when all there is is looked through. */
@ExtendWith(Seeds.class)
final class RestrictedStateTest {
  private static final int ACCESSES = 12;
  private static final int QUESTIONS = 12;

  @TempDir Path folder;
  private final List<Group> groups = new ArrayList<>();
  private final InMemoryState model = new InMemoryState(CommitId.NOTHING);
  private final Set<AssetId> assets = new LinkedHashSet<>();
  private final Set<RelationshipId> edges = new LinkedHashSet<>();
  private RandomLog log;
  private Random random;
  private StateIndex index;

  @BeforeEach
  void open(RandomLog entries, Random values) throws IOException {
    log = entries;
    random = values;
    index = open();
  }

  private StateIndex open() throws IOException {
    return new LuceneStateIndexes(folder, LuceneIndexSettings.defaults()).open(Scope.DEFAULT);
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  private void grow(int count) throws IOException {
    for (Group group : log.groups(count, 30)) {
      groups.add(group);
      for (LogEntry entry : group.entries()) {
        model.apply(entry, group.commit());
        if (entry.after() instanceof Asset asset) {
          assets.add(asset.id());
        } else if (entry.after() instanceof Relationship edge) {
          edges.add(edge.id());
        }
      }
      index.apply(List.of(group));
    }
  }

  private List<Asset> live() {
    return model.list(AssetQuery.ofType(null, null, AssetQuery.MAX_LIMIT)).items();
  }

  @Test
  void showsWhatRemains() throws IOException {
    for (int round = 0; round < 3; round++) {
      grow(12);
      RandomAccesses accesses = new RandomAccesses(random, live());
      for (int i = 0; i < ACCESSES; i++) {
        AssetAccess access = accesses.access();
        assertSame(access);
      }
    }
  }

  @Test
  void showsTheSameAfterItIsOpenedAgain() throws IOException {
    grow(30);
    AssetAccess access = new RandomAccesses(random, live()).access();
    assertSame(access);
    index.flush();
    index.close();
    index = open();
    index.apply(groups);
    assertSame(access);
  }

  private void assertSame(AssetAccess access) throws IOException {
    StateSnapshot expected = new RestrictedSnapshot(model, access, Optional.empty());
    try (StateSnapshot actual = index.acquire().restrictedTo(access)) {
      assertThat(actual.assets(assets)).as("%s", access).isEqualTo(expected.assets(assets));
      assertThat(actual.relationships(edges)).isEqualTo(expected.relationships(edges));
      assertThat(actual.assetCounts()).isEqualTo(expected.assetCounts());
      assertThat(actual.relationshipCount()).isEqualTo(expected.relationshipCount());
      assertSameLists(expected, actual);
      assertSameLineage(expected, actual);
      assertSameTraits(expected, actual);
      assertThat(ids(actual)).isEqualTo(ids(expected));
    }
  }

  private static Set<AssetId> ids(StateSnapshot state) throws IOException {
    Set<AssetId> ids = new TreeSet<>();
    state.assetIds(ids::add);
    return ids;
  }

  /** Owners come in an order of each store's own. */
  private void assertSameTraits(StateSnapshot expected, StateSnapshot actual) throws IOException {
    record Traits(String type, Set<AssetId> owners, List<@Nullable Object> others) {
      static Traits of(AssetTraits traits) {
        return new Traits(
            traits.type(),
            Set.copyOf(traits.owners()),
            Arrays.asList(traits.domainId(), traits.workspaceId(), traits.platform()));
      }
    }
    assertThat(actual.traits(assets).stream().map(Traits::of).toList())
        .containsExactlyInAnyOrderElementsOf(
            expected.traits(assets).stream().map(Traits::of).toList());
  }

  private void assertSameLists(StateSnapshot expected, StateSnapshot actual) throws IOException {
    List<Asset> all = live();
    for (int i = 0; i < QUESTIONS; i++) {
      Asset asset = all.get(random.nextInt(all.size()));
      for (AssetQuery query : queries(asset)) {
        assertThat(pages(query, actual::list))
            .as("%s", query)
            .isEqualTo(pages(query, expected::list));
      }
      for (RelationshipQuery query : edgeQueries(asset.id())) {
        assertThat(edgePages(query, actual)).as("%s", query).isEqualTo(edgePages(query, expected));
      }
      assertThat(actual.childIds(asset.id(), 1_000))
          .containsExactlyInAnyOrderElementsOf(expected.childIds(asset.id(), 1_000));
      assertThat(actual.relationshipsOf(asset.id(), 1_000))
          .containsExactlyInAnyOrderElementsOf(expected.relationshipsOf(asset.id(), 1_000));
      assertThat(actual.assetNamed(asset.type(), asset.qualifiedName()))
          .isEqualTo(expected.assetNamed(asset.type(), asset.qualifiedName()));
    }
  }

  private static @Nullable AssetId first(Collection<AssetId> ids) {
    return ids.stream().findFirst().orElse(null);
  }

  private List<AssetQuery> queries(Asset asset) {
    AssetId owner = asset.owners().stream().map(Owner::id).findFirst().orElse(null);
    String prefix = Character.toString(asset.qualifiedName().codePointAt(0));
    int limit = 1 + random.nextInt(40);
    List<AssetQuery> queries = new ArrayList<>();
    queries.add(AssetQuery.ofType(asset.type(), null, limit));
    queries.add(query(asset.parentId(), null, null, null, null, null, null, null, null, limit));
    queries.add(query(null, asset.platform(), null, null, null, null, null, null, null, limit));
    queries.add(query(null, null, asset.workspaceId(), null, null, null, null, null, null, limit));
    queries.add(query(null, null, null, asset.domainId(), null, null, null, null, null, limit));
    queries.add(query(null, null, null, null, owner, null, null, null, null, limit));
    queries.add(query(null, null, null, null, null, first(asset.tags()), null, null, null, limit));
    queries.add(
        query(
            null, null, null, null, null, null, first(asset.classifications()), null, null, limit));
    queries.add(query(null, null, null, null, null, null, null, first(asset.terms()), null, limit));
    queries.add(query(null, null, null, null, null, null, null, null, prefix, limit));
    return queries;
  }

  private static AssetQuery query(
      @Nullable AssetId parent,
      @Nullable String platform,
      @Nullable AssetId workspace,
      @Nullable AssetId domain,
      @Nullable AssetId owner,
      @Nullable AssetId tag,
      @Nullable AssetId classification,
      @Nullable AssetId term,
      @Nullable String prefix,
      int limit) {
    return new AssetQuery(
        null,
        parent,
        platform,
        workspace,
        domain,
        owner,
        tag,
        classification,
        term,
        null,
        prefix,
        null,
        limit);
  }

  private List<RelationshipQuery> edgeQueries(AssetId asset) {
    int limit = 1 + random.nextInt(20);
    return List.of(
        new RelationshipQuery(null, null, null, null, null, limit),
        new RelationshipQuery("lineage", null, null, null, null, limit),
        new RelationshipQuery(null, asset, null, null, null, limit),
        new RelationshipQuery(null, null, asset, null, null, limit),
        new RelationshipQuery(null, null, null, asset, null, limit));
  }

  /** Reads a page. */
  private interface Pages<Q, T> {
    Page<T> read(Q query) throws IOException;
  }

  /** Returns all pages; only the last may be shorter than it could be. */
  private static <Q, T> List<T> pages(
      Q first, int limit, Pages<Q, T> pages, Function<@Nullable String, Q> after)
      throws IOException {
    List<T> all = new ArrayList<>();
    Page<T> page = pages.read(first);
    all.addAll(page.items());
    while (page.next() != null) {
      assertThat(page.items()).hasSize(limit);
      page = pages.read(after.apply(page.next()));
      all.addAll(page.items());
    }
    return all;
  }

  private static List<Asset> pages(AssetQuery query, Pages<AssetQuery, Asset> pages)
      throws IOException {
    return pages(query, query.limit(), pages, query::after);
  }

  private static List<Relationship> edgePages(RelationshipQuery query, StateSnapshot state)
      throws IOException {
    return pages(query, query.limit(), state::list, query::after);
  }

  private void assertSameLineage(StateSnapshot expected, StateSnapshot actual) throws IOException {
    List<AssetId> all = live().stream().map(Asset::id).toList();
    for (int i = 0; i < QUESTIONS; i++) {
      AssetId from = all.get(random.nextInt(all.size()));
      AssetId to = all.get(random.nextInt(all.size()));
      LineageQuery around =
          new LineageQuery(
              from,
              LineageDirection.BOTH,
              LineageLevel.ASSET,
              LineageLimits.DEFAULT_TYPES,
              4,
              1_000,
              1_000,
              null);
      assertThat(actual.lineage().explore(List.of(around)))
          .isEqualTo(expected.lineage().explore(List.of(around)));
      PathQuery paths = PathQuery.between(from, to);
      assertThat(actual.lineage().paths(paths)).isEqualTo(expected.lineage().paths(paths));
      for (Flow flow : Flow.values()) {
        ImpactQuery impact =
            new ImpactQuery(from, flow, LineageLevel.ASSET, LineageLimits.DEFAULT_TYPES, null);
        assertThat(actual.lineage().impact(impact)).isEqualTo(expected.lineage().impact(impact));
      }
    }
  }
}
