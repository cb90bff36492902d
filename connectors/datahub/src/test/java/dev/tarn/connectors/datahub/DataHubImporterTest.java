package dev.tarn.connectors.datahub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.asset.Owner;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.ingest.ImportInput;
import dev.tarn.core.ingest.Importer;
import dev.tarn.testkit.ingest.BytesInput;
import dev.tarn.testkit.ingest.ImportedCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DataHubImporterTest {
  private static final AssetId LOAVES = AssetId.derive("table", "snowflake.bakery.mart.loaves");
  private static final AssetId TILL = AssetId.derive("table", "postgres.shop.public.till");
  private static final AssetId JOB = AssetId.derive("job", "airflow.nightly.load");

  private final Importer importer = new DataHubImporter();
  private final ImportedCatalog catalog = new ImportedCatalog();
  private ImportedCatalog.Summary summary;

  private static List<ImportInput> bakery() throws IOException {
    try (InputStream in = DataHubImporterTest.class.getResourceAsStream("/bakery.json")) {
      return List.of(new BytesInput("bakery.json", Objects.requireNonNull(in).readAllBytes()));
    }
  }

  @BeforeEach
  void importBakery() throws IOException {
    summary = catalog.run(importer, bakery());
  }

  @AfterEach
  void close() throws IOException {
    catalog.close();
  }

  private Asset asset(String type, String name) throws IOException {
    return catalog.asset(type, name).orElseThrow(() -> new AssertionError(type + ":" + name));
  }

  private static AssetId id(String type, String name) {
    return AssetId.derive(type, name);
  }

  private Optional<Relationship> edge(String type, AssetId source, AssetId target)
      throws IOException {
    return catalog.relationships(type).stream()
        .filter(edge -> edge.sourceId().equals(source) && edge.targetId().equals(target))
        .findAny();
  }

  @Test
  void isRegistered() {
    assertThat(ServiceLoader.load(Importer.class)).extracting(Importer::format).contains("datahub");
  }

  @Test
  void whatPeopleEditedComesBeforeWhatWasIngestedAndInferred() throws IOException {
    assertThat(summary.refused()).isEmpty();
    Asset loaves = asset("table", "snowflake.bakery.mart.loaves");
    assertThat(loaves.description()).isEqualTo("edited");
    assertThat(loaves.displayName()).isEqualTo("Loaves of bread");
    Asset key = asset("column", "snowflake.bakery.mart.loaves.id");
    assertThat(key.description()).isEqualTo("the loaf's number");
    assertThat(key.tags())
        .containsExactly(id("tag", "key"), id("tag", "checked"), id("tag", "Dimension"));
  }

  @Test
  void aspectsOfADataSetArrive() throws IOException {
    Asset loaves = asset("table", "snowflake.bakery.mart.loaves");
    assertThat(loaves.owners())
        .containsExactly(
            new Owner(id("user", "ann"), "technical"),
            new Owner(id("team", "bakers"), "owner"),
            new Owner(id("user", "bea"), "head-baker"));
    assertThat(loaves.tags()).containsExactly(id("tag", "bread"), id("tag", "gold"));
    assertThat(loaves.terms()).containsExactly(id("glossary-term", "loaf"));
    assertThat(loaves.domainId()).isEqualTo(id("domain", "sales"));
    assertThat(loaves.attributes())
        .containsEntry("links", Map.of("Wiki", "https://bakery.test/wiki"))
        .containsEntry("subTypes", List.of("Table"))
        .containsEntry("primaryKey", List.of("ID"))
        .containsEntry("rawSchema", "create table loaves")
        .containsEntry("rowCount", 7L)
        .containsEntry("sizeBytes", 700L)
        .containsEntry("sourceCreatedAt", "2026-01-01T00:00:00Z")
        .doesNotContainKey("sourceUpdatedAt");
    assertThat((Map<?, ?>) loaves.attributes().get("properties"))
        .isEqualTo(
            Map.of(
                "shelf", "3",
                "schemaName", "loaves",
                "keep.days", "30.0, 60.0",
                "datahub.urn",
                    "urn:li:dataset:(urn:li:dataPlatform:snowflake,BAKERY.MART.LOAVES,PROD)"));
    Asset made = asset("column", "snowflake.bakery.mart.loaves.made.by");
    assertThat(made.attributes()).containsEntry("ordinal", 2L).containsEntry("dataType", "TEXT");
    assertThat(made.terms()).containsExactly(id("glossary-term", "baker"));
    assertThat(asset("table", "postgres.shop.public.till").status())
        .isEqualTo(AssetStatus.DEPRECATED);
    assertThat(asset("dataset", "dbt.bakery.mart.loaves").attributes())
        .containsEntry("sql", "select 1")
        .containsEntry("materialization", "materialized view");
    assertThat(catalog.relationships("same-as")).hasSize(1);
  }

  @Test
  void containersAreTheDatabasesAndSchemasOfTheirTables() throws IOException {
    Asset mart = asset("schema", "snowflake.bakery.mart");
    assertThat(mart.description()).isEqualTo("The mart");
    assertThat(mart.parentId()).isEqualTo(id("database", "snowflake.bakery"));
    assertThat(asset("database", "snowflake.bakery").displayName()).isEqualTo("Bakery DB");
    assertThat(catalog.asset("schema", "postgres.shop.empty")).isPresent();
    assertThat(catalog.assets("container")).containsOnlyKeys("datahub.dd");
    assertThat(asset("dashboard", "looker.d1").parentId()).isEqualTo(id("container", "datahub.dd"));
  }

  @Test
  void lineageArrives() throws IOException {
    assertThat(edge("lineage", TILL, LOAVES))
        .hasValueSatisfying(
            edge ->
                assertThat(edge.attributes())
                    .containsEntry("transformationType", "transformed")
                    .containsEntry("properties", Map.of("query", "urn:li:query:q1")));
    AssetId key = id("column", "snowflake.bakery.mart.loaves.id");
    assertThat(edge("lineage", id("column", "postgres.shop.public.till.kind"), key))
        .hasValueSatisfying(
            edge ->
                assertThat(edge.attributes())
                    .containsEntry("transformation", "CONCAT")
                    .containsEntry("confidence", 0.9));
    assertThat(edge("lineage", id("column", "postgres.shop.public.till.id"), LOAVES)).isPresent();
    assertThat(edge("lineage", TILL, JOB)).isPresent();
    assertThat(edge("lineage", JOB, LOAVES)).isPresent();
    assertThat(edge("lineage", id("job", "airflow.nightly.wait"), JOB)).isPresent();
    assertThat(
            edge(
                "lineage",
                id("column", "postgres.shop.public.till.price"),
                id("column", "snowflake.bakery.mart.loaves.price")))
        .hasValueSatisfying(
            edge -> assertThat(edge.attributes()).containsEntry("job", JOB.value()));
    AssetId chart = id("chart", "looker.c1");
    AssetId dashboard = id("dashboard", "looker.d1");
    assertThat(edge("lineage", LOAVES, chart)).isPresent();
    assertThat(edge("lineage", key, chart)).isPresent();
    assertThat(edge("lineage", chart, dashboard)).isPresent();
    assertThat(edge("includes", dashboard, chart)).isPresent();
    assertThat(edge("lineage", TILL, dashboard)).isPresent();
    assertThat(catalog.relationships("lineage")).hasSize(12);
    assertThat(edge("foreign-key", key, id("column", "postgres.shop.public.till.id"))).isPresent();
    assertThat(asset("job", "airflow.nightly.load").parentId())
        .isEqualTo(id("pipeline", "airflow.nightly"));
    assertThat(asset("chart", "looker.c1").name()).isEqualTo("Bread sold");
  }

  @Test
  void peopleAndBusinessArrive() throws IOException {
    Asset ann = asset("user", "ann");
    assertThat(ann.displayName()).isEqualTo("Ann");
    assertThat(ann.attributes())
        .containsEntry("email", "ann@bakery.test")
        .containsEntry("department", "Bread")
        .containsEntry("active", true);
    assertThat(edge("member-of", ann.id(), id("team", "bakers"))).isPresent();
    assertThat(edge("member-of", id("user", "bea"), id("team", "bakers"))).isPresent();
    assertThat(edge("member-of", ann.id(), id("role", "Editor"))).isPresent();
    assertThat(asset("team", "bakers").owners()).containsExactly(new Owner(ann.id(), "admin"));
    Asset loaf = asset("glossary-term", "loaf");
    assertThat(loaf.parentId()).isEqualTo(id("glossary", "food"));
    assertThat(loaf.attributes()).containsEntry("definition", "A bread");
    assertThat(edge("is-a", loaf.id(), id("glossary-term", "bread"))).isPresent();
    assertThat(asset("tag", "gold").attributes()).containsEntry("color", "#FFD700");
    assertThat(asset("domain", "baking").parentId()).isEqualTo(id("domain", "sales"));
    assertThat(edge("includes", id("data-product", "bread"), LOAVES)).isPresent();
    assertThat(asset("structured-property", "keep.days").attributes())
        .containsEntry("valueType", "datahub.number");
    assertThat(asset("document", "guide").parentId()).isEqualTo(id("document", "all"));
    assertThat(edge("documents", id("document", "guide"), LOAVES)).isPresent();
    assertThat(asset("query", "q1").attributes()).containsEntry("sql", "select 2");
    assertThat(edge("tests", id("test", "described"), LOAVES))
        .hasValueSatisfying(
            edge ->
                assertThat(edge.attributes())
                    .containsEntry("properties", Map.of("result", "failing")));
  }

  @Test
  void eventsWithSnapshotsAreRead() throws IOException {
    Asset orders = asset("topic", "kafka@dev.orders");
    assertThat(orders.description()).isEqualTo("Every order");
    assertThat(orders.owners()).containsExactly(new Owner(id("user", "ann"), "owner"));
    assertThat(orders.status()).isEqualTo(AssetStatus.DEPRECATED);
  }

  @Test
  void whatHasNoPlaceIsCountedAndWhatIsWrongIsNamed() {
    assertThat(summary.record().notMapped())
        .containsOnly(
            Map.entry("dataset.usageFeatures", 1L),
            Map.entry("dataset.storageFeatures beyond size", 1L),
            Map.entry("domain beyond the first", 1L),
            Map.entry("documentation beyond the first", 1L),
            Map.entry("column lineage without both ends", 1L),
            Map.entry("glossaryTerm.glossaryRelatedTerms.odd", 1L),
            Map.entry("entity.dataHubView", 1L),
            Map.entry("change.delete", 1L));
    assertThat(summary.record().rejections())
        .extracting(one -> one.code(), one -> one.field())
        .containsExactly(
            tuple(ErrorCode.INVALID_REFERENCE, "entityUrn"),
            tuple(ErrorCode.MISSING_FIELD, "entityUrn"),
            tuple(ErrorCode.MALFORMED_JSON, "aspect.value"));
  }

  @Test
  void aSecondImportChangesNothing() throws IOException {
    ImportedCatalog.Summary second = catalog.run(importer, bakery());
    assertThat(summary.created()).isPositive();
    assertThat(second.created() + second.updated()).isZero();
    assertThat(second.record().changes()).isEqualTo(summary.record().changes());
  }

  @Test
  void urnsAreTakenApart() {
    assertThat(Urn.parse("urn:li:dataJob:(urn:li:dataFlow:(a,b,c),d)"))
        .isEqualTo(new Urn("dataJob", List.of("urn:li:dataFlow:(a,b,c)", "d")));
    assertThat(Urn.parse("urn:li:tag:a%2Cb%zz")).isEqualTo(new Urn("tag", List.of("a,b%zz")));
    assertThat(Urn.parse("urn:li:tag:")).isNull();
    assertThat(Urn.parse("urn:li::x")).isNull();
    assertThat(Urn.parse("urn:other:tag:x")).isNull();
    assertThat(Urn.parse("urn:li:dataset:(a,,b)")).isNull();
    assertThat(Urn.parse(null)).isNull();
  }

  @Test
  void recognisesItsOwn() throws IOException {
    assertThat(importer.recognise(bakery())).isGreaterThan(90);
    assertThat(importer.recognise(List.of(new BytesInput("x", "{\"eventType\":1}")))).isZero();
    assertThat(importer.recognise(List.of())).isZero();
  }
}
