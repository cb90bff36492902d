package dev.tarn.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.change.Operation;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.search.SearchMode;
import dev.tarn.core.search.SearchRequest;
import dev.tarn.core.search.SearchResult;
import dev.tarn.core.search.SearchResult.Hit;
import dev.tarn.core.search.SearchSort;
import dev.tarn.lucene.vector.VectorSearch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Search by meaning and beside words, from the log to the pages of a result. */
final class MeaningTest extends MeaningFixture {
  @Test
  void theNearestTextComesFirst() throws IOException {
    createSome();
    SearchResult result = search("temperature of turbines", SearchMode.SEMANTIC);
    assertThat(names(result)).hasSize(4).startsWith("sf.iot.sensors");
    assertThat(result.total()).isEqualTo(new SearchResult.Count(4, true));
    assertThat(result.limits()).isEmpty();
    assertThat(result.hits()).extracting(Hit::score).isSortedAccordingTo((a, b) -> b.compareTo(a));
    assertThat(result.facets().getFirst().values())
        .extracting(SearchResult.Facet.Value::value, SearchResult.Facet.Value::count)
        .containsExactly(tuple("table", 3L), tuple("dashboard", 1L));
  }

  @Test
  void aSemanticQueryIsPlainText() throws IOException {
    createSome();
    assertThat(names(search("(turbines: AND \"temperature", SearchMode.SEMANTIC)))
        .startsWith("sf.iot.sensors");
  }

  @Test
  void bothRankingsAreFused() throws IOException {
    createSome();
    // "customers" is a word of two; near to both of them is more than near to one.
    SearchResult result = search("customers", SearchMode.HYBRID);
    assertThat(names(result)).hasSize(4);
    assertThat(names(result).subList(0, 2))
        .containsExactlyInAnyOrder("pg.shop.orders", "sf.crm.clients");
    SearchResult.Explanation first = result.hits().getFirst().explanation();
    assertThat(first).isNotNull();
    assertThat(first.value()).isCloseTo(result.hits().getFirst().score(), within(1e-6));
    assertThat(first.details()).extracting(SearchResult.Explanation::description).hasSize(2);
    assertThat(result.hits().getLast().explanation().details().getFirst().description())
        .contains("not among");
    assertThat(result.hits().getFirst().highlights()).containsKey("description");
  }

  @Test
  void conditionsHoldForBothRankings() throws IOException {
    createSome();
    assertThat(names(search("type:table customers", SearchMode.HYBRID)))
        .hasSize(3)
        .doesNotContain("sf.bi.revenue");
    assertThat(names(search("customers -turbines", SearchMode.HYBRID)))
        .doesNotContain("sf.iot.sensors");
    Map<String, List<String>> filter = Map.of("platform", List.of("postgres"));
    for (SearchMode mode : List.of(SearchMode.HYBRID, SearchMode.SEMANTIC)) {
      assertThat(names(search(request("customers", mode, filter, 20, null))))
          .containsExactly("pg.shop.orders");
    }
  }

  @Test
  void conditionsAloneAreSearchedByWords() throws IOException {
    createSome();
    assertThat(names(search("type:dashboard", SearchMode.HYBRID))).containsExactly("sf.bi.revenue");
  }

  @Test
  void pagesHaveEveryHitOnceAndSayWhereTheyEnd() throws IOException {
    List<Asset> many = new ArrayList<>();
    for (int i = 0; i < VectorSearch.WINDOW + 50; i++) {
      many.add(
          asset("table", "sf.t" + i + ".orders", "part " + i, AssetStatus.ACTIVE, seq() + i + 1));
    }
    write(Operation.CREATE, many.toArray(Asset[]::new));
    embed();
    for (SearchMode mode : List.of(SearchMode.SEMANTIC, SearchMode.HYBRID)) {
      SearchResult all = search(request("orders part 7", mode, Map.of(), 1_000, null));
      List<String> paged = new ArrayList<>();
      String cursor = null;
      SearchResult page;
      do {
        page = search(request("orders part 7", mode, Map.of(), 64, cursor));
        assertThat(page.total()).isEqualTo(all.total());
        paged.addAll(names(page));
        cursor = page.next();
        if (cursor != null) {
          assertThat(page.limits()).isEmpty();
        }
      } while (cursor != null);
      assertThat(paged).isEqualTo(names(all)).doesNotHaveDuplicates();
      assertThat(paged.size()).isGreaterThanOrEqualTo(VectorSearch.WINDOW);
      assertThat(page.limits()).containsExactly("ranking-window");
      assertThat(page.total().exact()).isFalse();
    }
  }

  @Test
  void aPageAfterAChangeSaysSo() throws IOException {
    createSome();
    SearchResult first = search(request("customers", SearchMode.HYBRID, Map.of(), 2, null));
    create("table", "pg.shop.customers", "customers");
    embed();
    SearchResult second =
        search(request("customers", SearchMode.HYBRID, Map.of(), 20, first.next()));
    assertThat(second.limits()).contains("index-changed");
  }

  @Test
  void whatIsNewIsFoundAndWhatIsDeletedIsNot() throws IOException {
    createSome();
    create("table", "sf.iot.turbines", "temperature of turbines, once more");
    Asset sensors = asset("table", "sf.iot.sensors", null, AssetStatus.DELETED, seq() + 1);
    write(Operation.DELETE, sensors);
    assertThat(names(search("temperature of turbines", SearchMode.SEMANTIC)))
        .doesNotContain("sf.iot.sensors");
    embed();
    assertThat(names(search("temperature of turbines", SearchMode.SEMANTIC)))
        .startsWith("sf.iot.turbines")
        .doesNotContain("sf.iot.sensors");
  }

  @Test
  void whileVectorsAreMissingTheResultSaysSo() throws IOException {
    create("table", "pg.shop.orders", "what customers have bought");
    SearchResult result = search("customers", SearchMode.HYBRID);
    assertThat(names(result)).containsExactly("pg.shop.orders");
    assertThat(result.limits()).contains(VectorSearch.INCOMPLETE);
    assertThat(result.total().exact()).isFalse();
  }

  @Test
  void onlyRelevanceSortsAndTextIsNeeded() throws IOException {
    createSome();
    SearchRequest sorted =
        new SearchRequest(
            "customers",
            SearchMode.SEMANTIC,
            Map.of(),
            List.of(),
            10,
            new SearchSort(SearchSort.Key.NAME, false),
            false,
            false,
            10,
            null,
            Duration.ofSeconds(5));
    assertThatThrownBy(() -> search(sorted)).hasMessageContaining("relevance");
    assertThatThrownBy(() -> search(" ", SearchMode.SEMANTIC))
        .isInstanceOfSatisfying(
            CatalogException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_QUERY));
  }
}
