package dev.tarn.lucene.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.policy.AssetAccess;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.search.AssetSearch;
import dev.tarn.core.search.SearchMode;
import dev.tarn.core.search.SearchRequest;
import dev.tarn.core.search.SearchResult;
import dev.tarn.core.search.SearchSort;
import dev.tarn.core.search.SuggestRequest;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.lucene.LuceneIndexSettings;
import dev.tarn.lucene.LuceneStateIndexes;
import dev.tarn.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A search in an index that hides assets and fields finds, counts and proposes what one does in an
 * index that has nothing but the rest. Scores may differ.
 */
@ExtendWith(Seeds.class)
final class RestrictedSearchTest {
  private static final int ASSETS = 250;
  private static final int ACCESSES = 5;
  private static final int QUERIES = 40;
  private static final List<String> FACETS =
      List.of(
          "type",
          "platform",
          "status",
          "domain",
          "workspace",
          "owner",
          "tag",
          "classification",
          "term");

  @TempDir Path folder;
  private Random random;
  private WordyAssets assets;
  private LuceneStateIndexes indexes;
  private StateIndex index;
  private int made;

  @BeforeEach
  void open(Random values) throws IOException {
    random = values;
    assets = new WordyAssets(random);
    indexes = new LuceneStateIndexes(folder.resolve("all"), LuceneIndexSettings.defaults());
    index = indexes.open(Scope.DEFAULT);
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  private void create(int count) throws IOException {
    // Groups are segments, until they are merged.
    for (int left = count; left > 0; left -= 20) {
      index.apply(List.of(assets.created(Math.min(20, left))));
    }
  }

  private List<Asset> remaining(AssetAccess access) {
    return assets.live().stream().filter(access::shows).map(access::masked).toList();
  }

  @Test
  void findsWhatRemains() throws IOException {
    create(ASSETS);
    compareSome();
  }

  @Test
  void findsWhatRemainsOfWhatHasChanged() throws IOException {
    create(ASSETS);
    for (int i = 0; i < 15; i++) {
      index.apply(List.of(assets.changed(12)));
    }
    compareSome();
    index.flush();
    index.close();
    index = indexes.open(Scope.DEFAULT);
    compareSome();
  }

  private void compareSome() throws IOException {
    RandomAccesses accesses = new RandomAccesses(random, assets.live());
    for (int i = 0; i < ACCESSES; i++) {
      compare(accesses.access());
    }
  }

  private void compare(AssetAccess access) throws IOException {
    List<Asset> rest = remaining(access);
    Path other = folder.resolve("rest-" + made++);
    try (StateIndex expected =
        new LuceneStateIndexes(other, LuceneIndexSettings.defaults()).open(Scope.DEFAULT)) {
      if (!rest.isEmpty()) {
        expected.apply(List.of(WordyAssets.group(rest)));
      }
      try (StateSnapshot small = expected.acquire();
          StateSnapshot restricted = index.acquire().restrictedTo(access)) {
        assertThat(restricted.assetCounts()).isEqualTo(small.assetCounts());
        AssetSearch one = small.search().orElseThrow();
        AssetSearch two = restricted.search().orElseThrow();
        for (int i = 0; i < QUERIES; i++) {
          compare(assets.query(), one, two, access);
        }
        compareSuggestions(one, two);
        compareOrders(one, two);
      }
    }
  }

  private void compare(String query, AssetSearch expected, AssetSearch actual, AssetAccess access)
      throws IOException {
    Map<String, List<String>> filters =
        random.nextInt(3) == 0 ? Map.of("type", List.of("table", "metric")) : Map.of();
    SearchRequest request = request(query, filters, FACETS, SearchSort.RELEVANCE);
    Answer wanted = Answer.of(expected.search(request));
    Answer found = Answer.of(actual.search(request));
    String what = query + " of " + access;
    assertThat(found.hits().keySet()).as(what).isEqualTo(wanted.hits().keySet());
    assertThat(found.facets()).as(what).isEqualTo(wanted.facets());
    assertThat(found.corrections()).as(what).isEqualTo(wanted.corrections());
    assertThat(found).as(what).isEqualTo(wanted);
    SearchRequest count = request(query, filters, List.of(), SearchSort.RELEVANCE);
    assertThat(actual.search(count).total()).isEqualTo(expected.search(count).total());
  }

  /** What an answer says, but for scores and their order. */
  private record Answer(
      Map<AssetId, Asset> hits,
      Map<AssetId, Object> highlights,
      SearchResult.Count total,
      Map<String, Object> facets,
      Set<String> corrections,
      List<String> limits) {
    static Answer of(SearchResult result) {
      Map<AssetId, Asset> hits = new TreeMap<>();
      Map<AssetId, Object> highlights = new TreeMap<>();
      for (SearchResult.Hit hit : result.hits()) {
        hits.put(hit.asset().id(), WordyAssets.withoutSeq(hit.asset()));
        highlights.put(hit.asset().id(), hit.highlights());
      }
      Map<String, Object> facets = new TreeMap<>();
      result.facets().forEach(facet -> facets.put(facet.field(), facet));
      return new Answer(
          hits,
          highlights,
          result.total(),
          facets,
          new TreeSet<>(result.corrections()),
          result.limits());
    }
  }

  private static SearchRequest request(
      String query, Map<String, List<String>> filters, List<String> facets, SearchSort sort) {
    return new SearchRequest(
        query,
        SearchMode.KEYWORD,
        filters,
        facets,
        SearchRequest.MAX_FACET_SIZE,
        sort,
        !facets.isEmpty(),
        false,
        SearchRequest.MAX_LIMIT,
        null,
        Duration.ofSeconds(60));
  }

  private void compareSuggestions(AssetSearch expected, AssetSearch actual) throws IOException {
    for (int i = 0; i < QUERIES; i++) {
      SuggestRequest request =
          new SuggestRequest(
              assets.beginning(), Map.of(), random.nextBoolean(), SuggestRequest.MAX_LIMIT);
      List<Asset> wanted = expected.suggest(request);
      List<Asset> found = actual.suggest(request);
      if (wanted.size() < SuggestRequest.MAX_LIMIT) {
        assertThat(WordyAssets.byId(found)).as(request.text()).isEqualTo(WordyAssets.byId(wanted));
      } else {
        assertThat(found).hasSameSizeAs(wanted);
      }
    }
  }

  private void compareOrders(AssetSearch expected, AssetSearch actual) throws IOException {
    for (SearchSort.Key key : SearchSort.Key.values()) {
      if (key != SearchSort.Key.RELEVANCE) {
        SearchRequest request =
            request("", Map.of(), List.of(), new SearchSort(key, random.nextBoolean()));
        assertThat(inOrder(actual, request)).isEqualTo(inOrder(expected, request));
      }
    }
  }

  private static List<AssetId> inOrder(AssetSearch search, SearchRequest request)
      throws IOException {
    List<AssetId> ids = new ArrayList<>();
    search.search(request).hits().forEach(hit -> ids.add(hit.asset().id()));
    return ids;
  }
}
