package dev.tarn.core.audit;

import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * A list of what was redacted in the log of changes, as an event of the tenant's audit names it:
 * the event's action is {@link #ACTION}, and its resource {@link #resource}. A list that no event
 * names is not believed.
 *
 * @param file the list's name
 * @param sha256 of its bytes, in hexadecimal
 */
public record ListedRedaction(String file, String sha256) {
  /** The action of the event. */
  public static final String ACTION = "redact";

  /** Returns the text that {@link #parse} reads. */
  public String resource() {
    return file + " " + sha256;
  }

  /** Has the audit of a clone name the lists that its source's names: it began with that log. */
  public static void carry(
      AuditTrail trail, TenantId source, TenantId clone, Principal by, Instant now) {
    trail.forEach(
        source.value(),
        ACTION,
        entry ->
            parse(entry.event())
                .ifPresent(
                    list ->
                        trail.record(
                            clone.value(),
                            AuditEvent.done(
                                now,
                                clone.value(),
                                by,
                                ACTION,
                                list.resource(),
                                "what was redacted in the log of " + source))));
  }

  /** Returns the list that an event names; empty if it names none. */
  public static Optional<ListedRedaction> parse(AuditEvent event) {
    int space = event.resource().indexOf(' ');
    return event.action().equals(ACTION) && space > 0
        ? Optional.of(
            new ListedRedaction(
                event.resource().substring(0, space), event.resource().substring(space + 1)))
        : Optional.empty();
  }
}
