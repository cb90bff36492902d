package dev.tarn.rest.branch;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A tenant, branch or tag.
 *
 * @param commit where a branch or tag was put; null in lists and for tenants
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Named(
    @Schema(example = "main") String name,
    @Schema(description = "The commit at which a branch or tag was created.")
        @Nullable String commit) {
  static Named of(Object name) {
    return new Named(name.toString(), null);
  }
}
