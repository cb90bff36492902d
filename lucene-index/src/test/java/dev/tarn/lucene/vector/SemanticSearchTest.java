package dev.tarn.lucene.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.lucene.vector.VectorSearch.Near;
import dev.tarn.lucene.vector.VectorSearch.Ranking;
import dev.tarn.testkit.Seeds;
import dev.tarn.testkit.WordEmbeddings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the search finds, compared with measuring every asset. */
@ExtendWith(Seeds.class)
final class SemanticSearchTest {
  private static final List<String> WORDS =
      List.of(
          "order customer invoice payment shipment country region amount tax discount product"
              .split(" "));
  private static final Instant TIME = Instant.parse("2026-01-31T12:00:00Z");

  @TempDir Path folder;
  private final WordEmbeddings model = new WordEmbeddings("words", 32);
  private TextState state;
  private VectorIndex index;
  private boolean complete = true;
  private SemanticSearch search;

  @BeforeEach
  void open() throws IOException {
    state = new TextState();
    index = VectorIndex.open(folder, model.name(), model.dimensions(), 2);
    search = new SemanticSearch(index, model, TextState.ORDER, () -> complete);
  }

  @AfterEach
  void close() throws IOException {
    index.close();
    state.close();
  }

  private static Asset asset(String type, String qualifiedName, String name) {
    return Asset.bare(
        AssetId.derive(type, qualifiedName), type, qualifiedName, name, TIME, "user:alice", 1);
  }

  private void put(Asset asset) throws IOException {
    state.put(asset);
    String text = AssetText.of(asset);
    if (!index.contains(AssetText.hash(text))) {
      index.add(AssetText.hash(text), model.vector(text));
    }
  }

