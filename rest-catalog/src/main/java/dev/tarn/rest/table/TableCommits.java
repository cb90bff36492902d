package dev.tarn.rest.table;

import dev.tarn.core.catalog.CatalogTables;
import dev.tarn.core.change.Change;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.table.Freshness;
import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerChange;
import dev.tarn.core.table.TableName;
import dev.tarn.rest.entry.EntryChanges;
import dev.tarn.rest.entry.TableEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.jspecify.annotations.Nullable;

/**
 * Commits of tables.
 *
 * <p>Commits of one table stack: while one is on its way, the next begins with what that one will
 * have made of the table, so both can be in one group of the log. If the first comes to nothing,
 * the second is refused by the log, and begins again. Thread safe.
 */
public final class TableCommits {

  private static final int LOCKS = 256;

  private record Table(Scope scope, TableName name) {}

  private final CatalogTables tables;
  private final MetadataFiles files;
  private final AllowedLocations locations;
  private final PointerCommits commits;
  private final Map<Table, TableVersion> underWay = new ConcurrentHashMap<>();
  private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

  public TableCommits(
      CatalogTables tables,
      MetadataFiles files,
      AllowedLocations locations,
      PointerCommits commits) {
    this.tables = tables;
    this.files = files;
    this.locations = locations;
    this.commits = commits;
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  /**
   * Commits to one table; returns what it then is.
   *
   * @throws CommitFailedException if requirements do not hold
   */
  public TableMetadata commit(
      TableSession session, TableIdentifier identifier, UpdateTableRequest request) {
    session.requireWritable();
    TableUpdates updates = new TableUpdates(request.requirements(), request.updates());
    Table table = new Table(session.scope(), Names.of(identifier));
    Freshness freshness = Freshness.KNOWN;
    for (int attempt = 0; attempt < TarnCatalog.MAX_ATTEMPTS; attempt++) {
      Attempt started;
      try {
        started = begin(session, table, updates, freshness);
      } catch (CommitFailedException | NoSuchTableException | AlreadyExistsException e) {
        if (freshness == Freshness.NEWEST) {
          throw e;
        }
        // By what is known without a question. Another process may have gone on.
        freshness = Freshness.NEWEST;
        continue;
      }
      if (finish(started)) {
        return session.idempotency() == null
            ? started.next().metadata()
            : answered(session, table.name(), started.next());
      }
      freshness = Freshness.NEWEST;
    }
    throw new CommitFailedException("Cannot commit to %s: others were always first", table.name());
  }

  /**
   * A commit on its way.
   *
   * @param pending null if there is nothing to commit
   */
  private record Attempt(
      Table table,
      @Nullable TableVersion base,
      TableVersion next,
      PointerCommits.@Nullable Pending pending) {}

  private Attempt begin(
      TableSession session, Table table, TableUpdates updates, Freshness freshness) {
    ReentrantLock lock = locks[Math.floorMod(table.hashCode(), LOCKS)];
    lock.lock();
    try {
      TableVersion base = updates.creates() ? null : underWay.get(table);
      if (base == null) {
        base = base(session, table.name(), updates, freshness);
      }
      TableMetadata updated = updates.applyTo(base == null ? null : base.metadata());
      if (base != null && updated.changes().isEmpty()) {
        return new Attempt(table, base, base, null);
      }
      TableVersion next = write(session, table.name(), base, updated);
      PointerCommits.Pending pending;
      try {
        pending =
            commits.submit(
                session,
                List.of(change(table.name(), base, next)),
                entry(table.name(), base, next));
      } catch (CatalogException e) {
        // Not even queued.
        files.discard(next.pointer().metadataLocation());
        throw e;
      }
      underWay.put(table, next);
      // On the committer's thread, which must not wait for the lock.
      var unused =
          pending
              .result()
              .whenComplete(
                  (result, failure) -> {
                    if (result == null || PointerCommits.isRefused(result)) {
                      // Nor will what was stacked on it go in.
                      underWay.remove(table);
                    } else {
                      underWay.remove(table, next);
                    }
                  });
      return new Attempt(table, base, next, pending);
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether a commit is done; if not, it is to be tried again. */
  private boolean finish(Attempt attempt) {
    PointerCommits.Pending pending = attempt.pending();
    if (pending == null) {
      return true;
    }
    String location = attempt.next().pointer().metadataLocation();
    CommitOutcome outcome;
    try {
      outcome = commits.await(pending);
    } catch (CatalogException e) {
      if (CommitOutcome.isNothing(e)) {
        files.discard(location);
      }
      throw e;
    }
    return switch (outcome) {
      case CommitOutcome.Done done -> {
        replaced(attempt.base());
        yield true;
      }
      case CommitOutcome.Refused refused -> {
        files.discard(location);
        if (refused.code() == ErrorCode.NAMESPACE_NOT_FOUND) {
          throw refused.missingNamespace();
        }
        yield false;
      }
    };
  }

  /**
   * Commits to several tables, all or none.
   *
   * @throws CommitFailedException if requirements do not hold
   */
  public void commitAll(TableSession session, List<UpdateTableRequest> requests) {
    session.requireWritable();
    for (int attempt = 0; attempt < TarnCatalog.MAX_ATTEMPTS; attempt++) {
      if (tryAll(session, requests)) {
        return;
      }
    }
    throw new CommitFailedException("Cannot commit the transaction: others were always first");
  }

  private boolean tryAll(TableSession session, List<UpdateTableRequest> requests) {
    Map<TableName, @Nullable TableVersion> bases = new LinkedHashMap<>();
    Map<TableName, TableMetadata> updated = new LinkedHashMap<>();
    for (UpdateTableRequest request : requests) {
      TableName name = Names.of(Objects.requireNonNull(request.identifier()));
      TableUpdates updates = new TableUpdates(request.requirements(), request.updates());
      if (!bases.containsKey(name)) {
        bases.put(name, base(session, name, updates, Freshness.NEWEST));
      }
      TableVersion base = bases.get(name);
      TableMetadata before =
          updated.containsKey(name) ? updated.get(name) : base == null ? null : base.metadata();
      updated.put(name, updates.applyTo(before));
    }
    List<PointerChange> pointers = new ArrayList<>();
    List<Change> changes = new ArrayList<>();
    List<EntryChanges> entries = new ArrayList<>();
    List<String> written = new ArrayList<>();
    updated.forEach(
        (name, metadata) -> {
          TableVersion base = bases.get(name);
          if (base == null || !metadata.changes().isEmpty()) {
            TableVersion next = write(session, name, base, metadata);
            written.add(next.pointer().metadataLocation());
            pointers.add(change(name, base, next));
            EntryChanges entry = entry(name, base, next);
            entries.add(entry);
            changes.addAll(entry.delta());
          }
        });
    if (pointers.isEmpty()) {
      return true;
    }
    CommitOutcome outcome;
    try {
      outcome =
          commits.commit(
              session,
              pointers,
              new EntryChanges(
                  changes,
                  () -> entries.stream().flatMap(entry -> entry.repair().get().stream()).toList()));
    } catch (CatalogException e) {
      if (CommitOutcome.isNothing(e)) {
        written.forEach(files::discard);
      }
      throw e;
    }
    if (outcome instanceof CommitOutcome.Refused refused) {
      written.forEach(files::discard);
      if (refused.code() == ErrorCode.NAMESPACE_NOT_FOUND) {
        throw refused.missingNamespace();
      }
      return false;
    }
    bases.values().forEach(this::replaced);
    return true;
  }

  private void replaced(@Nullable TableVersion base) {
    if (base != null) {
      files.replaced(base);
    }
  }

  private static EntryChanges entry(
      TableName name, @Nullable TableVersion base, TableVersion next) {
    TableEntry entry = TableEntry.of(name, base == null ? null : base.metadata(), next.metadata());
    return base == null ? entry.created() : entry.changed();
  }

  private static PointerChange change(
      TableName name, @Nullable TableVersion base, TableVersion next) {
    return base == null
        ? PointerChange.create(name, next.pointer())
        : PointerChange.replace(name, base.pointer(), next.pointer());
  }

  private TableVersion write(
      TableSession session, TableName name, @Nullable TableVersion base, TableMetadata metadata) {
    if (name.isReserved()) {
      throw name.reserved();
    }
    locations.check(session, tables, metadata);
    int version = base == null ? 0 : MetadataFiles.versionAfter(base.pointer().metadataLocation());
    return TableVersion.of(files.write(metadata, version));
  }

  /** Returns what a commit begins with; null for a new table. */
  private @Nullable TableVersion base(
      TableSession session, TableName name, TableUpdates updates, Freshness freshness) {
    Pointer pointer = pointer(session, name, freshness);
    if (updates.creates()) {
      if (pointer != null) {
        throw pointer instanceof Pointer.Table
            ? new AlreadyExistsException("Requirement failed: table already exists")
            : exists(name, pointer);
      }
      return null;
    }
    if (pointer instanceof Pointer.Table table) {
      return new TableVersion(
          table, locations.ofClone(session, tables, files.table(table.metadataLocation())));
    }
    throw missing(name);
  }

  /**
   * Returns what a table is after a commit. If an earlier request with the same key has done it, it
   * is not what this one has written. Never fails for that: what is done is done.
   */
  private TableMetadata answered(TableSession session, TableName name, TableVersion written) {
    return pointer(session, name, Freshness.KNOWN) instanceof Pointer.Table now
            && !now.equals(written.pointer())
        ? locations.ofClone(session, tables, files.table(now.metadataLocation()))
        : written.metadata();
  }

  private @Nullable Pointer pointer(TableSession session, TableName name, Freshness freshness) {
    try {
      return tables
          .snapshot(session.principal(), session.scope(), freshness)
          .find(name)
          .orElse(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what is said of a name that is not free. */
  static AlreadyExistsException exists(TableName name, @Nullable Pointer pointer) {
    TableIdentifier identifier = Names.identifier(name);
    return switch (pointer) {
      case Pointer.View view ->
          new AlreadyExistsException("View with same name already exists: %s", identifier);
      case Pointer.Namespace namespace ->
          new AlreadyExistsException("Namespace with same name already exists: %s", identifier);
      case Pointer.Table table ->
          new AlreadyExistsException("Table already exists: %s", identifier);
      case null -> new AlreadyExistsException("Table already exists: %s", identifier);
    };
  }

  private static NoSuchTableException missing(TableName name) {
    return new NoSuchTableException("Table does not exist: %s", Names.identifier(name));
  }
}
