package dev.tarn.rest.index;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.IndexRunReport;
import dev.tarn.core.catalog.IndexStatus;
import dev.tarn.core.catalog.RebuildCheck;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.state.Page;
import dev.tarn.rest.request.Answers;
import dev.tarn.rest.request.Headers;
import dev.tarn.rest.request.ScopeRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.net.URI;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The index of a branch: how it is, rebuild it, compare it with the tables. */
@RestController
@RequestMapping(IndexController.PATH)
@Tag(name = "Index", description = "The index follows the log, and can be built again at any time.")
public final class IndexController {
  static final String PATH = "/api/v1/index";
  private static final String RUNS = PATH + "/runs/";
  private static final String COUNTS = "counts";
  private static final String EVERYTHING = "everything";

  private final Catalog catalog;

  public IndexController(Catalog catalog) {
    this.catalog = catalog;
  }

  @GetMapping
  @Operation(operationId = "index", summary = "Say how the branch's index is")
  ResponseEntity<IndexView> status(ScopeRequest request) throws IOException {
    IndexStatus status = catalog.indexes().status(request.principal(), request.scope());
    return Answers.at(
        status.head(),
        IndexView.of(request.scope().tenant().value(), request.scope().branch().value(), status));
  }

  @PostMapping("/rebuild")
  @Operation(
      operationId = "rebuildIndex",
      summary = "Build the branch's index again",
      description =
          "From the tables, while the old one serves and changes are taken. The new one takes its"
              + " place in one step, after its counts were compared with what was read; with"
              + " check=everything, after every entity was. The answer comes at once, and its"
              + " address tells how far the run is.")
  ResponseEntity<IndexRunView> rebuild(
      ScopeRequest request, @RequestParam(name = "check", defaultValue = COUNTS) String check)
      throws IOException {
    return accepted(
        request, catalog.indexes().rebuild(request.principal(), request.scope(), check(check)));
  }

  private static RebuildCheck check(String text) {
    return switch (text) {
      case COUNTS -> RebuildCheck.COUNTS;
      case EVERYTHING -> RebuildCheck.EVERYTHING;
      default ->
          throw CatalogException.ofField(
              ErrorCode.INVALID_REQUEST, "check", "check is " + COUNTS + " or " + EVERYTHING);
    };
  }

  @PostMapping("/verify")
  @Operation(
      operationId = "verifyIndex",
      summary = "Compare the branch's index with its tables",
      description =
          "Every asset, relationship and type, tombstones included, at one commit. The answer comes"
              + " at once; the run that it names has the result.")
  ResponseEntity<IndexRunView> verify(ScopeRequest request) throws IOException {
    return accepted(request, catalog.indexes().verify(request.principal(), request.scope()));
  }

  private ResponseEntity<IndexRunView> accepted(ScopeRequest request, IndexRunReport run)
      throws IOException {
    return ResponseEntity.accepted()
        .location(URI.create(RUNS + run.id()))
        .header(Headers.COMMIT, catalog.head(request.principal(), request.scope()).toString())
        .body(IndexRunView.of(run));
  }

  @GetMapping("/runs")
  @Operation(
      operationId = "listIndexRuns",
      summary = "List the rebuilds and verifications of the branch's index",
      description = "The last ones since the server's start, the newest first.")
  ResponseEntity<Page<IndexRunView>> runs(ScopeRequest request) throws IOException {
    return Answers.at(
        catalog.head(request.principal(), request.scope()),
        new Page<>(
            catalog.indexes().runs(request.principal(), request.scope()).stream()
                .map(IndexRunView::of)
                .toList(),
            null));
  }

  @GetMapping("/runs/{id}")
  @Operation(operationId = "indexRun", summary = "Look at a rebuild or verification")
  ResponseEntity<IndexRunView> run(ScopeRequest request, @PathVariable("id") String id)
      throws IOException {
    return Answers.at(
        catalog.head(request.principal(), request.scope()),
        IndexRunView.of(catalog.indexes().run(request.principal(), request.scope(), id)));
  }

  @DeleteMapping("/runs/{id}")
  @Operation(
      operationId = "cancelIndexRun",
      summary = "End a rebuild or verification",
      description = "It ends before long, and the index serves as before.")
  ResponseEntity<IndexRunView> cancel(ScopeRequest request, @PathVariable("id") String id)
      throws IOException {
    return accepted(request, catalog.indexes().cancel(request.principal(), request.scope(), id));
  }
}
