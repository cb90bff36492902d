package dev.tarn.rest.table;

import dev.tarn.core.catalog.CatalogTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.ForbiddenException;

/**
 * Where users' tables may be. The server reads and writes what a client names: without a fence, it
 * would do so anywhere.
 *
 * @param roots beside the tenant's own place
 */
public record AllowedLocations(List<String> roots) {
  private static final Pattern LOCAL = Pattern.compile("^(file:)?/+");
  private static final Pattern PARENT = Pattern.compile("(^|[/\\\\])\\.\\.([/\\\\]|$)");

  /** Writers still go by it. */
  private static final String FORMER_OBJECT_STORE_LOCATION = "write.object-storage.path";

  public AllowedLocations {
    roots = List.copyOf(roots);
  }

  /**
   * Refuses a location outside.
   *
   * @param own the tenant's own place
   * @throws ForbiddenException if it is
   */
  void check(String own, String location) {
    String plain = plain(location);
    if (PARENT.matcher(plain).find()
        || !(isIn(plain, own) || roots.stream().anyMatch(root -> isIn(plain, root)))) {
      throw new ForbiddenException(
          "The location %s is not in the warehouse, nor in one of"
              + " tarn.rest.iceberg.allowed-locations",
          location);
    }
  }

  /** Refuses a table whose files would be outside. */
  void check(TableSession session, CatalogTables tables, TableMetadata metadata) {
    String own = own(session, tables);
    check(own, metadata.location());
    for (String property :
        List.of(
            TableProperties.WRITE_METADATA_LOCATION,
            TableProperties.WRITE_DATA_LOCATION,
            FORMER_OBJECT_STORE_LOCATION)) {
      String location = metadata.properties().get(property);
      if (location != null) {
        check(own, location);
      }
    }
  }

  /** Refuses a file or folder outside. */
  void check(TableSession session, CatalogTables tables, String location) {
    check(own(session, tables), location);
  }

  private static String own(TableSession session, CatalogTables tables) {
    try {
      return tables.locations(session.actor(), session.scope()).root();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isIn(String plain, String root) {
    String folder = plain(root);
    return plain.startsWith(folder.endsWith("/") ? folder : folder + "/");
  }

  /** Local files have one path, and several ways to write it. */
  private static String plain(String location) {
    return LOCAL.matcher(location).replaceFirst("file:///");
  }
}
