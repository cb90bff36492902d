package dev.tarn.connectors.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.ChangeResult.Applied;
import dev.tarn.core.change.ChangeResult.Unchanged;
import dev.tarn.core.change.Operation;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.json.ChangeJson;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SampleCompanyTest {
  private final LoadedCatalog catalog = new LoadedCatalog();
  private List<ChangeResult> first = List.of();
  private List<ChangeResult> second = List.of();

  @BeforeAll
  void load() throws IOException {
    first = catalog.load(SampleCompany.changes(SampleCompany.DEMO_SEED).iterator());
    second = catalog.load(SampleCompany.changes(SampleCompany.DEMO_SEED).iterator());
  }

  @AfterAll
  void close() throws IOException {
    catalog.close();
  }

  @Test
  void everyChangeCreatesSomethingInTheOrderGiven() {
    assertThat(first)
        .allSatisfy(
            result ->
                assertThat(result)
                    .isInstanceOfSatisfying(
                        Applied.class,
                        applied -> assertThat(applied.operation()).isEqualTo(Operation.CREATE)));
  }

  @Test
  void theSameChangesAgainChangeNothing() {
    assertThat(second).hasSameSizeAs(first).hasOnlyElementsOfType(Unchanged.class);
  }

  @Test
  void hasThousandsOfAssetsOfEveryKindThatTheDemoShows() throws IOException {
    Map<String, Long> counts;
    long relationships;
    try (StateSnapshot snapshot = catalog.read()) {
      counts = snapshot.assetCounts();
      relationships = snapshot.relationshipCount();
    }
    assertThat(counts.values().stream().mapToLong(count -> count).sum()).isBetween(4_500L, 5_500L);
    assertThat(relationships).isGreaterThan(3_000);
    assertThat(counts)
        .containsKeys(
            "platform", "role", "test", "metric", "feature", "glossary", "chart", "data-product")
        .containsEntry("database", 9L)
        .containsEntry("domain", 10L)
        .containsEntry("workspace", 4L)
        .containsEntry("team", 18L)
        .containsEntry("user", 144L)
        .containsEntry("topic", 20L)
        .containsEntry("dashboard", 28L)
        .containsEntry("model", 8L)
        .hasEntrySatisfying("table", tables -> assertThat(tables).isGreaterThan(150))
        .hasEntrySatisfying("view", views -> assertThat(views).isGreaterThan(50))
        .hasEntrySatisfying("column", columns -> assertThat(columns).isGreaterThan(2_500))
        .hasEntrySatisfying("glossary-term", terms -> assertThat(terms).isGreaterThan(50))
        .hasEntrySatisfying("tag", tags -> assertThat(tags).isEqualTo(20))
        .hasEntrySatisfying("classification", classes -> assertThat(classes).isEqualTo(9))
        .hasEntrySatisfying("job", jobs -> assertThat(jobs).isGreaterThan(150));
    assertThat(first.stream().filter(SampleCompanyTest::isRelationship).count())
        .isEqualTo(relationships);
  }

  private static boolean isRelationship(ChangeResult result) {
    return result instanceof Applied applied && applied.kind() == EntityKind.RELATIONSHIP;
  }

  @Test
  void everyTableIsDescribedOwnedAndInADomain() throws IOException {
    assertThat(catalog.assets("table"))
        .isNotEmpty()
        .allSatisfy(
            table -> {
              assertThat(table.description()).isNotBlank();
              assertThat(table.owners()).hasSize(2);
              assertThat(table.domainId()).isNotNull();
              assertThat(table.parentId()).isNotNull();
              assertThat(table.workspaceId()).isNotNull();
            });
  }

  @Test
  void theWordsOfTheGlossaryAndThePersonalDataAreFoundAtColumns() throws IOException {
    List<Asset> columns = catalog.assets("column");
    Set<Object> usedTerms = new HashSet<>();
    columns.forEach(column -> usedTerms.addAll(column.terms()));
    for (String type : List.of("table", "view", "metric")) {
      catalog.assets(type).forEach(asset -> usedTerms.addAll(asset.terms()));
    }
    assertThat(catalog.assets("glossary-term"))
        .extracting(Asset::qualifiedName)
        .filteredOn(name -> !used(name, usedTerms))
        .isEmpty();
    assertThat(columns)
        .filteredOn(column -> column.name().equals("email"))
        .hasSizeGreaterThan(5)
        .allSatisfy(column -> assertThat(column.classifications()).hasSize(1));
  }

  private static boolean used(String term, Set<Object> usedTerms) {
    return usedTerms.stream().anyMatch(id -> id.toString().equals(Draft.id("glossary-term", term)));
  }

  @Test
  void everyModelOfTheLakehouseComesFromTheSourceSystems() throws IOException {
    try (StateSnapshot snapshot = catalog.read()) {
      for (Asset table : catalog.assets("table")) {
        if (table.qualifiedName().startsWith("lake.") && !table.name().equals("dim_date")) {
          assertThat(snapshot.relationshipsOf(table.id(), 1_000))
              .as(table.qualifiedName())
              .anyMatch(
                  edge -> edge.type().equals("lineage") && edge.targetId().equals(table.id()));
        }
      }
    }
  }

  @Test
  void theSeedAloneDecides() {
    List<Change> again = SampleCompany.changes(7).toList();
    assertThat(again).isEqualTo(SampleCompany.changes(7).toList());
    assertThat(again).hasSameSizeAs(SampleCompany.changes(8).toList());
    assertThat(again).isNotEqualTo(SampleCompany.changes(8).toList());
  }

  @Test
  void everyChangeSurvivesTheWayThroughAFile() {
    assertThat(SampleCompany.changes(SampleCompany.DEMO_SEED))
        .allSatisfy(
            change -> assertThat(ChangeJson.read(ChangeJson.write(change))).isEqualTo(change));
  }
}
