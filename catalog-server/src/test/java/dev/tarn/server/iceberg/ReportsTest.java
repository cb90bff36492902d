package dev.tarn.server.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.server.e2e.Client;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.view.View;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The namespace of the catalog's own tables: its views, and the usage that engines report. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReportsTest {
  private static final Namespace TARN = Namespace.of("tarn");
  private static final Duration WAIT = Duration.ofMinutes(1);
  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.required(1, "id", Types.LongType.get()),
          Types.NestedField.optional(2, "city", Types.StringType.get()));

  @TempDir static Path folder;
  private IcebergServer server;
  private RESTCatalog catalog;
  private Client client;

  @BeforeAll
  void start() throws Exception {
    server =
        IcebergServer.start(
            folder,
            Map.of(
                "tarn.catalog.usage.flush-interval", "2s",
                "tarn.catalog.usage.popularity-interval", "1s"));
    catalog = server.catalog("reports", Map.of("header.Tarn-Catalog-Name", "lake"));
    client = new Client(server.uri());
  }

  @AfterAll
  void stop() throws Exception {
    catalog.close();
    server.stop();
  }

  private JsonNode table(String name) throws Exception {
    String head = client.get("/api/v1/status").expect(200).json().path("head").asText();
    return client
        .with("Tarn-Min-Commit", head)
        .get("/api/v1/assets/by-name?type=table&qualifiedName=" + name)
        .expect(200)
        .json();
  }

  @Test
  void eachReportIsAViewForEachEngine() {
    List<TableIdentifier> reports = catalog.listViews(TARN);

    assertThat(reports)
        .extracting(TableIdentifier::name)
        .contains(
            "tables_without_owner",
            "lineage_edges",
            "column_search",
            "changes_today",
            "freshness",
            "table_usage",
            "tables_to_maintain");
    for (TableIdentifier report : reports) {
      View view = catalog.loadView(report);
      assertThat(view.properties()).as(report.name()).containsKey("comment");
      assertThat(view.currentVersion().defaultNamespace()).isEqualTo(TARN);
      assertThat(view.sqlFor("trino").sql()).contains("\"lake\".\"tarn\".\"");
      assertThat(view.sqlFor("spark").sql()).doesNotContain("lake");
      assertThat(view.schema().columns())
          .as(report.name())
          .allSatisfy(column -> assertThat(column.doc()).isNotBlank());
    }
  }

  @Test
  void theEngineSaysByWhichNameItKnowsTheCatalog() throws IOException {
    try (RESTCatalog silent = server.catalog("silent", Map.of());
        RESTCatalog odd = server.catalog("odd", Map.of("header.Tarn-Catalog-Name", "a\"b"))) {
      TableIdentifier report = TableIdentifier.of(TARN, "freshness");
      assertThat(silent.loadView(report).sqlFor("trino").sql())
          .contains("FROM \"tarn\".\"tarn\".\"assets\"");
      assertThat(odd.loadView(report).sqlFor("trino").sql())
          .contains("FROM \"a\"\"b\".\"tarn\".\"assets\"");
    }
  }

  @Test
  void reportsAreListedInPages() throws Exception {
    List<String> names = new ArrayList<>();
    String token = "";
    while (token != null) {
      JsonNode page =
          client
              .get("/iceberg/v1/default/namespaces/tarn/views?pageSize=4&pageToken=" + token)
              .expect(200)
              .json();
      page.path("identifiers").forEach(identifier -> names.add(identifier.path("name").asText()));
      assertThat(page.path("identifiers").size()).isBetween(1, 4);
      token = page.path("next-page-token").textValue();
    }
    assertThat(names)
        .isSorted()
        .containsExactlyElementsOf(
            catalog.listViews(TARN).stream().map(TableIdentifier::name).toList());
  }

  @Test
  void reportsBelongToTheCatalog() {
    TableIdentifier report = TableIdentifier.of(TARN, "freshness");
    View view = catalog.loadView(report);
    assertThatThrownBy(() -> catalog.dropView(report)).hasMessageContaining("only read");
    assertThatThrownBy(() -> catalog.renameView(report, TableIdentifier.of(TARN, "other")))
        .hasMessageContaining("only read");
    assertThatThrownBy(() -> view.updateProperties().set("comment", "mine").commit())
        .isInstanceOf(RESTException.class)
        .hasMessageContaining("only read");
    assertThatThrownBy(() -> catalog.createTable(report, SCHEMA)).hasMessageContaining("only read");
    assertThat(catalog.viewExists(report)).isTrue();
    assertThat(catalog.viewExists(TableIdentifier.of(TARN, "no_such_report"))).isFalse();
    assertThat(catalog.tableExists(report)).isFalse();
  }

  @Test
  void scansAndCommitsThatEnginesReportAreInTheUsageTableAndMakeATablePopular() throws Exception {
    catalog.createNamespace(Namespace.of("read"));
    Table table = catalog.createTable(TableIdentifier.of("read", "orders"), SCHEMA);
    table
        .newAppend()
        .appendFile(
            DataFiles.builder(PartitionSpec.unpartitioned())
                .withPath(table.location() + "/data/one.parquet")
                .withFileSizeInBytes(1_000)
                .withRecordCount(40)
                .build())
        .commit();
    assertThat(table("iceberg.read.orders").path("popularity").isNumber()).isFalse();

    int scans = 10;
    for (int i = 0; i < scans; i++) {
      try (CloseableIterable<FileScanTask> files =
          table
              .newScan()
              .select("id")
              .filter(Expressions.equal("city", "Sesame Street"))
              .planFiles()) {
        assertThat(files).hasSize(1);
      }
    }

    Awaitility.await().atMost(WAIT).until(() -> usage("scan").size() == scans);
    Record scan = usage("scan").getFirst();
    assertThat(scan.getField("table_name")).isEqualTo("iceberg.read.orders");
    assertThat(scan.getField("table_id"))
        .isEqualTo(table("iceberg.read.orders").path("id").asText());
    assertThat(scan.getField("actor")).isEqualTo("user:admin");
    assertThat(scan.getField("snapshot_id")).isEqualTo(table.currentSnapshot().snapshotId());
    assertThat(scan.getField("file_count")).isEqualTo(1L);
    assertThat(scan.getField("size_bytes")).isEqualTo(1_000L);
    assertThat(scan.getField("row_count")).isEqualTo(40L);
    assertThat(scan.getField("columns")).isEqualTo(List.of("id", "city"));
    assertThat(scan.getField("filter").toString()).contains("city").doesNotContain("Sesame");
    assertThat(usage("append"))
        .singleElement()
        .satisfies(
            commit -> {
              assertThat(commit.getField("row_count")).isEqualTo(40L);
              assertThat(commit.getField("file_count")).isEqualTo(1L);
            });

    // The logarithm of 1 + 10 is 1.04; 10,000 scans would be 1.
    Awaitility.await()
        .atMost(WAIT)
        .until(() -> table("iceberg.read.orders").path("popularity").asDouble() == 0.26);
  }

  private List<Record> usage(String operation) throws IOException {
    List<Record> rows = new ArrayList<>();
    try (CloseableIterable<Record> read =
        IcebergGenerics.read(catalog.loadTable(TableIdentifier.of(TARN, "usage")))
            .where(Expressions.equal("table_name", "iceberg.read.orders"))
            .build()) {
      for (Record row : read) {
        if (row.getField("operation").equals(operation)) {
          rows.add(row);
        }
      }
    }
    return rows;
  }

  @Test
  void whatFilesNeedIsSaid() throws Exception {
    catalog.createNamespace(Namespace.of("kept"));
    TableIdentifier name = TableIdentifier.of("kept", "orders");
    Table table = catalog.createTable(name, SCHEMA);
    var append = table.newAppend();
    for (int i = 0; i < 40; i++) {
      append.appendFile(
          DataFiles.builder(PartitionSpec.unpartitioned())
              .withPath(table.location() + "/data/" + i + ".parquet")
              .withFileSizeInBytes(1_000)
              .withRecordCount(1)
              .build());
    }
    append.commit();

    JsonNode attributes = table("iceberg.kept.orders").path("attributes");
    assertThat(attributes.path("maintenance").toString()).isEqualTo("[\"compact-files\"]");
    JsonNode files = attributes.path("metadata").path("files");
    assertThat(files.path("dataFiles").asLong()).isEqualTo(40);
    assertThat(files.path("averageBytes").asLong()).isEqualTo(1_000);

    table.updateProperties().set("write.target-file-size-bytes", "2000").commit();
    assertThat(table("iceberg.kept.orders").path("attributes").path("maintenance").isEmpty())
        .isTrue();

    for (int i = 0; i < 100; i++) {
      table.newAppend().commit();
    }
    assertThat(table("iceberg.kept.orders").path("attributes").path("maintenance").toString())
        .isEqualTo("[\"expire-snapshots\"]");
  }
}
