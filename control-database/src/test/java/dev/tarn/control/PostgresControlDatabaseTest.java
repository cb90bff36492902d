package dev.tarn.control;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class PostgresControlDatabaseTest extends ControlDatabaseContract {
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @Override
  ControlSettings settings() {
    return new ControlSettings(
        postgres.getJdbcUrl("postgres", "postgres"),
        null,
        null,
        ControlSettings.DEFAULT_MAX_CONNECTIONS);
  }
}
