package dev.tarn.rest.diff;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.CatalogDiffs;
import dev.tarn.core.diff.BranchDiff;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.rest.request.Answers;
import dev.tarn.rest.request.Headers;
import dev.tarn.rest.request.ScopeRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Compares branches, tags, commits and times of a tenant. */
@RestController
@RequestMapping("/api/v1/diff")
@Tag(name = "Tenants and branches")
public final class DiffController {
  private static final String POINT =
      "A branch or a tag; after an @ a commit of the branch, or a time: draft, v1, main@812-9f3c…,"
          + " main@2026-01-31T12:00:00Z.";

  private final CatalogDiffs diffs;
  private final JsonMapper mapper;

  public DiffController(Catalog catalog, JsonMapper mapper) {
    this.diffs = catalog.diffs();
    this.mapper = mapper;
  }

  @GetMapping
  @Operation(
      operationId = "diff",
      summary = "Show what is different between two points",
      description =
          "Entity by entity and field by field: what makes 'to' of 'from'. Costs what was changed"
              + " on either side since they part, not what there is. JSON comes in pages; the other"
              + " formats are the whole of it in one answer, which is not whole without its last"
              + " line: the summary.")
  @ApiResponse(
      responseCode = "200",
      description = "A page, or all of it in the format that is asked for.",
      content = {
        @Content(mediaType = "application/json", schema = @Schema(implementation = DiffView.class)),
        @Content(
            mediaType = "application/x-ndjson",
            schema =
                @Schema(anyOf = {DiffLines.Begin.class, DiffView.Item.class, DiffLines.End.class})),
        @Content(mediaType = "text/plain", schema = @Schema(type = "string")),
        @Content(mediaType = "text/x-diff", schema = @Schema(type = "string"))
      })
  @Nullable ResponseEntity<DiffView> diff(
      ScopeRequest request,
      @Parameter(description = POINT) @RequestParam("from") String from,
      @Parameter(description = POINT) @RequestParam("to") String to,
      @Parameter(description = "Of the part before, with the same commits.")
          @RequestParam(name = "cursor", required = false)
          @Nullable String cursor,
      @Parameter(description = "1 to 1,000.") @RequestParam(name = "limit", defaultValue = "100")
          int limit,
      @Parameter(
              description =
                  "json: a page. ndjson: a document per line. text: a line per entity. patch: what"
                      + " goes and what comes, to read. As the Accept header says where it is not"
                      + " given.")
          @RequestParam(name = "format", required = false)
          @Nullable DiffFormat format,
      HttpServletRequest servletRequest,
      HttpServletResponse response)
      throws IOException {
    DiffFormat chosen = DiffFormat.of(format, servletRequest.getHeader(HttpHeaders.ACCEPT));
    try (BranchDiff diff = open(request, from, to)) {
      if (chosen == DiffFormat.json) {
        return ResponseEntity.ok()
            .header(Headers.COMMIT, diff.to().commit().toString())
            .contentType(chosen.mediaType())
            .body(DiffView.of(diff, diff.page(cursor, limit)));
      }
      if (cursor != null) {
        throw CatalogException.ofField(
            ErrorCode.INVALID_REQUEST, "cursor", "only JSON comes in pages");
      }
      response.setContentType(chosen.mediaType().toString());
      response.setHeader(Headers.COMMIT, diff.to().commit().toString());
      writer(chosen, response.getOutputStream()).write(diff);
      return null;
    }
  }

  private DiffWriter writer(DiffFormat format, OutputStream out) {
    return switch (format) {
      case json, ndjson -> new DiffLines(mapper, out);
      case text -> new DiffText(out);
      case patch -> new DiffPatch(mapper, out);
    };
  }

  @GetMapping("/summary")
  @Operation(
      operationId = "diffSummary",
      summary = "Count what is different between two points",
      description = "By kind, type and operation.")
  ResponseEntity<DiffView.Summary> summary(
      ScopeRequest request,
      @Parameter(description = POINT) @RequestParam("from") String from,
      @Parameter(description = POINT) @RequestParam("to") String to)
      throws IOException {
    try (BranchDiff diff = open(request, from, to)) {
      return Answers.at(diff.to().commit(), DiffView.Summary.of(diff, diff.summary()));
    }
  }

  private BranchDiff open(ScopeRequest request, String from, String to) throws IOException {
    return diffs.between(request.principal(), request.scope().tenant(), point(from), point(to));
  }

  private static CatalogDiffs.Point point(String text) {
    int at = text.indexOf('@');
    return at < 0
        ? new CatalogDiffs.Point(new BranchName(text), null)
        : new CatalogDiffs.Point(
            new BranchName(text.substring(0, at)), PointInTime.parse(text.substring(at + 1)));
  }
}
