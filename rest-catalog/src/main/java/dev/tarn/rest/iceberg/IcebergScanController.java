package dev.tarn.rest.iceberg;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.CatalogTables;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.table.Pointer;
import dev.tarn.rest.scan.ScanPlans;
import dev.tarn.rest.table.Names;
import dev.tarn.rest.table.TableSession;
import dev.tarn.rest.table.TarnCatalog;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.time.Duration;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.exceptions.NoSuchPlanIdException;
import org.apache.iceberg.rest.requests.FetchScanTasksRequest;
import org.apache.iceberg.rest.requests.PlanTableScanRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Scans planned here instead of by the engine. A plan is answered at once, in parts. */
@RestController
@Hidden
@RequestMapping(path = "/iceberg/v1/{prefix}", produces = MediaType.APPLICATION_JSON_VALUE)
public final class IcebergScanController {
  private static final String PLANS = IcebergTableController.TABLE + "/plan";

  private final IcebergCalls calls;
  private final CatalogTables tables;
  private final ScanPlans plans;

  public IcebergScanController(IcebergCalls calls, Catalog catalog) {
    this.calls = calls;
    this.tables = catalog.tables();
    this.plans = new ScanPlans(calls.files()::table);
  }

  @PostMapping(PLANS)
  byte[] plan(IcebergRequest request) throws IOException {
    PlanTableScanRequest body = request.body(PlanTableScanRequest.class);
    TarnCatalog catalog = calls.catalog(request);
    Pointer.Table table = catalog.table(request.identifier());
    long started = System.nanoTime();
    ScanPlans.Plan plan =
        plans.plan(catalog.filesOf(request.identifier()), table.metadataLocation(), body);
    record(request, body, plan.first(), Duration.ofNanos(System.nanoTime() - started));
    return ScanJson.plan(plan.id(), plan.first());
  }

  /** The engine does not report a scan that it has not planned. */
  private void record(
      IcebergRequest request, PlanTableScanRequest body, ScanPlans.Page first, Duration duration)
      throws IOException {
    TableSession session = request.session();
    TableUses uses =
        new TableUses(session.context(), Names.of(request.identifier()), first.table());
    tables.record(
        session.principal(),
        session.scope(),
        (state, now) -> uses.of(body, first, duration, now, state));
  }

  @GetMapping(PLANS + "/{planId}")
  byte[] result(IcebergRequest request, @PathVariable String planId) {
    TarnCatalog catalog = calls.catalog(request);
    TableMetadata now = catalog.metadata(request.identifier());
    ScanPlans.Page first =
        plans
            .first(catalog.filesOf(request.identifier()), planId)
            .orElseThrow(() -> new NoSuchPlanIdException("There is no plan %s", planId));
    checkTable(request, now, first.table());
    return ScanJson.result(first);
  }

  @DeleteMapping(PLANS + "/{planId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void cancel(IcebergRequest request, @PathVariable String planId) {
    var unused = calls.catalog(request).table(request.identifier());
    plans.cancel(planId);
  }

  @PostMapping(IcebergTableController.TABLE + "/tasks")
  byte[] tasks(IcebergRequest request) {
    FetchScanTasksRequest body = request.body(FetchScanTasksRequest.class);
    TarnCatalog catalog = calls.catalog(request);
    TableMetadata now = catalog.metadata(request.identifier());
    ScanPlans.Page page =
        plans.next(
            catalog.filesOf(request.identifier()),
            body.planTask(),
            location -> {
              catalog.checkReadable(location);
              checkTable(request, now, calls.files().table(location));
            });
    return ScanJson.tasks(page);
  }

  /** Refuses what is planned of another table: to see one is not to see all. */
  private static void checkTable(IcebergRequest request, TableMetadata now, TableMetadata planned) {
    if (!now.uuid().equals(planned.uuid())) {
      throw new CatalogException(
          ErrorCode.INVALID_REQUEST, "the plan is not one of table " + request.identifier());
    }
  }
}
