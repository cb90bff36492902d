package dev.tarn.rest.bulk;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last line of an answer, which tells that the answer is whole. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "The last line of an answer.")
record BulkSummary(
    @Schema(description = "Whether all lines of the request were looked at.") boolean done,
    @Schema(description = "How many lines have a result.") long lines,
    @Schema(description = "Lines by outcome.") Map<String, Long> outcomes,
    @Schema(description = "The newest commit of these changes.") @Nullable String commit,
    @Schema(description = "Why the request ended early: stable, for programs.")
        @Nullable String code,
    @Schema(description = "Why the request ended early.") @Nullable String detail) {}
