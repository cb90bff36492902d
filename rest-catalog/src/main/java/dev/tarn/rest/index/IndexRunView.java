package dev.tarn.rest.index;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tarn.core.catalog.IndexRunReport;
import dev.tarn.core.verify.Difference;
import dev.tarn.core.verify.Verification;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A rebuild or verification, as it is at the moment. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "A rebuild or a verification of an index.")
record IndexRunView(
    String id,
    @Schema(description = "rebuild or verify.") String kind,
    @Schema(description = "running, succeeded, failed or cancelled.") String status,
    @Schema(description = "preparing, building, following, comparing or swapping.") String phase,
    String startedAt,
    @Nullable String finishedAt,
    @Schema(description = "Since the start, in milliseconds.") long elapsedMillis,
    @Schema(description = "Assets read in this phase so far, tombstones included.") long assets,
    @Schema(description = "Relationships read in this phase so far, tombstones included.")
        long relationships,
    @Schema(description = "About how many assets there are.") long expectedAssets,
    @Schema(description = "About how many relationships there are.") long expectedRelationships,
    @Schema(description = "Where the index was compared, or began to serve.")
        @Nullable String commit,
    @Schema(description = "What a comparison found.") @Nullable Found verification,
    @Schema(description = "Why it failed.") @Nullable Failure error) {
  /** What a comparison found. */
  @Schema(name = "IndexVerification")
  record Found(
      @Schema(description = "Whether the index has what the tables have.") boolean clean,
      @Schema(description = "The commit at which both were compared.") String commit,
      @Schema(description = "In the tables, tombstones included.") long assets,
      @Schema(description = "In the tables, tombstones included.") long relationships,
      long types,
      @Schema(description = "Requests with an idempotency key of the last day.") long keyedRequests,
      @Schema(description = "How many there are.") long differences,
      @Schema(description = "The first of them.") List<Differing> listed) {
    static Found of(Verification verification) {
      return new Found(
          verification.isClean(),
          verification.commit().toString(),
          verification.assets(),
          verification.relationships(),
          verification.types(),
          verification.keyedRequests(),
          verification.differences(),
          verification.listed().stream().map(Differing::of).toList());
    }
  }

  /** Something that the index has otherwise than the tables. */
  @Schema(name = "IndexDifference")
  record Differing(
      @Schema(description = "asset, relationship, asset-type, relationship-type, keyed-request.")
          String kind,
      @Schema(description = "The id, or the name of a type.") String key,
      String name,
      @Schema(
              description =
                  "missing-in-index, only-in-index, different, twice-in-index, twice-in-tables or"
                      + " wrong-count.")
          String problem,
      @Schema(description = "The fields that differ.") List<String> fields) {
    static Differing of(Difference difference) {
      return new Differing(
          difference.kind(),
          difference.key(),
          difference.name(),
          difference.problem().code(),
          difference.fields());
    }
  }

  /** Why a run failed. */
  @Schema(name = "IndexRunFailure")
  record Failure(@Schema(description = "Stable, for programs.") String code, String detail) {}

  static IndexRunView of(IndexRunReport run) {
    Instant end = run.finishedAt() == null ? run.at() : run.finishedAt();
    return new IndexRunView(
        run.id(),
        run.kind().code(),
        run.status().code(),
        run.phase().code(),
        run.startedAt().toString(),
        run.finishedAt() == null ? null : run.finishedAt().toString(),
        Duration.between(run.startedAt(), end).toMillis(),
        run.assets(),
        run.relationships(),
        run.expectedAssets(),
        run.expectedRelationships(),
        run.commit() == null ? null : run.commit().toString(),
        run.verification() == null ? null : Found.of(run.verification()),
        run.error() == null
            ? null
            : new Failure(run.error().code(), Objects.requireNonNullElse(run.detail(), "")));
  }
}
