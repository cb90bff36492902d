package dev.tarn.rest.iceberg;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerKind;
import dev.tarn.rest.request.Headers;
import dev.tarn.rest.table.Names;
import dev.tarn.rest.table.TableSession;
import dev.tarn.rest.table.TarnCatalog;
import io.swagger.v3.oas.annotations.Hidden;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.RESTCatalogProperties.SnapshotMode;
import org.apache.iceberg.rest.requests.CommitTransactionRequest;
import org.apache.iceberg.rest.requests.CreateTableRequest;
import org.apache.iceberg.rest.requests.RegisterTableRequest;
import org.apache.iceberg.rest.requests.RenameTableRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.LoadTableResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Tables: list, create, load, commit, register, rename, drop, and commits of several. */
@RestController
@Hidden
@RequestMapping(path = "/iceberg/v1/{prefix}", produces = MediaType.APPLICATION_JSON_VALUE)
public final class IcebergTableController {
  private static final String TABLES = "/namespaces/{namespace}/tables";
  static final String TABLE = "/namespaces/{namespace}/tables/{table}";

  private static final String ENGINE_NAME = "engine-name";
  private static final String ENGINE_VERSION = "engine-version";

  /** Of answers to loads, as bytes: what is asked for most. */
  private static final long MAX_ANSWERS_BYTES = 64L << 20;

  private final IcebergCalls calls;
  private final Cache<String, byte[]> answers =
      Caffeine.newBuilder()
          .maximumWeight(MAX_ANSWERS_BYTES)
          .weigher((String tag, byte[] answer) -> answer.length)
          .build();

  public IcebergTableController(IcebergCalls calls) {
    this.calls = calls;
  }

  @GetMapping(TABLES)
  byte[] list(
      IcebergRequest request,
      @RequestParam(required = false) @Nullable String pageToken,
      @RequestParam(required = false) @Nullable Integer pageSize) {
    return new IcebergPages(pageToken, pageSize)
        .identifiers(calls.catalog(request), request.namespace(), PointerKind.TABLE);
  }

  @PostMapping(TABLES)
  ResponseEntity<byte[]> create(IcebergRequest request) {
    CreateTableRequest body = request.body(CreateTableRequest.class);
    TarnCatalog catalog = calls.catalog(request);
    if (body.stageCreate()) {
      calls.checkWrite(request);
      catalog.requireNamespace(request.namespace());
      return ResponseEntity.ok(
          IcebergJson.write(
              calls.withKeys(
                  request, CatalogHandlers.stageTableCreate(catalog, request.namespace(), body))));
    }
    return calls.once(
        request,
        () ->
            created(
                request,
                TableIdentifier.of(request.namespace(), body.name()),
                calls.withKeys(
                    request, CatalogHandlers.createTable(catalog, request.namespace(), body))),
        () -> current(request, TableIdentifier.of(request.namespace(), body.name())));
  }

  @GetMapping(TABLE)
  ResponseEntity<byte[]> load(
      IcebergRequest request,
      @RequestParam(required = false) @Nullable String snapshots,
      @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String known) {
    SnapshotMode mode =
        snapshots == null
            ? SnapshotMode.ALL
            : SnapshotMode.valueOf(snapshots.toUpperCase(Locale.ROOT));
    TableIdentifier identifier = request.identifier();
    TarnCatalog catalog = calls.catalog(request);
    Pointer.Table pointer = catalog.table(identifier);
    String tag = tag(catalog.versionOf(pointer), mode);
    if (request.wantsKeys()) {
      LoadTableResponse response =
          calls.withKeys(request, CatalogHandlers.loadTable(catalog, identifier, mode));
      if (!response.credentials().isEmpty()) {
        // They end before the table changes: not to be kept by its tag.
        return ResponseEntity.ok()
            .cacheControl(CacheControl.noStore())
            .header(Headers.COMMIT, catalog.snapshot().commit().toString())
            .body(IcebergJson.write(response));
      }
    }
    if (tag.equals(known)) {
      return ResponseEntity.status(HttpStatus.NOT_MODIFIED)
          .eTag(tag)
          .header(Headers.COMMIT, catalog.snapshot().commit().toString())
          .build();
    }
    byte[] answer =
        answers.get(
            tag,
            missing -> IcebergJson.write(CatalogHandlers.loadTable(catalog, identifier, mode)));
    return ResponseEntity.ok()
        .eTag(tag)
        .header(Headers.COMMIT, catalog.snapshot().commit().toString())
        .body(answer);
  }

