package dev.tarn.connectors.dbt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Owner;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.ingest.ImportInput;
import dev.tarn.core.ingest.Importer;
import dev.tarn.testkit.ingest.BytesInput;
import dev.tarn.testkit.ingest.ImportRecord;
import dev.tarn.testkit.ingest.ImportedCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class DbtImporterTest {
  private final Importer importer = new DbtImporter();

  private static ImportInput file(String name) throws IOException {
    try (InputStream in = DbtImporterTest.class.getResourceAsStream("/bakery/" + name)) {
      return new BytesInput(name, Objects.requireNonNull(in).readAllBytes());
    }
  }

  private static List<ImportInput> both() throws IOException {
    return List.of(file("manifest.json"), file("catalog.json"));
  }

  private static Asset asset(ImportedCatalog catalog, String type, String name) throws IOException {
    return catalog.asset(type, name).orElseThrow(() -> new AssertionError(type + ":" + name));
  }

  private static AssetId id(String type, String name) {
    return AssetId.derive(type, name);
  }

  private static boolean has(
      ImportedCatalog catalog, String edgeType, AssetId source, AssetId target) throws IOException {
    return catalog.relationships(edgeType).stream()
        .anyMatch(edge -> edge.sourceId().equals(source) && edge.targetId().equals(target));
  }

  @Test
  void isRegistered() {
    assertThat(ServiceLoader.load(Importer.class)).extracting(Importer::format).contains("dbt");
  }

  @Test
  void aModelIsItsTable() throws IOException {
    try (ImportedCatalog catalog = new ImportedCatalog()) {
      ImportedCatalog.Summary summary = catalog.run(importer, both());
      assertThat(summary.refused()).isEmpty();
      assertThat(summary.record().rejections()).isEmpty();

      Asset loaves = asset(catalog, "table", "snowflake.bakery.mart.loaves");
      assertThat(loaves.description()).isEqualTo("One row per loaf");
      assertThat(loaves.parentId()).isEqualTo(id("schema", "snowflake.bakery.mart"));
      assertThat(loaves.tags()).containsExactly(id("tag", "bread"), id("tag", "gold"));
      assertThat(loaves.owners())
          .containsExactly(
              new Owner(id("user", "ann"), "owner"), new Owner(id("team", "bakers"), "owner"));
      assertThat(loaves.attributes())
          .containsEntry("materialization", "incremental")
          .containsEntry("sql", "select * from sales")
          .containsEntry("subTypes", List.of("model"))
          .containsEntry("format", "iceberg")
          .containsEntry("partitioning", List.of("baked_on"))
          .containsEntry("sortOrder", List.of("kind", "weight"))
          .containsEntry("primaryKey", List.of("ID"))
          .containsEntry("rowCount", 812L)
          .containsEntry("sizeBytes", 90210L)
          .containsEntry("metadata", Map.of("owner", "@ann", "shelf", 3L));
      assertThat(loaves.attributes().get("properties"))
          .isEqualTo(
              Map.of(
                  "dbt.model", "model.bakery.loaves",
                  "dbt.package", "bakery",
                  "dbt.path", "models/loaves.sql",
                  "dbt.language", "sql",
                  "dbt.access", "public",
                  "dbt.uniqueKey", "[\"id\"]",
                  "dbt.relationType", "BASE TABLE",
                  "dbt.relationOwner", "LOADER",
                  "dbt.stats.last_modified", "2026-03-01 10:00UTC"));
    }
  }

  @Test
  void typesComeFromTheCatalogAndWordsFromTheManifest() throws IOException {
    try (ImportedCatalog catalog = new ImportedCatalog()) {
      catalog.run(importer, List.of(file("catalog.json"), file("manifest.json")));
      Asset key = asset(catalog, "column", "snowflake.bakery.mart.loaves.id");
      assertThat(key.description()).isEqualTo("key");
      assertThat(key.attributes())
          .containsEntry("dataType", "NUMBER(38,0)")
          .containsEntry("ordinal", 1L)
          .containsEntry("primaryKey", true)
          .containsEntry("nullable", false);
      assertThat(key.tags()).containsExactly(id("tag", "key"));
      assertThat(key.owners()).containsExactly(new Owner(id("team", "keys"), "owner"));
      assertThat(asset(catalog, "column", "snowflake.bakery.mart.loaves.weight").description())
          .isEqualTo("in grams");
      assertThat(asset(catalog, "column", "snowflake.bakery.mart.loaves.kind").attributes())
          .containsEntry("nullable", false);
    }
  }

  @Test
  void aSeedThatIsASourceTooIsOneTable() throws IOException {
    try (ImportedCatalog catalog = new ImportedCatalog()) {
      catalog.run(importer, both());
      Asset kinds = asset(catalog, "table", "snowflake.bakery.raw.kinds");
      assertThat(kinds.description()).isEqualTo("Kinds of bread");
      assertThat(kinds.attributes()).containsEntry("subTypes", List.of("seed"));
      assertThat((Map<?, ?>) kinds.attributes().get("properties"))
          .isEqualTo(
              Map.of(
                  "dbt.seed", "seed.bakery.kinds",
                  "dbt.source", "source.bakery.till.kinds",
                  "dbt.source.name", "till",
                  "dbt.package", "bakery",
                  "dbt.path", "models/kinds.sql",
                  "dbt.language", "sql"));
      Asset receipts = asset(catalog, "table", "snowflake.bakery.raw.receipts_v2");
      assertThat(receipts.description()).isEqualTo("What was sold");
      assertThat(catalog.assets("view")).containsOnlyKeys("snowflake.bakery.mart.sold");
    }
  }

  @Test
  void lineageTestsAndConsumersArrive() throws IOException {
    try (ImportedCatalog catalog = new ImportedCatalog()) {
      ImportedCatalog.Summary summary = catalog.run(importer, both());
      AssetId loaves = id("table", "snowflake.bakery.mart.loaves");
      AssetId board = id("dashboard", "dbt.bakery.board");
      AssetId revenue = id("metric", "dbt.bakery.revenue");
      AssetId loaf = id("dataset", "dbt.bakery.loaf");
      assertThat(has(catalog, "lineage", id("view", "snowflake.bakery.mart.sold"), loaves))
          .isTrue();
      assertThat(has(catalog, "lineage", id("table", "snowflake.bakery.raw.kinds"), loaves))
          .isTrue();
      assertThat(has(catalog, "lineage", loaves, board)).isTrue();
      assertThat(has(catalog, "lineage", revenue, board)).isTrue();
      assertThat(has(catalog, "lineage", loaf, revenue)).isTrue();
      assertThat(has(catalog, "lineage", loaves, id("query", "dbt.bakery.best"))).isTrue();
      assertThat(has(catalog, "lineage", revenue, id("query", "dbt.bakery.daily"))).isTrue();
      assertThat(catalog.relationships("lineage")).hasSize(10);

      AssetId relation = id("test", "dbt.bakery.rel.2");
      assertThat(has(catalog, "tests", relation, id("column", "snowflake.bakery.mart.loaves.kind")))
          .isTrue();
      assertThat(has(catalog, "depends-on", relation, id("table", "snowflake.bakery.raw.kinds")))
          .isTrue();
      AssetId total = id("test", "dbt.bakery.total");
      assertThat(has(catalog, "tests", total, loaves)).isTrue();
      assertThat(has(catalog, "tests", total, id("table", "snowflake.bakery.mart.prices")))
          .isTrue();
      assertThat(asset(catalog, "test", "dbt.bakery.unique_id.1").attributes())
          .containsEntry("testType", "checks.unique")
          .containsEntry("severity", "WARN")
          .containsEntry("parameters", Map.of("column_name", "ID"));
      assertThat(has(catalog, "tests", id("test", "dbt.bakery.loaves.adds"), loaves)).isTrue();

      Asset shown = asset(catalog, "dashboard", "dbt.bakery.board");
      assertThat(shown.displayName()).isEqualTo("Bread board");
      assertThat(shown.owners()).containsExactly(new Owner(id("user", "bea@bakery.test"), "owner"));
      assertThat(asset(catalog, "user", "bea@bakery.test").displayName()).isEqualTo("Bea");
      assertThat(asset(catalog, "team", "bakers").attributes())
          .containsEntry("email", "bakers@bakery.test");
      assertThat(asset(catalog, "metric", "dbt.bakery.revenue").attributes())
          .containsEntry("expression", "amount");
      assertThat(asset(catalog, "column", "dbt.bakery.loaf.amount").attributes())
          .containsEntry("dataType", "sum")
          .containsEntry("subTypes", List.of("measure"));

      assertThat(summary.record().notMapped())
          .containsOnly(
              Map.entry("macro", 2L),
              Map.entry("doc", 1L),
              Map.entry("disabled.model", 1L),
              Map.entry("disabled.test", 2L),
              Map.entry("dependency on a macro", 1L),
              Map.entry("dependency on what the manifest does not describe", 1L),
              Map.entry("constraint.check", 1L),
              Map.entry("constraint.foreign_key", 1L));
    }
  }

  @Test
  void eachFileAloneAndInAnyOrderAndAgainChangesNothing() throws IOException {
    try (ImportedCatalog catalog = new ImportedCatalog()) {
      ImportedCatalog.Summary first = catalog.run(importer, both());
      ImportedCatalog.Summary second = catalog.run(importer, both());
      ImportedCatalog.Summary turned =
          catalog.run(importer, List.of(file("catalog.json"), file("manifest.json")));
      assertThat(first.created()).isPositive();
      assertThat(second.created() + second.updated()).isZero();
      assertThat(second.record().changes()).isEqualTo(first.record().changes());
      assertThat(turned.created() + turned.updated()).isZero();
    }
  }

  @Test
  void aManifestAloneHasNoTypesAndACatalogAloneNoPlatform() throws IOException {
    try (ImportedCatalog catalog = new ImportedCatalog()) {
      catalog.run(importer, List.of(file("manifest.json")));
      assertThat(asset(catalog, "column", "snowflake.bakery.mart.loaves.id").attributes())
          .containsEntry("dataType", "number");
    }
    try (ImportedCatalog catalog = new ImportedCatalog()) {
      ImportedCatalog.Summary summary = catalog.run(importer, List.of(file("catalog.json")));
      assertThat(catalog.assets("table"))
          .containsOnlyKeys("dbt.BAKERY.MART.LOAVES", "dbt.BAKERY.RAW.RECEIPTS_V2");
      assertThat(summary.record().notMapped())
          .containsOnly(Map.entry("platform of a catalog without its manifest", 2L));
    }
  }

  @Test
  void aBrokenFileIsReportedAndWhatStoodBeforeGoesIn() throws IOException {
    String text =
        """
        {"metadata":{"dbt_schema_version":"https://schemas.getdbt.com/dbt/manifest/v12.json","adapter_type":"postgres"},
        "nodes":{"model.p.a":{"resource_type":"model","name":"a","database":"d","schema":"s"},
        "model.p.b":7,
        "model.p.c":{"resource_type":"model"},
        "model.p.d":{
        """;
    List<ImportInput> inputs = List.of(new BytesInput("manifest.json", text));
    try (ImportedCatalog catalog = new ImportedCatalog()) {
      ImportedCatalog.Summary summary = catalog.run(importer, inputs);
      assertThat(catalog.assets("table")).containsOnlyKeys("postgres.d.s.a");
      assertThat(summary.record().rejections())
          .extracting(r -> r.position().line(), r -> r.code(), r -> r.field())
          .containsExactly(
              tuple(2L, ErrorCode.INVALID_VALUE, "nodes.model.p.b"),
              tuple(3L, ErrorCode.MISSING_FIELD, "nodes.model.p.c.name"),
              tuple(4L, ErrorCode.MALFORMED_JSON, null));
    }
  }

  @Test
  void aForeignFileIsToldFromABrokenOne() throws IOException {
    ImportRecord foreign =
        ImportRecord.of(importer, List.of(new BytesInput("x.json", "{\"a\":1}")));
    assertThat(foreign.rejections())
        .extracting(r -> r.code(), r -> r.field())
        .containsExactly(tuple(ErrorCode.INVALID_VALUE, "metadata.dbt_schema_version"));
    ImportRecord broken = ImportRecord.of(importer, List.of(new BytesInput("x.json", "{\"a\":")));
    assertThat(broken.rejections())
        .extracting(ImportRecord.Rejection::code)
        .containsExactly(ErrorCode.MALFORMED_JSON);
  }

  @Test
  void recognisesItsOwn() throws IOException {
    assertThat(importer.recognise(both())).isGreaterThan(90);
    assertThat(importer.recognise(List.of(new BytesInput("x.json", "{\"nodes\":{}}")))).isZero();
    assertThat(importer.recognise(List.of(new BytesInput("x.json", "[]")))).isZero();
    assertThat(importer.recognise(List.of())).isZero();
  }
}
