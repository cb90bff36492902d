package dev.tarn.signin.saml;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tarn.control.ControlDatabase;
import dev.tarn.signin.key.ApiKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who has logged out at a provider, for as long as sessions from before may last. Safe for use by
 * many threads.
 */
public final class Logouts {
  private static final int MAX_CACHED = 10_000;

  private final ControlDatabase database;
  private final Clock clock;
  private final Duration kept;
  private final Cache<Subject, List<Logout>> known =
      Caffeine.newBuilder().maximumSize(MAX_CACHED).expireAfterWrite(ApiKeys.MAX_STALENESS).build();

  /** Somebody, as a provider names them; the format of a name is none of its business here. */
  record Subject(String provider, String nameId) {}

  /** The session that has ended at the provider; empty for all of them. */
  private record Logout(String sessionIndex, Instant at) {}

  /**
   * @param kept how long sessions last at most
   */
  public Logouts(ControlDatabase database, Clock clock, Duration kept) {
    this.database = database;
    this.clock = clock;
    this.kept = kept;
  }

  /**
   * Keeps a logout: at once in this server, and within {@link ApiKeys#MAX_STALENESS} in others.
   *
   * @param sessionIndexes the provider's sessions; none for all that there are
   */
  void add(Subject subject, List<String> sessionIndexes) {
    Instant now = clock.instant();
    database.inTransaction(
        sql -> {
          sql.sql("DELETE FROM saml_logouts WHERE logged_out_at < ?")
              .param(ControlDatabase.time(now.minus(kept)))
              .update();
          for (String index : sessionIndexes.isEmpty() ? List.of("") : sessionIndexes) {
            sql.sql(
                    "INSERT INTO saml_logouts (provider, name_id, session_index, logged_out_at)"
                        + " VALUES (?, ?, ?, ?)")
                .params(subject.provider(), subject.nameId(), index, ControlDatabase.time(now))
                .update();
          }
          return null;
        });
    known.invalidate(subject);
  }

  /**
   * Returns whether somebody has logged out of a session since it began.
   *
   * @param sessionIndex of the provider; null if it has named none
   */
  boolean happened(Subject subject, @Nullable String sessionIndex, Instant since) {
    Instant began = ControlDatabase.time(since).toInstant();
    return known.get(subject, this::read).stream()
        .filter(logout -> !logout.at().isBefore(began))
        .anyMatch(
            logout ->
                logout.sessionIndex().isEmpty() || logout.sessionIndex().equals(sessionIndex));
  }

  private List<Logout> read(Subject subject) {
    return database
        .sql()
        .sql(
            "SELECT session_index, logged_out_at FROM saml_logouts"
                + " WHERE provider = ? AND name_id = ?")
        .params(subject.provider(), subject.nameId())
        .query(
            (row, number) ->
                new Logout(
                    row.getString("session_index"),
                    row.getObject("logged_out_at", OffsetDateTime.class).toInstant()))
        .list();
  }
}
