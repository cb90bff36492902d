package dev.tarn.core.scope;

import org.jspecify.annotations.Nullable;

/**
 * How, and from where, something was asked.
 *
 * @param kind how they had signed in, such as {@code api-key}
 * @param id names the key, token or session, never the secret; null where there is none
 * @param address of the client; null where it is not known
 */
public record CredentialUse(String kind, @Nullable String id, @Nullable String address) {
  /** Returns how a principal asks. */
  public static CredentialUse of(Principal principal) {
    Credential credential = principal.credential();
    return new CredentialUse(
        credential.kind().code(), credential.id(), principal.origin().address());
  }
}
