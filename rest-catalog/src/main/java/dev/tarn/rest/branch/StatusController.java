package dev.tarn.rest.branch;

import dev.tarn.core.catalog.BranchStatus;
import dev.tarn.core.catalog.Catalog;
import dev.tarn.rest.request.Answers;
import dev.tarn.rest.request.ScopeRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How a branch and its stores are. */
@RestController
@Tag(name = "Status")
public final class StatusController {
  private final Catalog catalog;

  public StatusController(Catalog catalog) {
    this.catalog = catalog;
  }

  /** A branch: its head, its queue, its stores and what is in it. */
  record Status(
      String tenant,
      String branch,
      @Schema(description = "The newest commit that this server knows.") String head,
      @Schema(description = "Changes that are accepted and not yet committed.") int queuedChanges,
      @Schema(description = "The most changes that the queue takes.") int queueCapacity,
      List<Store> stores,
      @Schema(description = "Live assets by type, as of the index.") Map<String, Long> assetCounts,
      @Schema(description = "Live relationships, as of the index.") long relationships) {}

  /** One follower of the log. */
  record Store(
      @Schema(example = "index") String name,
      @Schema(description = "The commit up to which readers see the log.") String applied,
      @Schema(description = "The commit up to which the store survives a crash.") String durable,
      @Schema(description = "Changes in the log that the store does not show yet.") long lagChanges,
      @Schema(description = "The last error, while it lasts; empty if all is well.")
          String failure) {
    static Store of(BranchStatus.StoreStatus store) {
      return new Store(
          store.name(),
          store.applied().toString(),
          store.durable().toString(),
          store.lagChanges(),
          store.failure());
    }
  }

  @GetMapping("/api/v1/status")
  @Operation(
      operationId = "status",
      summary = "Say how the branch and its stores are",
      description = "Every store follows the branch's log; its lag is a number of changes.")
  ResponseEntity<Status> status(ScopeRequest request) throws IOException {
    BranchStatus status = catalog.status(request.principal(), request.scope());
    return Answers.at(
        status.head(),
        new Status(
            status.scope().tenant().value(),
            status.scope().branch().value(),
            status.head().toString(),
            status.queuedChanges(),
            status.queueCapacity(),
            status.stores().stream().map(Store::of).toList(),
            status.assetCounts(),
            status.relationships()));
  }
}
