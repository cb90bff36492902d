package dev.tarn.rest.iceberg;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.change.Idempotency;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.policy.Action;
import dev.tarn.core.state.RecordedOutcome;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.rest.table.AllowedLocations;
import dev.tarn.rest.table.MetadataFiles;
import dev.tarn.rest.table.PointerCommits;
import dev.tarn.rest.table.TableCommits;
import dev.tarn.rest.table.TableSession;
import dev.tarn.rest.table.TarnCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NamespaceNotEmptyException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.rest.credentials.Credential;
import org.apache.iceberg.rest.responses.LoadTableResponse;

/** What the controllers of this package share. */
public final class IcebergCalls {
  private final Catalog catalog;
  private final MetadataFiles files;
  private final AllowedLocations locations;
  private final PointerCommits commits;
  private final TableCommits tableCommits;
  private final StorageAccess access;

  public IcebergCalls(
      Catalog catalog,
      MetadataFiles files,
      AllowedLocations locations,
      PointerCommits commits,
      StorageAccess access) {
    this.access = access;
    this.catalog = catalog;
    this.files = files;
    this.locations = locations;
    this.commits = commits;
    this.tableCommits = new TableCommits(catalog.tables(), files, locations, commits);
  }

  /** Returns what a request sees and changes. */
  TarnCatalog catalog(IcebergRequest request) {
    return new TarnCatalog(catalog.tables(), files, locations, commits, request.session());
  }

  /**
   * Returns keys to a table's files: to write, where the request's warehouse is written to, for
   * those who may write all of it. What is written to a file, no rule about assets sees.
   */
  List<Credential> credentials(IcebergRequest request, TableMetadata metadata) {
    TableSession session = request.session();
    List<String> places = locations.places(session, catalog.tables(), metadata);
    boolean writes =
        session.at() == null
            && catalog.allowsWhole(session.principal(), session.scope(), Action.WRITE_TABLES);
    return writes ? access.toWrite(places) : access.toRead(places);
  }

  /** Refuses those who may not write, before anything is looked at for them. */
  void checkWrite(IcebergRequest request) {
    var unused =
        catalog.check(
            request.session().principal(), request.session().scope(), Action.WRITE_TABLES);
  }

  /** Returns an answer with keys to the table's files, if the request wants them. */
  LoadTableResponse withKeys(IcebergRequest request, LoadTableResponse response) {
    if (!request.wantsKeys()) {
      return response;
    }
    return LoadTableResponse.builder()
        .withTableMetadata(response.tableMetadata())
        .addAllConfig(response.config())
        .addAllCredentials(credentials(request, response.tableMetadata()))
        .build();
  }

  MetadataFiles files() {
    return files;
  }

  TableCommits tableCommits() {
    return tableCommits;
  }

  /**
   * Does something that writes; if it is refused because it has been done already, by a request
   * with the same key, answers as if it were done now.
   *
   * @param repeated gives the answer to a request that was done before
   */
  <T> T once(IcebergRequest request, Supplier<T> action, Supplier<T> repeated) {
    checkWrite(request);
    try {
      return action.get();
    } catch (CommitFailedException
        | AlreadyExistsException
        | NoSuchTableException
        | NoSuchViewException
        | NoSuchNamespaceException
        | NamespaceNotEmptyException
        | CatalogException e) {
      if (wasDone(request.session())) {
        return repeated.get();
      }
      throw e;
    }
  }

  /** Does something that has no answer, as {@link #once(IcebergRequest, Supplier, Supplier)}. */
  void once(IcebergRequest request, Runnable action) {
    var unused =
        once(
            request,
            () -> {
              action.run();
              return true;
            },
            () -> true);
  }

  private boolean wasDone(TableSession session) {
    Idempotency idempotency = session.idempotency();
    if (idempotency == null) {
      return false;
    }
    List<RecordedOutcome> outcomes;
    try (StateSnapshot snapshot =
        catalog.read(
            session.principal(),
            session.scope(),
            catalog.head(session.principal(), session.scope()))) {
      outcomes = snapshot.outcomes(session.principal().actor().name(), idempotency.key());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (outcomes.stream().anyMatch(o -> !o.fingerprint().equals(idempotency.fingerprint()))) {
      throw new CatalogException(
          ErrorCode.IDEMPOTENCY_KEY_REUSED, "the idempotency key was used for another request");
    }
    return !outcomes.isEmpty();
  }
}
