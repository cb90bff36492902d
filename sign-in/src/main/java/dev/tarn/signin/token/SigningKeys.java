package dev.tarn.signin.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.tarn.control.ControlDatabase;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The key pairs of the installation: the newest signs, those before it still verify. Safe for use
 * by many threads.
 */
public final class SigningKeys implements JWKSource<SecurityContext> {
  /** How long a key pair signs. */
  public static final Duration SIGNS_FOR = Duration.ofDays(30);

  /** How long it verifies: longer than it signs by more than any token lives. */
  static final Duration VERIFIES_FOR = SIGNS_FOR.plusDays(2);

  /** How old what is in memory may be: another server may have made a pair. */
  private static final Duration MAX_STALENESS = Duration.ofMinutes(1);

  private final ControlDatabase database;
  private final Clock clock;
  private @Nullable Known known;

  private record Pair(ECKey key, Instant createdAt) {}

  private record Known(List<Pair> pairs, Instant readAt) {}

  public SigningKeys(ControlDatabase database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Returns the pair to sign with; the first one, and each after its time, is made here. */
  synchronized ECKey current() {
    Instant now = clock.instant();
    List<Pair> pairs = pairs();
    if (pairs.isEmpty() || !now.isBefore(pairs.getFirst().createdAt().plus(SIGNS_FOR))) {
      rotate();
      pairs = pairs();
    }
    return pairs.getFirst().key();
  }

  /** Makes a new pair, and forgets those that nothing is signed with any more. */
  public synchronized void rotate() {
    Instant now = clock.instant();
    ECKey made = generate();
    database
        .sql()
        .sql("INSERT INTO signing_keys (id, jwk, created_at) VALUES (?, ?, ?)")
        .params(made.getKeyID(), made.toJSONString(), ControlDatabase.time(now))
        .update();
    database
        .sql()
        .sql("DELETE FROM signing_keys WHERE created_at < ?")
        .param(ControlDatabase.time(now.minus(VERIFIES_FOR)))
        .update();
    known = null;
  }

  /** Returns the public keys that tokens are verified with. */
  synchronized JWKSet publicKeys() {
    return new JWKSet(pairs().stream().map(pair -> (JWK) pair.key()).toList()).toPublicJWKSet();
  }

  @Override
  public synchronized List<JWK> get(JWKSelector selector, @Nullable SecurityContext context)
      throws KeySourceException {
    List<JWK> found = selector.select(publicKeys());
    if (found.isEmpty()) {
      // Perhaps another server has made it just now.
      known = null;
      found = selector.select(publicKeys());
    }
    return found;
  }

  private List<Pair> pairs() {
    Instant now = clock.instant();
    Known before = known;
    if (before != null && now.isBefore(before.readAt().plus(MAX_STALENESS))) {
      return before.pairs();
    }
    List<Pair> read =
        database
            .sql()
            .sql(
                "SELECT jwk, created_at FROM signing_keys WHERE created_at >= ?"
                    + " ORDER BY created_at DESC, id")
            .param(ControlDatabase.time(now.minus(VERIFIES_FOR)))
            .query(
                (row, number) ->
                    new Pair(
                        parse(row.getString("jwk")),
                        row.getObject("created_at", OffsetDateTime.class).toInstant()))
            .list();
    known = new Known(read, now);
    return read;
  }

  private static ECKey parse(String json) {
    try {
      return ECKey.parse(json);
    } catch (ParseException e) {
      throw new IllegalStateException("a signing key of the control database is not one", e);
    }
  }

  private static ECKey generate() {
    try {
      return new ECKeyGenerator(Curve.P_256)
          .keyID(UUID.randomUUID().toString())
          .algorithm(JWSAlgorithm.ES256)
          .keyUse(KeyUse.SIGNATURE)
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java has the curve P-256", e);
    }
  }
}
