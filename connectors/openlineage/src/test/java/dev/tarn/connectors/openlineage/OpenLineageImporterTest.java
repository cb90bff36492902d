package dev.tarn.connectors.openlineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Owner;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.ingest.ImportInput;
import dev.tarn.core.ingest.Importer;
import dev.tarn.testkit.ingest.BytesInput;
import dev.tarn.testkit.ingest.ImportRecord;
import dev.tarn.testkit.ingest.ImportedCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class OpenLineageImporterTest {
  private final Importer importer = new OpenLineageImporter();

  private static String events() throws IOException {
    try (InputStream in = OpenLineageImporterTest.class.getResourceAsStream("/events.ndjson")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<ImportInput> input(String text) {
    return List.of(new BytesInput("events.ndjson", text));
  }

  private static Asset asset(ImportedCatalog catalog, String type, String name) throws IOException {
    return catalog.asset(type, name).orElseThrow(() -> new AssertionError(type + ":" + name));
  }

  private static AssetId id(String type, String name) {
    return AssetId.derive(type, name);
  }

  private static Optional<Relationship> edge(
      ImportedCatalog catalog, String type, AssetId source, AssetId target) throws IOException {
    return catalog.relationships(type).stream()
        .filter(edge -> edge.sourceId().equals(source) && edge.targetId().equals(target))
        .findAny();
  }

  @Test
  void isRegistered() {
    assertThat(ServiceLoader.load(Importer.class))
        .extracting(Importer::format)
        .contains("openlineage");
  }

  @Test
  void jobsRunsAndTheirFacetsArrive() throws IOException {
    try (ImportedCatalog catalog = new ImportedCatalog()) {
      ImportedCatalog.Summary summary = catalog.run(importer, input(events()));
      assertThat(summary.refused()).isEmpty();
      assertThat(summary.record().rejections()).isEmpty();

      Asset job = asset(catalog, "job", "shop.nightly.load_orders");
      assertThat(job.name()).isEqualTo("load_orders");
      assertThat(job.description()).isEqualTo("Loads the orders");
      assertThat(job.platform()).isEqualTo("airflow");
      assertThat(job.parentId()).isEqualTo(id("pipeline", "shop.nightly"));
      assertThat(job.owners())
          .containsExactlyInAnyOrder(
              new Owner(id("team", "loaders"), "maintainer"),
              new Owner(id("user", "ann"), "owner"));
      assertThat(job.attributes())
          .containsEntry("lastRunState", "complete")
          .containsEntry("lastRunAt", "2026-03-01T10:05:00Z")
          .containsEntry("lastRunStartedAt", "2026-03-01T10:00:00Z")
          .containsEntry("sql", "insert into mart.orders select * from raw.orders")
          .containsEntry("subTypes", List.of("TASK"));
      assertThat(asset(catalog, "pipeline", "shop.nightly").parentId())
          .isEqualTo(id("job", "shop.everything"));
      assertThat(summary.record().notMapped())
          .containsOnly(
              Map.entry("run-facet.weather", 1L),
              Map.entry("output-facet.outputStatistics", 1L),
              Map.entry("assertion outcome", 1L),
              Map.entry("input-facet.dataQualityMetrics.columnMetrics", 1L));
    }
  }

  @Test
  void dataSetsGetTheNamesThatOtherSourcesGiveThem() throws IOException {
    try (ImportedCatalog catalog = new ImportedCatalog()) {
      catalog.run(importer, input(events()));

      Asset raw = asset(catalog, "table", "postgres.shop.raw.orders");
      assertThat(raw.parentId()).isEqualTo(id("schema", "postgres.shop.raw"));
      assertThat(raw.attributes()).containsEntry("rowCount", 12L).containsEntry("sizeBytes", 900L);
      Asset mart = asset(catalog, "table", "snowflake.shop.mart.orders");
      assertThat(mart.tags()).containsExactly(id("tag", "gold"), id("tag", "tier:one"));
      assertThat(mart.attributes()).containsEntry("format", "iceberg");
      assertThat(asset(catalog, "column", "snowflake.shop.mart.orders.buyer_mail").tags())
          .containsExactly(id("tag", "pii"));
      Asset mail = asset(catalog, "column", "postgres.shop.raw.orders.buyer.mail");
      assertThat(mail.parentId()).isEqualTo(raw.id());
      assertThat(mail.attributes())
          .containsEntry("fieldPath", "buyer.mail")
          .containsEntry("dataType", "text");
      assertThat(asset(catalog, "topic", "kafka.orders.v1").owners())
          .containsExactly(new Owner(id("user", "bea"), "technical"));
      assertThat(asset(catalog, "file", "s3://lake/landing/orders.parquet").name())
          .isEqualTo("orders.parquet");
      assertThat(asset(catalog, "test", "postgres.shop.raw.orders.id.not_null").name())
          .isEqualTo("not_null");
    }
  }

  @Test
  void lineageOfTablesGoesThroughTheJobAndThatOfColumnsNamesIt() throws IOException {
    try (ImportedCatalog catalog = new ImportedCatalog()) {
      catalog.run(importer, input(events()));

      AssetId job = id("job", "shop.nightly.load_orders");
      AssetId raw = id("table", "postgres.shop.raw.orders");
      AssetId mart = id("table", "snowflake.shop.mart.orders");
      assertThat(edge(catalog, "lineage", raw, job)).isPresent();
      assertThat(edge(catalog, "lineage", job, mart)).isPresent();
      Relationship masked =
          edge(
                  catalog,
                  "lineage",
                  id("column", "postgres.shop.raw.orders.buyer.mail"),
                  id("column", "snowflake.shop.mart.orders.buyer_mail"))
              .orElseThrow();
      assertThat(masked.attributes())
          .containsEntry("job", job.value())
          .containsEntry("transformation", "hashed")
          .containsEntry("transformationType", "masked");
      assertThat(edge(catalog, "lineage", id("column", "postgres.shop.raw.orders.id"), mart))
          .hasValueSatisfying(
              filter ->
                  assertThat(filter.attributes()).containsEntry("transformationType", "filter"));
      assertThat(edge(catalog, "same-as", mart, id("table", "hive.mart.orders"))).isPresent();
      assertThat(
              edge(
                  catalog,
                  "lineage",
                  id("job", "shop.stream"),
                  id("file", "s3://lake/landing/orders.parquet")))
          .isPresent();
    }
  }

  @Test
  void aSecondImportChangesNothing() throws IOException {
    try (ImportedCatalog catalog = new ImportedCatalog()) {
      ImportedCatalog.Summary first = catalog.run(importer, input(events()));
      ImportedCatalog.Summary second = catalog.run(importer, input(events()));
      assertThat(first.created()).isPositive();
      assertThat(second.created() + second.updated()).isZero();
      assertThat(second.unchanged()).isEqualTo(first.record().changes().size());
      assertThat(second.record().changes()).isEqualTo(first.record().changes());
    }
  }

  @Test
  void theNewestEventCountsInWhateverOrderTheyCome() throws IOException {
    List<String> lines = events().lines().toList();
    String backwards = String.join("\n", lines.reversed());
    try (ImportedCatalog catalog = new ImportedCatalog()) {
      catalog.run(importer, input(backwards));
      assertThat(asset(catalog, "job", "shop.nightly.load_orders").attributes())
          .containsEntry("lastRunState", "complete");
    }
  }

  @Test
  void anArrayAndSingleEventsAndLinesAreTheSame() throws IOException {
    List<String> lines = events().lines().toList();
    List<?> fromLines = changes(ImportRecord.of(importer, input(events())));
    String array = "[" + String.join(",\n", lines) + "]";
    assertThat(changes(ImportRecord.of(importer, input(array)))).isEqualTo(fromLines);
    List<BytesInput> files = lines.stream().map(line -> new BytesInput("one.json", line)).toList();
    assertThat(changes(ImportRecord.of(importer, files))).isEqualTo(fromLines);
  }

  private static List<?> changes(ImportRecord record) {
    return record.changes().stream().map(ImportRecord.Positioned::change).toList();
  }

  @Test
  void faultsNameLineAndFieldAndTheRestGoesIn() throws IOException {
    String text =
        """
        {"eventTime":"2026-03-01T10:00:00Z","job":{"namespace":"a","name":"good"},"outputs":[{"namespace":"hive","name":"x.y"},{"namespace":"hive"}]}
        {"eventTime":"yesterday","job":{"namespace":"a"}}
        {"eventTime":
        {"eventTime":"2026-03-01T10:00:00Z"}
        17
        {"eventTime":"2026-03-01T10:00:00Z","job":{"namespace":"a","name":"alsoGood"}}
        """;
    ImportRecord record = ImportRecord.of(importer, input(text));
    assertThat(record.rejections())
        .extracting(r -> r.position().line(), r -> r.code(), r -> r.field())
        .containsExactly(
            tuple(1L, ErrorCode.MISSING_FIELD, "outputs[1].name"),
            tuple(2L, ErrorCode.INVALID_VALUE, "eventTime"),
            tuple(2L, ErrorCode.MISSING_FIELD, "job.name"),
            tuple(3L, ErrorCode.MALFORMED_JSON, null),
            tuple(4L, ErrorCode.MISSING_FIELD, "job"),
            tuple(5L, ErrorCode.INVALID_VALUE, null));
    try (ImportedCatalog catalog = new ImportedCatalog()) {
      catalog.run(importer, input(text));
      assertThat(catalog.assets("job")).containsOnlyKeys("a.good", "a.alsoGood");
      assertThat(catalog.assets("table")).containsOnlyKeys("hive.x.y");
    }
  }

  @Test
  void invalidUtf8IsNamedAsSuch() throws IOException {
    byte[] bytes = "{\"eventTime\":\"?\"}".getBytes(StandardCharsets.ISO_8859_1);
    bytes[14] = (byte) 0xC3;
    ImportRecord record =
        ImportRecord.of(importer, List.of(new BytesInput("events.ndjson", bytes)));
    assertThat(record.rejections())
        .extracting(ImportRecord.Rejection::code)
        .containsExactly(ErrorCode.INVALID_UTF8);
  }

  @Test
  void recognisesItsOwn() throws IOException {
    assertThat(importer.recognise(input(events()))).isGreaterThan(90);
    assertThat(importer.recognise(input("{\"op\":\"upsert\"}"))).isZero();
    assertThat(importer.recognise(input("eventTime,job"))).isZero();
    assertThat(importer.recognise(List.of())).isZero();
  }
}
