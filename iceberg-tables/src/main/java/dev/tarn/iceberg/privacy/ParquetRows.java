package dev.tarn.iceberg.privacy;

import dev.tarn.iceberg.io.LocalFileIO;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;
import org.jspecify.annotations.Nullable;

/** The rows of a Parquet file. */
final class ParquetRows {
  private static final String SCHEMA = "iceberg.schema";

  private ParquetRows() {}

  /** Takes a record. */
  @FunctionalInterface
  interface Sink {
    void record(Record record) throws IOException;
  }

  /** A record as a row. */
  record ParquetRow(Record record, List<String> columns) implements RowRules.Row {
    @Override
    public @Nullable Object value(String column) {
      return columns.contains(column) ? record.getField(column) : null;
    }
  }

  static ParquetMetadata footer(Path file) throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      return reader.getFooter();
    }
  }

  /** Returns the columns that a file has. */
  static Schema schema(ParquetMetadata footer) {
    Map<String, String> header = footer.getFileMetaData().getKeyValueMetaData();
    String json = header.get(SCHEMA);
    return json == null
        ? ParquetSchemaUtil.convert(footer.getFileMetaData().getSchema())
        : SchemaParser.fromJson(json);
  }

  static List<String> columns(Schema schema) {
    return schema.columns().stream().map(NestedField::name).toList();
  }

  /** Opens a file's rows, in its order. */
  static CloseableIterable<Record> open(Path file, Schema schema) {
    return Parquet.read(new LocalFileIO().newInputFile(LocalFileIO.location(file)))
        .project(schema)
        .createReaderFunc(type -> GenericParquetReaders.buildReader(schema, type))
        .build();
  }

  /** Reads a file. */
  static void read(Path file, Schema schema, Sink sink) throws IOException {
    try (CloseableIterable<Record> rows = open(file, schema)) {
      for (Record row : rows) {
        sink.record(row);
      }
    }
  }
}
