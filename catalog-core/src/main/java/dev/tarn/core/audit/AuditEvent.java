package dev.tarn.core.audit;

import dev.tarn.core.scope.Principal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Something that the audit keeps.
 *
 * @param time in milliseconds
 * @param tenant that was asked about; may be one that there is not
 * @param actor who asked, as sign-in has made sure of it
 * @param credentialKind how they signed in, such as {@code api-key}
 * @param credentialId names the key or token, never the secret; null where there is none
 * @param address of the client; null where it is not known
 * @param requestId finds the request in logs; null where there is none
 * @param action such as {@code manage-branches}
 * @param resource what it was about, such as {@code acme/main}
 * @param reason why it was refused, or more of what was done; null where there is nothing to say
 */
public record AuditEvent(
    Instant time,
    String tenant,
    String actor,
    String credentialKind,
    @Nullable String credentialId,
    @Nullable String address,
    @Nullable String requestId,
    String action,
    String resource,
    AuditDecision decision,
    @Nullable String reason) {
  /** Longer texts are cut, in characters. */
  public static final int MAX_TEXT_CHARS = 1_000;

  /** What stands where a text was cut. */
  private static final String CUT = "…";

  public AuditEvent {
    time = time.truncatedTo(ChronoUnit.MILLIS);
    tenant = cut(tenant);
    actor = cut(actor);
    credentialId = credentialId == null ? null : cut(credentialId);
    address = address == null ? null : cut(address);
    requestId = requestId == null ? null : cut(requestId);
    resource = cut(resource);
    reason = reason == null ? null : cut(reason);
  }

  /**
   * Returns the event that something was done.
   *
   * @param tenant whose it is
   */
  public static AuditEvent done(
      Instant time,
      String tenant,
      Principal by,
      String action,
      String resource,
      @Nullable String reason) {
    return new AuditEvent(
        time,
        tenant,
        by.actor().name(),
        by.credential().kind().code(),
        by.credential().id(),
        by.origin().address(),
        by.origin().requestId(),
        action,
        resource,
        AuditDecision.ALLOWED,
        reason);
  }

  /** Returns the same at another time, with another reason. */
  public AuditEvent again(Instant now, @Nullable String why) {
    return new AuditEvent(
        now,
        tenant,
        actor,
        credentialKind,
        credentialId,
        address,
        requestId,
        action,
        resource,
        decision,
        why);
  }

  /** Returns the same with other words. */
  public AuditEvent withWords(
      String newActor,
      @Nullable String newCredentialId,
      @Nullable String newAddress,
      String newResource,
      @Nullable String newReason) {
    return new AuditEvent(
        time,
        tenant,
        newActor,
        credentialKind,
        newCredentialId,
        newAddress,
        requestId,
        action,
        newResource,
        decision,
        newReason);
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT_CHARS
        ? text
        : text.substring(0, MAX_TEXT_CHARS - CUT.length()) + CUT;
  }
}
