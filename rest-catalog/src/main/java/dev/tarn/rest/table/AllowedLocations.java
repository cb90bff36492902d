package dev.tarn.rest.table;

import dev.tarn.core.catalog.CatalogTables;
import dev.tarn.core.table.TableLocations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.view.ViewMetadata;

/**
 * Where users' tables may be. The server reads and writes what a client names: without a fence, it
 * would do so anywhere, and one tenant in what is another's.
 *
 * @param roots beside the tenant's own places, for all tenants that are not apart; what of them is
 *     the place of another tenant stays that one's
 */
public record AllowedLocations(List<String> roots) {
  private static final Pattern LOCAL = Pattern.compile("^(file:)?/+");

  /** One store, by the names that its clients have had. */
  private static final Pattern S3 = Pattern.compile("^s3[an]?://");

  private static final Pattern PARENT = Pattern.compile("(^|[/\\\\])\\.\\.([/\\\\]|$)");

  /** Writers still go by it. */
  private static final String FORMER_OBJECT_STORE_LOCATION = "write.object-storage.path";

  public AllowedLocations {
    roots = List.copyOf(roots);
  }

  /** Returns where a tenant's tables are. */
  static TableLocations of(TableSession session, CatalogTables tables) {
    try {
      return tables.locations(session.principal(), session.scope());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns a table as a clone sees it: one that it began with goes on in the clone's own place,
   * and what was there before is read from where it is.
   */
  TableMetadata ofClone(TableSession session, CatalogTables tables, TableMetadata metadata) {
    return moved(of(session, tables), metadata.location())
        .map(
            location ->
                TableMetadata.buildFrom(metadata)
                    .setLocation(location)
                    .discardChanges()
                    .withMetadataLocation(metadata.metadataFileLocation())
                    .build())
        .orElse(metadata);
  }

  /** Returns a view as a clone sees it, in its own place as a table. */
  ViewMetadata ofClone(TableSession session, CatalogTables tables, ViewMetadata metadata) {
    return moved(of(session, tables), metadata.location())
        .map(location -> ViewMoves.to(location, metadata))
        .orElse(metadata);
  }

  /** Returns where in a tenant's own place goes on what is in a place that it shares. */
  private static Optional<String> moved(TableLocations mine, String location) {
    String plain = plain(location);
    return mine.shared().stream()
        .filter(place -> isIn(plain, place))
        .findFirst()
        .map(place -> mine.root() + plain.substring(plain(place).length()));
  }

  /** Refuses a table whose files would be outside. */
  void check(TableSession session, CatalogTables tables, TableMetadata metadata) {
    TableLocations mine = of(session, tables);
    places(metadata).forEach(place -> check(mine, place));
  }

  /** Returns the places that a table's files are in, those of them that may be. */
  public List<String> places(TableSession session, CatalogTables tables, TableMetadata metadata) {
    TableLocations mine = of(session, tables);
    return places(metadata).filter(place -> isAllowed(mine, place)).toList();
  }

  /**
   * Returns files as a tenant reaches them: to read, where its tables may be, and where those are
   * that it began with.
   */
  FileIO readable(TableSession session, CatalogTables tables, FileIO io) {
    TableLocations mine = of(session, tables);
    return new ReadableFiles(io, place -> checkReadable(mine, place));
  }

  /** Refuses a file that a tenant's tables may not lead to. */
  void checkReadable(TableSession session, CatalogTables tables, String place) {
    checkReadable(of(session, tables), place);
  }

  private void checkReadable(TableLocations mine, String place) {
    String plain = plain(place);
    boolean isShared =
        mine.shared().stream().anyMatch(shared -> isIn(plain, shared))
            && !PARENT.matcher(plain).find();
    if (!isShared) {
      check(mine, place);
    }
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
    check(of(session, tables), place);
  }

  private void check(TableLocations mine, String place) {
    if (!isAllowed(mine, place)) {
      throw new ForbiddenException(
          "The location %s is not where tables of this warehouse go, nor in one of"
              + " tarn.rest.iceberg.allowed-locations",
          place);
    }
  }

  private boolean isAllowed(TableLocations mine, String place) {
    String plain = plain(place);
    boolean isOwn = mine.own().stream().anyMatch(own -> isIn(plain, own));
    boolean isOthers =
        mine.isApart() || mine.all().stream().anyMatch(folder -> isIn(plain, folder));
    boolean isForAll = !isOthers && roots.stream().anyMatch(root -> isIn(plain, root));
    return (isOwn || isForAll) && !PARENT.matcher(plain).find();
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
