package dev.tarn.rest.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tarn.core.audit.AuditVerification;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Whether an audit is what was written. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "AuditVerification", description = "Whether an audit is what was written.")
record AuditVerificationView(
    boolean holds,
    @Schema(description = "Events that were looked at.") long checked,
    @Schema(description = "The first one that retention has kept.") long firstKept,
    @Schema(description = "The first one that does not hold.") @Nullable Long brokenAt,
    @Nullable String problem) {
  static AuditVerificationView of(AuditVerification found) {
    return new AuditVerificationView(
        found.holds(), found.checked(), found.firstKept(), found.brokenAt(), found.problem());
  }
}
