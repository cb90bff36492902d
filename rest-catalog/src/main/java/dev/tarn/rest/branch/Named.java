package dev.tarn.rest.branch;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A tenant.
 *
 * @param commit the first one of its main branch; null in lists
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Named(
    @Schema(example = "main") String name,
    @Schema(description = "The head of the main branch of a new tenant.") @Nullable String commit) {
  static Named of(Object name) {
    return new Named(name.toString(), null);
  }
}
