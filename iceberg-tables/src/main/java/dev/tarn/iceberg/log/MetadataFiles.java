package dev.tarn.iceberg.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/** Writes table metadata under new names, numbered for those who read folders. */
final class MetadataFiles {
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,9})-[^/]*$");

  private MetadataFiles() {}

  /**
   * Writes a metadata file.
   *
   * @param previous the file it replaces; null for a new table
   * @return the metadata, knowing its file
   */
  static TableMetadata write(
      TableMetadata metadata, @Nullable String previous, TableFiles locations, FileIO files)
      throws IOException {
    String location =
        locations.metadata(
            "%05d-%s.metadata.json".formatted(number(previous) + 1, UUID.randomUUID()));
    byte[] json = TableMetadataParser.toJson(metadata).getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = files.newOutputFile(location).create()) {
      out.write(json);
    }
    return TableMetadata.buildFrom(metadata)
        .discardChanges()
        .withMetadataLocation(location)
        .build();
  }

  private static int number(@Nullable String location) {
    if (location == null) {
      return -1;
    }
    Matcher matcher = NUMBER.matcher(location.substring(location.lastIndexOf('/') + 1));
    return matcher.lookingAt() ? Integer.parseInt(matcher.group(1)) : -1;
  }
}
