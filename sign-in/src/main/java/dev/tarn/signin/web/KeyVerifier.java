package dev.tarn.signin.web;

import dev.tarn.core.scope.Credential;
import dev.tarn.core.scope.Origin;
import dev.tarn.core.scope.SignedIn;
import dev.tarn.signin.key.ApiKey;
import dev.tarn.signin.key.ApiKeys;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes keys: whatever has not the form of a JWT, since the admin key may be any text. */
public final class KeyVerifier implements CredentialVerifier {
  private final ApiKeys keys;

  public KeyVerifier(ApiKeys keys) {
    this.keys = keys;
  }

  @Override
  public boolean takes(String text) {
    return !JwtForm.isJwt(text);
  }

  @Override
  public Optional<SignedIn> verify(String text) {
    return keys.verify(text)
        .map(
            key ->
                signedIn(
                    key,
                    key.isAdminKey() ? Credential.Kind.ADMIN_KEY : Credential.Kind.API_KEY,
                    key.scopes()));
  }

  /** Returns who signs in with a key, or with what was issued for it. */
  public static SignedIn signedIn(ApiKey key, Credential.Kind kind, Set<String> scopes) {
    return new SignedIn(
        key.actor(),
        Optional.ofNullable(key.tenant()),
        key.roles(),
        Set.of(),
        Map.of(),
        new Credential(kind, key.id(), scopes),
        Origin.IN_PROCESS);
  }

  @Override
  public void used(SignedIn signedIn) {
    String id = signedIn.credential().id();
    if (id != null) {
      keys.good(id).ifPresent(key -> keys.used(key, signedIn.origin().address()));
    }
  }
}
