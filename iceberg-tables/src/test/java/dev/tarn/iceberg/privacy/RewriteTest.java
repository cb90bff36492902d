package dev.tarn.iceberg.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.iceberg.io.LocalFileIO;
import dev.tarn.iceberg.schema.CatalogTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.generic.GenericRecord;
import org.apache.iceberg.Schema;
import org.apache.iceberg.avro.Avro;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.avro.DataWriter;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are rewritten in place keep their length, their order and all else. */
class RewriteTest {
  private static final String OLD = "user:alice";
  private static final long SEED = 20260401;

  @TempDir Path folder;

  private static Record row(long seq, Random random) {
    Schema schema = CatalogTable.CHANGES.schema();
    Record row = org.apache.iceberg.data.GenericRecord.create(schema);
    for (NestedField column : schema.columns()) {
      Object value =
          switch (column.name()) {
            case "seq", "version" -> seq;
            case "ordinal" -> 0;
            case "committed_at" -> OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
            case "changed_fields" -> List.of("description");
            case "actor" -> seq % 3 == 0 ? OLD : "user:bob";
            case "before" -> null;
            default -> column.name() + Long.toHexString(random.nextLong());
          };
      row.setField(column.name(), value);
    }
    return row;
  }

  private static List<Record> rows(int count) {
    Random random = new Random(SEED);
    List<Record> rows = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      rows.add(row(i, random));
    }
    return rows;
  }

  private static void write(FileAppender<Record> appender, List<Record> rows) throws IOException {
    try (appender) {
      rows.forEach(appender::add);
    }
  }

  private Path avro(List<Record> rows) throws IOException {
    Path file = folder.resolve("changes.avro");
    write(
        Avro.write(new LocalFileIO().newOutputFile(LocalFileIO.location(file)))
            .schema(CatalogTable.CHANGES.schema())
            .createWriterFunc(DataWriter::create)
            .named("change")
            .set("write.avro.compression-codec", "zstd")
            .set("write.avro.compression-level", "1")
            .meta("tarn.group-id", "g")
            .build(),
        rows);
    return file;
  }

  private Path parquet(List<Record> rows) throws IOException {
    Path file = folder.resolve("changes.parquet");
    write(
        Parquet.write(new LocalFileIO().newOutputFile(LocalFileIO.location(file)))
            .schema(CatalogTable.CHANGES.schema())
            .createWriterFunc(
                type -> GenericParquetWriter.create(CatalogTable.CHANGES.schema(), type))
            .set("write.parquet.compression-codec", "zstd")
            .set("write.parquet.bloom-filter-enabled.column.entity_id", "true")
            .build(),
        rows);
    return file;
  }

  private static List<String> texts(Path avro) throws IOException {
    List<String> texts = new ArrayList<>();
    var unused = AvroRows.read(avro, record -> texts.add(record.toString()));
    return texts;
  }

  private static List<String> rows(Path parquet) throws IOException {
    List<String> texts = new ArrayList<>();
    ParquetRows.read(
        parquet,
        ParquetRows.schema(ParquetRows.footer(parquet)),
        record -> texts.add(record.toString()));
    return texts;
  }

  private static void rename(GenericRecord record, String name) {
    if (record.get("actor").toString().equals(OLD)) {
      record.put("actor", name);
    }
  }

  private static void rename(Record record, String name) {
    if (OLD.equals(record.getField("actor"))) {
      record.setField("actor", name);
    }
  }

  private static List<String> replaced(List<String> before, String name) {
    return before.stream().map(text -> text.replace(OLD, name)).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"user:p", "user:x-1-y", "user:person-0123456789ab"})
  void anAvroFileKeepsItsLength(String name) throws IOException {
    for (int count : new int[] {1, 2, 30, 2_000}) {
      Path file = avro(rows(count));
      List<String> before = texts(file);
      long bytes = Files.size(file);
      assertThat(AvroRewrite.run(file, record -> rename(record, name))).isTrue();
      assertThat(Files.size(file)).isEqualTo(bytes);
      assertThat(texts(file)).isEqualTo(replaced(before, name));
      assertThat(AvroRows.read(file, record -> {})).containsEntry("tarn.group-id", "g");
      Files.delete(file);
    }
  }

  @Test
  void anAvroFileIsRewrittenAgainAndAgain() throws IOException {
    Path file = avro(rows(9));
    List<String> before = texts(file);
    long bytes = Files.size(file);
    for (int i = 1; i <= 9; i++) {
      String name = "user:" + "n".repeat(i);
      var unused = AvroRewrite.run(file, record -> record.put("actor", name));
      assertThat(Files.size(file)).isEqualTo(bytes);
    }
    assertThat(texts(file)).hasSameSizeAs(before);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"user:p", "user:person-0123456789ab"})
  void aParquetFileKeepsItsLength(String name) throws IOException {
    for (int count : new int[] {1, 2_000, 20_000}) {
      Path file = parquet(rows(count));
      List<String> before = rows(file);
      long bytes = Files.size(file);
      assertThat(ParquetRewrite.run(file, record -> rename(record, name))).isTrue();
      assertThat(Files.size(file)).isEqualTo(bytes);
      assertThat(rows(file)).isEqualTo(replaced(before, name));
      assertThat(ParquetRows.footer(file).getBlocks().getFirst().getColumns())
          .anyMatch(column -> column.getBloomFilterOffset() > 0);
      Files.delete(file);
    }
  }

  @Test
  void whatDoesNotFitIsSaid() throws IOException {
    Path file = avro(rows(3));
    long bytes = Files.size(file);
    Random random = new Random(SEED);
    StringBuilder longer = new StringBuilder("user:");
    for (int i = 0; i < 2_000; i++) {
      longer.append(Long.toHexString(random.nextLong()));
    }
    assertThat(AvroRewrite.run(file, record -> rename(record, longer.toString()))).isFalse();
    assertThat(Files.size(file)).isGreaterThan(bytes);
    assertThat(texts(file)).anyMatch(text -> text.contains(longer));
  }
}
