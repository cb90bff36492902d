package dev.tarn.signin.web;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationManagerResolver;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/** Lets in who shows a good credential in {@code Authorization: Bearer}. */
public final class BearerSignIn implements AuthenticationManagerResolver<HttpServletRequest> {
  private final BearerCredentials credentials;

  public BearerSignIn(BearerCredentials credentials) {
    this.credentials = credentials;
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
    BearerCredentials.Admitted admitted = credentials.admit(text, Origins.of(request));
    Admissions.keep(request, admitted.admission());
    return new SignedInAuthentication(admitted.signedIn());
  }
}
