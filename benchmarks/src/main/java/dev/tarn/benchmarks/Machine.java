package dev.tarn.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** The machine that a benchmark ran on, and what its disk can do. */
public final class Machine {
  private static final int SYNCS = 500;

  private Machine() {}

  public static String description() {
    return String.format(
        Locale.ROOT,
        "Machine: %s, %d cores, %.0f GiB memory, %s %s, Java %s.",
        processor(),
        Runtime.getRuntime().availableProcessors(),
        memoryGibibytes(),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        Runtime.version());
  }

  private static String processor() {
    return firstLine(Path.of("/proc/cpuinfo"), "model name")
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .orElse(System.getProperty("os.arch"));
  }

  private static double memoryGibibytes() {
    return firstLine(Path.of("/proc/meminfo"), "MemTotal")
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / (double) (1 << 20))
        .orElse(0.0);
  }

  private static java.util.Optional<String> firstLine(Path file, String prefix) {
    if (!Files.exists(file)) {
      return java.util.Optional.empty();
    }
    try {
      return Files.readAllLines(file).stream().filter(line -> line.startsWith(prefix)).findFirst();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * Measures what a durable file costs: write, sync, rename, sync the folder; in nanoseconds, one
   * after the other.
   */
  static Histogram durableFiles(Path folder, int bytes) throws IOException {
    Histogram nanos = Latency.histogram();
    ByteBuffer content = ByteBuffer.allocate(bytes);
    for (int i = 0; i < SYNCS; i++) {
      long start = System.nanoTime();
      Path partial = folder.resolve("sync.partial");
      try (FileChannel file =
          FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        content.rewind();
        while (content.hasRemaining()) {
          file.write(content);
        }
        file.force(true);
      }
      Files.move(partial, folder.resolve("sync"), StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
      }
      nanos.recordValue(System.nanoTime() - start);
    }
    return nanos;
  }
}
