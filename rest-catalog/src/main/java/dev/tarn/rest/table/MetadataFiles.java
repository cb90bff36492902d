package dev.tarn.rest.table;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.util.LocationUtil;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewMetadataParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Metadata files, the recently used of them in memory: they never change. Thread safe. */
public final class MetadataFiles {
  private static final Logger LOG = LoggerFactory.getLogger(MetadataFiles.class);

  /** Of their JSON, which is somewhat less than they take in memory. */
  private static final long MAX_TABLES_CHARS = 64L << 20;

  private static final int MAX_VIEWS = 10_000;

  private record Known(TableMetadata metadata, int jsonChars) {}

  private final FileIO io;
  private final Cache<String, Known> tables =
      Caffeine.newBuilder()
          .maximumWeight(MAX_TABLES_CHARS)
          .weigher((String location, Known known) -> known.jsonChars())
          .build();
  private final Cache<String, ViewMetadata> views =
      Caffeine.newBuilder().maximumSize(MAX_VIEWS).build();

  public MetadataFiles(FileIO io) {
    this.io = io;
  }

  /** Returns what reads and writes them. */
  public FileIO io() {
    return io;
  }

  /**
   * Returns what a table's metadata file says.
   *
   * @throws org.apache.iceberg.exceptions.NotFoundException if it is not there
   */
  public TableMetadata table(String location) {
    return tables
        .get(
            location,
            missing -> {
              TableMetadata read = TableMetadataParser.read(io, missing);
              return new Known(read, TableMetadataParser.toJson(read).length());
            })
        .metadata();
  }

  /** Returns what a view's metadata file says. */
  ViewMetadata view(String location) {
    return views.get(location, missing -> ViewMetadataParser.read(io, missing));
  }

  /** Writes a new version of a table; returns it as it will be read. */
  TableMetadata write(TableMetadata metadata, int version) {
    String codec =
        metadata.property(
            TableProperties.METADATA_COMPRESSION, TableProperties.METADATA_COMPRESSION_DEFAULT);
    boolean isPacked = TableMetadataParser.Codec.fromName(codec) == TableMetadataParser.Codec.GZIP;
    String location =
        location(
            metadata.location(),
            metadata.properties().get(TableProperties.WRITE_METADATA_LOCATION),
            fileName(version, codec));
    TableMetadata written =
        TableMetadata.buildFrom(metadata).discardChanges().withMetadataLocation(location).build();
    String json = TableMetadataParser.toJson(written);
    // Nothing has that name yet; to ask would cost a round trip to the storage.
    try (OutputStream file = io.newOutputFile(location).createOrOverwrite();
        OutputStream out = isPacked ? new GZIPOutputStream(file) : file) {
      out.write(json.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + location, e);
    }
    tables.put(location, new Known(written, json.length()));
    return written;
  }

  /**
   * Forgets a table's version that another has taken the place of. Those that are left would keep
   * the new ones out: each has been used more often than one that was written a moment ago.
   */
  void replaced(TableVersion version) {
    tables.invalidate(version.pointer().metadataLocation());
  }

  /** Deletes a file that nothing leads to. */
  void discard(String location) {
    tables.invalidate(location);
    views.invalidate(location);
    try {
      io.deleteFile(location);
    } catch (UncheckedIOException e) {
      LOG.atWarn()
          .setMessage("A metadata file of no use was left")
          .addKeyValue("location", location)
          .setCause(e)
          .log();
    }
  }

  private static String fileName(int version, String codec) {
    return String.format(
        Locale.ROOT,
        "%05d-%s%s",
        version,
        UUID.randomUUID(),
        TableMetadataParser.getFileExtension(codec));
  }

  private static String location(
      String table, @org.jspecify.annotations.Nullable String metadataFolder, String file) {
    return metadataFolder == null
        ? LocationUtil.stripTrailingSlash(table) + "/metadata/" + file
        : LocationUtil.stripTrailingSlash(metadataFolder) + "/" + file;
  }

  /** Returns the number of the version that comes after a metadata file. */
  static int versionAfter(String location) {
    String file = location.substring(location.lastIndexOf('/') + 1);
    int end = file.indexOf('-');
    try {
      return end < 0 ? 0 : Integer.parseInt(file.substring(0, end)) + 1;
    } catch (NumberFormatException e) {
      // The file was registered; its name is its maker's, and numbers are only for people.
      return 0;
    }
  }
}
