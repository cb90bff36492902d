package dev.tarn.signin.oidc;

import dev.tarn.signin.session.ProviderCheck;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2RefreshTokenGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientRefreshTokenTokenResponseClient;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;

/** Asks a provider with the refresh token of a login, where it has given one. */
final class RefreshCheck implements ProviderCheck {
  private static final Logger LOG = LoggerFactory.getLogger(RefreshCheck.class);
  private static final RestClientRefreshTokenTokenResponseClient PROVIDER =
      new RestClientRefreshTokenTokenResponseClient();

  private final OAuth2AuthorizedClient client;
  private final Duration interval;
  private OAuth2AccessToken accessToken;
  private @Nullable OAuth2RefreshToken refreshToken;
  private Instant checkAt;

  RefreshCheck(OAuth2AuthorizedClient client, Instant loggedInAt, Duration interval) {
    this.client = client;
    this.interval = interval;
    this.checkAt = loggedInAt.plus(interval);
    this.accessToken = client.getAccessToken();
    this.refreshToken = client.getRefreshToken();
  }

  @Override
  public boolean isStillIn(Instant now) {
    OAuth2RefreshToken token = refreshToken;
    if (token == null || now.isBefore(checkAt)) {
      return true;
    }
    checkAt = now.plus(interval);
    return ask(token);
  }

  private boolean ask(OAuth2RefreshToken token) {
    try {
      OAuth2AccessTokenResponse answer =
          PROVIDER.getTokenResponse(
              new OAuth2RefreshTokenGrantRequest(
                  client.getClientRegistration(), accessToken, token));
      accessToken = answer.getAccessToken();
      if (answer.getRefreshToken() != null) {
        refreshToken = answer.getRefreshToken();
      }
      return true;
    } catch (OAuth2AuthorizationException e) {
      String code = e.getError().getErrorCode();
      if (code.equals(OAuth2ErrorCodes.INVALID_GRANT)
          || code.equals(OAuth2ErrorCodes.INVALID_TOKEN)) {
        return false;
      }
      // It is asked again after the interval; the session's own end stays.
      LOG.atWarn()
          .setMessage("A provider does not say whether a person is still one of its own")
          .addKeyValue("issuer", client.getClientRegistration().getRegistrationId())
          .setCause(e)
          .log();
      return true;
    }
  }
}