  /** Tables and some dashboards; names of a few words, so that many share their text. */
  private void putRandom(Random random, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      StringBuilder name = new StringBuilder();
      for (int words = 1 + random.nextInt(4); words > 0; words--) {
        name.append(WORDS.get(random.nextInt(WORDS.size()))).append('_');
      }
      String type = i % 50 == 0 ? "dashboard" : i % 3 == 0 ? "view" : "table";
      put(asset(type, "warehouse." + name + i, name.toString()));
      if (i % 700 == 0) {
        index.refresh();
      }
    }
    index.refresh();
  }

  private Ranking nearest(String query, @Nullable Query filter, int count, List<AssetId> ids)
      throws IOException {
    try (TextState.View view = state.acquire()) {
      Ranking ranking = search.nearest(query, new IndexSearcher(view.reader()), filter, count);
      for (Near near : ranking.assets()) {
        ids.add(view.id(near.doc()));
      }
      return ranking;
    }
  }

  /** Measures every live asset. */
  private List<Asset> exact(String query, @Nullable String type) {
    float[] vector = model.vector(query);
    Comparator<Asset> nearest =
        Comparator.comparingDouble(asset -> -similarity(vector, model.vector(AssetText.of(asset))));
    return state.live().values().stream()
        .filter(asset -> type == null || asset.type().equals(type))
        .sorted(nearest.thenComparing(TextState::order))
        .toList();
  }

  private static double similarity(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    // Nearly equal numbers of equal texts are equal.
    return Math.round(sum * 1e5);
  }

  private static Query ofType(String type) {
    return new TermQuery(new Term(TextState.TYPE, type));
  }

  /** Returns which part of the nearest was found; any of those that are equally near will do. */
  private double recall(String query, List<AssetId> found, List<Asset> exact, int count) {
    float[] vector = model.vector(query);
    double least = similarity(vector, model.vector(AssetText.of(exact.get(count - 1))));
    Map<AssetId, Asset> live = state.live();
    long right =
        found.stream()
            .limit(count)
            .map(id -> similarity(vector, model.vector(AssetText.of(live.get(id)))))
            .filter(similarity -> similarity >= least - 1)
            .count();
    return right / (double) count;
  }

  @Test
  void findsNearlyAllOfTheNearest(Random random) throws IOException {
    putRandom(random, 4_000);
    for (String query : List.of("customer order", "tax", "shipment of a product to a region")) {
      for (String type : new String[] {null, "table", "view", "dashboard"}) {
        List<AssetId> ids = new ArrayList<>();
        Ranking ranking = nearest(query, type == null ? null : ofType(type), 50, ids);
        assertThat(ids).hasSize(50).doesNotHaveDuplicates();
        assertThat(ranking.limits()).isEmpty();
        assertThat(recall(query, ids, exact(query, type), 50)).isGreaterThanOrEqualTo(0.95);
        assertThat(ranking.assets())
            .isSortedAccordingTo(Comparator.comparingDouble(near -> -near.similarity()));
      }
    }
  }

  @Test
  void aSelectiveFilterIsExact(Random random) throws IOException {
    putRandom(random, 3_000);
    List<AssetId> ids = new ArrayList<>();
    nearest("customer payment", ofType("dashboard"), VectorSearch.WINDOW, ids);
    assertThat(ids)
        .containsExactlyInAnyOrderElementsOf(
            exact("customer payment", "dashboard").stream().map(Asset::id).toList());
    // Two that are nearly as near may change places: the index sums up in another order.
    float[] vector = model.vector("customer payment");
    Map<AssetId, Asset> live = state.live();
    List<Double> similarities =
        ids.stream()
            .map(id -> similarity(vector, model.vector(AssetText.of(live.get(id)))))
            .toList();
    for (int i = 1; i < similarities.size(); i++) {
      assertThat(similarities.get(i)).isLessThanOrEqualTo(similarities.get(i - 1) + 1);
    }
  }

  @Test
  void theGraphAndTheComparisonAgree(Random random) throws IOException {
    putRandom(random, 3_000);
    List<AssetId> compared = new ArrayList<>();
    nearest("invoice amount", ofType("table"), 100, compared);
    List<AssetId> graph = new ArrayList<>();
    nearest("invoice amount", null, VectorSearch.WINDOW, graph);
    Map<AssetId, Asset> live = state.live();
    // How many of the window are tables depends on the texts: all of them are the nearest tables.
    List<AssetId> tables =
        graph.stream().filter(id -> live.get(id).type().equals("table")).toList();
    assertThat(tables).hasSizeGreaterThan(50);
    assertThat(recall("invoice amount", tables, exact("invoice amount", "table"), tables.size()))
        .isGreaterThanOrEqualTo(0.95);
    assertThat(recall("invoice amount", compared, exact("invoice amount", "table"), 100))
        .isEqualTo(1);
  }

  @Test
  void assetsOfOneTextComeInTheirOrder() throws IOException {
    for (int i = 0; i < 300; i++) {
      put(asset("column", "t%03d.customer_id".formatted(299 - i), "customer_id"));
      if (i % 100 == 0) {
        state.acquire().close();
      }
    }
    index.refresh();
    assertThat(index.texts()).isEqualTo(1);
    List<AssetId> ids = new ArrayList<>();
    Ranking ranking = nearest("customer", null, 20, ids);
    assertThat(ids)
        .containsExactlyElementsOf(
            exact("customer", null).stream().limit(20).map(Asset::id).toList());
    assertThat(ranking.assets().stream().map(Near::similarity).distinct()).hasSize(1);
  }

  @Test
  void whatIsDeletedOrHasNoVectorIsNotFound(Random random) throws IOException {
    putRandom(random, VectorSearch.WINDOW);
    Asset gone = exact("customer order", null).getFirst();
    state.put(deleted(gone));
    state.put(asset("table", "late", "zebra crossing"));
    List<AssetId> ids = new ArrayList<>();
    nearest("customer order", null, VectorSearch.WINDOW, ids);
    assertThat(ids)
        .hasSize(VectorSearch.WINDOW - 1)
        .doesNotContain(gone.id(), AssetId.derive("table", "late"));
    List<AssetId> filtered = new ArrayList<>();
    nearest("customer order", ofType(gone.type()), VectorSearch.WINDOW, filtered);
    assertThat(filtered).doesNotContain(gone.id());
  }

  private static Asset deleted(Asset asset) {
    return Asset.bare(
            asset.id(), asset.type(), asset.qualifiedName(), asset.name(), TIME, "user:alice", 2)
        .withStatus(asset.status().deleted());
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void theOrderDoesNotDependOnHowTheIndexLies(Random random) throws IOException {
    putRandom(random, 2_000);
    List<AssetId> before = new ArrayList<>();
    Ranking first = nearest("product discount", null, 30, before);
    assertThat(graphs()).isGreaterThan(1);
    index.consolidate(2_000, 0.1);
    index.consolidate(1, 0.1);
    while (graphs() > 1) {
      LockSupport.parkNanos(1_000_000);
      index.refresh();
    }
    List<AssetId> after = new ArrayList<>();
    Ranking second = nearest("product discount", null, 30, after);
    assertThat(after).isEqualTo(before);
    assertThat(second.assets().stream().map(Near::similarity))
        .isEqualTo(first.assets().stream().map(Near::similarity).toList());
  }

  private int graphs() throws IOException {
    IndexSearcher searcher = index.acquire();
    try {
      return searcher.getIndexReader().leaves().size();
    } finally {
      index.release(searcher);
    }
  }

  @Test
  void whatCutsARankingShortIsSaid() throws IOException {
    put(asset("table", "a", "order"));
    index.refresh();
    complete = false;
    List<AssetId> ids = new ArrayList<>();
    assertThat(nearest("order", null, 10, ids).limits()).containsExactly(VectorSearch.INCOMPLETE);
    assertThat(ids).hasSize(1);
  }

  @Test
  void anEmptyCatalogAndAFilterOfNothingFindNothing() throws IOException {
    List<AssetId> ids = new ArrayList<>();
    nearest("order", null, 10, ids);
    put(asset("table", "a", "order"));
    index.refresh();
    nearest("order", MatchNoDocsQuery.INSTANCE, 10, ids);
    nearest("order", ofType("no-such-type"), 10, ids);
    assertThat(ids).isEmpty();
  }

  @Test
  void aQueryWithoutWordsIsRefused() {
    assertThatThrownBy(() -> nearest(" \n\u0001", null, 10, new ArrayList<>()))
        .isInstanceOfSatisfying(
            CatalogException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_QUERY));
  }

  @Test
  void withoutVectorsTheSearchSaysHowToGetThem() throws IOException {
    try (TextState.View view = state.acquire()) {
      assertThatThrownBy(
              () -> VectorSearch.off().nearest("x", new IndexSearcher(view.reader()), null, 10))
          .isInstanceOfSatisfying(
              CatalogException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.SEARCH_NOT_AVAILABLE))
          .hasMessageContaining("tarn.search.embeddings.model");
    }
  }
}
