package dev.tarn.rest.maintenance;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tarn.core.catalog.GarbageRunReport;
import dev.tarn.core.garbage.GarbageReport;
import dev.tarn.core.garbage.GarbageRequest;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A collection of garbage, as it is at the moment. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "GarbageRun", description = "A collection of what deleted branches have left.")
record GarbageRunView(
    String id,
    @Schema(description = "running, succeeded, failed or cancelled.") String status,
    @Schema(description = "finding, marking or deleting.") String phase,
    @Schema(description = "Whether nothing is deleted.") boolean dryRun,
    @Schema(description = "Only of branches that were deleted before this.") String deletedBefore,
    String startedAt,
    @Nullable String finishedAt,
    @Schema(description = "Since the start, in milliseconds.") long elapsedMillis,
    @Schema(description = "Files in this phase so far; commits while marking.") long count,
    @Schema(description = "What there was.") @Nullable Found found,
    @Schema(description = "Why it failed.") @Nullable Failure error) {
  /** What there was. */
  @Schema(name = "Garbage")
  record Found(
      @Schema(description = "Deleted branches that were looked at.") int branches,
      @Schema(description = "Files that only they referred to.") long files,
      @Schema(description = "Bytes of these, as far as sizes are known.") long bytes,
      @Schema(description = "Files in their own folders that something else refers to.")
          long keptFiles,
      @Schema(
              description =
                  "Branches whose commits are lost: users' tables that only they had stay.")
          int unknownBranches) {
    static Found of(GarbageReport report) {
      return new Found(
          report.branches(),
          report.files(),
          report.bytes(),
          report.keptFiles(),
          report.unknownBranches());
    }
  }

  /** Why a run failed. */
  @Schema(name = "GarbageRunFailure")
  record Failure(@Schema(description = "Stable, for programs.") String code, String detail) {}

  static GarbageRunView of(GarbageRunReport run) {
    Instant end = run.finishedAt() == null ? run.at() : run.finishedAt();
    return new GarbageRunView(
        run.id(),
        run.status().code(),
        run.phase().code(),
        run.request().mode() == GarbageRequest.Mode.REPORT,
        run.request().deletedBefore().toString(),
        run.startedAt().toString(),
        run.finishedAt() == null ? null : run.finishedAt().toString(),
        Duration.between(run.startedAt(), end).toMillis(),
        run.count(),
        run.found() == null ? null : Found.of(run.found()),
        run.error() == null
            ? null
            : new Failure(run.error().code(), Objects.requireNonNullElse(run.detail(), "")));
  }
}
