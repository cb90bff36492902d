package dev.tarn.iceberg.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.LogEntry;
import dev.tarn.testkit.RandomLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Files;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.avro.Avro;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.avro.PlannedDataReader;
import org.apache.iceberg.encryption.EncryptedFiles;
import org.apache.iceberg.formats.FormatModelRegistry;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.FileAppender;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a log can hold comes back from real files as it was. */
final class RowsTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyFieldRoundTrips(long seed) throws IOException {
    List<LogEntry> entries = new RandomLog(seed).entries("group", 500);
    List<Record> rows = entries.stream().map(ChangeRows::write).toList();

    assertThat(avro(rows).stream().map(ChangeRows::read).toList()).isEqualTo(entries);
    assertThat(parquet(CatalogTable.CHANGES, rows).stream().map(ChangeRows::read).toList())
        .isEqualTo(entries);
    assertThat(ChangeRows.seq(rows.get(7))).isEqualTo(entries.get(7).seq());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {6, 7, 8})
  void stateRowsRoundTrip(long seed) throws IOException {
    List<LogEntry> entries = new RandomLog(seed).entries("group", 800);
    List<Asset> assets = new ArrayList<>();
    List<Relationship> edges = new ArrayList<>();
    List<LogEntry> types = new ArrayList<>();
    for (LogEntry entry : entries) {
      switch (entry.kind()) {
        case ASSET -> assets.add((Asset) entry.after());
        case RELATIONSHIP -> edges.add((Relationship) entry.after());
        case ASSET_TYPE, RELATIONSHIP_TYPE -> types.add(entry);
      }
    }
    assertThat(assets).anyMatch(Asset::isDeleted);
    assertThat(edges).anyMatch(Relationship::deleted);
    assertThat(types)
        .extracting(LogEntry::kind)
        .contains(EntityKind.ASSET_TYPE, EntityKind.RELATIONSHIP_TYPE);

    assertThat(
            parquet(CatalogTable.ASSETS, assets.stream().map(AssetRows::write).toList()).stream()
                .map(AssetRows::read))
        .isEqualTo(assets);
    assertThat(
            parquet(
                    CatalogTable.RELATIONSHIPS,
                    edges.stream().map(RelationshipRows::write).toList())
                .stream()
                .map(RelationshipRows::read))
        .isEqualTo(edges);
    List<Record> typeRows =
        parquet(CatalogTable.TYPES, types.stream().map(TypeRows::write).toList());
    assertThat(typeRows.stream().map(TypeRows::read))
        .isEqualTo(types.stream().map(LogEntry::after).toList());
    assertThat(typeRows.stream().map(TypeRows::name))
        .isEqualTo(types.stream().map(LogEntry::key).toList());
  }

  private List<Record> avro(List<Record> rows) throws IOException {
    Path file = folder.resolve("rows.avro");
    try (FileAppender<Record> appender =
        Avro.write(Files.localOutput(file.toFile()))
            .schema(CatalogTable.CHANGES.schema())
            .createWriterFunc(org.apache.iceberg.data.avro.DataWriter::create)
            .overwrite()
            .build()) {
      appender.addAll(rows);
    }
    try (CloseableIterable<Record> read =
        Avro.read(Files.localInput(file.toFile()))
            .project(CatalogTable.CHANGES.schema())
            .createResolvingReader(PlannedDataReader::create)
            .build()) {
      return copy(read);
    }
  }

  private List<Record> parquet(CatalogTable table, List<Record> rows) throws IOException {
    Path file = folder.resolve(table.tableName() + ".parquet");
    try (DataWriter<Record> writer =
        FormatModelRegistry.<Record, Schema>dataWriteBuilder(
                FileFormat.PARQUET,
                Record.class,
                EncryptedFiles.plainAsEncryptedOutput(Files.localOutput(file.toFile())))
            .schema(table.schema())
            .spec(PartitionSpec.unpartitioned())
            .overwrite()
            .build()) {
      rows.forEach(writer::write);
    }
    try (CloseableIterable<Record> read =
        FormatModelRegistry.<Record, Schema>readBuilder(
                FileFormat.PARQUET, Record.class, Files.localInput(file.toFile()))
            .project(table.schema())
            .build()) {
      return copy(read);
    }
  }

  private static List<Record> copy(CloseableIterable<Record> read) {
    List<Record> rows = new ArrayList<>();
    read.forEach(rows::add);
    return rows;
  }
}
