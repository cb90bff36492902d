package dev.tarn.rest.iceberg;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.CatalogTables;
import dev.tarn.rest.table.Names;
import dev.tarn.rest.table.TableSession;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.requests.ReportMetricsRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Reports of engines that they scanned or changed a table. */
@RestController
@Hidden
@RequestMapping(path = "/iceberg/v1/{prefix}", produces = MediaType.APPLICATION_JSON_VALUE)
public final class IcebergUsageController {
  private final IcebergCalls calls;
  private final CatalogTables tables;

  public IcebergUsageController(IcebergCalls calls, Catalog catalog) {
    this.calls = calls;
    this.tables = catalog.tables();
  }

  /** Takes a report, if it is one of a table that is there. */
  @PostMapping(IcebergTableController.TABLE + "/metrics")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void metrics(IcebergRequest request) throws IOException {
    ReportMetricsRequest body = request.body(ReportMetricsRequest.class);
    body.validate();
    TableIdentifier identifier = request.identifier();
    TableSession session = request.session();
    TableUses uses =
        new TableUses(
            session.context(), Names.of(identifier), calls.catalog(request).metadata(identifier));
    tables.record(
        session.principal(), session.scope(), (state, now) -> uses.of(body.report(), now, state));
  }
}
