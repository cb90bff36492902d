package dev.tarn.lucene.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Operation;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.BackgroundFollower;
import dev.tarn.core.log.Group;
import dev.tarn.core.policy.AssetAccess;
import dev.tarn.core.policy.AssetAccess.Mask;
import dev.tarn.core.policy.AssetCondition;
import dev.tarn.core.policy.MaskedField;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.search.SearchMode;
import dev.tarn.core.search.SearchRequest;
import dev.tarn.core.search.SearchResult;
import dev.tarn.core.search.SearchSort;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.lucene.LuceneIndexSettings;
import dev.tarn.lucene.LuceneStateIndexes;
import dev.tarn.lucene.vector.VectorSettings;
import dev.tarn.testkit.WordEmbeddings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a search could say of assets and fields that are hidden, and does not. */
final class HiddenWordsTest {
  private static final Instant TIME = Instant.parse("2026-01-31T08:05:09Z");
  private static final AssetCondition PUBLIC = new AssetCondition.Below(Set.of("public"));
  private static final AssetAccess PUBLIC_ONLY = new AssetAccess(PUBLIC, List.of());

  @TempDir Path folder;
  private final List<LogEntry> entries = new ArrayList<>();
  private final List<Group> log = new ArrayList<>();
  private StateIndex index;
  private BackgroundFollower vectors;

  @BeforeEach
  void open() throws IOException {
    LuceneStateIndexes indexes =
        new LuceneStateIndexes(
            folder,
            LuceneIndexSettings.defaults(),
            new WordEmbeddings("words", 64),
            new VectorSettings(1, Duration.ofDays(1), Integer.MAX_VALUE, 1));
    index = indexes.open(Scope.DEFAULT);
    vectors = indexes.followers(Scope.DEFAULT).getFirst();
  }

  @AfterEach
  void close() throws Exception {
    vectors.close();
    index.close();
  }

  private AssetId add(
      String type, String name, @Nullable String text, @Nullable AssetId parent, Object... more) {
    long seq = (log.isEmpty() ? 0 : log.getLast().commit().seq()) + entries.size() + 1;
    AssetId id = AssetId.derive(type, name);
    Asset asset =
        new Asset(
            id,
            type,
            name,
            name.substring(name.lastIndexOf('.') + 1),
            null,
            text,
            parent,
            null,
            null,
            null,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            more.length == 0 ? Map.of() : Map.of("synonyms", List.of(more)),
            AssetStatus.ACTIVE,
            null,
            null,
            TIME,
            "user:test",
            TIME,
            "user:test",
            1,
            seq);
    entries.add(
        new LogEntry(
            seq,
            TIME,
            "group-" + log.size(),
            entries.size(),
            Operation.CREATE,
            null,
            asset,
            List.of(),
            "user:test",
            "request",
            null,
            null,
            null,
            null));
    return id;
  }

  private void apply() throws IOException {
    long seq = entries.getLast().seq();
    log.add(new Group(new CommitId(seq, "00c0ffee"), "group-" + log.size(), entries));
    entries.clear();
    index.apply(List.of(log.getLast()));
  }

  private void embed() throws IOException {
    int calls = 0;
    while (!vectors.tend()) {
      assertThat(++calls).isLessThan(1_000);
    }
    vectors.apply(log);
  }

  private SearchResult search(String query, SearchMode mode, AssetAccess access)
      throws IOException {
    try (StateSnapshot view = index.acquire().restrictedTo(access)) {
      return view.search()
          .orElseThrow()
          .search(
              new SearchRequest(
                  query,
                  mode,
                  Map.of(),
                  List.of("type"),
                  10,
                  SearchSort.RELEVANCE,
                  true,
                  false,
                  20,
                  null,
                  Duration.ofSeconds(30)));
    }
  }

  private List<String> found(String query, SearchMode mode, AssetAccess access) throws IOException {
    return search(query, mode, access).hits().stream()
        .map(hit -> hit.asset().qualifiedName())
        .toList();
  }

  private List<String> found(String query, AssetAccess access) throws IOException {
    return found(query, SearchMode.KEYWORD, access);
  }

  @Test
  void correctionIsNoHiddenWord() throws IOException {
    for (int i = 0; i < 3; i++) {
      add("table", "secret.acquisition_" + i, "The acquisition of a competitor.", null);
    }
    add("table", "public.orders", "What was bought.", null);
    apply();
    assertThat(search("acquisitoin", SearchMode.KEYWORD, AssetAccess.ALL).corrections())
        .contains("acquisition");
    SearchResult restricted = search("acquisitoin", SearchMode.KEYWORD, PUBLIC_ONLY);
    assertThat(restricted.corrections()).isEmpty();
    assertThat(restricted.hits()).isEmpty();
    assertThat(restricted.total()).isEqualTo(new SearchResult.Count(0, true));
    assertThat(restricted.facets().getFirst().values()).isEmpty();
  }

