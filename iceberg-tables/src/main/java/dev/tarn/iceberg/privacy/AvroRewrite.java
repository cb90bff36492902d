package dev.tarn.iceberg.privacy;

import dev.tarn.json.ValueJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/**
 * Writes an Avro file anew, with other values and the same length. What columns are documented as
 * goes from the header, and what is compressed better makes room, too; what is left over is filled
 * with a text of spaces in the header, which the format lets anybody add to.
 */
final class AvroRewrite {
  private static final String PADDING = "p";
  private static final String MORE_PADDING = "q";
  private static final int MAX_VARINT_BYTES = 6;
  private static final int BLOCK_BYTES = 1 << 20;
  private static final int SYNC_BYTES = 16;

  /** From what Iceberg's other files have to what compresses best. */
  private static final List<CodecFactory> CODECS =
      List.of(
          CodecFactory.deflateCodec(9),
          CodecFactory.zstandardCodec(9),
          CodecFactory.zstandardCodec(19),
          CodecFactory.zstandardCodec(22));

  private final Path file;
  private final Schema schema;
  private final Map<String, byte[]> header = new TreeMap<>();
  private final byte[] sync = new byte[SYNC_BYTES];

  /** Changes a record. */
  @FunctionalInterface
  interface Change {
    void apply(GenericRecord record) throws IOException;
  }

  private AvroRewrite(Path file) throws IOException {
    this.file = file;
    new SecureRandom().nextBytes(sync);
    try (DataFileReader<GenericRecord> reader =
        new DataFileReader<>(file.toFile(), new GenericDatumReader<>())) {
      this.schema = new Schema.Parser().parse(undocumented(reader.getSchema().toString()));
      for (String key : reader.getMetaKeys()) {
        boolean isPadding = key.equals(PADDING) || key.equals(MORE_PADDING);
        if (!key.startsWith("avro.") && !isPadding) {
          byte[] value = reader.getMeta(key);
          header.put(key, AvroRows.isSchema(key) ? undocumented(value) : value);
        }
      }
    }
  }

  private static byte[] undocumented(byte[] json) {
    return undocumented(new String(json, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
  }

  private static String undocumented(String json) {
    return ValueJson.write(FileScan.undocumented(ValueJson.read(json)));
  }

  /**
   * Rewrites a file.
   *
   * @return whether it kept its length
   */
  static boolean run(Path file, Change change) throws IOException {
    return new AvroRewrite(file).run(change);
  }

  private boolean run(Change change) throws IOException {
    long wanted = Files.size(file);
    Path attempt = FileSwap.temporary(file, "rows");
    try {
      for (CodecFactory codec : CODECS) {
        write(attempt, codec, change);
        long rows = Files.size(attempt) - header(codec, Map.of()).length;
        Optional<byte[]> padded = padded(codec, wanted - rows);
        if (padded.isPresent()) {
          replace(attempt, codec, padded.get());
          return true;
        }
      }
      CodecFactory last = CODECS.getLast();
      replace(attempt, last, header(last, Map.of()));
      return false;
    } finally {
      Files.deleteIfExists(attempt);
    }
  }

  private void write(Path attempt, CodecFactory codec, Change change) throws IOException {
    try (DataFileReader<GenericRecord> reader =
            new DataFileReader<>(file.toFile(), new GenericDatumReader<>());
        DataFileWriter<GenericRecord> writer =
            new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
      writer.setCodec(codec).setSyncInterval(BLOCK_BYTES);
      header.forEach(writer::setMeta);
      var unused = writer.create(schema, Files.newOutputStream(attempt), sync);
      while (reader.hasNext()) {
        GenericRecord record = reader.next();
        change.apply(record);
        writer.append(record);
      }
    }
  }

  /** Returns the header alone: a file without rows. */
  private byte[] header(CodecFactory codec, Map<String, Integer> padding) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
      writer.setCodec(codec).setSyncInterval(BLOCK_BYTES);
      header.forEach(writer::setMeta);
      padding.forEach((key, spaces) -> writer.setMeta(key, " ".repeat(spaces)));
      var unused = writer.create(schema, bytes, sync);
    }
    return bytes.toByteArray();
  }

  /** Returns a header of exactly so many bytes; empty if there is none. */
  private Optional<byte[]> padded(CodecFactory codec, long bytes) throws IOException {
    byte[] bare = header(codec, Map.of());
    int missing = Math.toIntExact(Math.min(Integer.MAX_VALUE, bytes - bare.length));
    if (missing <= 0) {
      return missing == 0 ? Optional.of(bare) : Optional.empty();
    }
    // The number of spaces is said in 1 to 5 bytes: some lengths need a second text.
    for (int spaces = Math.max(0, missing - 2 * MAX_VARINT_BYTES); spaces < missing; spaces++) {
      for (Map<String, Integer> padding :
          List.of(Map.of(PADDING, spaces), Map.of(PADDING, spaces, MORE_PADDING, 0))) {
        byte[] header = header(codec, padding);
        if (header.length == bytes) {
          return Optional.of(header);
        }
      }
    }
    return Optional.empty();
  }

  private void replace(Path attempt, CodecFactory codec, byte[] newHeader) throws IOException {
    long skipped = header(codec, Map.of()).length;
    FileSwap.replace(
        file,
        out -> {
          out.write(newHeader);
          try (InputStream in = Files.newInputStream(attempt)) {
            in.skipNBytes(skipped);
            in.transferTo(out);
          }
        });
  }
}
