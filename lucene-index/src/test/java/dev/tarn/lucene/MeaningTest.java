package dev.tarn.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Operation;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.BackgroundFollower;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.search.SearchMode;
import dev.tarn.core.search.SearchRequest;
import dev.tarn.core.search.SearchResult;
import dev.tarn.core.search.SearchResult.Hit;
import dev.tarn.core.search.SearchSort;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.lucene.vector.VectorSearch;
import dev.tarn.lucene.vector.VectorSettings;
import dev.tarn.testkit.InMemorySource;
import dev.tarn.testkit.WordEmbeddings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Search by meaning and beside words, from the log to the pages of a result. */
final class MeaningTest {
  private static final Instant TIME = Instant.parse("2026-01-31T12:00:00Z");
  private static final VectorSettings VECTORS =
      new VectorSettings(1, Duration.ofDays(1), Integer.MAX_VALUE, 1);

  @TempDir Path root;
  private final WordEmbeddings model = new WordEmbeddings("words", 64);
  private final List<Group> log = new ArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private LuceneStateIndexes indexes;
  private StateIndex index;
  private BackgroundFollower vectors;

  @BeforeEach
  void begin() throws IOException {
    indexes = withVectors();
    start();
  }

  private LuceneStateIndexes withVectors() {
    return new LuceneStateIndexes(root, LuceneIndexSettings.defaults(), model, VECTORS);
  }

  private void start() throws IOException {
    index = indexes.open(Scope.DEFAULT);
    vectors = indexes.followers(Scope.DEFAULT).getFirst();
    open.add(index);
    open.add(vectors);
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    open.clear();
  }

  private static Asset asset(
      String type,
      String qualifiedName,
      @Nullable String description,
      AssetStatus status,
      long seq) {
    return new Asset(
        AssetId.derive(type, qualifiedName),
        type,
        qualifiedName,
        qualifiedName.substring(qualifiedName.lastIndexOf('.') + 1),
        null,
        description,
        null,
        qualifiedName.startsWith("pg") ? "postgres" : "snowflake",
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        status,
        null,
        null,
        TIME,
        "user:alice",
        TIME,
        "user:alice",
        status.isDeleted() ? 2 : 1,
        seq);
  }

  private void write(Operation operation, Asset... assets) throws IOException {
    List<LogEntry> entries = new ArrayList<>();
    String groupId = "group-" + log.size();
    for (Asset asset : assets) {
      entries.add(
          new LogEntry(
              asset.seq(),
              TIME,
              groupId,
              entries.size(),
              operation,
              null,
              asset,
              List.of(),
              "user:alice",
              "request",
              null,
              null,
              null,
              null));
    }
    Group group =
        new Group(new CommitId(assets[assets.length - 1].seq(), "00c0ffee"), groupId, entries);
    log.add(group);
    index.apply(List.of(group));
  }

  private long seq() {
    return log.isEmpty() ? 0 : log.getLast().commit().seq();
  }

  private void create(String type, String qualifiedName, @Nullable String description)
      throws IOException {
    write(Operation.CREATE, asset(type, qualifiedName, description, AssetStatus.ACTIVE, seq() + 1));
  }

  private void embed() throws IOException {
    int calls = 0;
    while (!vectors.tend()) {
      assertThat(++calls).isLessThan(1_000);
    }
    if (vectors.applied().seq() < seq()) {
      vectors.apply(log);
    }
    assertThat(vectors.applied().seq()).isEqualTo(seq());
  }

  private static SearchRequest request(
      String query,
      SearchMode mode,
      Map<String, List<String>> filters,
      int limit,
      @Nullable String cursor) {
    return new SearchRequest(
        query,
        mode,
        filters,
        List.of("type", "platform"),
        10,
        SearchSort.RELEVANCE,
        true,
        true,
        limit,
        cursor,
        Duration.ofSeconds(30));
  }

  private SearchResult search(SearchRequest request) throws IOException {
    try (StateSnapshot view = index.acquire()) {
      return view.search().orElseThrow().search(request);
    }
  }

  private SearchResult search(String query, SearchMode mode) throws IOException {
    return search(request(query, mode, Map.of(), 20, null));
  }

  private static List<String> names(SearchResult result) {
    return result.hits().stream().map(hit -> hit.asset().qualifiedName()).toList();
  }

  private void createSome() throws IOException {
    create("table", "pg.shop.orders", "what customers have bought");
    create("table", "sf.crm.clients", "people who have bought something: customers");
    create("dashboard", "sf.bi.revenue", "money that came in, by month");
    create("table", "sf.iot.sensors", "temperature of turbines");
    embed();
  }

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
  void aRebuildOfTheIndexEmbedsNothing() throws Exception {
    createSome();
    int embedded = model.embedded().size();
    StateIndex built = indexes.build(Scope.DEFAULT, InMemorySource.of(log), BuildProgress.IGNORED);
    indexes.adopt(Scope.DEFAULT, built);
    StateIndex old = index;
    index = built;
    open.add(built);
    old.close();
    assertThat(names(search("temperature of turbines", SearchMode.SEMANTIC)))
        .startsWith("sf.iot.sensors");
    end();
    // From nothing, as if the vectors had not been followed for long: texts are compared.
    indexes = withVectors();
    start();
    embed();
    // One more for the query.
    assertThat(model.embedded()).hasSize(embedded + 1);
    create("table", "sf.iot.new", "something else");
    embed();
    assertThat(model.embedded()).hasSize(embedded + 2);
  }

