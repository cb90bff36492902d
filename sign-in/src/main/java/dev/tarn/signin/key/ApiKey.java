package dev.tarn.signin.key;

import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.SignedIn;
import dev.tarn.core.scope.TenantId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a key.
 *
 * @param id names it in lists and in the audit
 * @param tenant whose data it opens; null for all, which only operators' keys do
 * @param actor who signs in with it
 * @param roles that it brings, beside those that the tenant gives the actor
 * @param scopes names of the actions that it is good for; empty for all
 * @param expiresAt null if it does not
 * @param revokedAt null if it is not
 * @param lastUsedAt to the minute; null if never
 * @param lastUsedFrom the address of that use
 */
public record ApiKey(
    String id,
    @Nullable TenantId tenant,
    Actor actor,
    String description,
    Set<String> roles,
    Set<String> scopes,
    Instant createdAt,
    Actor createdBy,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt,
    @Nullable Instant lastUsedAt,
    @Nullable String lastUsedFrom) {
  public ApiKey {
    roles = Set.copyOf(roles);
    scopes = Set.copyOf(scopes);
    if ((tenant == null) != roles.contains(SignedIn.OPERATOR)) {
      throw new IllegalArgumentException("operators' keys, and no others, are of no tenant");
    }
  }

  /** Returns whether it is the installation's admin key. */
  public boolean isAdminKey() {
    return id.equals(KeyText.ADMIN);
  }

  /** Returns the same, good for these actions only; for all that it was, if none is named. */
  public ApiKey narrowedTo(Set<String> fewer) {
    return fewer.isEmpty()
        ? this
        : new ApiKey(
            id,
            tenant,
            actor,
            description,
            roles,
            fewer,
            createdAt,
            createdBy,
            expiresAt,
            revokedAt,
            lastUsedAt,
            lastUsedFrom);
  }

  boolean isGoodAt(Instant now) {
    return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
  }
}
