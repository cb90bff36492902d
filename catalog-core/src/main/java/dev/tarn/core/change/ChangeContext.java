package dev.tarn.core.change;

import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Who changes and why; the same for all changes of a submission.
 *
 * @param requestId identifies the request in logs, traces and the audit trail
 * @param source the connector or client, such as {@code dbt} or {@code cli}
 * @param reason the writer's words
 */
public record ChangeContext(
    Principal principal, String requestId, @Nullable String source, @Nullable String reason) {
  /** Returns who changes, as history names them. */
  public Actor actor() {
    return principal.actor();
  }
}
