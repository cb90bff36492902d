package dev.tarn.signin.oidc;

import dev.tarn.core.scope.SignedIn;
import dev.tarn.signin.session.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.user.OAuth2User;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;

/** Makes a session of a login that a provider has let through. */
public final class BrowserLogin implements AuthenticationSuccessHandler {
  private final Issuers issuers;
  private final OAuth2AuthorizedClientRepository clients;
  private final Sessions sessions;
  private final Clock clock;
  private final Duration recheckInterval;

  public BrowserLogin(
      Issuers issuers,
      OAuth2AuthorizedClientRepository clients,
      Sessions sessions,
      Clock clock,
      Duration recheckInterval) {
    this.issuers = issuers;
    this.clients = clients;
    this.sessions = sessions;
    this.clock = clock;
    this.recheckInterval = recheckInterval;
  }

  @Override
  public void onAuthenticationSuccess(
      HttpServletRequest request, HttpServletResponse response, Authentication authentication)
      throws IOException {
    OAuth2AuthenticationToken login = (OAuth2AuthenticationToken) authentication;
    String issuer = login.getAuthorizedClientRegistrationId();
    OAuth2User user = login.getPrincipal();
    // With the session that the login was prepared in, the provider's tokens go.
    OAuth2AuthorizedClient client = clients.loadAuthorizedClient(issuer, login, request);
    Optional<SignedIn> found =
        user == null
            ? Optional.empty()
            : issuers.loggedIn(issuer, user.getAttributes(), UUID.randomUUID().toString());
    if (client == null || found.isEmpty()) {
      sessions.refuse(request, response);
    } else {
      sessions.begin(
          request,
          response,
          found.get(),
          Instant.MAX,
          new RefreshCheck(client, clock.instant(), recheckInterval));
    }
  }
}
