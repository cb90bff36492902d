package dev.tarn.rest.table;

import dev.tarn.core.catalog.CatalogTables;
import dev.tarn.core.state.Page;
import dev.tarn.core.table.Freshness;
import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerChange;
import dev.tarn.core.table.PointerEntry;
import dev.tarn.core.table.PointerKind;
import dev.tarn.core.table.PointerQuery;
import dev.tarn.core.table.PointerSnapshot;
import dev.tarn.core.table.TableLocations;
import dev.tarn.core.table.TableName;
import dev.tarn.rest.entry.EntryChanges;
import dev.tarn.rest.entry.ViewLineage;
import dev.tarn.rest.report.Reports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.util.LocationUtil;
import org.apache.iceberg.view.BaseMetastoreViewCatalog;
import org.apache.iceberg.view.View;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewOperations;
import org.jspecify.annotations.Nullable;

/**
 * The tables, views and namespaces of a branch, or of a commit of it, for one request. What it
 * reads is of one commit until it writes. Not thread safe.
 */
public final class TarnCatalog extends BaseMetastoreViewCatalog implements SupportsNamespaces {
  /**
   * Of new tables that do not say otherwise: an engine that expires snapshots would delete what
   * other branches, and the past, still read.
   */
  static final Map<String, String> NEW_TABLE_PROPERTIES =
      Map.of(TableProperties.GC_ENABLED, "false");

  /** The property of a namespace that says where its tables are. */
  static final String LOCATION = "location";

  private static final String TABLE_DEFAULT = "table-default.";

  /** Then the engine is told of the conflict, and tries itself. */
  static final int MAX_ATTEMPTS = 20;

  private final CatalogTables tables;
  private final MetadataFiles files;
  private final AllowedLocations allowed;
  private final PointerCommits commits;
  private final TableSession session;
  private final Namespaces namespaces;
  private final PointerMoves moves;
  private @Nullable PointerSnapshot snapshot;

  public TarnCatalog(
      CatalogTables tables,
      MetadataFiles files,
      AllowedLocations allowed,
      PointerCommits commits,
      TableSession session) {
    this.tables = tables;
    this.files = files;
    this.allowed = allowed;
    this.commits = commits;
    this.session = session;
    this.namespaces = new Namespaces(this, session);
    this.moves = new PointerMoves(this, session);
  }

  MetadataFiles files() {
    return files;
  }

