package dev.tarn.signin.web;

import dev.tarn.core.scope.Origin;
import dev.tarn.core.scope.SignedIn;
import dev.tarn.rest.request.Admission;
import dev.tarn.signin.key.BlockedActors;
import java.util.List;
import java.util.Optional;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

/** The credentials that are texts, whatever protocol carries them. */
public final class BearerCredentials {
  /** Longer ones are no credentials; a token of an identity provider has some thousand. */
  static final int MAX_CHARS = 16_384;

  private final List<CredentialVerifier> verifiers;
  private final BlockedActors blocked;

  public BearerCredentials(List<CredentialVerifier> verifiers, BlockedActors blocked) {
    this.verifiers = List.copyOf(verifiers);
    this.blocked = blocked;
  }

  /**
   * Someone who is let in.
   *
   * @param admission asks again, of what stays open; may throw Spring's {@code DataAccessException}
   */
  public record Admitted(SignedIn signedIn, Admission admission) {}

  /**
   * Finds out who shows a credential.
   *
   * @throws InvalidBearerTokenException if it is good for nothing
   * @throws DisabledException if who shows it is blocked
   */
  public Admitted admit(String text, Origin origin) {
    for (CredentialVerifier verifier : verifiers) {
      if (text.length() <= MAX_CHARS && verifier.takes(text)) {
        Optional<SignedIn> found = verifier.verify(text);
        if (found.isPresent()) {
          SignedIn signedIn = found.get().from(origin);
          if (isBlocked(signedIn)) {
            throw new DisabledException("blocked");
          }
          verifier.used(signedIn);
          return new Admitted(
              signedIn, () -> verifier.verify(text).filter(who -> !isBlocked(who)).isPresent());
        }
      }
    }
    throw new InvalidBearerTokenException("not good");
  }

  private boolean isBlocked(SignedIn signedIn) {
    return signedIn.tenant().isPresent()
        && blocked.isBlocked(signedIn.tenant().get(), signedIn.actor());
  }
}
