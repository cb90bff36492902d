package dev.tarn.iceberg.privacy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** The rows of an Avro file, and what its header has. */
final class AvroRows {
  private AvroRows() {}

  /** Takes a record. */
  @FunctionalInterface
  interface Sink {
    void record(GenericRecord record) throws IOException;
  }

  /** A record as a row. */
  record AvroRow(GenericRecord record, List<String> columns) implements RowRules.Row {
    static AvroRow of(GenericRecord record) {
      return new AvroRow(
          record, record.getSchema().getFields().stream().map(Schema.Field::name).toList());
    }

    @Override
    public @Nullable Object value(String column) {
      return record.hasField(column) ? record.get(column) : null;
    }
  }

  /** Reads a file; returns its header's texts, without those that say what columns there are. */
  static Map<String, String> read(Path file, Sink sink) throws IOException {
    try (DataFileReader<GenericRecord> reader =
        new DataFileReader<>(file.toFile(), new GenericDatumReader<>())) {
      while (reader.hasNext()) {
        sink.record(reader.next());
      }
      Map<String, String> header = new LinkedHashMap<>();
      for (String key : reader.getMetaKeys()) {
        if (!isSchema(key)) {
          header.put(key, new String(reader.getMeta(key), StandardCharsets.UTF_8));
        }
      }
      return header;
    }
  }

  static boolean isSchema(String key) {
    return key.startsWith("avro.") || key.equals("schema") || key.equals("iceberg.schema");
  }
}
