package dev.tarn.rest.merge;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tarn.core.merge.Conflict;
import dev.tarn.core.merge.MergeOutcome;
import dev.tarn.core.merge.Side;
import dev.tarn.rest.diff.DiffValues;
import dev.tarn.rest.diff.DiffView;
import dev.tarn.rest.request.Headers;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** What became of a merge or a revert, or would. */
public record MergeView(
    @Schema(
            description =
                "merged; mergeable, of a dry run; conflicting: nothing was changed; up-to-date:"
                    + " there was nothing to do.",
            allowableValues = {"merged", "mergeable", "conflicting", "up-to-date"})
        String status,
    @Schema(description = "The branch's newest commit: that of the merge, if it was done.")
        String commit,
    @Schema(description = "What both sides had in common.") String base,
    @Schema(description = "Up to where the changes were taken.") String source,
    @Schema(description = "Assets, relationships and types that are changed.") long total,
    List<DiffView.Count> counts,
    @Schema(description = "Names of tables, views and namespaces that are changed.") int tables,
    @Schema(description = "Changes that are left out, since what they are about is gone.")
        long dropped,
    @Schema(description = "Conflicts for which nothing was chosen.") int open,
    @Schema(description = "All conflicts, those that are open first; at most 1,000.")
        List<MergeView.Contradiction> conflicts) {
  /** The most conflicts of an answer. */
  private static final int MAX_CONFLICTS = 1_000;

  /** Where both sides have changed the same. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Contradiction(
      @Schema(description = "Names it in 'choices'.", example = "asset:9f3c…#description")
          String id,
      @Schema(allowableValues = {"field", "deleted", "name", "containment", "table"}) String kind,
      @Schema(description = "The entity, for people.", example = "table:sales.orders") String label,
      @Nullable String field,
      @Schema(description = "What both began with.") @Nullable Object base,
      @Schema(description = "What there is.") @Nullable Object ours,
      @Schema(description = "What is to be taken over.") @Nullable Object theirs,
      @Schema(description = "What has happened.") String message,
      @Schema(description = "How it can be resolved.") List<String> choices,
      @Schema(description = "How it is resolved; nothing while it is open.")
          @Nullable String chosen) {
    static Contradiction of(Conflict conflict) {
      Side chosen = conflict.chosen();
      return new Contradiction(
          conflict.id(),
          conflict.kind().code(),
          conflict.label(),
          conflict.field(),
          DiffValues.plain(conflict.base()),
          DiffValues.plain(conflict.ours()),
          DiffValues.plain(conflict.theirs()),
          conflict.message(),
          conflict.choices().stream().sorted().map(Side::code).toList(),
          chosen == null ? null : chosen.code());
    }
  }

  /** Returns what clients are answered: that nothing was merged is a conflict, but in a dry run. */
  public static ResponseEntity<MergeView> answer(MergeFields said, MergeOutcome outcome) {
    boolean failed = !said.dryRun() && outcome.status() == MergeOutcome.Status.CONFLICTING;
    return ResponseEntity.status(failed ? HttpStatus.CONFLICT : HttpStatus.OK)
        .header(Headers.COMMIT, outcome.commit().toString())
        .body(of(outcome));
  }

  /** Returns what an outcome is for clients. */
  public static MergeView of(MergeOutcome outcome) {
    List<Conflict> decided =
        outcome.conflicts().stream().filter(conflict -> conflict.chosen() != null).toList();
    List<Conflict> open = outcome.open();
    return new MergeView(
        outcome.status().code(),
        outcome.commit().toString(),
        outcome.base().toString(),
        outcome.source().toString(),
        outcome.summary().total(),
        DiffView.Count.of(outcome.summary()),
        outcome.tables(),
        outcome.dropped(),
        open.size(),
        Stream.concat(open.stream(), decided.stream())
            .limit(MAX_CONFLICTS)
            .map(Contradiction::of)
            .toList());
  }
}
