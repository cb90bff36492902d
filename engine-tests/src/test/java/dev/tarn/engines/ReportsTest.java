package dev.tarn.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The reports beside Tarn's own tables are views that every engine can read, to the same effect.
 */
@ExtendWith(Engines.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReportsTest {
  private static final String MAIN = "main";
  private static final Duration USAGE_WITHIN = Duration.ofSeconds(60);

  private final Tarn tarn;
  private final Spark spark;
  private final Trino trino;
  private boolean filled;

  ReportsTest(Engines engines) throws IOException {
    this.tarn = engines.tarn();
    this.spark = engines.spark();
    this.trino = engines.trino();
  }

  @BeforeEach
  void fill() {
    if (filled) {
      return;
    }
    filled = true;
    spark.run("CREATE SCHEMA tarn.reported");
    spark.run("CREATE TABLE tarn.reported.orders (id BIGINT NOT NULL, buyer STRING) USING iceberg");
    spark.run("INSERT INTO tarn.reported.orders VALUES (1, 'ann'), (2, 'bob'), (3, 'cid')");
    trino.run("ALTER TABLE tarn.reported.orders ADD COLUMN town VARCHAR");
    trino.run(
        "CREATE TABLE tarn.reported.totals AS SELECT count(*) AS n FROM tarn.reported.orders");
    tarn.change(
        MAIN,
        List.of(
            """
            {"type": "user", "qualifiedName": "reported.ann", "name": "ann"}\
            """,
            """
            {"type": "classification", "qualifiedName": "reported.pii", "name": "pii",
            "attributes": {"sensitivity": "confidential"}}\
            """
                .replace("\n", " "),
            """
            {"op": "patch", "asset": "table:iceberg.reported.totals",
            "owners": [{"id": "user:reported.ann", "kind": "steward"}],
            "description": "Sums.", "classifications": ["classification:reported.pii"]}\
            """
                .replace("\n", " "),
            """
            {"op": "relate", "type": "lineage", "source": "table:iceberg.reported.orders",
            "target": "table:iceberg.reported.totals", "attributes": {"transformation": "count"}}\
            """
                .replace("\n", " ")));
    tarn.awaitTables(MAIN);
  }

  private List<SqlEngine> both() {
    return List.of(spark, trino);
  }

  private static List<@Nullable String> row(@Nullable String... values) {
    return Arrays.asList(values);
  }

  private void expectOfBoth(String query, List<List<@Nullable String>> rows) {
    for (SqlEngine engine : both()) {
      assertThat(engine.rows(query)).as(query).isEqualTo(rows);
    }
  }

  private List<String> reports() {
    return trino
        .rows("SELECT table_name FROM tarn.information_schema.views WHERE table_schema = 'tarn'")
        .stream()
        .map(List::getFirst)
        .sorted()
        .toList();
  }

  @Test
  void eachReportIsAnsweredByEachEngine() {
    List<String> reports = reports();
    assertThat(reports)
        .contains("tables_without_owner", "lineage_edges", "changes_today", "freshness");
    assertThat(spark.rows("SHOW VIEWS IN tarn.tarn").stream().map(view -> view.get(1)).sorted())
        .isEqualTo(reports);
    SoftAssertions softly = new SoftAssertions();
    for (String report : reports) {
      for (SqlEngine engine : both()) {
        softly
            .assertThatCode(() -> engine.run("SELECT * FROM tarn.tarn." + report))
            .as(report)
            .doesNotThrowAnyException();
      }
    }
    softly.assertAll();
  }

  @Test
  void peoplesWordsAreReported() {
    expectOfBoth(
        """
        SELECT qualified_name, type FROM tarn.tarn.tables_without_owner
        WHERE qualified_name LIKE 'iceberg.reported.%'
        """,
        List.of(row("iceberg.reported.orders", "table")));
    expectOfBoth(
        """
        SELECT qualified_name, owner_name, owner_kind FROM tarn.tarn.asset_owners
        WHERE qualified_name LIKE 'iceberg.reported.%'
        """,
        List.of(row("iceberg.reported.totals", "ann", "steward")));
    expectOfBoth(
        """
        SELECT qualified_name, classification, sensitivity FROM tarn.tarn.classified_assets
        WHERE qualified_name LIKE 'iceberg.reported.%'
        """,
        List.of(row("iceberg.reported.totals", "pii", "confidential")));
    expectOfBoth(
        """
        SELECT source_name, target_name, transformation FROM tarn.tarn.lineage_edges
        WHERE source_name LIKE 'iceberg.reported.%'
        """,
        List.of(row("iceberg.reported.orders", "iceberg.reported.totals", "count")));
  }

  @Test
  void coverageCountsWhatTheApiLists() {
    List<JsonNode> tables =
        tarn.assets(MAIN).stream()
            .filter(asset -> asset.path("type").asText().equals("table"))
            .filter(asset -> asset.path("platform").asText().equals("iceberg"))
            .toList();
    expectOfBoth(
        """
        SELECT assets, owned, described, classified FROM tarn.tarn.coverage
        WHERE type = 'table' AND platform = 'iceberg'
        """,
        List.of(
            row(
                count(tables, "id"),
                count(tables, "owners"),
                count(tables, "description"),
                count(tables, "classifications"))));
  }

  /** Returns how many assets have something there. */
  private static String count(List<JsonNode> assets, String field) {
    return Long.toString(
        assets.stream()
            .map(asset -> asset.path(field))
            .filter(value -> value.isArray() ? !value.isEmpty() : !value.asText().isEmpty())
            .count());
  }

  @Test
  void whatEnginesDidIsReported() {
    expectOfBoth(
        """
        SELECT column_name, data_type, nullable, table_type FROM tarn.tarn.column_search
        WHERE table_name = 'iceberg.reported.orders' ORDER BY column_name
        """,
        List.of(
            row("buyer", "string", "true", "table"),
            row("id", "long", "false", "table"),
            row("town", "string", "true", "table")));
    expectOfBoth(
        """
        SELECT operation, row_count, size_bytes > 0, hours_since BETWEEN 0 AND 1
        FROM tarn.tarn.freshness WHERE qualified_name = 'iceberg.reported.orders'
        """,
        List.of(row("append", "3", "true", "true")));
    expectOfBoth(
        """
        SELECT qualified_name, schema_change LIKE '%town%', actor FROM tarn.tarn.schema_changes
        WHERE qualified_name LIKE 'iceberg.reported.%'
        """,
        List.of(row("iceberg.reported.orders", "true", "user:admin")));
    expectOfBoth(
        "SELECT count(*) FROM tarn.tarn.tables_to_maintain"
            + " WHERE qualified_name LIKE 'iceberg.reported.%'",
        List.of(row("0")));
  }

  @Test
  void changesAreReported() {
    String id = tarn.asset("table", "iceberg.reported.totals").path("id").asText();
    String versions = Integer.toString(tarn.history(id).size());
    for (SqlEngine engine : both()) {
      assertThat(
              engine.rows(
                  "SELECT count(*) FROM tarn.tarn.changes_today WHERE entity_id = '" + id + "'"))
          .containsExactly(row(versions));
      assertThat(engine.rows("SELECT sum(changes) FROM tarn.tarn.changes_by_actor"))
          .containsExactly(row(Long.toString(tarn.seq())));
    }
  }

  @Test
  void scansAreReported() {
    spark.run("CREATE SCHEMA tarn.scanned");
    spark.run("CREATE TABLE tarn.scanned.words USING iceberg AS SELECT 1 AS id, 'x' AS word");
    for (SqlEngine engine : both()) {
      assertThat(engine.rows("SELECT word FROM tarn.scanned.words WHERE id = 1")).hasSize(1);
    }
    // Each of the two says so to the catalog, without being asked.
    Awaitility.await()
        .atMost(USAGE_WITHIN)
        .untilAsserted(
            () ->
                expectOfBoth(
                    """
                    SELECT scans, readers, row_count FROM tarn.tarn.table_usage
                    WHERE qualified_name = 'iceberg.scanned.words'
                    """,
                    List.of(row("2", "1", "2"))));
    expectOfBoth(
        """
        SELECT column_name, scans FROM tarn.tarn.column_usage
        WHERE qualified_name = 'iceberg.scanned.words' ORDER BY column_name
        """,
        List.of(row("id", "2"), row("word", "2")));
    expectOfBoth(
        """
        SELECT count(*) FROM tarn.tarn.unused_tables
        WHERE qualified_name = 'iceberg.scanned.words'
        """,
        List.of(row("0")));
  }

  @Test
  void aBranchHasItsOwnReports() {
    tarn.branch("reported");
    tarn.change(
        "reported",
        List.of(
            """
            {"type": "table", "qualifiedName": "reported.only.there"}\
            """));
    tarn.awaitTables("reported");
    String unowned =
        "SELECT count(*) FROM %s.tarn.tables_without_owner"
            + " WHERE qualified_name = 'reported.only.there'";
    for (SqlEngine engine : both()) {
      engine.connect("reported_there", "default@reported");
      assertThat(engine.rows(unowned.formatted("reported_there"))).containsExactly(row("1"));
      assertThat(engine.rows(unowned.formatted(SqlEngine.CATALOG))).containsExactly(row("0"));
    }
  }

  @Test
  void nobodyChangesThem() {
    for (SqlEngine engine : both()) {
      for (String refused :
          List.of(
              "DROP VIEW tarn.tarn.freshness",
              "CREATE OR REPLACE VIEW tarn.tarn.freshness AS SELECT 1 AS n",
              "CREATE VIEW tarn.tarn.mine AS SELECT 1 AS n")) {
        assertThatThrownBy(() -> engine.run(refused))
            .as(refused)
            .isInstanceOf(EngineException.class);
      }
    }
    assertThat(reports()).contains("freshness").doesNotContain("mine");
  }
}
