package dev.tarn.rest.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.scope.CommitId;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/**
 * What a write did.
 *
 * @param commit the commit that made it visible; where nothing changed, one at which that held
 * @param id of the asset or relationship, or the type's name
 * @param seq the entry in the log; null where nothing changed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "What a write did.")
public record WriteResult(
    @Schema(
            description =
                "The commit that made it visible; where nothing changed, one at which that held.",
            example = "42-9f3c1d20a7b4e655")
        String commit,
    WriteOutcome outcome,
    @Schema(
            description = "The asset's or relationship's id, or the type's name.",
            example = "3b1f0c9ad0a94e0f8f0b7d5f3a1c2e44")
        String id,
    @Schema(description = "The entity's version now.", example = "1") long version,
    @Schema(description = "The entry in the log; absent where nothing changed.", example = "42")
        @Nullable Long seq) {

  static WriteResult of(CommitId commit, ChangeResult.Applied applied) {
    return new WriteResult(
        commit.toString(),
        WriteOutcome.of(applied.operation()),
        applied.key(),
        applied.version(),
        applied.seq());
  }

  static WriteResult of(CommitId commit, ChangeResult.Unchanged unchanged) {
    return new WriteResult(
        commit.toString(), WriteOutcome.UNCHANGED, unchanged.key(), unchanged.version(), null);
  }

  /** Returns the answer, with {@code Tarn-Commit} and {@code ETag}. */
  public ResponseEntity<WriteResult> answer() {
    return ResponseEntity.status(
            outcome == WriteOutcome.CREATED ? HttpStatus.CREATED : HttpStatus.OK)
        .header(Headers.COMMIT, commit)
        .eTag("\"" + version + "\"")
        .body(this);
  }
}
