package dev.tarn.iceberg.nessie;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file beside the server's jar from which a JVM has the server's classes at once, loaded and
 * linked: Nessie then starts in about a third of the time. It is of one JVM and one jar; without
 * it, or with one that does not fit, Nessie starts as ever.
 */
public final class NessieStartCache {
  /** Of what is loaded before that, this is enough: a server that answers. */
  private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

  private static final Duration WRITE_TIMEOUT = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(50);

  private NessieStartCache() {}

  /** Returns where the cache of a server's jar is, for this version of Java. */
  static Path of(Path serverJar) {
    return serverJar.resolveSibling(serverJar.getFileName() + "-" + Runtime.version() + ".aot");
  }

  /**
   * Makes the cache of a server's jar, if there is none that is newer than it: runs the server
   * once, on free ports of the loopback address, with an empty store.
   *
   * @param arguments the jar
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path jar = Path.of(arguments[0]).toAbsolutePath().normalize();
    Path cache = of(jar);
    if (Files.isRegularFile(cache)
        && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) >= 0) {
      return;
    }
    Path folder = Files.createTempDirectory("tarn-nessie-cache");
    try {
      Path made = folder.resolve("made.aot");
      run(EmbeddedNessieSettings.of(folder, jar), made);
      if (Files.isRegularFile(made)) {
        Path beside =
            cache.resolveSibling(cache.getFileName() + "." + ProcessHandle.current().pid());
        Files.move(made, beside, StandardCopyOption.REPLACE_EXISTING);
        Files.move(beside, cache, StandardCopyOption.ATOMIC_MOVE);
      } else {
        System.err.println(
            "Java " + Runtime.version() + " writes no cache of classes; Nessie starts more slowly");
      }
    } finally {
      delete(folder);
    }
  }

  private static void run(EmbeddedNessieSettings settings, Path made)
      throws IOException, InterruptedException {
    NessiePorts ports = NessiePorts.free();
    List<String> command = NessieProcess.command(settings, ports);
    command.add("-XX:AOTCacheOutput=" + made);
    command.add("-cp");
    command.add(settings.serverJar().toString());
    command.add(NessieChild.SERVER_MAIN);
    Process server = NessieProcess.start(command, settings.folder());
    try (HttpClient http = HttpClient.newHttpClient()) {
      awaitAnswer(server, http, URI.create(ports.api() + "/config"));
      var unused = server.toHandle().destroy();
      if (!server.waitFor(WRITE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException("Nessie's classes were not written in " + WRITE_TIMEOUT);
      }
    } finally {
      server.destroyForcibly();
    }
  }

  private static void awaitAnswer(Process server, HttpClient http, URI uri)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
    long deadlineNanos = System.nanoTime() + START_TIMEOUT.toNanos();
    @Nullable IOException last = null;
    while (System.nanoTime() - deadlineNanos < 0) {
      try {
        if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        last = e;
      }
      if (server.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("Nessie ended with exit code " + server.exitValue());
      }
    }
    throw new IOException("Nessie did not answer in " + START_TIMEOUT, last);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
