package dev.tarn.benchmarks.iceberg;

import dev.tarn.testkit.S3Process;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Nessie server as its makers ship it, with its Iceberg REST endpoint, and the store that Tarn's
 * own embedded one has.
 */
final class NessiePeer implements AutoCloseable {
  static final String WAREHOUSE = "lake";

  private static final Duration READY_WITHIN = Duration.ofMinutes(2);
  private static final Duration STOPPED_WITHIN = Duration.ofMinutes(1);
  private static final long POLL_MILLIS = 50;
  private static final int OK = 200;
  private static final String LOOPBACK = "127.0.0.1";
  private static final String S3 = "nessie.catalog.service.s3.default-options.";

  private final Process process;
  private final URI uri;
  private final long startedNanos = System.nanoTime();
  private Duration readyAfter = Duration.ZERO;

  private NessiePeer(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /**
   * @param location where its tables go
   * @param heap as after {@code -Xmx}
   */
  static NessiePeer start(Path folder, S3Process store, String location, String heap)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + heap,
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"));
    settings(folder, port, store, location)
        .forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-jar", System.getProperty("tarn.nessie.jar")));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("nessie.log").toFile()))
            .start();
    NessiePeer peer = new NessiePeer(process, URI.create("http://" + LOOPBACK + ":" + port));
    try {
      peer.awaitReady();
    } catch (IOException | InterruptedException e) {
      process.destroyForcibly();
      throw e;
    }
    return peer;
  }

  private static Map<String, String> settings(
      Path folder, int port, S3Process store, String location) throws IOException {
    return Map.ofEntries(
        Map.entry("quarkus.http.host", LOOPBACK),
        Map.entry("quarkus.http.port", Integer.toString(port)),
        Map.entry("quarkus.management.host", LOOPBACK),
        Map.entry("quarkus.management.port", Integer.toString(freePort())),
        Map.entry("quarkus.http.access-log.enabled", "false"),
        Map.entry("quarkus.otel.sdk.disabled", "true"),
        Map.entry("nessie.server.authentication.enabled", "false"),
        Map.entry("nessie.version.store.type", "ROCKSDB"),
        Map.entry(
            "nessie.version.store.persist.rocks.database-path",
            folder.resolve("rocksdb").toString()),
        Map.entry("nessie.catalog.default-warehouse", WAREHOUSE),
        Map.entry("nessie.catalog.warehouses." + WAREHOUSE + ".location", location),
        Map.entry(S3 + "endpoint", store.endpoint().toString()),
        Map.entry(S3 + "region", S3Process.REGION),
        Map.entry(S3 + "path-style-access", "true"),
        Map.entry(S3 + "request-signing-enabled", "false"),
        Map.entry(S3 + "access-key", "urn:nessie-secret:quarkus:lake-key"),
        Map.entry("lake-key.name", S3Process.ACCESS_KEY_ID),
        Map.entry("lake-key.secret", S3Process.SECRET_ACCESS_KEY));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri.resolve("/api/v2/config")).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (System.nanoTime() - startedNanos < READY_WITHIN.toNanos()) {
        if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
          throw new IOException("Nessie ended with " + process.exitValue());
        }
        if (answersOk(http, request)) {
          readyAfter = Duration.ofNanos(System.nanoTime() - startedNanos);
          return;
        }
      }
    }
    throw new IOException("Nessie is not ready after " + READY_WITHIN);
  }

  private static boolean answersOk(HttpClient http, HttpRequest request)
      throws IOException, InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
    } catch (ConnectException e) {
      // It does not listen yet: asked again until the time is over.
      return false;
    }
  }

  URI catalog() {
    return uri.resolve("/iceberg");
  }

  /** Returns the time from the start of the process until it answered. */
  Duration readyAfter() {
    return readyAfter;
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOPPED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