  @Test
  void tableIsNotFoundByTheNamesOfItsColumns() throws IOException {
    AssetId table = add("table", "public.people", null, null);
    add("column", "public.people.name", null, table);
    add("column", "public.people.salary", null, table);
    apply();
    AssetAccess withoutSalaries =
        new AssetAccess(
            AssetCondition.not(new AssetCondition.Below(Set.of("public.people.salary"))),
            List.of());
    assertThat(found("column:salary", AssetAccess.ALL)).containsExactly("public.people");
    assertThat(found("column:salary", withoutSalaries)).isEmpty();
    assertThat(found("salary", withoutSalaries)).isEmpty();
    assertThat(found("column:sal*", withoutSalaries)).isEmpty();
    assertThat(found("people", withoutSalaries))
        .containsExactlyInAnyOrder("public.people", "public.people.name");
  }

  @Test
  void explanationIsRefused() throws IOException {
    add("table", "public.orders", null, null);
    apply();
    try (StateSnapshot view = index.acquire().restrictedTo(PUBLIC_ONLY)) {
      SearchRequest request =
          new SearchRequest(
              "orders",
              SearchMode.KEYWORD,
              Map.of(),
              List.of(),
              10,
              SearchSort.RELEVANCE,
              false,
              true,
              20,
              null,
              Duration.ofSeconds(30));
      assertThatThrownBy(() -> view.search().orElseThrow().search(request))
          .isInstanceOfSatisfying(
              CatalogException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
                assertThat(e.field()).isEqualTo("explain");
              });
    }
  }

  @Test
  void assetIsNotFoundByWhatIsMasked() throws IOException {
    add("glossary-term", "public.churn", "Those who left us.", null, "attrition");
    add("glossary-term", "public.margin", "What remains of revenue.", null);
    add("query", "public.churned", "Reads those who left.", null);
    apply();
    AssetAccess texts =
        new AssetAccess(
            AssetCondition.ALL,
            List.of(new Mask(PUBLIC, Set.of(MaskedField.DESCRIPTION, MaskedField.ATTRIBUTES))));
    assertThat(found("attrition", AssetAccess.ALL)).containsExactly("public.churn");
    assertThat(found("left", AssetAccess.ALL)).hasSize(2);
    assertThat(found("description:*", AssetAccess.ALL)).hasSize(3);
    for (String query : List.of("attrition", "left", "description:*", "attributes.synonyms:at*")) {
      assertThat(found(query, texts)).as(query).isEmpty();
    }
    assertThat(found("margin", texts)).containsExactly("public.margin");
    assertThat(found("churn", texts)).contains("public.churn");
    assertThat(found("churned", texts)).contains("public.churned");
    AssetAccess synonyms =
        new AssetAccess(
            AssetCondition.ALL, List.of(new Mask(PUBLIC, Set.of(MaskedField.ATTRIBUTES))));
    assertThat(found("attrition", synonyms)).isEmpty();
    SearchResult hit = search("churn", SearchMode.KEYWORD, texts);
    assertThat(hit.hits().getFirst().asset().description()).isNull();
    assertThat(hit.hits().getFirst().highlights()).doesNotContainKey("description");
  }

  @Test
  void meaningFindsWhatIsShownOnly() throws IOException {
    for (int i = 0; i < 300; i++) {
      add("table", "secret.t" + i, "customers who have left us, part " + i, null);
    }
    add("table", "public.t", "customers who have left", null);
    add("table", "public.other", "temperature of turbines", null);
    apply();
    embed();
    for (SearchMode mode : List.of(SearchMode.SEMANTIC, SearchMode.HYBRID)) {
      SearchResult result = search("customers who left", mode, PUBLIC_ONLY);
      assertThat(result.hits().getFirst().asset().qualifiedName()).isEqualTo("public.t");
      assertThat(result.hits()).hasSizeLessThanOrEqualTo(2);
      assertThat(result.limits()).isEmpty();
    }
    AssetAccess masked =
        new AssetAccess(PUBLIC, List.of(new Mask(PUBLIC, Set.of(MaskedField.DESCRIPTION))));
    assertThat(found("customers who left", SearchMode.SEMANTIC, masked)).isEmpty();
  }
}
