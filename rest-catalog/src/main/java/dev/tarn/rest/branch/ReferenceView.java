package dev.tarn.rest.branch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Reference;
import dev.tarn.core.scope.ReferenceDetails;
import dev.tarn.core.scope.ReviewRules;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A branch or tag. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReferenceView(
    @Schema(example = "main") String name,
    @Schema(description = "The branch that it was made from, or that a tag is on.") String from,
    @Schema(description = "The commit at which a branch begins, or that a tag stands for.")
        String commit,
    @Schema(description = "The newest commit of a branch; not in lists.") @Nullable String head,
    @Schema(description = "Who answers for it; at first who made it.") String owner,
    @Schema(description = "What it is for.") String purpose,
    @Schema(description = "Absent where it was not kept.") @Nullable Instant createdAt,
    @Schema(description = "A protected branch or tag is neither deleted nor renamed.")
        @JsonProperty("protected")
        boolean isProtected,
    @Schema(description = "When it is deleted, unless it is protected then; absent for never.")
        @Nullable Instant expiresAt,
    @Schema(description = "Approvals that a change request needs; absent for none.")
        @Nullable Integer requiredApprovals,
    @Schema(description = "Checks that a merge has to pass; absent for none.")
        @Nullable List<String> requiredChecks,
    @Schema(description = "Whether only merges of change requests change it; absent for no.")
        @Nullable Boolean requiresChangeRequest) {
  static ReferenceView of(Reference reference) {
    return of(reference, null);
  }

  static ReferenceView of(Reference reference, @Nullable CommitId head) {
    ReferenceDetails details = reference.details();
    ReviewRules rules = details.rules();
    return new ReferenceView(
        reference.name().value(),
        reference.from().value(),
        reference.commit().toString(),
        head == null ? null : head.toString(),
        details.owner().name(),
        details.purpose(),
        details.createdAt(),
        details.isProtected(),
        details.expiresAt(),
        rules.requiredApprovals() == 0 ? null : rules.requiredApprovals(),
        rules.requiredChecks().isEmpty() ? null : rules.requiredChecks(),
        rules.requiresChangeRequest() ? true : null);
  }
}
