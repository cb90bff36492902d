package dev.tarn.rest.table;

import dev.tarn.core.catalog.CatalogTables;
import dev.tarn.core.table.TableLocations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.util.LocationUtil;
import org.jspecify.annotations.Nullable;

/**
 * Where users' tables go, and where they may be. The server reads and writes what a client names:
 * without a fence, it would do so anywhere, and one tenant in what is another's.
 *
 * @param location where new tables go, each tenant's in a folder of its own; null: in the warehouse
 * @param roots beside the tenant's own places, for all tenants; what of them is the place of
 *     another tenant stays that one's
 */
public record AllowedLocations(@Nullable String location, List<String> roots) {
  private static final Pattern LOCAL = Pattern.compile("^(file:)?/+");

  /** One store, by the names that its clients have had. */
  private static final Pattern S3 = Pattern.compile("^s3[an]?://");

  private static final Pattern PARENT = Pattern.compile("(^|[/\\\\])\\.\\.([/\\\\]|$)");

  /** Writers still go by it. */
  private static final String FORMER_OBJECT_STORE_LOCATION = "write.object-storage.path";

  public AllowedLocations {
    location = location == null ? null : LocationUtil.stripTrailingSlash(location);
    roots = List.copyOf(roots);
  }

  /** Returns where a tenant's new tables go. */
  TableLocations ofNew(TableSession session, CatalogTables tables) {
    TableLocations warehouse = warehouse(session, tables);
    return location == null ? warehouse : below(location, session, warehouse.shared());
  }

  /**
   * Returns a table as a clone sees it: one that it began with goes on in the clone's own place,
   * and what was there before is read from where it is.
   */
  TableMetadata ofClone(TableSession session, CatalogTables tables, TableMetadata metadata) {
    String plain = plain(metadata.location());
    for (TableLocations mine : own(session, tables)) {
      for (String root : mine.sharedRoots()) {
        if (isIn(plain, root)) {
          return TableMetadata.buildFrom(metadata)
              .setLocation(mine.root() + plain.substring(plain(root).length()))
              .discardChanges()
              .withMetadataLocation(metadata.metadataFileLocation())
              .build();
        }
      }
    }
    return metadata;
  }

  /** Refuses a table whose files would be outside. */
  void check(TableSession session, CatalogTables tables, TableMetadata metadata) {
    List<TableLocations> own = own(session, tables);
    places(metadata).forEach(place -> check(own, place));
  }

  /** Returns the places that a table's files are in, those of them that may be. */
  public List<String> places(TableSession session, CatalogTables tables, TableMetadata metadata) {
    List<TableLocations> own = own(session, tables);
    return places(metadata).filter(place -> isAllowed(own, place)).toList();
  }

  private static Stream<String> places(TableMetadata metadata) {
    return Stream.concat(
        Stream.of(metadata.location()),
        Stream.of(
                TableProperties.WRITE_METADATA_LOCATION,
                TableProperties.WRITE_DATA_LOCATION,
                FORMER_OBJECT_STORE_LOCATION)
            .map(metadata.properties()::get)
            .filter(Objects::nonNull));
  }

  /**
   * Refuses a file or folder outside.
   *
   * @throws ForbiddenException if it is
   */
  void check(TableSession session, CatalogTables tables, String place) {
    check(own(session, tables), place);
  }

  private List<TableLocations> own(TableSession session, CatalogTables tables) {
    TableLocations warehouse = warehouse(session, tables);
    return location == null
        ? List.of(warehouse)
        : List.of(warehouse, below(location, session, warehouse.shared()));
  }

  private void check(List<TableLocations> own, String place) {
    if (!isAllowed(own, place)) {
      throw new ForbiddenException(
          "The location %s is not where tables of this warehouse go, nor in one of"
              + " tarn.rest.iceberg.allowed-locations",
          place);
    }
  }

  private boolean isAllowed(List<TableLocations> own, String place) {
    String plain = plain(place);
    boolean isOwn = own.stream().anyMatch(mine -> isIn(plain, mine.root()));
    boolean isOthers = own.stream().anyMatch(mine -> isIn(plain, mine.all()));
    boolean isShared = !isOthers && roots.stream().anyMatch(root -> isIn(plain, root));
    return (isOwn || isShared) && !PARENT.matcher(plain).find();
  }

  private static TableLocations below(String location, TableSession session, Set<String> shared) {
    return new TableLocations(location, location + "/" + session.scope().tenant(), shared);
  }

  private static TableLocations warehouse(TableSession session, CatalogTables tables) {
    try {
      return tables.locations(session.principal(), session.scope());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns all that a storage is needed for. */
  public Stream<String> all() {
    return Stream.concat(Stream.ofNullable(location), roots.stream());
  }

  private static boolean isIn(String plain, String root) {
    String folder = plain(root);
    return plain.startsWith(folder.endsWith("/") ? folder : folder + "/");
  }

  /** A place has one path, and several ways to write it. */
  private static String plain(String place) {
    return S3.matcher(LOCAL.matcher(place).replaceFirst("file:///")).replaceFirst("s3://");
  }
}
