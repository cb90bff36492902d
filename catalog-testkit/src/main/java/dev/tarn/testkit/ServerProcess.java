package dev.tarn.testkit;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server in a JVM of its own, on a free port of 127.0.0.1. Closing it stops it cleanly. */
public final class ServerProcess implements AutoCloseable {
  /** The admin key of every server that is started here, for {@code Authorization: Bearer}. */
  public static final String ADMIN_KEY = "the-admin-key-of-servers-in-tests";

  private static final String ADMIN_KEY_VARIABLE = "TARN_ADMIN_KEY";
  private static final Duration READY_WITHIN = Duration.ofMinutes(2);
  private static final Duration STOPPED_WITHIN = Duration.ofMinutes(1);
  private static final Duration REQUEST_WITHIN = Duration.ofSeconds(5);
  private static final long POLL_MILLIS = 20;
  private static final int OK = 200;
  private static final String LOOPBACK = "127.0.0.1";

  private final Process process;
  private final int port;
  private final Path log;
  private final long startedNanos;
  private final HttpClient http = HttpClient.newHttpClient();
  private Duration readyAfter = Duration.ZERO;

  private ServerProcess(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
    this.startedNanos = System.nanoTime();
  }

  /**
   * Starts a server and waits until it says that it is ready.
   *
   * @param java the command up to its main class or jar
   * @param settings by name, without the leading dashes
   * @param log gets what the server prints
   * @throws IOException if it ends, or is not ready in time
   */
  public static ServerProcess start(List<String> java, Map<String, String> settings, Path log)
      throws IOException, InterruptedException {
    return start(java, settings, log, READY_WITHIN);
  }

  /** Starts a server that may have much to do before it is ready, and waits for that long. */
  public static ServerProcess start(
      List<String> java, Map<String, String> settings, Path log, Duration readyWithin)
      throws IOException, InterruptedException {
    int port = freePort();
    List<String> command = new ArrayList<>(java);
    command.add("--server.port=" + port);
    settings.forEach((name, value) -> command.add("--" + name + "=" + value));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put(ADMIN_KEY_VARIABLE, ADMIN_KEY);
    Process process = builder.start();
    ServerProcess server = new ServerProcess(process, port, log);
    try {
      server.awaitReady(readyWithin);
    } catch (IOException | InterruptedException e) {
      server.kill();
      throw e;
    }
    return server;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady(Duration within) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri().resolve("/actuator/health/readiness"))
            .timeout(REQUEST_WITHIN)
            .build();
    while (System.nanoTime() - startedNanos < within.toNanos()) {
      if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IOException("the server ended with " + process.exitValue() + "; see " + log);
      }
      if (answersOk(request)) {
        readyAfter = Duration.ofNanos(System.nanoTime() - startedNanos);
        return;
      }
    }
    throw new IOException("the server is not ready after " + within + "; see " + log);
  }

  private boolean answersOk(HttpRequest request) throws IOException, InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
    } catch (ConnectException | HttpTimeoutException e) {
      // It does not listen yet: asked again until the time is over.
      return false;
    }
  }

  /** Returns where it listens. */
  public URI uri() {
    return URI.create("http://" + LOOPBACK + ":" + port);
  }

  /** Returns the value of {@code Authorization} that opens everything of it. */
  public static String adminAuthorization() {
    return "Bearer " + ADMIN_KEY;
  }

  /** Returns the time from the start of the process until it was ready. */
  public Duration readyAfter() {
    return readyAfter;
  }

  /** Returns the processes of the server: its own, then those that it started. */
  public List<ProcessHandle> processes() {
    List<ProcessHandle> all = new ArrayList<>();
    all.add(process.toHandle());
    process.descendants().forEach(all::add);
    return all;
  }

  /** Returns the resident memory of a process in bytes, as Linux counts it; 0 if it is gone. */
  public static long residentBytes(ProcessHandle process) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    return 0;
  }

  /** Kills it, as {@code kill -9} does, and nothing else. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /**
   * Asks it to stop, and waits.
   *
   * @return its exit status
   * @throws IOException if it does not stop in time; it is killed then
   */
  public int stop() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(STOPPED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
      kill();
      throw new IOException("the server did not stop within " + STOPPED_WITHIN + "; see " + log);
    }
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    try {
      stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
