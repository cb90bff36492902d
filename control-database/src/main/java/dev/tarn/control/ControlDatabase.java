package dev.tarn.control;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The control database, migrated to what the modules on the class path want of it. Safe for use by
 * many threads.
 *
 * <p>All methods throw Spring's {@code DataAccessException} where the database fails; a broken
 * uniqueness is its {@code DuplicateKeyException}.
 */
public final class ControlDatabase implements AutoCloseable {
  /** Where the migrations of all modules are on the class path. */
  public static final String MIGRATIONS = "classpath:db/control";

  private final HikariDataSource source;
  private final JdbcClient sql;
  private final TransactionTemplate transactions;

  private ControlDatabase(HikariDataSource source) {
    this.source = source;
    this.sql = JdbcClient.create(source);
    this.transactions = new TransactionTemplate(new JdbcTransactionManager(source));
  }

  /**
   * Opens the database and brings its tables up to date. Servers that start at once wait for each
   * other.
   */
  public static ControlDatabase open(ControlSettings settings) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("control");
    config.setJdbcUrl(settings.url());
    if (settings.username() != null) {
      config.setUsername(settings.username());
    }
    if (settings.password() != null) {
      config.setPassword(settings.password());
    }
    config.setMaximumPoolSize(settings.maxConnections());
    config.setMinimumIdle(1);
    HikariDataSource source = new HikariDataSource(config);
    try {
      Flyway.configure()
          .dataSource(source)
          .locations(MIGRATIONS)
          // The modules' migrations are numbered apart from each other.
          .outOfOrder(true)
          .table("control_migrations")
          .load()
          .migrate();
      return new ControlDatabase(source);
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /**
   * Returns the way to run statements; each is a transaction of its own, or part of the caller's.
   */
  public JdbcClient sql() {
    return sql;
  }

  /**
   * Runs statements as one transaction, which an exception undoes.
   *
   * @return what the work returns
   */
  public <T extends @Nullable Object> T inTransaction(Function<JdbcClient, T> work) {
    return transactions.<T>execute(status -> work.apply(sql));
  }

  /**
   * Returns a time as both databases take it: in whole microseconds. Left to them, it would be
   * rounded, and what ends at a time would last beyond it.
   */
  public static OffsetDateTime time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }

  /** Returns a time as both databases take it; null stays null. */
  public static @Nullable OffsetDateTime timeOrNull(@Nullable Instant instant) {
    return instant == null ? null : time(instant);
  }

  @Override
  public void close() {
    source.close();
  }
}
