package dev.tarn.signin.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.tarn.core.scope.Credential;
import dev.tarn.core.scope.SignedIn;
import dev.tarn.signin.key.ApiKey;
import dev.tarn.signin.key.ApiKeys;
import dev.tarn.signin.web.CredentialVerifier;
import dev.tarn.signin.web.JwtForm;
import dev.tarn.signin.web.KeyVerifier;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** Issues and verifies the installation's own tokens. Safe for use by many threads. */
public final class ClientTokens implements CredentialVerifier {
  /** The issuer and the audience of these tokens: this installation, which alone takes them. */
  static final String ISSUER = "urn:tarn:installation";

  private static final String SCOPE = "scope";

  private final SigningKeys signing;
  private final ApiKeys keys;
  private final Clock clock;
  private final Duration lifetime;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  /** A token, and how long it is good for. */
  record Issued(String text, Duration lifetime) {}

  public ClientTokens(SigningKeys signing, ApiKeys keys, Clock clock, Duration lifetime) {
    this.signing = signing;
    this.keys = keys;
    this.clock = clock;
    this.lifetime = lifetime;
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, signing));
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new SameClockVerifier(
            ISSUER, new JWTClaimsSet.Builder().issuer(ISSUER).build(), Set.of("sub", "exp", SCOPE));
    processor.setJWTClaimsSetVerifier(claims);
  }

  /** Verifies with the clock that tokens are issued by. */
  private final class SameClockVerifier extends DefaultJWTClaimsVerifier<SecurityContext> {
    SameClockVerifier(String audience, JWTClaimsSet exact, Set<String> required) {
      super(audience, exact, required);
      setMaxClockSkew(0);
    }

    @Override
    protected Date currentTime() {
      return Date.from(clock.instant());
    }
  }

  /**
   * Issues a token.
   *
   * @param scopes what it is good for; empty for all that the key is
   */
  Issued issue(ApiKey key, Set<String> scopes) {
    ECKey pair = signing.current();
    Instant now = clock.instant();
    Duration left = key.expiresAt() == null ? lifetime : Duration.between(now, key.expiresAt());
    Duration good = left.compareTo(lifetime) < 0 ? left : lifetime;
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(pair.getKeyID()).build(),
            new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(ISSUER)
                .subject(key.id())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(good)))
                .claim(SCOPE, String.join(" ", new TreeSet<>(scopes)))
                .build());
    try {
      token.sign(new ECDSASigner(pair));
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot sign with a key pair of the installation", e);
    }
    return new Issued(token.serialize(), good);
  }

  /** Returns the public keys as a JSON Web Key Set. */
  Map<String, Object> publicKeys() {
    return signing.publicKeys().toJSONObject();
  }

  @Override
  public boolean takes(String text) {
    return JwtForm.issuer(text).filter(ISSUER::equals).isPresent();
  }

  @Override
  public Optional<SignedIn> verify(String text) {
    JWTClaimsSet claims;
    String scope;
    try {
      claims = processor.process(text, null);
      scope = claims.getStringClaim(SCOPE);
    } catch (ParseException | BadJOSEException | JOSEException e) {
      return Optional.empty();
    }
    Set<String> given =
        Arrays.stream(scope.split(" "))
            .filter(word -> !word.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    return keys.good(claims.getSubject()).flatMap(key -> signedIn(key, given));
  }

  /** What a token was given counts as far as its key still has it. */
  private static Optional<SignedIn> signedIn(ApiKey key, Set<String> given) {
    Set<String> scopes = given.isEmpty() ? key.scopes() : new TreeSet<>(given);
    if (!given.isEmpty() && !key.scopes().isEmpty()) {
      scopes.retainAll(key.scopes());
      if (scopes.isEmpty()) {
        return Optional.empty();
      }
    }
    return Optional.of(KeyVerifier.signedIn(key, Credential.Kind.CLIENT_TOKEN, scopes));
  }

  @Override
  public void used(SignedIn signedIn) {
    String id = signedIn.credential().id();
    if (id != null) {
      keys.good(id).ifPresent(key -> keys.used(key, signedIn.origin().address()));
    }
  }
}
