package dev.tarn.rest.ingestion;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.ingest.ImportInput;
import dev.tarn.core.scope.CommitId;
import dev.tarn.json.ValueJson;
import dev.tarn.rest.openapi.Body;
import dev.tarn.rest.request.Headers;
import dev.tarn.rest.request.JsonBody;
import dev.tarn.rest.request.WriteRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where OpenLineage transports send their events. */
@RestController
@Tag(name = "Lineage", description = "OpenLineage events, as its HTTP transports send them.")
public final class LineageController {
  private static final String FORMAT = "openlineage";

  private final Catalog catalog;
  private final Importers importers;
  private final IngestionRuns runs;

  public LineageController(Catalog catalog, Importers importers, IngestionRuns runs) {
    this.catalog = catalog;
    this.importers = importers;
    this.runs = runs;
  }

  @PostMapping({"/api/v1/lineage", "/api/v1/lineage/batch"})
  @Body("LineageEvents")
  @Operation(
      operationId = "lineage",
      summary = "Take OpenLineage events",
      description =
          "One event, or a list of them. Answered when it is committed. If something of them is"
              + " refused the answer is the error of the first refusal, its line being the event's"
              + " number; the rest is in.")
  ResponseEntity<RunReport> post(WriteRequest request, JsonBody body) throws IOException {
    catalog.checkIngestion(request.context().principal(), request.scope());
    ImportInput events =
        new MemoryInput(FORMAT + ".ndjson", lines(body.value()).getBytes(StandardCharsets.UTF_8));
    ImportRun run =
        runs.runNow(
            request.scope(), request.context(FORMAT), importers.of(FORMAT), List.of(events));
    run.throwIfRefused();
    CommitId commit = run.commit();
    if (commit == null) {
      commit = catalog.head(request.context().principal(), request.scope());
    }
    return ResponseEntity.status(HttpStatus.CREATED)
        .header(Headers.COMMIT, commit.toString())
        .body(run.report());
  }

  private static String lines(@Nullable Object body) {
    return switch (body) {
      case List<?> events when events.isEmpty() ->
          throw new CatalogException(ErrorCode.INVALID_VALUE, "there is no event in the list");
      case List<?> events ->
          events.stream().map(ValueJson::write).collect(Collectors.joining("\n"));
      case null, default -> ValueJson.write(body);
    };
  }
}
