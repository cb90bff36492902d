package dev.tarn.signin.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tarn.control.ControlDatabase;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.TenantId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The keys of an installation, in the control database. Safe for use by many threads. */
public final class ApiKeys {
  /** How long a server may go on with what it has read of a key that another one has changed. */
  public static final Duration MAX_STALENESS = Duration.ofSeconds(5);

  /** Keys that are kept in memory. */
  static final int MAX_CACHED = 10_000;

  /** Keys of a tenant that are not revoked. */
  public static final int MAX_KEYS_PER_TENANT = 10_000;

  /** The longest time that a key's old text is good for after a rotation. */
  public static final Duration MAX_OVERLAP = Duration.ofDays(30);

  private static final Duration USE_PRECISION = Duration.ofMinutes(1);
  private static final int MAX_ADDRESS_CHARS = 64;

  private final ControlDatabase database;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Cache<String, Optional<KeyRow>> rows =
      Caffeine.newBuilder().maximumSize(MAX_CACHED).expireAfterWrite(MAX_STALENESS).build();

  public ApiKeys(ControlDatabase database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Makes a key.
   *
   * @param by who makes it
   * @throws CatalogException {@code invalid-value} for an end in the past, {@code invalid-request}
   *     where the tenant has too many
   */
  public IssuedKey create(NewApiKey wanted, Actor by) {
    if (wanted.expiresAt() != null && !wanted.expiresAt().isAfter(clock.instant())) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_VALUE, "expiresAt", "a key does not begin after its end");
    }
    if (countGood(wanted.tenant()) >= MAX_KEYS_PER_TENANT) {
      throw new CatalogException(
          ErrorCode.INVALID_REQUEST,
          "a tenant has at most " + MAX_KEYS_PER_TENANT + " keys that are not revoked");
    }
    String id = KeyText.newId(random);
    String text = KeyText.newText(id, random);
    insert(id, text, wanted, by);
    return new IssuedKey(key(id), text);
  }

  private long countGood(@Nullable TenantId tenant) {
    return database
        .sql()
        .sql("SELECT count(*) FROM api_keys WHERE tenant = ? AND revoked_at IS NULL")
        .param(tenant == null ? "" : tenant.value())
        .query(Long.class)
        .single();
  }

  private void insert(String id, String text, NewApiKey wanted, Actor by) {
    database
        .sql()
        .sql(
            "INSERT INTO api_keys (id, hash, tenant, actor, description, roles, scopes, created_at,"
                + " created_by, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .params(
            Arrays.asList(
                id,
                KeyText.hash(text),
                wanted.tenant() == null ? null : wanted.tenant().value(),
                wanted.actor().name(),
                wanted.description(),
                KeyRow.words(wanted.roles()),
                KeyRow.words(wanted.scopes()),
                ControlDatabase.time(clock.instant()),
                by.name(),
                ControlDatabase.timeOrNull(wanted.expiresAt())))
        .update();
  }

  /**
   * Makes the admin key, if there is none, or makes the one that there is good for this text.
   *
   * @param wanted null for a random one
   * @return the text of a key that was made; empty if there was one and no other was wanted
   */
  Optional<String> ensureAdminKey(NewApiKey key, @Nullable String wanted) {
    Optional<KeyRow> before = read(KeyText.ADMIN);
    if (before.isEmpty()) {
      String text = wanted == null ? KeyText.newText(KeyText.ADMIN, random) : wanted;
      try {
        insert(KeyText.ADMIN, text, key, Actor.SYSTEM);
        return Optional.of(text);
      } catch (DuplicateKeyException e) {
        // Another server of the installation starts for the first time, too, and was faster.
        return wanted == null ? Optional.empty() : ensureAdminKey(key, wanted);
      }
    }
    if (wanted == null || before.get().isOf(KeyText.hash(wanted), clock.instant())) {
      return Optional.empty();
    }
    database
        .sql()
        .sql(
            "UPDATE api_keys SET hash = ?, previous_hash = NULL, previous_until = NULL,"
                + " revoked_at = NULL WHERE id = ?")
        .params(KeyText.hash(wanted), KeyText.ADMIN)
        .update();
    rows.invalidate(KeyText.ADMIN);
    return Optional.of(wanted);
  }

  /** Returns the keys of a tenant, newest first; of an actor only, if one is named. */
  public List<ApiKey> list(TenantId tenant, @Nullable Actor actor) {
    String ofActor = actor == null ? "" : " AND actor = ?";
    JdbcClient.StatementSpec statement =
        database
            .sql()
            .sql(
                KeyRow.SELECT
                    + " WHERE tenant = ?"
                    + ofActor
                    + " ORDER BY created_at DESC, id FETCH FIRST "
                    + 2 * MAX_KEYS_PER_TENANT
                    + " ROWS ONLY")
            .param(tenant.value());
    if (actor != null) {
      statement = statement.param(actor.name());
    }
    return statement.query(KeyRow::read).list().stream().map(KeyRow::key).toList();
  }

  /** Returns the keys that are of no tenant: the operators'. */
  public List<ApiKey> listOperators() {
    return database
        .sql()
        .sql(KeyRow.SELECT + " WHERE tenant IS NULL ORDER BY created_at DESC, id")
        .query(KeyRow::read)
        .list()
        .stream()
        .map(KeyRow::key)
        .toList();
  }

  /** Returns a key, whatever has become of it. */
  public Optional<ApiKey> find(String id) {
    return read(id).map(KeyRow::key);
  }

  private ApiKey key(String id) {
    return find(id).orElseThrow(() -> new IllegalStateException("a key is gone: " + id));
  }

  /**
   * Gives a key another text; its old one is good for a while.
   *
   * @throws CatalogException {@code key-not-found} if it is not there, or not good any more
   */
  public IssuedKey rotate(String id, Duration overlap) {
    if (overlap.isNegative() || overlap.compareTo(MAX_OVERLAP) > 0) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_VALUE, "overlap", "an overlap is at most " + MAX_OVERLAP);
    }
    Instant now = clock.instant();
    String text = KeyText.newText(id, random);
    int changed =
        database
            .sql()
            .sql(
                "UPDATE api_keys SET previous_hash = hash, previous_until = ?, hash = ?"
                    + " WHERE id = ? AND revoked_at IS NULL"
                    + " AND (expires_at IS NULL OR expires_at > ?)")
            .params(
                ControlDatabase.time(now.plus(overlap)),
                KeyText.hash(text),
                id,
                ControlDatabase.time(now))
            .update();
    rows.invalidate(id);
    if (changed == 0) {
      throw notFound(id);
    }
    return new IssuedKey(key(id), text);
  }

  /** Ends a key, at once in this server and within {@link #MAX_STALENESS} in others. */
  public void revoke(String id) {
    database
        .sql()
        .sql("UPDATE api_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL")
        .params(ControlDatabase.time(clock.instant()), id)
        .update();
    rows.invalidate(id);
  }

  /** Ends all keys of an actor. */
  public void revokeAllOf(TenantId tenant, Actor actor) {
    list(tenant, actor).stream()
        .filter(key -> key.revokedAt() == null)
        .forEach(key -> revoke(key.id()));
  }

  /** Has all keys read again. */
  void forgetAll() {
    rows.invalidateAll();
  }

  /** Returns the key that a text is of, if it is good now. */
  public Optional<ApiKey> verify(String text) {
    return verify(KeyText.id(text), text);
  }

  /** Returns the key of an id, if the text is its, and it is good now. */
  public Optional<ApiKey> verify(String id, String text) {
    byte[] hash = KeyText.hash(text);
    Instant now = clock.instant();
    return rows.get(id, this::read)
        .filter(row -> row.isOf(hash, now) && row.key().isGoodAt(now))
        .map(KeyRow::key);
  }

  /** Returns a key that is good now, for what was issued in its name. */
  public Optional<ApiKey> good(String id) {
    return rows.get(id, this::read).map(KeyRow::key).filter(key -> key.isGoodAt(clock.instant()));
  }

  /** Notes that a key was used, once a minute at most. */
  public void used(ApiKey key, @Nullable String address) {
    Instant now = clock.instant();
    Instant before = key.lastUsedAt();
    if (before != null && now.isBefore(before.plus(USE_PRECISION))) {
      return;
    }
    Instant due = now.minus(USE_PRECISION);
    database
        .sql()
        .sql(
            "UPDATE api_keys SET last_used_at = ?, last_used_from = ?"
                + " WHERE id = ? AND (last_used_at IS NULL OR last_used_at <= ?)")
        .params(
            Arrays.asList(
                ControlDatabase.time(now),
                address == null || address.length() > MAX_ADDRESS_CHARS ? null : address,
                key.id(),
                ControlDatabase.time(due)))
        .update();
    rows.invalidate(key.id());
  }

  private Optional<KeyRow> read(String id) {
    return database
        .sql()
        .sql(KeyRow.SELECT + " WHERE id = ?")
        .param(id)
        .query(KeyRow::read)
        .optional();
  }

  static CatalogException notFound(String id) {
    return new CatalogException(ErrorCode.KEY_NOT_FOUND, "no key " + id);
  }
}
