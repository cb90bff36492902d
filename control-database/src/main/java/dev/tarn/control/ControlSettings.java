package dev.tarn.control;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the control database is.
 *
 * @param url of JDBC, {@code jdbc:h2:…} or {@code jdbc:postgresql:…}
 * @param username null where the database asks for none
 * @param password null where the database asks for none
 * @param maxConnections at most so many are open at once; who finds none waits
 */
public record ControlSettings(
    String url, @Nullable String username, @Nullable String password, int maxConnections) {
  private static final String H2 = "jdbc:h2:";
  private static final String POSTGRESQL = "jdbc:postgresql:";

  /** Enough for a server: requests that read a key find it in memory. */
  public static final int DEFAULT_MAX_CONNECTIONS = 10;

  public ControlSettings {
    if (!url.startsWith(H2) && !url.startsWith(POSTGRESQL)) {
      throw new IllegalArgumentException(
          "the control database is an H2 or a PostgreSQL: its URL begins with "
              + H2
              + " or "
              + POSTGRESQL);
    }
    if (maxConnections < 1) {
      throw new IllegalArgumentException("the control database needs a connection at least");
    }
  }

  /** Returns those of an embedded database in a folder, which one process opens at a time. */
  public static ControlSettings embedded(Path folder) {
    return new ControlSettings(
        H2
            + "file:"
            + folder.toAbsolutePath().resolve("control")
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
            // Acknowledged is on disk; the server's own end closes it, in its order.
            + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE",
        null,
        null,
        DEFAULT_MAX_CONNECTIONS);
  }

  @Override
  public String toString() {
    // A URL may have a password in it.
    return "ControlSettings[" + (url.startsWith(H2) ? H2 : POSTGRESQL) + "…]";
  }
}
