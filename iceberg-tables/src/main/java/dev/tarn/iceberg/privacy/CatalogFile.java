package dev.tarn.iceberg.privacy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file of the catalog's own.
 *
 * @param table that the file belongs to; empty for files of no table
 */
record CatalogFile(Path path, Kind kind, String table) {
  private static final int MAGIC_BYTES = 4;
  private static final String TABLES = "tables";
  private static final String JOURNAL = "journal";
  private static final String METADATA = "metadata";

  /** What is in a file, by how it begins. */
  enum Kind {
    /** Rows of the log. */
    CHANGES,
    /** Manifests, and lists of them. */
    MANIFEST,
    PARQUET,
    /** Deletion vectors: numbers of rows. */
    PUFFIN,
    GZIP,
    TEXT
  }

  /**
   * Looks at a file.
   *
   * @param tenant the folder of the tenant that it is in
   */
  static CatalogFile of(Path path, Path tenant) throws IOException {
    Path inside = tenant.relativize(path);
    String first = inside.getName(0).toString();
    boolean isOfTable = first.equals(TABLES) && inside.getNameCount() > 3;
    String table = isOfTable ? inside.getName(2).toString() : "";
    byte[] magic;
    try (InputStream in = Files.newInputStream(path)) {
      magic = in.readNBytes(MAGIC_BYTES);
    }
    String begins = new String(magic, StandardCharsets.ISO_8859_1);
    return switch (begins) {
      case "Obj\u0001" ->
          isOfTable && inside.getName(3).toString().equals(METADATA)
              ? new CatalogFile(path, Kind.MANIFEST, table)
              : new CatalogFile(path, Kind.CHANGES, first.equals(JOURNAL) ? "changes" : table);
      case "PAR1" -> new CatalogFile(path, Kind.PARQUET, table);
      case "PFA1" -> new CatalogFile(path, Kind.PUFFIN, table);
      default ->
          magic.length > 1 && Arrays.equals(magic, 0, 2, new byte[] {0x1f, (byte) 0x8b}, 0, 2)
              ? new CatalogFile(path, Kind.GZIP, table)
              : new CatalogFile(path, Kind.TEXT, table);
    };
  }
}
