package dev.tarn.engines;

import dev.tarn.engines.trino.TrinoRun;
import dev.tarn.testkit.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A Trino server, coordinator and worker at once, in a JVM of its own; spoken to over JDBC. */
final class Trino implements SqlEngine, AutoCloseable {
  /** Whom Trino takes the tests for. */
  static final String USER = "ann";

  private static final String HEAP = "1g";
  private static final long ENDS_WITHIN_SECONDS = 60;

  private static final List<String> FLAGS =
      List.of(
          "--add-modules=jdk.incubator.vector",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Djdk.attach.allowAttachSelf=true");

  private final Process process;
  private final Connection connection;
  private final URI tarn;
  private final Path log;

  private Trino(Process process, Connection connection, URI tarn, Path log) {
    this.process = process;
    this.connection = connection;
    this.tarn = tarn;
    this.log = log;
  }

  static Trino start(URI tarn, Path folder) throws IOException {
    Path built = Path.of(System.getProperty("tarn.trino.target"));
    Path config = folder.resolve("config.properties");
    Files.writeString(config, settings(folder));
    List<String> flags = new ArrayList<>(FLAGS);
    flags.add("-Dconfig=" + config);
    List<String> command =
        new Jvm(
                HEAP,
                flags,
                List.of(
                    built.resolve("classes").toString(),
                    Files.readString(built.resolve("class-path")).strip()))
            .command(TrinoRun.class.getName());
    Path log = folder.resolve("trino.log");
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(log.toFile()).start();
    try {
      String address = process.inputReader().readLine();
      if (address == null) {
        throw new IOException("Trino ended; see " + log);
      }
      String url = "jdbc:trino://" + URI.create(address).getAuthority();
      Connection connection = DriverManager.getConnection(url + "?user=" + USER + "&timezone=UTC");
      Trino trino = new Trino(process, connection, tarn, log);
      trino.connect(CATALOG, "default");
      return trino;
    } catch (SQLException | EngineException e) {
      process.destroyForcibly();
      throw new IOException("Trino does not answer; see " + log, e);
    }
  }

  /** Returns what the server calls itself in a snapshot. */
  String named() {
    return "trino " + rows("SELECT version()").getFirst().getFirst();
  }

  private static String settings(Path folder) throws IOException {
    Map<String, String> settings =
        Map.of(
            "node.environment", "test",
            "node.bind-ip", "127.0.0.1",
            "node.internal-address", "127.0.0.1",
            "http-server.http.port", "0",
            // Nobody else is to be found.
            "discovery.type", "announce",
            // The tests say which catalogs there are.
            "catalog.management", "dynamic",
            "catalog.store", "memory",
            "plugin.dir", Files.createDirectories(folder.resolve("plugins")).toString());
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
        .sorted()
        .collect(Collectors.joining());
  }

  @Override
  public void connect(String catalog, String warehouse) {
    Map<String, String> settings =
        Map.of(
            "iceberg.catalog.type", "rest",
            "iceberg.rest-catalog.uri", tarn.toString(),
            "iceberg.rest-catalog.warehouse", warehouse,
            "iceberg.rest-catalog.security", "OAUTH2",
            "iceberg.rest-catalog.oauth2.token", ServerProcess.ADMIN_KEY,
            "iceberg.rest-catalog.nested-namespace-enabled", "true",
            // The reports' SQL names the catalog.
            "iceberg.rest-catalog.http-headers", "Tarn-Catalog-Name: " + catalog,
            "fs.local.enabled", "true",
            "local.location", "/");
    run("DROP CATALOG IF EXISTS " + catalog);
    run(
        settings.entrySet().stream()
            .map(setting -> "\"" + setting.getKey() + "\" = '" + setting.getValue() + "'")
            .sorted()
            .collect(
                Collectors.joining(
                    ", ", "CREATE CATALOG " + catalog + " USING iceberg WITH (", ")")));
  }

  @Override
  public List<List<@Nullable String>> rows(String sql) {
    try (Statement statement = connection.createStatement()) {
      List<List<@Nullable String>> rows = new ArrayList<>();
      if (!statement.execute(sql)) {
        return rows;
      }
      try (ResultSet result = statement.getResultSet()) {
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
          List<@Nullable String> row = new ArrayList<>();
          for (int column = 1; column <= columns; column++) {
            row.add(result.getString(column));
          }
          rows.add(row);
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new EngineException(sql + "; see " + log, e);
    }
  }

  @Override
  public void close() throws IOException {
    try (connection) {
      process.outputWriter().close();
      if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("Trino did not end in time; see " + log);
      }
    } catch (SQLException e) {
      throw new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
