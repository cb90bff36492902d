package dev.tarn.signin.key;

import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.TenantId;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A row of the table of keys. */
@SuppressWarnings("ArrayRecordComponent") // compared by MessageDigest, never by equals
record KeyRow(
    ApiKey key, byte[] hash, byte @Nullable [] previousHash, @Nullable Instant previousUntil) {
  static final String SELECT =
      "SELECT id, hash, previous_hash, previous_until, tenant, actor, description, roles, scopes,"
          + " created_at, created_by, expires_at, revoked_at, last_used_at, last_used_from"
          + " FROM api_keys";

  static KeyRow read(ResultSet row, int number) throws SQLException {
    String tenant = row.getString("tenant");
    return new KeyRow(
        new ApiKey(
            row.getString("id"),
            tenant == null ? null : new TenantId(tenant),
            new Actor(row.getString("actor")),
            row.getString("description"),
            set(row.getString("roles")),
            set(row.getString("scopes")),
            row.getObject("created_at", OffsetDateTime.class).toInstant(),
            new Actor(row.getString("created_by")),
            time(row, "expires_at"),
            time(row, "revoked_at"),
            time(row, "last_used_at"),
            row.getString("last_used_from")),
        row.getBytes("hash"),
        row.getBytes("previous_hash"),
        time(row, "previous_until"));
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  static Set<String> set(String words) {
    return words.isEmpty() ? Set.of() : Set.of(words.split(" "));
  }

  static String words(Set<String> set) {
    return String.join(" ", new TreeSet<>(set));
  }

  /** Returns whether a text of this hash is the key's. */
  boolean isOf(byte[] given, Instant now) {
    boolean isCurrent = MessageDigest.isEqual(hash, given);
    boolean isPrevious =
        previousHash != null
            && MessageDigest.isEqual(previousHash, given)
            && previousUntil != null
            && now.isBefore(previousUntil);
    return isCurrent || isPrevious;
  }
}
