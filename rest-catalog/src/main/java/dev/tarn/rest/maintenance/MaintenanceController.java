package dev.tarn.rest.maintenance;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.GarbageRunReport;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.garbage.GarbageRequest.Mode;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.Page;
import dev.tarn.rest.request.ScopeRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The collection of a tenant's garbage. */
@RestController
@RequestMapping(MaintenanceController.PATH)
@Tag(name = "Maintenance", description = "Deletes what deleted branches alone referred to.")
public final class MaintenanceController {
  static final String PATH = "/api/v1/maintenance";
  private static final String RUNS = PATH + "/runs/";

  /** Whoever reads a branch when it is deleted has ended by then. */
  private static final String DEFAULT_AGE = "PT24H";

  private final Catalog catalog;

  public MaintenanceController(Catalog catalog) {
    this.catalog = catalog;
  }

  @PostMapping("/collect-garbage")
  @Operation(
      operationId = "collectGarbage",
      summary = "Delete files that only deleted branches referred to",
      description =
          "What any branch or tag still leads to stays, and so does what is not known to be a"
              + " deleted branch's. The answer comes at once; the run that it names has the"
              + " result. olderThan is for how long a branch has been deleted at least; with"
              + " dryRun=true nothing is deleted.")
  ResponseEntity<GarbageRunView> collect(
      ScopeRequest request,
      @RequestParam(name = "olderThan", defaultValue = DEFAULT_AGE) String olderThan,
      @RequestParam(name = "dryRun", defaultValue = "false") boolean dryRun)
      throws IOException {
    return accepted(
        catalog
            .maintenance()
            .collectGarbage(
                request.principal(),
                tenant(request),
                age(olderThan),
                dryRun ? Mode.REPORT : Mode.DELETE));
  }

  private static Duration age(String text) {
    try {
      Duration age = Duration.parse(text);
      if (!age.isNegative()) {
        return age;
      }
    } catch (DateTimeParseException e) {
      // Falls through to the one answer for what is no time.
    }
    throw CatalogException.ofField(
        ErrorCode.INVALID_REQUEST, "olderThan", "olderThan is a time such as PT24H or P7D");
  }

  private static TenantId tenant(ScopeRequest request) {
    return request.scope().tenant();
  }

  private static ResponseEntity<GarbageRunView> accepted(GarbageRunReport run) {
    return ResponseEntity.accepted()
        .location(URI.create(RUNS + run.id()))
        .body(GarbageRunView.of(run));
  }

  @GetMapping("/runs")
  @Operation(
      operationId = "listMaintenanceRuns",
      summary = "List the tenant's collections of garbage",
      description = "The last ones since the server's start, the newest first.")
  Page<GarbageRunView> runs(ScopeRequest request) {
    return new Page<>(
        catalog.maintenance().runs(request.principal(), tenant(request)).stream()
            .map(GarbageRunView::of)
            .toList(),
        null);
  }

  @GetMapping("/runs/{id}")
  @Operation(operationId = "maintenanceRun", summary = "Look at a collection of garbage")
  GarbageRunView run(ScopeRequest request, @PathVariable("id") String id) {
    return GarbageRunView.of(catalog.maintenance().run(request.principal(), tenant(request), id));
  }

  @DeleteMapping("/runs/{id}")
  @Operation(
      operationId = "cancelMaintenanceRun",
      summary = "End a collection of garbage",
      description = "It ends before long; what it has not deleted is left for the next one.")
  ResponseEntity<GarbageRunView> cancel(ScopeRequest request, @PathVariable("id") String id) {
    return accepted(catalog.maintenance().cancel(request.principal(), tenant(request), id));
  }
}
