package dev.tarn.rest.diff;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.CatalogDiffs;
import dev.tarn.core.diff.BranchDiff;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.rest.request.Answers;
import dev.tarn.rest.request.ScopeRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Compares branches, tags, commits and times of a tenant. */
@RestController
@RequestMapping("/api/v1/diff")
@Tag(name = "Tenants and branches")
public final class DiffController {
  private static final String POINT =
      "A branch or a tag; after an @ a commit of the branch, or a time: draft, v1, main@812-9f3c…,"
          + " main@2026-01-31T12:00:00Z.";

  private final CatalogDiffs diffs;

  public DiffController(Catalog catalog) {
    this.diffs = catalog.diffs();
  }

  @GetMapping
  @Operation(
      operationId = "diff",
      summary = "Show what is different between two points",
      description =
          "Entity by entity and field by field: what makes 'to' of 'from'. Costs what was changed"
              + " on either side since they part, not what there is.")
  ResponseEntity<DiffView> diff(
      ScopeRequest request,
      @Parameter(description = POINT) @RequestParam("from") String from,
      @Parameter(description = POINT) @RequestParam("to") String to,
      @Parameter(description = "Of the part before, with the same commits.")
          @RequestParam(name = "cursor", required = false)
          @Nullable String cursor,
      @Parameter(description = "1 to 1,000.") @RequestParam(name = "limit", defaultValue = "100")
          int limit)
      throws IOException {
    try (BranchDiff diff = open(request, from, to)) {
      return Answers.at(diff.to().commit(), DiffView.of(diff, diff.page(cursor, limit)));
    }
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
    return diffs.between(request.actor(), request.scope().tenant(), point(from), point(to));
  }

  private static CatalogDiffs.Point point(String text) {
    int at = text.indexOf('@');
    return at < 0
        ? new CatalogDiffs.Point(new BranchName(text), null)
        : new CatalogDiffs.Point(
            new BranchName(text.substring(0, at)), PointInTime.parse(text.substring(at + 1)));
  }
}
