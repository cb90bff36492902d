package dev.tarn.connectors.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.AssetField;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.ingest.ImportInput;
import dev.tarn.core.ingest.ImportPosition;
import dev.tarn.core.ingest.ImportSink;
import dev.tarn.core.ingest.Importer;
import dev.tarn.testkit.ingest.BytesInput;
import dev.tarn.testkit.ingest.ImportRecord;
import dev.tarn.testkit.ingest.ImportedCatalog;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldedReadTest {
  private static final long SEED = 20_261_121L;
  private static final List<ImportInput> INPUT = List.of(new BytesInput("seeded", ""));

  /** Writes a seeded mess of assets that refer to each other, over and over. */
  private record Mess(int maxHeld) implements Importer {
    @Override
    public String format() {
      return "mess";
    }

    @Override
    public String description() {
      return format();
    }

    @Override
    public int recognise(List<ImportInput> inputs) {
      return 0;
    }

    @Override
    public void read(List<ImportInput> inputs, ImportSink sink) throws IOException {
      FoldedRead.read(
          inputs,
          sink,
          maxHeld,
          (fold, report) -> {
            RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
            for (int record = 1; record <= 2_000; record++) {
              ChangeFold changes =
                  fold.changes()
                      .at(
                          new ImportPosition("seeded", record),
                          random.nextInt(500) * 10_000L + record);
              Ref ref = new Ref("table", "pg.t" + random.nextInt(60));
              Draft draft = changes.asset(ref);
              switch (random.nextInt(6)) {
                case 0 -> draft.description("text " + record);
                case 1 -> draft.attribute("sql", "select " + record);
                case 2 -> draft.property("p" + random.nextInt(4), "value " + record);
                case 3 -> draft.owner(new Ref("user", "u" + random.nextInt(5)), "owner");
                case 4 -> draft.tag(new Ref("tag", "t" + random.nextInt(5)));
                default ->
                    changes
                        .edge("lineage", ref, new Ref("table", "pg.t" + random.nextInt(60)))
                        .attribute("transformation", "x" + record);
              }
              fold.endOfRecord();
            }
          });
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 40, 100_000})
  void windowsOfAnySizeSayTheSameAndASecondRunChangesNothing(int maxHeld) throws IOException {
    try (ImportedCatalog whole = new ImportedCatalog();
        ImportedCatalog windows = new ImportedCatalog()) {
      whole.run(new Mess(100_000), INPUT);
      ImportedCatalog.Summary first = windows.run(new Mess(maxHeld), INPUT);
      assertThat(first.refused()).as("seed %s", SEED).isEmpty();
      assertThat(content(windows)).as("seed %s", SEED).isEqualTo(content(whole));

      ImportedCatalog.Summary second = windows.run(new Mess(maxHeld), INPUT);
      assertThat(second.created() + second.updated()).as("seed %s", SEED).isZero();
    }
  }

  /** What the catalog holds, without the order of lists and maps. */
  private static Set<List<Object>> content(ImportedCatalog catalog) throws IOException {
    Set<List<Object>> content = new HashSet<>();
    for (Asset asset : catalog.assets().values()) {
      content.add(
          List.of(
              asset.qualifiedName(),
              String.valueOf(asset.description()),
              asset.attributes(),
              Set.copyOf(asset.owners()),
              Set.copyOf(asset.tags())));
    }
    for (Relationship edge : catalog.relationships("lineage")) {
      content.add(List.of(edge.sourceId(), edge.targetId(), edge.attributes()));
    }
    return content;
  }

  @Test
  void aStubNeverReplacesWhatIsKnown() throws IOException {
    try (ImportedCatalog catalog = new ImportedCatalog()) {
      ChangeFold rich = new ChangeFold().at(new ImportPosition("a", 1), 0);
      rich.asset(new Ref("user", "ann")).displayName("Ann").attribute("email", "ann@shop.test");
      catalog.commit(rich.changes());
      ChangeFold mention = new ChangeFold().at(new ImportPosition("b", 1), 0);
      mention.asset(new Ref("table", "pg.t")).owner(new Ref("user", "ann"), "owner");
      catalog.commit(mention.changes());

      Asset ann = catalog.asset("user", "ann").orElseThrow();
      assertThat(ann.version()).isEqualTo(1);
      assertThat(catalog.asset("table", "pg.t").orElseThrow().owners()).hasSize(1);
    }
  }

  @Test
  void assetsThatReferToEachOtherAreBothWritten() throws IOException {
    try (ImportedCatalog catalog = new ImportedCatalog()) {
      ChangeFold fold = new ChangeFold().at(new ImportPosition("a", 1), 0);
      fold.asset(new Ref("team", "one")).owner(new Ref("team", "two"), "owner");
      fold.asset(new Ref("team", "two")).owner(new Ref("team", "one"), "owner");
      catalog.commit(fold.changes());
      assertThat(catalog.asset("team", "one").orElseThrow().owners())
          .extracting(owner -> owner.id())
          .containsExactly(AssetId.derive("team", "two"));
      assertThat(catalog.asset("team", "two").orElseThrow().owners()).hasSize(1);
    }
  }

  @Test
  void propertiesOfSeveralSourcesStayBesideEachOther() throws IOException {
    try (ImportedCatalog catalog = new ImportedCatalog()) {
      for (String source : List.of("one", "two")) {
        ChangeFold fold = new ChangeFold().at(new ImportPosition(source, 1), 0);
        fold.asset(new Ref("table", "t")).property(source, "x").property("last", source);
        catalog.commit(fold.changes());
      }
      assertThat(catalog.asset("table", "t").orElseThrow().attributes())
          .containsEntry("properties", Map.of("one", "x", "two", "x", "last", "two"));
    }
  }

  @Test
  void aValueThatNoAssetCanHaveIsReportedAndTheRestGoesIn() throws IOException {
    ImportRecord record = new ImportRecord();
    FoldedRead.read(
        INPUT,
        record,
        (fold, report) -> {
          fold.changes()
              .at(new ImportPosition("seeded", 3), 0)
              .asset(new Ref("table", "t"))
              .description("x".repeat(Draft.MAX_TEXT_CHARS + 1))
              .attribute("sql", "select '\0'")
              .property("half", "\uD83D")
              .property("whole", "\uD83D\uDE00");
          fold.endOfRecord();
        });
    assertThat(record.rejections())
        .extracting(one -> one.position().line(), one -> one.code(), one -> one.field())
        .containsExactly(
            tuple(3L, ErrorCode.VALUE_TOO_LARGE, "description"),
            tuple(3L, ErrorCode.INVALID_VALUE, "attributes.sql"),
            tuple(3L, ErrorCode.INVALID_VALUE, "attributes.properties.half"));
    try (ImportedCatalog catalog = new ImportedCatalog()) {
      catalog.commit(record.changes().stream().map(ImportRecord.Positioned::change).toList());
      assertThat(catalog.asset("table", "t").orElseThrow().attributes())
          .containsOnly(Map.entry("properties", Map.of("whole", "\uD83D\uDE00")));
    }
  }

  @Test
  void whatAFileLeavesOutIsNoWrite() {
    ChangeFold fold = new ChangeFold().at(new ImportPosition("a", 1), 0);
    fold.asset(new Ref("table", "t"))
        .description(" ")
        .attribute("sql", null)
        .attribute("subTypes", List.of())
        .set(AssetField.STATUS, null);
    assertThat(fold.changes())
        .extracting(Object::toString)
        .containsExactly(
            "UpsertAsset[type=table, qualifiedName=t, fields={}, mode=MERGE,"
                + " expectedVersion=null]");
  }
}
