package dev.tarn.signin.saml;

import com.onelogin.saml2.authn.AuthnRequest;
import com.onelogin.saml2.logout.LogoutResponse;
import com.onelogin.saml2.logout.LogoutResponseParams;
import com.onelogin.saml2.settings.Saml2Settings;
import com.onelogin.saml2.util.Constants;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.signin.session.Sessions;
import dev.tarn.signin.web.RefusedRequests;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** This server as a service provider of SAML. */
@Hidden
@RestController
public final class SamlController {
  private static final Logger LOG = LoggerFactory.getLogger(SamlController.class);
  private static final String METADATA_TYPE = "application/samlmetadata+xml";

  /**
   * Holds the id of the request that a browser has made. The response comes from a provider's page
   * by POST, so the cookie has to be sent from there; it opens nothing by itself.
   */
  private static final String COOKIE = "TARN_SAML";

  private static final Duration LOGIN_TIME = Duration.ofMinutes(30);

  private final SamlLogins logins;
  private final Sessions sessions;
  private final RefusedRequests refused;

  public SamlController(SamlLogins logins, Sessions sessions, RefusedRequests refused) {
    this.refused = refused;
    this.logins = logins;
    this.sessions = sessions;
  }

  @GetMapping(SamlPaths.START)
  void start(
      @PathVariable("name") String name, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    SamlLogins.Trusted trusted = find(name);
    ProviderMetadata metadata = metadata(trusted);
    AuthnRequest wanted =
        new AuthnRequest(Toolkit.settings(trusted.provider(), metadata, base(request)));
    setCookie(request, response, name, wanted.getId(), LOGIN_TIME);
    response.sendRedirect(
        RedirectBinding.location(
            metadata.loginUri(),
            RedirectBinding.REQUEST,
            wanted.getEncodedAuthnRequest(true),
            null,
            trusted.provider().keys()));
  }

  @GetMapping(path = SamlPaths.METADATA, produces = METADATA_TYPE)
  String metadata(@PathVariable("name") String name, HttpServletRequest request)
      throws CertificateEncodingException {
    return Toolkit.settings(find(name).provider(), null, base(request)).getSPMetadata();
  }

  @PostMapping(path = SamlPaths.CONSUMER, consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
  void consume(
      @PathVariable("name") String name,
      @RequestParam(RedirectBinding.RESPONSE) String message,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    SamlLogins.Trusted trusted = find(name);
    // Verifying it also needs what is known of the provider.
    var unused = metadata(trusted);
    SamlLogins.Login login;
    try {
      login = logins.login(trusted, base(request), message, cookie(request));
    } catch (RefusedMessageException e) {
      log("A response of a SAML provider is refused", name, e);
      // What the browser has had before is none of the business of a message that is not believed.
      refused.commence(request, response, new BadCredentialsException("nobody here"));
      return;
    }
    setCookie(request, response, name, "", Duration.ZERO);
    sessions.begin(request, response, login.signedIn(), login.endsAt(), login.stillIn());
  }

  @GetMapping(SamlPaths.LOGOUT)
  ResponseEntity<Void> logOutByRedirect(
      @PathVariable("name") String name,
      @RequestParam(RedirectBinding.REQUEST) String message,
      @RequestParam(name = "RelayState", required = false) @Nullable String relayState,
      HttpServletRequest request)
      throws IOException {
    SamlLogins.Trusted trusted = find(name);
    ProviderMetadata metadata = metadata(trusted);
    Map<String, List<String>> parameters =
        request.getParameterMap().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, given -> List.of(given.getValue())));
    try {
      return loggedOut(
          trusted,
          metadata,
          base(request),
          relayState,
          trusted
              .logouts()
              .ofQuery(
                  metadata,
                  base(request),
                  parameters,
                  Objects.requireNonNull(request.getQueryString())));
    } catch (RefusedMessageException e) {
      throw refusedLogout(name, e);
    }
  }

  @PostMapping(path = SamlPaths.LOGOUT, consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
  ResponseEntity<Void> logOutByForm(
      @PathVariable("name") String name,
      @RequestParam(RedirectBinding.REQUEST) String message,
      @RequestParam(name = "RelayState", required = false) @Nullable String relayState,
      HttpServletRequest request)
      throws IOException {
    SamlLogins.Trusted trusted = find(name);
    ProviderMetadata metadata = metadata(trusted);
    try {
      return loggedOut(
          trusted,
          metadata,
          base(request),
          relayState,
          trusted.logouts().ofForm(metadata, base(request), message));
    } catch (RefusedMessageException e) {
      throw refusedLogout(name, e);
    }
  }

  private ResponseEntity<Void> loggedOut(
      SamlLogins.Trusted trusted,
      ProviderMetadata metadata,
      String base,
      @Nullable String relayState,
      LogoutVerifier.Logout logout)
      throws IOException {
    logins.logOut(logout);
    if (metadata.logoutUri() == null) {
      return ResponseEntity.noContent().build();
    }
    Saml2Settings settings = Toolkit.settings(trusted.provider(), metadata, base);
    LogoutResponse answer =
        new LogoutResponse(
            settings, new LogoutResponseParams(logout.id(), Constants.STATUS_SUCCESS));
    return ResponseEntity.status(HttpStatus.SEE_OTHER)
        .header(
            HttpHeaders.LOCATION,
            RedirectBinding.location(
                metadata.logoutUri(),
                RedirectBinding.RESPONSE,
                answer.getEncodedLogoutResponse(true),
                relayState,
                trusted.provider().keys()))
        .build();
  }

  private static CatalogException refusedLogout(String name, RefusedMessageException e) {
    log("A logout of a SAML provider is refused", name, e);
    return new CatalogException(ErrorCode.PERMISSION_DENIED, "the request is not to be believed");
  }

  private static void log(String message, String provider, RefusedMessageException e) {
    LOG.atInfo()
        .setMessage(message)
        .addKeyValue("provider", provider)
        .addKeyValue("reason", e.getMessage())
        .log();
  }

  private SamlLogins.Trusted find(String name) {
    SamlLogins.Trusted trusted = logins.find(name);
    if (trusted == null) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    return trusted;
  }

  private static ProviderMetadata metadata(SamlLogins.Trusted trusted) {
    try {
      return trusted.metadata().current();
    } catch (IOException e) {
      LOG.atWarn()
          .setMessage("The metadata of a SAML provider cannot be read; nobody logs in there")
          .addKeyValue("provider", trusted.provider().name())
          .setCause(e)
          .log();
      throw new CatalogException(
          ErrorCode.STORAGE_UNAVAILABLE, "the identity provider cannot be reached");
    }
  }

  private static String base(HttpServletRequest request) {
    return ServletUriComponentsBuilder.fromContextPath(request).build().toUriString();
  }

  private static @Nullable String cookie(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    return cookies == null
        ? null
        : Arrays.stream(cookies)
            .filter(cookie -> cookie.getName().equals(COOKIE) && !cookie.getValue().isEmpty())
            .map(Cookie::getValue)
            .findFirst()
            .orElse(null);
  }

  private static void setCookie(
      HttpServletRequest request,
      HttpServletResponse response,
      String name,
      String value,
      Duration age) {
    response.addHeader(
        HttpHeaders.SET_COOKIE,
        ResponseCookie.from(COOKIE, value)
            .path(SamlPaths.start(request.getContextPath(), name))
            .httpOnly(true)
            .secure(true)
            .sameSite("None")
            .maxAge(age)
            .build()
            .toString());
  }
}
