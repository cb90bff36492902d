package dev.tarn.rest.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tarn.core.audit.LogVerification;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Whether a log is what was written, or how far that is known. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "LogVerification", description = "Whether a log is what was written.")
record LogVerificationView(
    @Schema(description = "Changes that were looked at.") long checked,
    @Schema(description = "Only in the last line.") @Nullable Boolean holds,
    @Schema(description = "The first change that has a hash; older ones have none. 0: none has.")
        @Nullable Long firstChained,
    @Schema(description = "The first change that does not hold.") @Nullable Long brokenAt,
    @Nullable String problem) {
  static LogVerificationView of(LogVerification found) {
    return new LogVerificationView(
        found.checked(), found.holds(), found.firstChained(), found.brokenAt(), found.problem());
  }

  static LogVerificationView progress(long checked) {
    return new LogVerificationView(checked, null, null, null, null);
  }
}
