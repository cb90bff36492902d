package dev.tarn.rest.iceberg;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.StateIndex;
import dev.tarn.rest.request.RequestArguments;
import dev.tarn.rest.request.ScopeRequest;
import dev.tarn.rest.table.TableSession;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import org.apache.iceberg.rest.Endpoint;
import org.apache.iceberg.rest.responses.ConfigResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a client has to know before all else. */
@RestController
@Hidden
public final class IcebergConfigController {
  /** What works, and nothing else: clients go by it. */
  private static final List<Endpoint> ENDPOINTS =
      List.of(
          Endpoint.V1_LIST_NAMESPACES,
          Endpoint.V1_LOAD_NAMESPACE,
          Endpoint.V1_NAMESPACE_EXISTS,
          Endpoint.V1_CREATE_NAMESPACE,
          Endpoint.V1_UPDATE_NAMESPACE,
          Endpoint.V1_DELETE_NAMESPACE,
          Endpoint.V1_COMMIT_TRANSACTION,
          Endpoint.V1_LIST_TABLES,
          Endpoint.V1_LOAD_TABLE,
          Endpoint.V1_TABLE_EXISTS,
          Endpoint.V1_CREATE_TABLE,
          Endpoint.V1_UPDATE_TABLE,
          Endpoint.V1_DELETE_TABLE,
          Endpoint.V1_RENAME_TABLE,
          Endpoint.V1_REGISTER_TABLE,
          Endpoint.V1_REPORT_METRICS,
          Endpoint.V1_TABLE_CREDENTIALS,
          Endpoint.V1_SUBMIT_TABLE_SCAN_PLAN,
          Endpoint.V1_FETCH_TABLE_SCAN_PLAN,
          Endpoint.V1_CANCEL_TABLE_SCAN_PLAN,
          Endpoint.V1_FETCH_TABLE_SCAN_PLAN_TASKS,
          Endpoint.V1_LIST_VIEWS,
          Endpoint.V1_LOAD_VIEW,
          Endpoint.V1_VIEW_EXISTS,
          Endpoint.V1_CREATE_VIEW,
          Endpoint.V1_UPDATE_VIEW,
          Endpoint.V1_DELETE_VIEW,
          Endpoint.V1_RENAME_VIEW,
          Endpoint.V1_REGISTER_VIEW);

  private static final String PREFIX = "prefix";

  private final IcebergArguments warehouses;
  private final RequestArguments arguments;
  private final Catalog catalog;
  private final StorageAccess access;

  public IcebergConfigController(
      IcebergArguments warehouses,
      RequestArguments arguments,
      Catalog catalog,
      StorageAccess access) {
    this.access = access;
    this.warehouses = warehouses;
    this.arguments = arguments;
    this.catalog = catalog;
  }

  @GetMapping(value = "/iceberg/v1/config", produces = MediaType.APPLICATION_JSON_VALUE)
  byte[] config(
      HttpServletRequest request, @RequestParam(required = false) @Nullable String warehouse)
      throws IOException {
    String prefix = warehouse == null || warehouse.isBlank() ? TenantId.DEFAULT.value() : warehouse;
    ScopeRequest read = arguments.scope(request);
    TableSession session =
        warehouses.session(
            new ChangeContext(read.principal(), read.requestId(), null, null), prefix, request);
    // Says at once if there is no such warehouse.
    String root = catalog.tables().locations(session.principal(), session.scope()).root();
    return IcebergJson.write(
        ConfigResponse.builder()
            // It asks a map for null, which one that cannot hold it does not bear.
            .withDefaults(new HashMap<>(access.clientProperties(root)))
            .withOverride(PREFIX, prefix)
            .withEndpoints(ENDPOINTS)
            .withIdempotencyKeyLifetime(StateIndex.IDEMPOTENCY_RETENTION.toString())
            .build());
  }

  /** What is not in the list of endpoints. */
  @RequestMapping(path = "/iceberg/**", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<String> other(HttpServletRequest request) {
    return IcebergErrors.unsupported(
        request.getMethod() + " " + request.getRequestURI() + " is not supported");
  }
}