  @Test
  void anotherBranchTakesTheVectorsOver() throws Exception {
    createSome();
    vectors.close();
    open.remove(vectors);
    int embedded = model.embedded().size();
    for (boolean open : new boolean[] {true, false}) {
      if (open) {
        vectors = indexes.followers(Scope.DEFAULT).getFirst();
        this.open.add(vectors);
      } else {
        end();
        indexes = withVectors();
      }
      Scope branch = new Scope(TenantId.DEFAULT, new BranchName(open ? "beside" : "after"));
      try (StateIndex fork = indexes.open(branch)) {
        fork.apply(log.subList(0, 3));
        try (BackgroundFollower follower = indexes.followers(branch).getFirst()) {
          assertLinked(root.resolve("default").resolve(branch.branch().value()).resolve("vectors"));
          // How far the other branch was says nothing about this one.
          assertThat(follower.applied().seq()).isZero();
          assertThat(follower.tend()).isTrue();
          assertThat(follower.applied().seq()).isEqualTo(3);
          assertThat(model.embedded()).hasSize(embedded);
        }
      }
    }
  }

  private static void assertLinked(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      assertThat(files.filter(file -> file.toString().endsWith(".vec")))
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat((Integer) Files.getAttribute(file, "unix:nlink")).isGreaterThan(1));
    }
  }

  @Test
  void metadataOtherThanTextTouchesNoVector() throws IOException {
    createSome();
    int embedded = model.embedded().size();
    Asset deprecated =
        asset(
            "table",
            "sf.iot.sensors",
            "temperature of turbines",
            AssetStatus.DEPRECATED,
            seq() + 1);
    write(Operation.UPDATE, deprecated);
    embed();
    assertThat(model.embedded()).hasSize(embedded);
  }

  @Test
  void withoutAModelThereIsNothingOfIt() throws Exception {
    end();
    Path plain = Files.createDirectory(root.resolve("plain"));
    indexes = new LuceneStateIndexes(plain, LuceneIndexSettings.defaults());
    index = indexes.open(Scope.DEFAULT);
    open.add(index);
    assertThat(indexes.followers(Scope.DEFAULT)).isEmpty();
    log.clear();
    create("table", "pg.shop.orders", "what customers have bought");
    assertThatThrownBy(() -> search("customers", SearchMode.SEMANTIC))
        .isInstanceOfSatisfying(
            CatalogException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SEARCH_NOT_AVAILABLE))
        .hasMessageContaining("tarn.search.embeddings.model");
    try (var files = Files.walk(plain)) {
      assertThat(files.filter(file -> file.endsWith("vectors"))).isEmpty();
    }
  }

  @Test
  void anIndexFromBeforeVectorsIsBuiltAgain() throws Exception {
    createSome();
    end();
    Path other = Files.createDirectory(root.resolve("other"));
    try (StateIndex plain =
        new LuceneStateIndexes(other, LuceneIndexSettings.defaults()).open(Scope.DEFAULT)) {
      plain.apply(log);
    }
    indexes = new LuceneStateIndexes(other, LuceneIndexSettings.defaults(), model, VECTORS);
    start();
    assertThat(index.applied().seq()).isZero();
    index.apply(log);
    embed();
    assertThat(names(search("temperature of turbines", SearchMode.SEMANTIC)))
        .startsWith("sf.iot.sensors");
  }

  @Test
  void aLargeIndexFromBeforeVectorsServesUntilItIsReplaced() throws Exception {
    createSome();
    end();
    Path other = Files.createDirectory(root.resolve("other"));
    InMemorySource grown = InMemorySource.of(List.of(later(log.getLast())));
    LuceneStateIndexes before = new LuceneStateIndexes(other, LuceneIndexSettings.defaults());
    before.open(Scope.DEFAULT).close();
    try (StateIndex plain = before.build(Scope.DEFAULT, grown, BuildProgress.IGNORED)) {
      before.adopt(Scope.DEFAULT, plain);
      assertThat(plain.isOutdated()).isFalse();
    }
    indexes = new LuceneStateIndexes(other, LuceneIndexSettings.defaults(), model, VECTORS);
    start();
    assertThat(index.applied()).isEqualTo(grown.commit());
    assertThat(index.isOutdated()).isTrue();
    assertThat(names(search("sensors", SearchMode.KEYWORD))).containsExactly("sf.iot.sensors");
    assertThatThrownBy(() -> search("sensors", SearchMode.HYBRID))
        .hasMessageContaining("built anew");
    assertThatThrownBy(() -> vectors.tend()).hasMessageContaining("built anew");
    StateIndex built = indexes.build(Scope.DEFAULT, grown, BuildProgress.IGNORED);
    indexes.adopt(Scope.DEFAULT, built);
    StateIndex old = index;
    index = built;
    open.add(open.indexOf(vectors), built);
    old.close();
    assertThat(index.isOutdated()).isFalse();
    while (!vectors.tend()) {
      assertThat(vectors.applied().seq()).isZero();
    }
    assertThat(names(search("sensors", SearchMode.HYBRID))).containsExactly("sf.iot.sensors");
  }

  /** Returns the same group, after more entries than an index is begun again for. */
  private static Group later(Group group) {
    LogEntry entry = group.entries().getLast();
    LogEntry late =
        new LogEntry(
            1_000_000,
            entry.committedAt(),
            entry.groupId(),
            entry.ordinal(),
            entry.operation(),
            entry.before(),
            entry.after(),
            entry.changedFields(),
            entry.actor(),
            entry.requestId(),
            null,
            null,
            null,
            null);
    return new Group(new CommitId(late.seq(), "00c0ffee"), group.groupId(), List.of(late));
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
