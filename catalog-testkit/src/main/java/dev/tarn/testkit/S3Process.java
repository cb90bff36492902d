package dev.tarn.testkit;

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
 * A store that speaks as S3 does, in a JVM of its own, on a free port of 127.0.0.1: S3Proxy, which
 * the build puts in {@code target/s3}. It checks signatures; what is stored are files in a folder.
 */
public final class S3Process implements AutoCloseable {
  /** The key of a store with one bucket, and the key's secret. */
  public static final String ACCESS_KEY_ID = "tarn";

  public static final String SECRET_ACCESS_KEY = "tarn-secret";

  /** The name that requests are signed for; the store has no regions. */
  public static final String REGION = "eu-central-1";

  private static final Path JAR =
      Path.of(System.getProperty("tarn.root", ""), "target", "s3", "s3proxy.jar");
  private static final Duration READY_WITHIN = Duration.ofMinutes(1);
  private static final Duration STOPPED_WITHIN = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 20;
  private static final String LOOPBACK = "127.0.0.1";

  /**
   * A bucket.
   *
   * @param accessKeyId the one key that opens it, and nothing else
   */
  public record Bucket(String name, String accessKeyId, String secretAccessKey) {}

  private final Process process;
  private final URI endpoint;
  private final Path buckets;

  private S3Process(Process process, URI endpoint, Path buckets) {
    this.process = process;
    this.endpoint = endpoint;
    this.buckets = buckets;
  }

  /**
   * Starts a store with one empty bucket, or with what is there, and waits until it answers.
   *
   * @param folder keeps what is stored, and the log
   * @param heap as after {@code -Xmx}
   */
  public static S3Process start(Path folder, String bucket, String heap)
      throws IOException, InterruptedException {
    return start(folder, List.of(new Bucket(bucket, ACCESS_KEY_ID, SECRET_ACCESS_KEY)), heap);
  }

  /**
   * Starts a store with several buckets, each of its own key, and waits until it answers.
   *
   * @param folder keeps what is stored, and the log
   * @param heap as after {@code -Xmx}
   */
  public static S3Process start(Path folder, List<Bucket> all, String heap)
      throws IOException, InterruptedException {
    Path buckets = folder.resolve("buckets");
    URI endpoint = URI.create("http://" + LOOPBACK + ":" + freePort());
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-DLOG_LEVEL=warn",
                "-jar",
                JAR.toString()));
    for (Bucket bucket : all) {
      Files.createDirectories(buckets.resolve(bucket.name()));
      Path settings = folder.resolve(bucket.name() + ".properties");
      Files.writeString(
          settings,
          """
          s3proxy.endpoint=%s
          s3proxy.authorization=aws-v2-or-v4
          s3proxy.identity=%s
          s3proxy.credential=%s
          s3proxy.bucket-locator.1=%s
          # such as the token of keys that were lent: the store does not ask who lent them
          s3proxy.ignore-unknown-headers=true
          jclouds.provider=filesystem-nio2
          jclouds.identity=unused
          jclouds.credential=unused
          jclouds.filesystem.basedir=%s
          """
              .formatted(
                  endpoint,
                  bucket.accessKeyId(),
                  bucket.secretAccessKey(),
                  bucket.name(),
                  buckets));
      command.addAll(List.of("--properties", settings.toString()));
    }
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("s3proxy.log").toFile())
            .start();
    S3Process store = new S3Process(process, endpoint, buckets);
    try {
      store.awaitReady();
    } catch (IOException | InterruptedException e) {
      process.destroyForcibly();
      throw e;
    }
    return store;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    long deadlineNanos = System.nanoTime() + READY_WITHIN.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (System.nanoTime() - deadlineNanos < 0) {
        if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
          throw new IOException("the store ended with " + process.exitValue());
        }
        if (answers(http)) {
          return;
        }
      }
    }
    throw new IOException("the store is not ready after " + READY_WITHIN);
  }

  private boolean answers(HttpClient http) throws IOException, InterruptedException {
    try {
      // Whatever it says: without a signature, it is no.
      http.send(HttpRequest.newBuilder(endpoint).build(), HttpResponse.BodyHandlers.discarding());
      return true;
    } catch (ConnectException e) {
      // It does not listen yet: asked again until the time is over.
      return false;
    }
  }

  /** Returns where it listens. */
  public URI endpoint() {
    return endpoint;
  }

  /**
   * Returns the settings of a server that keeps users' tables here.
   *
   * @param location of the tables, such as {@code s3://bucket/folder}
   */
  public Map<String, String> serverSettings(String location) {
    return Map.of(
        "tarn.rest.iceberg.location",
        location,
        "tarn.storage.s3.endpoint",
        endpoint.toString(),
        "tarn.storage.s3.region",
        REGION,
        "tarn.storage.s3.path-style-access",
        "true",
        "tarn.storage.s3.access-key-id",
        ACCESS_KEY_ID,
        "tarn.storage.s3.secret-access-key",
        SECRET_ACCESS_KEY);
  }

  /** Returns the folder that the objects of a bucket are the files of, by their keys. */
  public Path bucket(String name) {
    return buckets.resolve(name);
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
