package dev.tarn.signin.oidc;

import dev.tarn.core.scope.SignedIn;
import dev.tarn.signin.key.BlockedActors;
import dev.tarn.signin.web.RefusedRequests;
import dev.tarn.signin.web.SignedInAuthentication;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.user.OAuth2User;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/** Makes a session of a login that a provider has let through. */
public final class BrowserLogin implements AuthenticationSuccessHandler {
  /**
   * How sessions are.
   *
   * @param lifetime after which people log in again
   * @param recheckInterval how often the provider is asked whether the person is still there
   * @param target where a browser goes after the login
   */
  public record Rules(Duration lifetime, Duration recheckInterval, String target) {}

  private final Issuers issuers;
  private final BlockedActors blocked;
  private final OAuth2AuthorizedClientRepository clients;
  private final RefusedRequests refused;
  private final Clock clock;
  private final Rules rules;
  private final HttpSessionSecurityContextRepository contexts =
      new HttpSessionSecurityContextRepository();

  public BrowserLogin(
      Issuers issuers,
      BlockedActors blocked,
      OAuth2AuthorizedClientRepository clients,
      RefusedRequests refused,
      Clock clock,
      Rules rules) {
    this.issuers = issuers;
    this.blocked = blocked;
    this.clients = clients;
    this.refused = refused;
    this.clock = clock;
    this.rules = rules;
  }

  @Override
  public void onAuthenticationSuccess(
      HttpServletRequest request, HttpServletResponse response, Authentication authentication)
      throws IOException {
    OAuth2AuthenticationToken login = (OAuth2AuthenticationToken) authentication;
    String issuer = login.getAuthorizedClientRegistrationId();
    OAuth2User user = login.getPrincipal();
    OAuth2AuthorizedClient client = clients.loadAuthorizedClient(issuer, login, request);
    Optional<SignedIn> found =
        user == null
            ? Optional.empty()
            : issuers.loggedIn(issuer, user.getAttributes(), UUID.randomUUID().toString());
    if (client == null || found.isEmpty() || isBlocked(found.get())) {
      request.getSession().invalidate();
      SecurityContextHolder.clearContext();
      refused.commence(request, response, new BadCredentialsException("nobody here"));
      return;
    }
    Instant now = clock.instant();
    request
        .getSession()
        .setAttribute(
            BrowserSession.ATTRIBUTE,
            new BrowserSession(
                client, now.plus(rules.lifetime()), now.plus(rules.recheckInterval())));
    // From here on the session is all that counts; the provider's tokens are not for requests.
    clients.removeAuthorizedClient(issuer, login, request, response);
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(new SignedInAuthentication(found.get()));
    contexts.saveContext(context, request, response);
    response.sendRedirect(rules.target());
  }

  private boolean isBlocked(SignedIn signedIn) {
    return signedIn.tenant().isPresent()
        && blocked.isBlocked(signedIn.tenant().get(), signedIn.actor());
  }
}
