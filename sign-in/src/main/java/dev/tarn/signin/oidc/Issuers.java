package dev.tarn.signin.oidc;

import dev.tarn.core.scope.Credential;
import dev.tarn.core.scope.SignedIn;
import dev.tarn.signin.claims.ClaimMapping;
import dev.tarn.signin.web.CredentialVerifier;
import dev.tarn.signin.web.JwtForm;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.web.client.RestTemplate;

/**
 * The providers whose tokens are taken. Their keys are read when the first token comes, and again
 * when one comes that is signed with a key that is not known yet.
 */
public final class Issuers implements CredentialVerifier {
  private static final Logger LOG = LoggerFactory.getLogger(Issuers.class);

  /** For a provider's keys; requests wait. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Only what is signed with a private key: never {@code none}, nor a shared secret. */
  private static final Set<SignatureAlgorithm> ALGORITHMS =
      Set.of(
          SignatureAlgorithm.RS256,
          SignatureAlgorithm.RS384,
          SignatureAlgorithm.RS512,
          SignatureAlgorithm.PS256,
          SignatureAlgorithm.PS384,
          SignatureAlgorithm.PS512,
          SignatureAlgorithm.ES256,
          SignatureAlgorithm.ES384,
          SignatureAlgorithm.ES512);

  private final Map<String, Trusted> byUri = new HashMap<>();
  private final Map<String, Trusted> byName = new LinkedHashMap<>();

  private record Trusted(Issuer issuer, JwtDecoder decoder, ClaimMapping mapping) {}

  public Issuers(List<Issuer> issuers, Clock clock) {
    for (Issuer issuer : issuers) {
      Trusted trusted =
          new Trusted(
              issuer,
              new SupplierJwtDecoder(() -> decoder(issuer, clock)),
              new ClaimMapping(issuer.claims()));
      if (byUri.put(issuer.uri().toString(), trusted) != null
          || byName.put(issuer.name(), trusted) != null) {
        throw new IllegalArgumentException(
            "an issuer is there twice in tarn.sign-in.issuers: " + issuer.name());
      }
    }
  }

  private static JwtDecoder decoder(Issuer issuer, Clock clock) {
    NimbusJwtDecoder decoder =
        (issuer.jwksUri() == null
                ? NimbusJwtDecoder.withIssuerLocation(issuer.uri().toString())
                : NimbusJwtDecoder.withJwkSetUri(issuer.jwksUri().toString()))
            .jwsAlgorithms(algorithms -> algorithms.addAll(ALGORITHMS))
            .validateType(false)
            .restOperations(restOperations())
            .build();
    JwtTimestampValidator times = new JwtTimestampValidator(issuer.clockSkew());
    times.setClock(clock);
    // RFC 9068 gives access tokens a type; most providers have none, or JWT.
    JwtTypeValidator types = new JwtTypeValidator("JWT", "at+jwt");
    types.setAllowEmpty(true);
    decoder.setJwtValidator(
        new DelegatingOAuth2TokenValidator<>(
            types,
            times,
            new JwtIssuerValidator(issuer.uri().toString()),
            new JwtClaimValidator<Collection<String>>(
                JwtClaimNames.AUD,
                audiences ->
                    audiences != null && audiences.stream().anyMatch(issuer.audiences()::contains)),
            new JwtClaimValidator<>(JwtClaimNames.EXP, Objects::nonNull)));
    return decoder;
  }

  private static RestTemplate restOperations() {
    SimpleClientHttpRequestFactory requests = new SimpleClientHttpRequestFactory();
    requests.setConnectTimeout(TIMEOUT);
    requests.setReadTimeout(TIMEOUT);
    return new RestTemplate(requests);
  }

  /** Returns the providers, in the order of the settings. */
  public List<Issuer> all() {
    return byName.values().stream().map(Trusted::issuer).toList();
  }

  @Override
  public boolean takes(String text) {
    return JwtForm.issuer(text).map(byUri::containsKey).orElse(false);
  }

  @Override
  public Optional<SignedIn> verify(String text) {
    Trusted trusted = JwtForm.issuer(text).map(byUri::get).orElse(null);
    if (trusted == null) {
      return Optional.empty();
    }
    Jwt token;
    try {
      token = trusted.decoder().decode(text);
    } catch (BadJwtException e) {
      return Optional.empty();
    } catch (JwtException e) {
      LOG.atWarn()
          .setMessage("The keys of an issuer cannot be read; its tokens are refused")
          .addKeyValue("issuer", trusted.issuer().name())
          .setCause(e)
          .log();
      return Optional.empty();
    }
    return trusted
        .mapping()
        .signedIn(token.getClaims(), new Credential(Credential.Kind.JWT, token.getId(), Set.of()));
  }

  /** Returns who a provider says has logged in, in a browser. */
  public Optional<SignedIn> loggedIn(String issuer, Map<String, Object> claims, String sessionId) {
    Trusted trusted = byName.get(issuer);
    return trusted == null
        ? Optional.empty()
        : trusted
            .mapping()
            .signedIn(claims, new Credential(Credential.Kind.SESSION, sessionId, Set.of()));
  }
}