  @RequestMapping(path = TABLE, method = RequestMethod.HEAD)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void exists(IcebergRequest request) {
    var unused = calls.catalog(request).table(request.identifier());
  }

  @PostMapping(TABLE)
  ResponseEntity<byte[]> commit(IcebergRequest request) {
    UpdateTableRequest body = request.body(UpdateTableRequest.class);
    TableSession session = byEngine(request.session(), List.of(body));
    return calls.once(
        request,
        () -> written(calls.tableCommits().commit(session, request.identifier(), body)),
        () -> current(request, request.identifier()));
  }

  @DeleteMapping(TABLE)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void drop(
      IcebergRequest request,
      @RequestParam(required = false, defaultValue = "false") boolean purgeRequested) {
    calls.once(
        request,
        () -> {
          if (purgeRequested) {
            CatalogHandlers.purgeTable(calls.catalog(request), request.identifier());
          } else {
            CatalogHandlers.dropTable(calls.catalog(request), request.identifier());
          }
        });
  }

  @PostMapping("/namespaces/{namespace}/register")
  ResponseEntity<byte[]> register(IcebergRequest request) {
    RegisterTableRequest body = request.body(RegisterTableRequest.class);
    TarnCatalog catalog = calls.catalog(request);
    return calls.once(
        request,
        () -> written(CatalogHandlers.registerTable(catalog, request.namespace(), body)),
        () -> current(request, TableIdentifier.of(request.namespace(), body.name())));
  }

  @PostMapping("/tables/rename")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void rename(IcebergRequest request) {
    RenameTableRequest body = request.body(RenameTableRequest.class);
    calls.once(request, () -> CatalogHandlers.renameTable(calls.catalog(request), body));
  }

  @PostMapping("/transactions/commit")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void commitAll(IcebergRequest request) {
    CommitTransactionRequest body = request.body(CommitTransactionRequest.class);
    TableSession session = byEngine(request.session(), body.tableChanges());
    calls.once(request, () -> calls.tableCommits().commitAll(session, body.tableChanges()));
  }

  private ResponseEntity<byte[]> current(IcebergRequest request, TableIdentifier identifier) {
    return written(CatalogHandlers.loadTable(calls.catalog(request), identifier, SnapshotMode.ALL));
  }

  /** If two requests with one key came at once, one of them has made the table of both. */
  private ResponseEntity<byte[]> created(
      IcebergRequest request, TableIdentifier identifier, LoadTableResponse response) {
    if (request.session().idempotency() == null) {
      return written(response);
    }
    Pointer now = calls.catalog(request).pointer(Names.of(identifier)).orElse(null);
    return now instanceof Pointer.Table table
            && !table.metadataLocation().equals(response.metadataLocation())
        ? current(request, identifier)
        : written(response);
  }

  private static ResponseEntity<byte[]> written(TableMetadata metadata) {
    return written(LoadTableResponse.builder().withTableMetadata(metadata).build());
  }

  private static ResponseEntity<byte[]> written(LoadTableResponse response) {
    return ResponseEntity.ok()
        .eTag(tag(response.metadataLocation(), SnapshotMode.ALL))
        .body(IcebergJson.write(response));
  }

  /** Weak: the answer may come packed. */
  private static String tag(String metadataLocation, SnapshotMode mode) {
    return "W/\""
        + UUID.nameUUIDFromBytes((mode + metadataLocation).getBytes(StandardCharsets.UTF_8))
        + '"';
  }

  /** Names the engine that says in a snapshot's summary what it is. */
  private static TableSession byEngine(TableSession session, List<UpdateTableRequest> requests) {
    for (UpdateTableRequest request : requests) {
      for (MetadataUpdate update : request.updates()) {
        Map<String, String> summary =
            update instanceof MetadataUpdate.AddSnapshot added ? added.snapshot().summary() : null;
        String engine = summary == null ? null : summary.get(ENGINE_NAME);
        if (summary != null && engine != null) {
          String version = summary.get(ENGINE_VERSION);
          ChangeContext context = session.context();
          return new TableSession(
              session.scope(),
              session.at(),
              new ChangeContext(
                  context.principal(),
                  context.requestId(),
                  version == null ? engine : engine + " " + version,
                  context.reason()),
              session.idempotency(),
              session.catalogName());
        }
      }
    }
    return session;
  }
}
