package dev.tarn.signin.oidc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2RefreshTokenGrantRequest;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;

/**
 * What a browser's session knows beside who it is: how long it lasts, and with what to ask the
 * provider whether the person is still there. Safe for use by many requests of the browser.
 */
final class BrowserSession {
  /** Of the session of HTTP. */
  static final String ATTRIBUTE = BrowserSession.class.getName();

  private static final Logger LOG = LoggerFactory.getLogger(BrowserSession.class);

  private final OAuth2AuthorizedClient client;
  private final Instant endsAt;
  private OAuth2AccessToken accessToken;
  private @Nullable OAuth2RefreshToken refreshToken;
  private Instant checkAt;
  private boolean isOver;

  BrowserSession(OAuth2AuthorizedClient client, Instant endsAt, Instant checkAt) {
    this.client = client;
    this.endsAt = endsAt;
    this.checkAt = checkAt;
    this.accessToken = client.getAccessToken();
    this.refreshToken = client.getRefreshToken();
  }

  /** Returns whether the session goes on; asks the provider when it is time to. */
  synchronized boolean goesOn(
      OAuth2AccessTokenResponseClient<OAuth2RefreshTokenGrantRequest> provider,
      Clock clock,
      Duration interval) {
    Instant now = clock.instant();
    if (!now.isBefore(endsAt)) {
      isOver = true;
    }
    OAuth2RefreshToken token = refreshToken;
    if (!isOver && token != null && !now.isBefore(checkAt)) {
      checkAt = now.plus(interval);
      ask(provider, token);
    }
    return !isOver;
  }

  private void ask(
      OAuth2AccessTokenResponseClient<OAuth2RefreshTokenGrantRequest> provider,
      OAuth2RefreshToken token) {
    try {
      OAuth2AccessTokenResponse answer =
          provider.getTokenResponse(
              new OAuth2RefreshTokenGrantRequest(
                  client.getClientRegistration(), accessToken, token));
      accessToken = answer.getAccessToken();
      if (answer.getRefreshToken() != null) {
        refreshToken = answer.getRefreshToken();
      }
    } catch (OAuth2AuthorizationException e) {
      String code = e.getError().getErrorCode();
      isOver =
          code.equals(OAuth2ErrorCodes.INVALID_GRANT)
              || code.equals(OAuth2ErrorCodes.INVALID_TOKEN);
      if (!isOver) {
        // It is asked again after the interval; the session's own end stays.
        LOG.atWarn()
            .setMessage("A provider does not say whether a person is still one of its own")
            .addKeyValue("issuer", client.getClientRegistration().getRegistrationId())
            .setCause(e)
            .log();
      }
    }
  }
}
