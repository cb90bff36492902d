package dev.tarn.lucene.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Owner;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.search.AssetSearch;
import dev.tarn.core.search.SearchMode;
import dev.tarn.core.search.SearchRequest;
import dev.tarn.core.search.SearchResult;
import dev.tarn.core.search.SearchSort;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.lucene.LuceneIndexSettings;
import dev.tarn.lucene.LuceneStateIndexes;
import dev.tarn.testkit.RandomLog;
import dev.tarn.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Searches in random catalogs against a model that looks at every asset. */
@ExtendWith(Seeds.class)
final class RandomCatalogTest {
  private static final List<String> FACETS =
      List.of("type", "platform", "status", "domain", "owner", "tag", "classification", "term");

  @TempDir Path folder;
  private final Map<AssetId, Asset> assets = new HashMap<>();
  private RandomLog log;
  private StateIndex index;

  @BeforeEach
  void open(RandomLog random) throws IOException {
    log = random;
    index = new LuceneStateIndexes(folder, LuceneIndexSettings.defaults()).open(Scope.DEFAULT);
    grow(40);
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  private void grow(int groups) throws IOException {
    for (Group group : log.groups(groups, 40)) {
      for (LogEntry entry : group.entries()) {
        if (entry.after() instanceof Asset asset) {
          assets.put(asset.id(), asset);
        }
      }
      index.apply(List.of(group));
    }
  }

  private List<Asset> live() {
    return assets.values().stream().filter(asset -> !asset.isDeleted()).toList();
  }

  private static SearchRequest request(
      String query,
      Map<String, List<String>> filters,
      List<String> facets,
      SearchSort sort,
      int limit,
      @Nullable String cursor) {
    return new SearchRequest(
        query,
        SearchMode.KEYWORD,
        filters,
        facets,
        SearchRequest.MAX_FACET_SIZE,
        sort,
        false,
        false,
        limit,
        cursor,
        Duration.ofSeconds(60));
  }

  private static List<String> values(Asset asset, String field) {
    Collection<AssetId> references =
        switch (field) {
          case "domain" -> asset.domainId() == null ? List.of() : List.of(asset.domainId());
          case "owner" -> asset.owners().stream().map(Owner::id).toList();
          case "tag" -> asset.tags();
          case "classification" -> asset.classifications();
          case "term" -> asset.terms();
          default -> List.of();
        };
    return switch (field) {
      case "type" -> List.of(asset.type());
      case "platform" -> asset.platform() == null ? List.of() : List.of(asset.platform());
      case "status" -> List.of(asset.status().code());
      default -> references.stream().map(AssetId::value).distinct().toList();
    };
  }

  private static Map<String, Long> counts(List<Asset> of, String field) {
    return of.stream()
        .flatMap(asset -> values(asset, field).stream())
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  private static Map<String, Long> counts(SearchResult.Facet facet) {
    assertTrue(facet.exact());
    return facet.values().stream()
        .collect(
            Collectors.toMap(SearchResult.Facet.Value::value, SearchResult.Facet.Value::count));
  }

  @Test
  void facetsCountWhatIsThere() throws IOException {
    try (StateSnapshot snapshot = index.acquire()) {
      AssetSearch search = snapshot.search().orElseThrow();
      SearchResult all =
          search.search(request("", Map.of(), FACETS, SearchSort.RELEVANCE, 10, null));
      assertEquals(live().size(), all.total().value());
      for (SearchResult.Facet facet : all.facets()) {
        assertEquals(counts(live(), facet.field()), counts(facet), facet.field());
        assertEquals(0, facet.others());
      }
      Map<String, List<String>> filters =
          Map.of("type", List.of("table", "column"), "status", List.of("active"));
      SearchResult some =
          search.search(request("", filters, FACETS, SearchSort.RELEVANCE, 10, null));
      List<Asset> active =
          live().stream().filter(asset -> asset.status().code().equals("active")).toList();
      List<Asset> tables = live().stream().filter(RandomCatalogTest::isTableOrColumn).toList();
      List<Asset> both = active.stream().filter(RandomCatalogTest::isTableOrColumn).toList();
      assertEquals(both.size(), some.total().value());
      for (SearchResult.Facet facet : some.facets()) {
        // A facet does not count by its own filter.
        List<Asset> counted =
            switch (facet.field()) {
              case "type" -> active;
              case "status" -> tables;
              default -> both;
            };
        assertEquals(counts(counted, facet.field()), counts(facet), facet.field());
      }
    }
  }

  private static boolean isTableOrColumn(Asset asset) {
    return asset.type().equals("table") || asset.type().equals("column");
  }

  @Test
  void everySortGivesEveryAssetOnce() throws IOException {
    for (SearchSort.Key key : SearchSort.Key.values()) {
      for (boolean descending : List.of(false, true)) {
        SearchSort sort = new SearchSort(key, descending);
        List<Asset> paged = pages(sort, 7, () -> {});
        assertEquals(live().size(), paged.size(), sort.toString());
        assertEquals(ids(live()), ids(paged), sort.toString());
        assertInOrder(paged, sort);
      }
    }
  }

  private static Set<AssetId> ids(Collection<Asset> some) {
    return some.stream().map(Asset::id).collect(Collectors.toSet());
  }

  private static void assertInOrder(List<Asset> paged, SearchSort sort) {
    Comparator<Asset> order =
        switch (sort.key()) {
          case RELEVANCE, NAME, QUALIFIED_NAME -> null;
          case CREATED_AT -> comparing(asset -> asset.createdAt().toEpochMilli(), sort);
          case UPDATED_AT -> comparing(asset -> asset.updatedAt().toEpochMilli(), sort);
          case POPULARITY -> comparing(Asset::popularity, sort);
          case QUALITY -> comparing(Asset::quality, sort);
        };
    if (order != null) {
      assertEquals(paged.stream().sorted(order).toList(), paged, sort.toString());
    }
  }

  private static <T extends Comparable<T>> Comparator<Asset> comparing(
      Function<Asset, @Nullable T> key, SearchSort sort) {
    Comparator<T> natural = Comparator.naturalOrder();
    return Comparator.comparing(
        key, Comparator.nullsLast(sort.descending() ? natural.reversed() : natural));
  }

  private interface Step {
    void run() throws IOException;
  }

  /** Returns the hits of all pages, each from a view of its own. */
  private List<Asset> pages(SearchSort sort, int limit, Step between) throws IOException {
    List<Asset> paged = new ArrayList<>();
    String cursor = null;
    do {
      try (StateSnapshot snapshot = index.acquire()) {
        SearchResult page =
            snapshot
                .search()
                .orElseThrow()
                .search(request("", Map.of(), List.of(), sort, limit, cursor));
        page.hits().forEach(hit -> paged.add(hit.asset()));
        cursor = page.next();
        assertEquals(List.of(), page.limits());
      }
      between.run();
    } while (cursor != null);
    return paged;
  }

  @Test
  void pagesMissNothingWhileTheCatalogChanges() throws IOException {
    Map<AssetId, Asset> before = new HashMap<>(assets);
    List<Asset> paged =
        pages(new SearchSort(SearchSort.Key.QUALIFIED_NAME, false), 50, () -> grow(1));
    List<String> names = paged.stream().map(asset -> asset.qualifiedName() + asset.id()).toList();
    assertEquals(names.size(), new HashSet<>(names).size());
    Set<AssetId> found = ids(paged);
    for (Asset asset : before.values()) {
      // What was not touched since was there all the time.
      if (!asset.isDeleted() && asset.equals(assets.get(asset.id()))) {
        assertTrue(found.contains(asset.id()), asset.qualifiedName());
      }
    }
  }

  @Test
  void pageByRelevanceSaysThatTheIndexChanged() throws IOException {
    String cursor;
    try (StateSnapshot snapshot = index.acquire()) {
      cursor =
          snapshot
              .search()
              .orElseThrow()
              .search(request("", Map.of(), List.of(), SearchSort.RELEVANCE, 5, null))
              .next();
    }
    assertNotNull(cursor);
    grow(3);
    try (StateSnapshot snapshot = index.acquire()) {
      SearchResult page =
          snapshot
              .search()
              .orElseThrow()
              .search(request("", Map.of(), List.of(), SearchSort.RELEVANCE, 5, cursor));
      assertEquals(List.of("index-changed"), page.limits());
      assertFalse(page.hits().isEmpty());
    }
  }

  @Test
  void cursorIsOfItsSearch() throws IOException {
    try (StateSnapshot snapshot = index.acquire()) {
      AssetSearch search = snapshot.search().orElseThrow();
      SearchSort byName = new SearchSort(SearchSort.Key.NAME, false);
      String cursor = search.search(request("", Map.of(), List.of(), byName, 5, null)).next();
      assertNotNull(cursor);
      Set<String> refused = new HashSet<>();
      for (SearchRequest other :
          List.of(
              request("type:table", Map.of(), List.of(), byName, 5, cursor),
              request("", Map.of("type", List.of("table")), List.of(), byName, 5, cursor),
              request("", Map.of(), List.of(), SearchSort.RELEVANCE, 5, cursor),
              request("", Map.of(), List.of(), byName, 5, cursor.substring(3)),
              request("", Map.of(), List.of(), byName, 5, cursor.substring(0, 12)),
              request("", Map.of(), List.of(), byName, 5, ""),
              request("", Map.of(), List.of(), byName, 5, "?"))) {
        CatalogException e = assertThrows(CatalogException.class, () -> search.search(other));
        assertEquals(ErrorCode.INVALID_REQUEST, e.code());
        assertEquals("cursor", e.field());
        refused.add(e.getMessage());
      }
      assertEquals(2, refused.size());
    }
  }

  @Test
  void countOnlyIsExact() throws IOException {
    try (StateSnapshot snapshot = index.acquire()) {
      SearchResult count =
          snapshot
              .search()
              .orElseThrow()
              .search(request("type:table", Map.of(), List.of(), SearchSort.RELEVANCE, 0, null));
      assertEquals(
          live().stream().filter(asset -> asset.type().equals("table")).count(),
          count.total().value());
      assertTrue(count.total().exact());
      assertEquals(List.of(), count.hits());
    }
  }

  @Test
  void assetsAreFoundByTheirNames() throws IOException {
    try (StateSnapshot snapshot = index.acquire()) {
      AssetSearch search = snapshot.search().orElseThrow();
      for (Asset asset : live().subList(0, 50)) {
        String quoted = asset.qualifiedName().replace("\\", "\\\\").replace("\"", "\\\"");
        SearchResult result =
            search.search(
                request('"' + quoted + '"', Map.of(), List.of(), SearchSort.RELEVANCE, 10, null));
        assertTrue(
            ids(result.hits().stream().map(SearchResult.Hit::asset).toList()).contains(asset.id()),
            quoted);
      }
    }
  }

  @Test
  void timeThatIsOverGivesAPartOfTheResult() throws IOException {
    try (StateSnapshot snapshot = index.acquire()) {
      SearchResult result =
          snapshot
              .search()
              .orElseThrow()
              .search(
                  new SearchRequest(
                      "type:table",
                      SearchMode.KEYWORD,
                      Map.of(),
                      List.of("type"),
                      10,
                      SearchSort.RELEVANCE,
                      false,
                      false,
                      10,
                      null,
                      Duration.ofNanos(1)));
      assertEquals(List.of("timeout"), result.limits());
      assertFalse(result.total().exact());
    }
  }
}
