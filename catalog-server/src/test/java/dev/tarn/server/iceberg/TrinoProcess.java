package dev.tarn.server.iceberg;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A Trino server in a JVM of its own, with catalogs of Tarn. */
final class TrinoProcess {
  private static final Path ARCHIVES = Path.of(System.getProperty("tarn.root"), "target", "trino");
  private static final Duration READY_WITHIN = Duration.ofMinutes(3);
  private static final String LOOPBACK = "127.0.0.1";

  private final Process process;
  private final int port;

  private TrinoProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts a server and waits until it answers a query.
   *
   * @param catalogs warehouses by the catalog's name
   */
  static TrinoProcess start(Path folder, String uri, Map<String, String> catalogs)
      throws IOException, InterruptedException {
    Path server = unpacked();
    int port = freePort();
    Path etc = Files.createDirectories(folder.resolve("trino-catalogs"));
    for (Map.Entry<String, String> catalog : catalogs.entrySet()) {
      Files.writeString(
          etc.resolve(catalog.getKey() + ".properties"),
          """
          connector.name=iceberg
          iceberg.catalog.type=rest
          iceberg.rest-catalog.uri=%s/iceberg
          iceberg.rest-catalog.warehouse=%s
          iceberg.rest-catalog.nested-namespace-enabled=true
          iceberg.rest-catalog.view-endpoints-enabled=true
          fs.native-local.enabled=true
          local.location=/
          """
              .formatted(uri, catalog.getValue()));
    }
    Path config = folder.resolve("trino.properties");
    Files.writeString(
        config,
        """
        coordinator=true
        node-scheduler.include-coordinator=true
        http-server.http.port=%d
        discovery.uri=http://127.0.0.1:%d
        catalog.config-dir=%s
        catalog.management=static
        plugin.dir=%s
        node.environment=test
        node.bind-ip=127.0.0.1
        node.internal-address=127.0.0.1
        query.max-memory-per-node=200MB
        memory.heap-headroom-per-node=200MB
        """
            .formatted(port, port, etc, server.resolve("plugins")));
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx1g",
                    "--add-modules=jdk.incubator.vector",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Djdk.attach.allowAttachSelf=true",
                    "-Dconfig=" + config,
                    "-cp",
                    server.resolve("lib") + "/*",
                    "io.trino.server.TrinoServer"))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("trino.log").toFile())
            .start();
    TrinoProcess trino = new TrinoProcess(process, port);
    Awaitility.await().atMost(READY_WITHIN).until(trino::isReady);
    return trino;
  }

  private boolean isReady() {
    if (!process.isAlive()) {
      throw new IllegalStateException("Trino has ended; see trino.log");
    }
    try (Connection connection = connect("system");
        Statement statement = connection.createStatement()) {
      return statement.execute("SELECT count(*) FROM system.runtime.nodes");
    } catch (SQLException e) {
      return false;
    }
  }

  Connection connect(String catalog) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "test");
    return DriverManager.getConnection(
        "jdbc:trino://" + LOOPBACK + ":" + port + "/" + catalog, properties);
  }

  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
    }
  }

  /** Returns the server's folder; unpacks it if that has not been done before. */
  private static Path unpacked() throws IOException, InterruptedException {
    Path server = ARCHIVES.resolve("server");
    if (Files.exists(server)) {
      return server;
    }
    Path fresh = Files.createTempDirectory(ARCHIVES, "unpacking");
    run(
        fresh,
        "tar",
        "-xzf",
        ARCHIVES.resolve("trino-server.tar.gz").toString(),
        "--strip-components=1");
    Path plugins = Files.createDirectory(fresh.resolve("plugins"));
    run(
        plugins,
        Path.of(System.getProperty("java.home"), "bin", "jar").toString(),
        "-xf",
        ARCHIVES.resolve("trino-iceberg.zip").toString());
    return Files.move(fresh, server, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void run(Path folder, String... command) throws IOException, InterruptedException {
    int code = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException(command[0] + " answered " + code);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      return socket.getLocalPort();
    }
  }
}
