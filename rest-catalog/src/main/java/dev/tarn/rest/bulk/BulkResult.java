package dev.tarn.rest.bulk;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.scope.CommitId;
import dev.tarn.rest.request.WriteOutcome;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What became of one line. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "What became of one line.")
record BulkResult(
    @Schema(description = "The line's number in the request, from 1.", example = "70000") long line,
    @Schema(
            description = "created, updated, deleted, restored, unchanged or rejected.",
            example = "created")
        String outcome,
    @Schema(description = "asset, relationship, asset-type or relationship-type.")
        @Nullable String kind,
    @Schema(description = "The asset's or relationship's id, or the type's name.")
        @Nullable String id,
    @Schema(description = "The entity's version now.") @Nullable Long version,
    @Schema(description = "The entry in the log; absent where nothing changed.") @Nullable Long seq,
    @Schema(description = "The commit that made it visible.") @Nullable String commit,
    @Schema(description = "Of a rejection: stable, for programs.") @Nullable String code,
    @Schema(description = "Of a rejection: what is wrong.") @Nullable String detail,
    @Schema(description = "Of a rejection: the path of the field at fault.") @Nullable String field,
    @Schema(description = "Of a version conflict: the version that the entity has.")
        @Nullable Long currentVersion) {
  /** The outcome of a line that is refused. */
  static final String REJECTED = "rejected";

  static BulkResult of(long line, ChangeResult result, @Nullable CommitId commit) {
    String at = commit == null ? null : commit.toString();
    return switch (result) {
      case ChangeResult.Applied applied ->
          new BulkResult(
              line,
              WriteOutcome.of(applied.operation()).code(),
              applied.kind().code(),
              applied.key(),
              applied.version(),
              applied.seq(),
              at,
              null,
              null,
              null,
              null);
      case ChangeResult.Unchanged unchanged ->
          new BulkResult(
              line,
              WriteOutcome.UNCHANGED.code(),
              unchanged.kind().code(),
              unchanged.key(),
              unchanged.version(),
              null,
              at,
              null,
              null,
              null,
              null);
      case ChangeResult.Rejected rejected ->
          new BulkResult(
              line,
              REJECTED,
              null,
              null,
              null,
              null,
              null,
              rejected.code().code(),
              rejected.message(),
              rejected.field(),
              rejected.currentVersion());
    };
  }
}
