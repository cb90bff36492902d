package dev.tarn.rest.bulk;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.policy.Action;
import dev.tarn.rest.openapi.Body;
import dev.tarn.rest.request.Headers;
import dev.tarn.rest.request.WriteRequest;
import dev.tarn.rest.stream.StreamLimits;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Any number of changes in one request. */
@RestController
@Tag(name = "Bulk", description = "Any number of changes in one request.")
public final class BulkController {
  private static final String NDJSON = "application/x-ndjson";

  private final Catalog catalog;
  private final JsonMapper mapper;
  private final StreamLimits limits;
  private final Path directory;
  private final long maxUnreadBytes;
  private final int maxStreams;
  private final Semaphore places;

  /**
   * @param directory where results lie that a client has not read yet
   * @param maxUnreadBytes of one request
   * @param maxStreams requests at once
   */
  public BulkController(
      Catalog catalog,
      JsonMapper mapper,
      StreamLimits limits,
      Path directory,
      long maxUnreadBytes,
      int maxStreams) {
    this.catalog = catalog;
    this.mapper = mapper;
    this.limits = limits;
    this.directory = directory;
    this.maxUnreadBytes = maxUnreadBytes;
    this.maxStreams = maxStreams;
    this.places = new Semaphore(maxStreams);
  }

  /** Which lines have a result line; lower case, as in requests. */
  enum Results {
    all,
    rejected
  }

  @PostMapping(
      value = "/api/v1/bulk",
      consumes = {NDJSON, "application/jsonl", "application/json", "application/octet-stream"})
  @Body(value = "ChangeLine", type = "application/x-ndjson")
  @Operation(
      operationId = "bulk",
      summary = "Make any number of changes",
      description =
          "One change per line in, one result per line out, in the same order and while the request"
              + " still runs; then a last line with counts and the commit, which is the trailer"
              + " Tarn-Commit too. Each line stands for itself: those that are refused say why and"
              + " do not keep the others out. When the catalog is busy the request is read more"
              + " slowly.")
  @ApiResponse(
      responseCode = "200",
      description = "A result per line, then a summary.",
      content =
          @Content(
              mediaType = NDJSON,
              schema = @Schema(anyOf = {BulkResult.class, BulkSummary.class})))
  void post(
      WriteRequest request,
      @Parameter(description = "Whether every line has a result, or only those that are refused.")
          @RequestParam(name = "results", defaultValue = "all")
          Results results,
      HttpServletRequest servletRequest,
      HttpServletResponse response)
      throws IOException {
    refuse(request.expectedVersion() != null, HttpHeaders.IF_MATCH);
    refuse(request.idempotencyKey() != null, Headers.IDEMPOTENCY_KEY);
    // What is wrong with the scope, and that nothing may be written, is the answer to the request,
    // and not to its first line.
    var _ = catalog.check(request.context().principal(), request.scope(), Action.WRITE_ASSETS);
    var _ = catalog.head(request.context().principal(), request.scope());
    if (!places.tryAcquire()) {
      throw new CatalogException(
          ErrorCode.QUEUE_FULL, "more than " + maxStreams + " bulk requests are running");
    }
    try (ResultSpool spool = new ResultSpool(directory, maxUnreadBytes)) {
      response.setContentType(NDJSON);
      BulkRun run = new BulkRun(catalog, mapper, limits, request, results, spool);
      run.serve(servletRequest, response);
    } finally {
      places.release();
    }
  }

  private static void refuse(boolean given, String header) {
    if (given) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST,
          header,
          header + " is not for bulk requests; each line may have an expectedVersion");
    }
  }
}
