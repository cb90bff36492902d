package dev.tarn.signin;

import dev.tarn.rest.Refusals;
import dev.tarn.signin.key.BlockedActors;
import dev.tarn.signin.oidc.BrowserLogin;
import dev.tarn.signin.oidc.Issuers;
import dev.tarn.signin.oidc.LoginClients;
import dev.tarn.signin.saml.SamlPaths;
import dev.tarn.signin.session.SessionCheck;
import dev.tarn.signin.session.SessionRules;
import dev.tarn.signin.session.Sessions;
import dev.tarn.signin.web.CertificateSignIn;
import dev.tarn.signin.web.RefusedRequests;
import jakarta.servlet.SessionTrackingMode;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.authentication.logout.HttpStatusReturningLogoutSuccessHandler;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Providers, and the login and the sessions of browsers. */
@Configuration(proxyBeanMethods = false)
class OidcConfiguration {
  private static final String SESSION_COOKIE = "TARN_SESSION";
  private static final String SIGN_OUT = "/sign-out";

  @Bean
  Issuers issuers(SignInSettings settings, Clock clock) {
    return new Issuers(
        settings.issuers().stream().map(SignInSettings.IssuerSettings::issuer).toList(), clock);
  }

  @Bean
  LoginClients loginClients(Issuers issuers) {
    return new LoginClients(issuers.all());
  }

  @Bean
  OAuth2AuthorizedClientRepository authorizedClients() {
    return new HttpSessionOAuth2AuthorizedClientRepository();
  }

  @Bean
  Sessions sessions(
      BlockedActors blocked, RefusedRequests refused, Clock clock, SignInSettings settings) {
    return new Sessions(
        blocked,
        refused,
        clock,
        new SessionRules(settings.session().lifetime(), settings.session().target()));
  }

  @Bean
  BrowserLogin browserLogin(
      Issuers issuers,
      OAuth2AuthorizedClientRepository clients,
      Sessions sessions,
      Clock clock,
      SignInSettings settings) {
    return new BrowserLogin(
        issuers, clients, sessions, clock, settings.session().recheckInterval());
  }

  @Bean
  SessionCheck sessionCheck(
      BlockedActors blocked, RefusedRequests refused, Refusals refusals, Clock clock) {
    return new SessionCheck(blocked, refused, refusals, clock, providerMessages());
  }

  /** Returns what matches messages of providers, which come from pages of theirs. */
  static RequestMatcher providerMessages() {
    PathPatternRequestMatcher.Builder paths = PathPatternRequestMatcher.withDefaults();
    return new OrRequestMatcher(
        Stream.of(SamlPaths.messages()).<RequestMatcher>map(paths::matcher).toList());
  }

  @Bean
  CertificateSignIn certificateSignIn(SignInSettings settings, BlockedActors blocked, Clock clock) {
    return new CertificateSignIn(
        settings.certificates().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    SignInSettings.CertificateSettings::principal,
                    SignInSettings.CertificateSettings::signedIn)),
        blocked,
        clock);
  }

  /** Both are parts of the security chain, and no filters beside it. */
  @Bean
  FilterRegistrationBean<CertificateSignIn> certificatesOutsideOfTheChain(
      CertificateSignIn certificates) {
    FilterRegistrationBean<CertificateSignIn> registration =
        new FilterRegistrationBean<>(certificates);
    registration.setEnabled(false);
    return registration;
  }

  @Bean
  FilterRegistrationBean<SessionCheck> sessionCheckOutsideOfTheChain(SessionCheck check) {
    FilterRegistrationBean<SessionCheck> registration = new FilterRegistrationBean<>(check);
    registration.setEnabled(false);
    return registration;
  }

  @Bean
  BrowserSignIn browserSignIn(
      LoginClients clients,
      OAuth2AuthorizedClientRepository authorized,
      BrowserLogin login,
      SessionCheck check,
      CertificateSignIn certificates,
      RefusedRequests refused) {
    return new BrowserSignIn(clients, authorized, login, check, certificates, refused);
  }

  /**
   * The cookie comes back from a provider's page, which "strict" would not let it; writes are kept
   * to own pages by {@link SessionCheck}. Under TLS the container makes it secure.
   */
  @Bean
  ServletContextInitializer sessionCookie() {
    return context -> {
      context.setSessionTrackingModes(Set.of(SessionTrackingMode.COOKIE));
      context.getSessionCookieConfig().setName(SESSION_COOKIE);
      context.getSessionCookieConfig().setHttpOnly(true);
      context.getSessionCookieConfig().setAttribute("SameSite", "Lax");
    };
  }

  /** The part of the security chain that is for browsers. */
  record BrowserSignIn(
      LoginClients clients,
      OAuth2AuthorizedClientRepository authorized,
      BrowserLogin login,
      SessionCheck check,
      CertificateSignIn certificates,
      RefusedRequests refused) {
    void addTo(HttpSecurity http) {
      http.addFilterAfter(certificates, BearerTokenAuthenticationFilter.class)
          .addFilterAfter(check, BearerTokenAuthenticationFilter.class)
          .logout(
              logout ->
                  logout
                      .logoutUrl(SIGN_OUT)
                      .deleteCookies(SESSION_COOKIE)
                      .logoutSuccessHandler(
                          new HttpStatusReturningLogoutSuccessHandler(HttpStatus.NO_CONTENT)));
      if (clients.isEmpty()) {
        return;
      }
      DefaultOAuth2AuthorizationRequestResolver requests =
          new DefaultOAuth2AuthorizationRequestResolver(clients, LoginClients.START);
      requests.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
      http.oauth2Login(
          browsers ->
              browsers
                  .clientRegistrationRepository(clients)
                  .authorizedClientRepository(authorized)
                  .loginPage(LoginClients.START)
                  .authorizationEndpoint(
                      endpoint -> endpoint.authorizationRequestResolver(requests))
                  .redirectionEndpoint(endpoint -> endpoint.baseUri(LoginClients.CALLBACK))
                  .successHandler(login)
                  .failureHandler(refused::commence));
    }
  }
}