  /** Returns the names and pointers that the request sees. */
  public PointerSnapshot snapshot() {
    PointerSnapshot seen = snapshot;
    if (seen == null) {
      try {
        seen =
            session.at() == null
                ? tables.snapshot(session.principal(), session.scope(), Freshness.NEWEST)
                : tables.snapshotAt(session.principal(), session.scope(), session.at());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      snapshot = seen;
    }
    return seen;
  }

  /**
   * Returns where a table is.
   *
   * @throws NoSuchTableException if there is none
   */
  public Pointer.Table table(TableIdentifier identifier) {
    if (pointer(Names.of(identifier)).orElse(null) instanceof Pointer.Table table) {
      return table;
    }
    throw new NoSuchTableException("Table does not exist: %s", identifier);
  }

  /**
   * Returns what a table is.
   *
   * @throws NoSuchTableException if there is none
   */
  public TableMetadata metadata(TableIdentifier identifier) {
    return metadata(table(identifier));
  }

  /** Returns what a name stands for. */
  public Optional<Pointer> pointer(TableName name) {
    try {
      return snapshot().find(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ViewLineage viewLineage() {
    return new ViewLineage(session.catalogName(), this::pointer);
  }

  CommitOutcome commit(List<PointerChange> pointers, EntryChanges entry) {
    CommitOutcome outcome = commits.commit(session, pointers, entry);
    snapshot = null;
    return outcome;
  }

  /**
   * Refuses a location that is none of the tenant's.
   *
   * @throws org.apache.iceberg.exceptions.ForbiddenException if it is not
   */
  public void checkLocation(String location) {
    allowed.check(session, tables, location);
  }

  void checkLocations(TableMetadata metadata) {
    allowed.check(session, tables, metadata);
  }

  /** Returns what a table is, in a place of the tenant's own. */
  TableMetadata metadata(Pointer.Table table) {
    return allowed.ofClone(session, tables, files.table(table.metadataLocation()));
  }

  /** Returns what tells an answer about a version of a table from others: clones have their own. */
  public String versionOf(Pointer.Table table) {
    return locations().shared().isEmpty()
        ? table.metadataLocation()
        : session.scope().tenant() + " " + table.metadataLocation();
  }

  /** Returns what a view is, in a place of the tenant's own. */
  ViewMetadata viewMetadata(String metadataLocation) {
    return allowed.ofClone(session, tables, files.view(metadataLocation));
  }

  /** Returns what reads the files that a table leads to, and nothing of other tenants. */
  public FileIO filesOf(TableIdentifier identifier) {
    // Tarn's own tables are where engines write nothing.
    return Names.of(identifier).isReserved()
        ? files.io()
        : allowed.readable(session, tables, files.io());
  }

  /**
   * Refuses a file that the tenant's tables may not lead to.
   *
   * @throws org.apache.iceberg.exceptions.ForbiddenException if it is such a one
   */
  public void checkReadable(String location) {
    allowed.checkReadable(session, tables, location);
  }

  private TableLocations locations() {
    return AllowedLocations.of(session, tables);
  }

  @Override
  protected Map<String, String> properties() {
    Map<String, String> properties = new HashMap<>();
    NEW_TABLE_PROPERTIES.forEach((name, value) -> properties.put(TABLE_DEFAULT + name, value));
    return properties;
  }

  @Override
  protected boolean isValidIdentifier(TableIdentifier identifier) {
    return !identifier.namespace().isEmpty();
  }

  @Override
  protected TableOperations newTableOps(TableIdentifier identifier) {
    return new TarnTableOperations(this, Names.of(identifier));
  }

  @Override
  protected ViewOperations newViewOps(TableIdentifier identifier) {
    TableName name = Names.of(identifier);
    // Who may not see Tarn's own tables sees no views over them.
    boolean isReport =
        Reports.isReport(name) && pointer(TableName.of(Reports.NAMESPACE)).isPresent();
    return isReport ? report(name) : new TarnViewOperations(this, name);
  }

  private ViewOperations report(TableName name) {
    String location = locations().ofNamespace(TableName.of(Reports.NAMESPACE));
    return new ReportOperations(name, Reports.view(name, session.catalogName(), location));
  }

  @Override
  protected String defaultWarehouseLocation(TableIdentifier identifier) {
    TableName name = Names.of(identifier);
    String place = locations().ofNew(name);
    // A namespace with a place of its own has its tables there.
    String folder =
        name.parent().flatMap(this::pointer).orElse(null)
                instanceof Pointer.Namespace(Map<String, String> properties)
            ? properties.get(LOCATION)
            : null;
    return folder == null
        ? place
        : LocationUtil.stripTrailingSlash(folder) + place.substring(place.lastIndexOf('/'));
  }

  @Override
  public List<TableIdentifier> listTables(Namespace namespace) {
    return list(namespace, PointerKind.TABLE).stream().map(Names::identifier).toList();
  }

  @Override
  public List<TableIdentifier> listViews(Namespace namespace) {
    return list(namespace, PointerKind.VIEW).stream().map(Names::identifier).toList();
  }

  @Override
  public List<Namespace> listNamespaces(Namespace namespace) {
    return list(namespace, PointerKind.NAMESPACE).stream().map(Names::namespace).toList();
  }

  private List<TableName> list(Namespace namespace, PointerKind kind) {
    List<TableName> names = new ArrayList<>();
    String cursor = null;
    do {
      Page<PointerEntry> page = page(namespace, kind, cursor, PointerQuery.MAX_LIMIT);
      page.items().forEach(entry -> names.add(entry.name()));
      cursor = page.next();
    } while (cursor != null);
    return names;
  }

  /**
   * Returns a page of what is directly in a namespace.
   *
   * @throws NoSuchNamespaceException if there is none
   */
  public Page<PointerEntry> page(
      Namespace namespace, PointerKind kind, @Nullable String cursor, int limit) {
    TableName name = null;
    if (!namespace.isEmpty()) {
      requireNamespace(namespace);
      name = Names.of(namespace);
    }
    if (kind == PointerKind.VIEW && Reports.NAMESPACE.equals(namespace.toString())) {
      return Reports.page(cursor, limit);
    }
    try {
      return snapshot().list(new PointerQuery(name, Set.of(kind), cursor, limit));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Makes sure that a namespace is there.
   *
   * @throws NoSuchNamespaceException if it is not
   */
  public void requireNamespace(Namespace namespace) {
    var unused = namespaces.get(namespace);
  }

  @Override
  public void createNamespace(Namespace namespace, Map<String, String> properties) {
    namespaces.create(namespace, properties);
  }

  @Override
  public Map<String, String> loadNamespaceMetadata(Namespace namespace) {
    Map<String, String> properties = new HashMap<>(namespaces.get(namespace).properties());
    // Trino creates no table in a namespace that has none.
    properties.putIfAbsent(LOCATION, locations().ofNamespace(Names.of(namespace)));
    return properties;
  }

  @Override
  public boolean dropNamespace(Namespace namespace) {
    return namespaces.drop(namespace);
  }

  @Override
  public boolean setProperties(Namespace namespace, Map<String, String> properties) {
    return updateProperties(namespace, properties, Set.of());
  }

  @Override
  public boolean removeProperties(Namespace namespace, Set<String> properties) {
    return updateProperties(namespace, Map.of(), properties);
  }

  /** Sets and removes properties in one commit; returns whether there was anything to do. */
  public boolean updateProperties(
      Namespace namespace, Map<String, String> updates, Set<String> removals) {
    return namespaces.update(namespace, updates, removals);
  }

  @Override
  public boolean dropTable(TableIdentifier identifier, boolean purge) {
    // Purge or not, the files stay: other branches, and the past, may need them.
    return moves.drop(identifier, PointerKind.TABLE);
  }

  @Override
  public boolean dropView(TableIdentifier identifier) {
    return moves.drop(identifier, PointerKind.VIEW);
  }

  @Override
  public void renameTable(TableIdentifier from, TableIdentifier to) {
    moves.rename(from, to, PointerKind.TABLE);
  }

  @Override
  public void renameView(TableIdentifier from, TableIdentifier to) {
    moves.rename(from, to, PointerKind.VIEW);
  }

  @Override
  public Table registerTable(
      TableIdentifier identifier, String metadataLocation, boolean overwrite) {
    session.requireWritable();
    checkLocation(metadataLocation);
    TableOperations operations = newTableOps(identifier);
    TableMetadata before = operations.current();
    if (before != null && !overwrite) {
      throw new AlreadyExistsException("Table already exists: %s", identifier);
    }
    if (before == null || !before.metadataFileLocation().equals(metadataLocation)) {
      operations.commit(before, TableMetadataParser.read(files.io(), metadataLocation));
    }
    return new BaseTable(operations, fullTableName(name(), identifier));
  }

  @Override
  public Table registerTable(TableIdentifier identifier, String metadataLocation) {
    return registerTable(identifier, metadataLocation, false);
  }

  @Override
  public View registerView(TableIdentifier identifier, String metadataLocation) {
    session.requireWritable();
    checkLocation(metadataLocation);
    return super.registerView(identifier, metadataLocation);
  }

  @Override
  public String name() {
    return session.scope().toString();
  }

  static CommitFailedException contended(TableName name) {
    return new CommitFailedException("Cannot change %s: others were always first", name);
  }
}
