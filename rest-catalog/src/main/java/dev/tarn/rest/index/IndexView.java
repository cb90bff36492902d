package dev.tarn.rest.index;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tarn.core.catalog.IndexStatus;
import dev.tarn.core.state.IndexSize;
import dev.tarn.core.state.LineageGraphSize;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The index of a branch, as it is at the moment. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "The index of a branch: how far it has come, and how large it is.")
record IndexView(
    String tenant,
    String branch,
    @Schema(description = "The newest commit that this server knows.") String head,
    @Schema(description = "The commit up to which readers see the log.") String applied,
    @Schema(description = "The commit up to which the index survives a crash.") String durable,
    @Schema(description = "Changes in the log that the index does not show yet.") long lagChanges,
    @Schema(description = "Why it does not follow, while that lasts; empty if all is well.")
        String failure,
    @Schema(description = "Documents, tombstones and the index's own records included.")
        @Nullable Long documents,
    @Schema(description = "Bytes of its files.") @Nullable Long bytes,
    @Schema(description = "Changes with each rebuild.") @Nullable String generation,
    @Schema(description = "Lineage in memory; absent while it is read from the files.")
        @Nullable LineageGraph lineageGraph,
    @Schema(description = "What is under way.") @Nullable IndexRunView running,
    @Schema(description = "The last one that has ended since the server's start.")
        @Nullable IndexRunView lastRebuild,
    @Schema(description = "The last one that has ended since the server's start.")
        @Nullable IndexRunView lastVerification) {
  /** The lineage that is in memory. */
  record LineageGraph(
      @Schema(description = "Assets with lineage.") long assets,
      @Schema(description = "Edges between them.") long edges,
      @Schema(description = "Bytes of memory, about.") long bytes,
      @Schema(description = "How long it took to make it.") long makingMillis) {
    static LineageGraph of(LineageGraphSize size) {
      return new LineageGraph(size.assets(), size.edges(), size.bytes(), size.making().toMillis());
    }
  }

  static IndexView of(String tenant, String branch, IndexStatus status) {
    return new IndexView(
        tenant,
        branch,
        status.head().toString(),
        status.applied().toString(),
        status.durable().toString(),
        status.lagChanges(),
        status.failure(),
        status.size().map(IndexSize::documents).orElse(null),
        status.size().map(IndexSize::bytes).orElse(null),
        status.size().map(IndexSize::generation).orElse(null),
        status.size().map(IndexSize::lineageGraph).map(LineageGraph::of).orElse(null),
        status.running().map(IndexRunView::of).orElse(null),
        status.lastRebuild().map(IndexRunView::of).orElse(null),
        status.lastVerification().map(IndexRunView::of).orElse(null));
  }
}
