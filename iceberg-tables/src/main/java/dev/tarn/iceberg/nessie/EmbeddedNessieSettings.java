package dev.tarn.iceberg.nessie;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How Nessie runs as a child process.
 *
 * @param folder its database, log and pid file; of one server at a time
 * @param serverJar the runnable jar of Nessie's server
 * @param startTimeout until it answers
 * @param stopTimeout until it is killed
 * @param maxHeapMegabytes of its JVM
 */
public record EmbeddedNessieSettings(
    Path folder,
    Path serverJar,
    Duration startTimeout,
    Duration stopTimeout,
    int maxHeapMegabytes) {
  /** The system property that names the server's jar. */
  public static final String JAR_PROPERTY = "tarn.nessie.jar";

  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
  private static final int MAX_HEAP_MEGABYTES = 512;
  private static final int LEAST_HEAP_MEGABYTES = 128;

  public EmbeddedNessieSettings {
    folder = folder.toAbsolutePath().normalize();
    serverJar = serverJar.toAbsolutePath().normalize();
    if (startTimeout.isNegative() || startTimeout.isZero() || stopTimeout.isNegative()) {
      throw new IllegalArgumentException("timeouts are positive");
    }
    if (maxHeapMegabytes < LEAST_HEAP_MEGABYTES) {
      throw new IllegalArgumentException(
          "Nessie needs a heap of " + LEAST_HEAP_MEGABYTES + " MB at least");
    }
  }

  /**
   * Returns the usual settings, with the jar that the system property {@value #JAR_PROPERTY} names.
   *
   * @throws IllegalArgumentException if it names none
   */
  public static EmbeddedNessieSettings in(Path folder) {
    String jar = System.getProperty(JAR_PROPERTY);
    if (jar == null) {
      throw new IllegalArgumentException(
          "the system property " + JAR_PROPERTY + " names the runnable jar of Nessie's server");
    }
    return of(folder, Path.of(jar));
  }

  /** Returns the usual settings. */
  public static EmbeddedNessieSettings of(Path folder, Path serverJar) {
    return new EmbeddedNessieSettings(
        folder, serverJar, START_TIMEOUT, STOP_TIMEOUT, MAX_HEAP_MEGABYTES);
  }
}
