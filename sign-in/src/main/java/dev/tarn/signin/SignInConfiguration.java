package dev.tarn.signin;

import dev.tarn.control.ControlDatabase;
import dev.tarn.core.privacy.PersonRecords;
import dev.tarn.core.scope.SignedIn;
import dev.tarn.rest.Refusals;
import dev.tarn.rest.request.Headers;
import dev.tarn.rest.request.PrincipalResolver;
import dev.tarn.signin.key.ApiKeys;
import dev.tarn.signin.key.BlockedActors;
import dev.tarn.signin.key.KeyController;
import dev.tarn.signin.key.PersonKeys;
import dev.tarn.signin.scim.ScimController;
import dev.tarn.signin.token.ClientTokens;
import dev.tarn.signin.token.SigningKeys;
import dev.tarn.signin.token.TokenController;
import dev.tarn.signin.web.BearerCredentials;
import dev.tarn.signin.web.BearerSignIn;
import dev.tarn.signin.web.CredentialVerifier;
import dev.tarn.signin.web.KeyVerifier;
import dev.tarn.signin.web.PrincipalController;
import dev.tarn.signin.web.RefusedRequests;
import dev.tarn.signin.web.SecurityPrincipals;
import dev.tarn.signin.web.SignInObserver;
import dev.tarn.signin.web.SignInReports;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/**
 * Sign-in, for an application to import. It needs beans of {@link ControlDatabase}, {@link
 * dev.tarn.core.catalog.Catalog} and {@link Clock}, and the metadata API's configuration.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@EnableConfigurationProperties(SignInSettings.class)
@Import({
  OidcConfiguration.class,
  SamlConfiguration.class,
  KeyController.class,
  TokenController.class,
  PrincipalController.class,
  ScimController.class
})
public class SignInConfiguration {
  /** After the filter that gives requests their id, before those that read bodies. */
  private static final int CHAIN_ORDER = -100;

  /** The role of those who may see what is of no tenant, such as metrics. */
  private static final String OPERATOR = SignedIn.OPERATOR;

  /** The page to try the API has its styles within. */
  private static final String CONTENT_POLICY =
      "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline';"
          + " object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

  @Bean
  ApiKeys apiKeys(ControlDatabase database, Clock clock) {
    return new ApiKeys(database, clock);
  }

  @Bean
  BlockedActors blockedActors(ControlDatabase database, Clock clock) {
    return new BlockedActors(database, clock);
  }

  @Bean
  PersonRecords personKeys(ControlDatabase database, ApiKeys keys) {
    return new PersonKeys(database, keys);
  }

  @Bean
  KeyVerifier keyVerifier(ApiKeys keys) {
    return new KeyVerifier(keys);
  }

  @Bean
  SigningKeys signingKeys(ControlDatabase database, Clock clock) {
    return new SigningKeys(database, clock);
  }

  @Bean
  ClientTokens clientTokens(
      SigningKeys signing, ApiKeys keys, Clock clock, SignInSettings settings) {
    return new ClientTokens(signing, keys, clock, settings.tokenLifetime());
  }

  @Bean
  BearerCredentials bearerCredentials(List<CredentialVerifier> verifiers, BlockedActors blocked) {
    return new BearerCredentials(verifiers, blocked);
  }

  @Bean
  BearerSignIn bearerSignIn(BearerCredentials credentials) {
    return new BearerSignIn(credentials);
  }

  @Bean
  PrincipalResolver principalResolver() {
    return new SecurityPrincipals();
  }

  @Bean
  SignInReports signInReports(ObjectProvider<SignInObserver> observers) {
    return new SignInReports(observers.orderedStream().toList());
  }

  @Bean
  RefusedRequests refusedRequests(Refusals refusals, SignInReports reports) {
    return new RefusedRequests(refusals, reports);
  }

  /**
   * The container has parsed the path, and refuses what leads out of it; names of tables may have
   * slashes, percent signs and anything else in them, and headers text in UTF-8.
   */
  @Bean
  HttpFirewall httpFirewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setAllowUrlEncodedSlash(true);
    firewall.setAllowUrlEncodedDoubleSlash(true);
    firewall.setAllowUrlEncodedPercent(true);
    firewall.setAllowUrlEncodedPeriod(true);
    firewall.setAllowUrlEncodedLineFeed(true);
    firewall.setAllowUrlEncodedCarriageReturn(true);
    firewall.setAllowUrlEncodedLineSeparator(true);
    firewall.setAllowUrlEncodedParagraphSeparator(true);
    firewall.setAllowBackSlash(true);
    firewall.setAllowSemicolon(true);
    firewall.setAllowedHeaderValues(value -> true);
    firewall.setAllowedParameterNames(name -> true);
    return firewall;
  }

  @Bean
  SecurityFilterChain signInChain(
      HttpSecurity http,
      BearerSignIn bearer,
      RefusedRequests refused,
      OidcConfiguration.BrowserSignIn browsers) {
    http.authorizeHttpRequests(
            requests ->
                requests
                    .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                    .permitAll()
                    .requestMatchers(OpenPaths.all())
                    .permitAll()
                    .requestMatchers("/actuator/**")
                    .hasAuthority(OPERATOR)
                    .anyRequest()
                    .authenticated())
        .oauth2ResourceServer(
            bearers ->
                bearers.authenticationManagerResolver(bearer).authenticationEntryPoint(refused))
        .exceptionHandling(
            handling -> handling.authenticationEntryPoint(refused).accessDeniedHandler(refused))
        .headers(
            headers ->
                headers
                    .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                    .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER)))
        .cors(Customizer.withDefaults())
        // What a session may write is checked with the session.
        .csrf(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable);
    browsers.addTo(http);
    return http.build();
  }

  /**
   * Pages of other sites may call the API where a setting names them, and never with a cookie. The
   * pages of providers that send messages call nothing: they lead the browser here.
   */
  @Bean
  CorsConfigurationSource corsConfigurationSource(SignInSettings settings) {
    UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
    if (!settings.corsOrigins().isEmpty()) {
      CorsConfiguration cors = new CorsConfiguration();
      cors.setAllowedOrigins(settings.corsOrigins());
      cors.setAllowedMethods(List.of(CorsConfiguration.ALL));
      cors.setAllowedHeaders(List.of(CorsConfiguration.ALL));
      cors.setExposedHeaders(
          List.of(Headers.COMMIT, Headers.REQUEST_ID, HttpHeaders.ETAG, HttpHeaders.RETRY_AFTER));
      cors.setAllowCredentials(false);
      source.registerCorsConfiguration("/**", cors);
    }
    RequestMatcher messages = OidcConfiguration.providerMessages();
    return request -> messages.matches(request) ? null : source.getCorsConfiguration(request);
  }

  @Bean
  DelegatingFilterProxyRegistrationBean signInFilter() {
    DelegatingFilterProxyRegistrationBean registration =
        new DelegatingFilterProxyRegistrationBean("springSecurityFilterChain");
    registration.setOrder(CHAIN_ORDER);
    registration.setDispatcherTypes(
        DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
    return registration;
  }
}
