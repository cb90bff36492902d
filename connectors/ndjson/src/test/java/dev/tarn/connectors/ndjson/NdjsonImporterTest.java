package dev.tarn.connectors.ndjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.ingest.ImportInput;
import dev.tarn.core.ingest.Importer;
import dev.tarn.json.ChangeJson;
import dev.tarn.testkit.ingest.BytesInput;
import dev.tarn.testkit.ingest.ImportRecord;
import dev.tarn.testkit.ingest.ImportedCatalog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class NdjsonImporterTest {
  private static final String SHOP =
      """
      {"type":"platform","qualifiedName":"pg"}
      {"op":"upsert","type":"user","qualifiedName":"ann","fields":null}
      {"op":"upsert","type":"user","qualifiedName":"ann"}
      {"op":"upsert","type":"table","qualifiedName":"pg.orders","parent":"platform:pg","owners":["user:ann"]}

      {"op":"relate","type":"depends-on","source":"table:pg.orders","target":"platform:pg"}
      {"op":"upsert","type":"table"
      {"op":"upsert","type":"table","qualifiedName":"pg.late","parent":"platform:nowhere"}
      {"op":"patch","asset":"table:pg.orders","description":"Every order"}
      """;

  private final Importer importer = new NdjsonImporter();

  private static List<ImportInput> input(String text) {
    return List.of(new BytesInput("shop.ndjson", text));
  }

  @Test
  void isRegistered() {
    assertThat(ServiceLoader.load(Importer.class)).extracting(Importer::format).contains("ndjson");
  }

  @Test
  void goodLinesGoInAndBadOnesAreNamed() throws IOException {
    try (ImportedCatalog catalog = new ImportedCatalog()) {
      ImportedCatalog.Summary summary = catalog.run(importer, input(SHOP));

      assertThat(summary.created()).isEqualTo(4);
      assertThat(summary.updated()).isEqualTo(1);
      assertThat(summary.record().rejections())
          .extracting(r -> r.position().line(), r -> r.code(), r -> r.field())
          .containsExactly(
              tuple(2L, ErrorCode.UNKNOWN_FIELD, "fields"),
              tuple(7L, ErrorCode.MALFORMED_JSON, null));
      assertThat(summary.refused())
          .extracting(r -> r.position().line(), r -> r.result().code(), r -> r.result().field())
          .containsExactly(tuple(8L, ErrorCode.PARENT_NOT_FOUND, "parent"));
      assertThat(catalog.asset("table", "pg.orders"))
          .hasValueSatisfying(
              orders -> {
                assertThat(orders.description()).isEqualTo("Every order");
                assertThat(orders.parentId()).isEqualTo(AssetId.derive("platform", "pg"));
                assertThat(orders.owners()).hasSize(1);
              });
    }
  }

  @Test
  void aSecondImportChangesNothing() throws IOException {
    try (ImportedCatalog catalog = new ImportedCatalog()) {
      catalog.run(importer, input(SHOP));
      ImportedCatalog.Summary second = catalog.run(importer, input(SHOP));
      assertThat(second.created() + second.updated()).isZero();
      assertThat(second.unchanged()).isEqualTo(5);
    }
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    ImportRecord first = ImportRecord.of(importer, input(SHOP));
    List<String> lines = new ArrayList<>();
    first.changes().forEach(one -> lines.add(ChangeJson.write(one.change())));
    ImportRecord second = ImportRecord.of(importer, input(String.join("\n", lines)));
    assertThat(second.changes())
        .extracting(ImportRecord.Positioned::change)
        .isEqualTo(first.changes().stream().map(ImportRecord.Positioned::change).toList());
  }

  @Test
  void aBadLineFarDownIsNamedByItsNumber() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= 70_001; i++) {
      text.append(
          i == 70_000
              ? "{\"type\":\"table\",\"qualifiedName\":7}\n"
              : "{\"type\":\"table\",\"qualifiedName\":\"t" + i + "\"}\n");
    }
    ImportRecord record = ImportRecord.of(importer, input(text.toString()));
    assertThat(record.changes()).hasSize(70_000);
    assertThat(record.rejections())
        .extracting(r -> r.position().line(), r -> r.code(), r -> r.field())
        .containsExactly(tuple(70_000L, ErrorCode.INVALID_VALUE, "qualifiedName"));
    assertThat(record.progressBytes()).isEqualTo(text.length());
  }

  @Test
  void aLineBeyondTheLimitIsRefusedAndTheNextIsRead() throws IOException {
    String huge = "{\"type\":\"table\",\"qualifiedName\":\"" + "x".repeat(17 << 20) + "\"}";
    ImportRecord record =
        ImportRecord.of(importer, input(huge + "\n{\"type\":\"table\",\"qualifiedName\":\"t\"}"));
    assertThat(record.rejections())
        .extracting(r -> r.position().line(), r -> r.code())
        .containsExactly(tuple(1L, ErrorCode.VALUE_TOO_LARGE));
    assertThat(record.changes()).hasSize(1);
  }

  @Test
  void recognisesItsOwn() throws IOException {
    assertThat(importer.recognise(input(SHOP))).isGreaterThan(90);
    assertThat(importer.recognise(input("{\"op\":\"delete\",\"asset\":\"table:x\"}")))
        .isGreaterThan(90);
    assertThat(importer.recognise(input("{\"eventType\":\"START\"}"))).isLessThan(50);
    assertThat(importer.recognise(List.of(new BytesInput("a.json", "[1]")))).isZero();
    assertThat(importer.recognise(List.of())).isZero();
  }
}
