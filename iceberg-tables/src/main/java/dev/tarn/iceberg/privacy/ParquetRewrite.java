package dev.tarn.iceberg.privacy;

import dev.tarn.iceberg.io.LocalFileIO;
import dev.tarn.json.ValueJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.parquet.Parquet;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/**
 * Writes a Parquet file anew, with other values and the same length, in the same order of rows.
 * What columns are documented as goes from the footer, and what is compressed better makes room,
 * too; what is left over are bytes between the last row group and the footer, which nothing reads.
 */
final class ParquetRewrite {
  /** The footer's length, and the format's mark. */
  private static final int TAIL_BYTES = 8;

  private static final int GAP_BYTES = 8_192;
  private static final List<String> LEVELS = List.of("6", "19", "22");
  private static final String ROW_GROUP_BYTES = Long.toString(4L << 20);

  private ParquetRewrite() {}

  /** Changes a record. */
  @FunctionalInterface
  interface Change {
    void apply(Record record);
  }

  /**
   * Rewrites a file.
   *
   * @return whether it kept its length
   */
  static boolean run(Path file, Change change) throws IOException {
    ParquetMetadata footer = ParquetRows.footer(file);
    Schema schema = undocumented(ParquetRows.schema(footer));
    long wanted = Files.size(file);
    Path attempt = FileSwap.temporary(file, "rows");
    try {
      for (String level : LEVELS) {
        Files.deleteIfExists(attempt);
        write(file, attempt, schema, properties(footer, level), change);
        long gap = wanted - Files.size(attempt);
        if (gap >= 0) {
          replace(file, attempt, gap);
          return true;
        }
      }
      replace(file, attempt, 0);
      return false;
    } finally {
      Files.deleteIfExists(attempt);
    }
  }

  private static Schema undocumented(Schema schema) {
    return SchemaParser.fromJson(
        ValueJson.write(FileScan.undocumented(ValueJson.read(SchemaParser.toJson(schema)))));
  }

  private static Map<String, String> properties(ParquetMetadata footer, String level) {
    Map<String, String> properties = new HashMap<>();
    properties.put("write.parquet.compression-codec", "zstd");
    properties.put("write.parquet.compression-level", level);
    properties.put("write.parquet.row-group-size-bytes", ROW_GROUP_BYTES);
    for (BlockMetaData block : footer.getBlocks()) {
      for (ColumnChunkMetaData column : block.getColumns()) {
        if (column.getBloomFilterOffset() > 0) {
          String name = column.getPath().toDotString();
          properties.put("write.parquet.bloom-filter-enabled.column." + name, "true");
          properties.merge(
              "write.parquet.bloom-filter-ndv.column." + name,
              Long.toString(block.getRowCount()),
              (one, other) -> Long.toString(Math.max(Long.parseLong(one), Long.parseLong(other))));
        }
      }
    }
    return properties;
  }

  private static void write(
      Path file, Path attempt, Schema schema, Map<String, String> properties, Change change)
      throws IOException {
    FileAppender<Record> appender =
        Parquet.write(new LocalFileIO().newOutputFile(LocalFileIO.location(attempt)))
            .schema(schema)
            .createWriterFunc(type -> GenericParquetWriter.create(schema, type))
            .setAll(properties)
            .build();
    try (appender;
        CloseableIterable<Record> rows = ParquetRows.open(file, schema)) {
      for (Record row : rows) {
        change.apply(row);
        appender.add(row);
      }
    }
  }

  private static void replace(Path file, Path attempt, long gap) throws IOException {
    long size = Files.size(attempt);
    long body = size - TAIL_BYTES - footerBytes(attempt, size);
    FileSwap.replace(
        file,
        out -> {
          try (InputStream in = Files.newInputStream(attempt)) {
            copy(in, out, body);
            byte[] zeros = new byte[GAP_BYTES];
            for (long left = gap; left > 0; left -= GAP_BYTES) {
              out.write(zeros, 0, (int) Math.min(left, GAP_BYTES));
            }
            in.transferTo(out);
          }
        });
  }

  private static long footerBytes(Path file, long size) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(size - TAIL_BYTES);
      byte[] length = new byte[Integer.BYTES];
      in.readFully(length);
      return ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }
  }

  private static void copy(InputStream in, OutputStream out, long bytes) throws IOException {
    byte[] buffer = new byte[GAP_BYTES];
    for (long left = bytes; left > 0; ) {
      int read = in.readNBytes(buffer, 0, (int) Math.min(left, GAP_BYTES));
      if (read == 0) {
        throw new IOException("a file that was just written is shorter than it was");
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }
}
