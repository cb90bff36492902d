package dev.tarn.iceberg.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.iceberg.io.LocalFileIO;
import dev.tarn.iceberg.log.BranchHead;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.maintain.MaintenanceSettings;
import dev.tarn.iceberg.maintain.TableMaintenance;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.schema.CatalogTable;
import dev.tarn.iceberg.testing.NessieServer;
import dev.tarn.iceberg.testing.SmallLog;
import dev.tarn.iceberg.testing.TableScan;
import dev.tarn.json.EntityJson;
import dev.tarn.testkit.RandomLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that an older Tarn wrote are opened, get the new columns, and are written on. */
final class TableUpgradeTest {
  private static final String GOLDEN = "/golden/schema-0/";

  @TempDir Path nessieFolder;
  @TempDir Path folder;

  @Test
  void olderTablesGetTheNewColumnsAndKeepWhatTheyHold() throws IOException {
    List<String> changeLines = lines("changes.ndjson");
    List<String> assetLines = lines("assets.ndjson");
    try (NessieServer nessie = new NessieServer(nessieFolder);
        NessieReferences references = nessie.connect()) {
      Scope scope = nessie.newBranch(folder, TableUpgradeTest::older);
      BranchTables branch = nessie.open(references, folder, scope);
      fill(branch);
      assertThat(branch.head().metadata("assets").schema().findField("quality")).isNull();
      assertThat(branch.head().metadata("changes").schema().findField("idempotency_key")).isNull();

      assertThat(branch.head().has("usage")).isFalse();

      BranchHead upgraded = TableUpgrade.run(branch);

      for (CatalogTable table : CatalogTable.values()) {
        TableMetadata metadata = upgraded.metadata(table.tableName());
        assertThat(metadata.schema().sameSchema(table.schema())).as(table.tableName()).isTrue();
        assertThat(metadata.propertyAsInt(CatalogTable.SCHEMA_VERSION_PROPERTY, 0))
            .isEqualTo(CatalogTable.SCHEMA_VERSION);
      }
      assertThat(SmallLog.entries(branch, upgraded))
          .extracting(entry -> EntityJson.write(entry.after()))
          .isEqualTo(changeLines);
      assertThat(TableScan.assets(branch, upgraded))
          .extracting(EntityJson::write)
          .containsExactlyInAnyOrderElementsOf(assetLines);
      assertThat(TableUpgrade.run(branch).commit()).isEqualTo(upgraded.commit());
      assertThat(locations(nessie.open(references, folder, scope).head()))
          .isEqualTo(locations(upgraded));

      assertIsWrittenOn(branch, changeLines.size());
    }
  }

  private static List<String> locations(BranchHead head) {
    return Arrays.stream(CatalogTable.values())
        .map(table -> head.metadata(table.tableName()).metadataFileLocation())
        .toList();
  }

  /** New entries go into the old tables, merge with the old files, and replace old rows. */
  private void assertIsWrittenOn(BranchTables branch, int oldEntries) throws IOException {
    RandomLog log = new RandomLog(42);
    log.entries("group-1", oldEntries);
    Group next = SmallLog.append(branch, log.group(60));
    List<LogEntry> before = SmallLog.entries(branch, branch.head());
    MaintenanceSettings eager =
        new MaintenanceSettings(
            2, 1_000, 1 << 20, 2, 1_000, 20, Duration.ofDays(400), Duration.ofMinutes(1));
    try (Materialiser materialiser = Materialiser.open(branch, folder.resolve("positions.mv"))) {
      materialiser.apply(List.of(group(before), next));
      new TableMaintenance(branch, materialiser, eager, Clock.systemUTC()).run();
    }
    assertThat(SmallLog.entries(branch, branch.head())).isEqualTo(before);
    assertThat(TableScan.assets(branch, branch.head())).doesNotHaveDuplicates();
    assertThat(TableScan.assets(branch, branch.head()))
        .extracting(asset -> asset.id().value())
        .doesNotHaveDuplicates()
        .containsAll(
            next.entries().stream()
                .filter(entry -> entry.after() instanceof Asset)
                .map(LogEntry::key)
                .toList());
  }

  private static Group group(List<LogEntry> entries) {
    List<LogEntry> old =
        entries.stream().filter(entry -> entry.groupId().equals("group-1")).toList();
    return new Group(new CommitId(old.size(), "0123456789abcdef"), "group-1", old);
  }

  private static @Nullable TableMetadata older(CatalogTable table, String location) {
    return switch (table) {
      case CHANGES, ASSETS ->
          TableMetadataParser.fromJson(
              text(table.tableName() + ".metadata.json").replace("@location@", location));
      case RELATIONSHIPS, TYPES -> table.newMetadata(location);
      case USAGE, AUDIT -> null;
    };
  }

  private void fill(BranchTables branch) throws IOException {
    branch.update(
        "golden",
        tables -> {
          append(tables.table("changes"), "changes", FileFormat.AVRO);
          append(tables.table("assets"), "assets", FileFormat.PARQUET);
          tables.setTableProperties(
              "changes",
              Map.of(
                  BranchTables.LAST_SEQ,
                  Integer.toString(lines("changes.ndjson").size()),
                  BranchTables.LAST_GROUP_ID,
                  "group-1"));
        });
  }

  private void append(Table table, String name, FileFormat format) throws IOException {
    Path file = folder.resolve(name + "." + format.name().toLowerCase(Locale.ROOT));
    try (InputStream golden =
        TableUpgradeTest.class.getResourceAsStream(GOLDEN + file.getFileName())) {
      Files.copy(golden, file);
    }
    long rows = lines(name + ".ndjson").size();
    DataFiles.Builder builder =
        DataFiles.builder(table.spec())
            .withPath(LocalFileIO.location(file))
            .withFormat(format)
            .withFileSizeInBytes(Files.size(file))
            .withRecordCount(rows);
    if (name.equals("changes")) {
      builder
          .withPartition(day(table))
          .withMetrics(
              new Metrics(
                  rows,
                  null,
                  null,
                  null,
                  null,
                  Map.of(1, Conversions.toByteBuffer(Types.LongType.get(), 1L)),
                  Map.of(1, Conversions.toByteBuffer(Types.LongType.get(), rows))));
    }
    table.newAppend().appendFile(builder.build()).commit();
  }

  private static PartitionKey day(Table table) {
    Schema schema = table.schema();
    GenericRecord row = GenericRecord.create(schema);
    row.setField("committed_at", OffsetDateTime.parse("2026-01-31T23:59:59Z"));
    PartitionKey key = new PartitionKey(table.spec(), schema);
    key.partition(new InternalRecordWrapper(schema.asStruct()).wrap(row));
    return key;
  }

  private static List<String> lines(String name) {
    return text(name).lines().toList();
  }

  private static String text(String name) {
    try (InputStream golden = TableUpgradeTest.class.getResourceAsStream(GOLDEN + name)) {
      return new String(golden.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
