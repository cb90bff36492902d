package dev.tarn.signin.saml;

import dev.tarn.control.ControlDatabase;
import java.time.Clock;
import java.time.Instant;
import org.springframework.dao.DuplicateKeyException;

/**
 * The assertions that somebody has logged in with, until they end: each is good once, in all
 * servers of an installation.
 */
public final class UsedAssertions {
  private final ControlDatabase database;
  private final Clock clock;

  public UsedAssertions(ControlDatabase database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Uses an assertion.
   *
   * @param endsAt from when on it is refused anyway
   * @return false if it was used before
   */
  boolean use(String provider, String assertion, Instant endsAt) {
    database
        .sql()
        .sql("DELETE FROM saml_assertions WHERE ends_at < ?")
        .param(ControlDatabase.time(clock.instant()))
        .update();
    try {
      database
          .sql()
          .sql("INSERT INTO saml_assertions (provider, id, ends_at) VALUES (?, ?, ?)")
          .params(provider, assertion, ControlDatabase.time(endsAt))
          .update();
      return true;
    } catch (DuplicateKeyException e) {
      return false;
    }
  }
}
