package dev.tarn.core.audit;

import java.util.Optional;

/**
 * How far the log of a tenant's main branch had come, in events of the tenant's audit: the event's
 * action is {@link #ACTION}, and its resource {@link #resource}. Who rewrites the log has to
 * rewrite the audit along, which is elsewhere.
 */
public final class LogEnd {
  /** The action of the event. */
  public static final String ACTION = "log-end";

  private LogEnd() {}

  /** Returns the text that {@link #parse} reads. */
  public static String resource(AuditLink end) {
    return end.number() + " " + end.hash();
  }

  /** Returns the end that an event names; empty if it names none. */
  public static Optional<AuditLink> parse(AuditEvent event) {
    String[] parts = event.resource().split(" ", -1);
    return event.action().equals(ACTION) && parts.length == 2
        ? Optional.of(new AuditLink(Long.parseLong(parts[0]), parts[1]))
        : Optional.empty();
  }
}
