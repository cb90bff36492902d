package dev.tarn.signin.web;

import dev.tarn.core.scope.SignedIn;
import dev.tarn.signin.key.BlockedActors;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationManagerResolver;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/** Lets in who shows a good credential in {@code Authorization: Bearer}. */
public final class BearerSignIn implements AuthenticationManagerResolver<HttpServletRequest> {
  /** Longer ones are no credentials; a token of an identity provider has some thousand. */
  static final int MAX_CHARS = 16_384;

  private final List<CredentialVerifier> verifiers;
  private final BlockedActors blocked;

  public BearerSignIn(List<CredentialVerifier> verifiers, BlockedActors blocked) {
    this.verifiers = List.copyOf(verifiers);
    this.blocked = blocked;
  }

  @Override
  public AuthenticationManager resolve(HttpServletRequest request) {
    return given -> {
      try {
        return authenticate(((BearerTokenAuthenticationToken) given).getToken(), request);
      } catch (DataAccessException e) {
        throw new VerificationUnavailableException(e);
      }
    };
  }

  private Authentication authenticate(String text, HttpServletRequest request) {
    for (CredentialVerifier verifier : verifiers) {
      if (text.length() <= MAX_CHARS && verifier.takes(text)) {
        Optional<SignedIn> found = verifier.verify(text);
        if (found.isPresent()) {
          SignedIn signedIn = Origins.with(found.get(), request);
          if (isBlocked(signedIn)) {
            throw new DisabledException("blocked");
          }
          verifier.used(signedIn);
          Admissions.keep(
              request, () -> verifier.verify(text).filter(who -> !isBlocked(who)).isPresent());
          return new SignedInAuthentication(signedIn);
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
