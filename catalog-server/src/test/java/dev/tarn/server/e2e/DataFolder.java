package dev.tarn.server.e2e;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;

/** Everything that lies in a server's folder, decoded. */
final class DataFolder {
  private DataFolder() {}

  /** Returns the files below a folder that hold a word: as they are, or as they are read. */
  static List<Path> holding(Path folder, String word) throws IOException {
    List<Path> found = new ArrayList<>();
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    String wanted = word.toLowerCase(Locale.ROOT);
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      if (text(bytes).contains(wanted) || decoded(file, bytes).contains(wanted)) {
        found.add(file);
      }
    }
    return found;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
  }

  private static String decoded(Path file, byte[] bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (text.startsWith("Obj\u0001")) {
      return avro(file).toLowerCase(Locale.ROOT);
    }
    if (text.startsWith("PAR1")) {
      return parquet(file).toLowerCase(Locale.ROOT);
    }
    if (bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b) {
      return text(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes());
    }
    return "";
  }

  private static String avro(Path file) throws IOException {
    StringBuilder text = new StringBuilder();
    try (DataFileReader<GenericRecord> reader =
        new DataFileReader<>(file.toFile(), new GenericDatumReader<>())) {
      while (reader.hasNext()) {
        text.append(reader.next()).append('\n');
      }
    }
    return text.toString();
  }

  private static String parquet(Path file) throws IOException {
    MessageType columns;
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      columns = reader.getFooter().getFileMetaData().getSchema();
    }
    var schema = ParquetSchemaUtil.convert(columns);
    StringBuilder text = new StringBuilder();
    try (CloseableIterable<Record> rows =
        Parquet.read(org.apache.iceberg.Files.localInput(file.toFile()))
            .project(schema)
            .createReaderFunc(type -> GenericParquetReaders.buildReader(schema, type))
            .build()) {
      rows.forEach(row -> text.append(row).append('\n'));
    }
    return text.toString();
  }
}
