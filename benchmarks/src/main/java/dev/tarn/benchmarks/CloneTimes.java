package dev.tarn.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.testkit.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What it costs to clone a tenant, beside a copy of its folder of the warehouse. */
@Command(
    name = "clone",
    description =
        "Clones of a tenant of several sizes: time and bytes, beside a copy of its files.",
    mixinStandardHelpOptions = true)
final class CloneTimes implements Callable<Integer> {
  private static final int WARM_UP = 5;
  private static final int MEASURED = 10;
  private static final double KIBI = 1 << 10;
  private static final double MEBI = 1 << 20;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final String TENANTS = "/api/v1/tenants";
  private static final String SOURCE = "default";
  private static final String JSON = "application/json";

  @Mixin private Setup setup = new Setup();

  @Option(
      names = "--assets",
      split = ",",
      description = "Sizes of the tenants. Default: ${DEFAULT-VALUE}.",
      defaultValue = "1000,10000,100000")
  private List<Long> sizes = List.of();

  private final Report report =
      new Report(
          "Clones of a tenant, %d of each, and one copy of its files".formatted(MEASURED),
          "assets",
          "clone p50 ms",
          "clone most ms",
          "its first read p50 ms",
          "bytes of its own, KiB",
          "files of the source, MiB",
          "copied and synced, ms");

  @Override
  public Integer call() throws Exception {
    for (long assets : sizes) {
      Path folder = setup.filledFolder(assets);
      Path source = folder.resolve("data").resolve("warehouse").resolve(SOURCE);
      Histogram clones = Latency.histogram();
      Histogram reads = Latency.histogram();
      double ownKib;
      try (ServerProcess server = setup.startFilled(folder)) {
        Api api = new Api(server.uri());
        for (int i = 0; i < WARM_UP; i++) {
          cloneOnce(api, "warm-" + i, Latency.histogram(), Latency.histogram());
          delete(api, "warm-" + i);
        }
        for (int i = 0; i < MEASURED; i++) {
          cloneOnce(api, "clone-" + i, clones, reads);
        }
        ownKib = ownBytes(folder.resolve("data"), "clone-" + (MEASURED - 1)) / KIBI;
        for (int i = 0; i < MEASURED; i++) {
          delete(api, "clone-" + i);
        }
      }
      double sourceMib = Setup.bytes(source) / MEBI;
      report.row(
          assets,
          Latency.millis(clones, 50),
          Latency.millis(clones, 100),
          Latency.millis(reads, 50),
          ownKib,
          sourceMib,
          copyMillis(source, setup.freshFolder("clone-copy")));
    }
    report.print();
    return 0;
  }

  private static void cloneOnce(Api api, String name, Histogram clones, Histogram reads)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    String body = "{\"name\":\"" + name + "\"}";
    JsonNode made =
        Api.JSON.readTree(
            api.post(
                TENANTS + "/" + SOURCE + "/clone", JSON, body.getBytes(StandardCharsets.UTF_8)));
    clones.recordValue(System.nanoTime() - start);
    long readStart = System.nanoTime();
    var _ = api.ofTenant(name).textAtLeast("/api/v1/assets?limit=1", made.path("commit").asText());
    reads.recordValue(System.nanoTime() - readStart);
  }

  private static void delete(Api api, String name) throws IOException, InterruptedException {
    var _ = api.post(TENANTS + "/" + name + "/suspend", JSON, new byte[0]);
    api.delete(TENANTS + "/" + name + "?confirm=" + name);
  }

  /** Returns what a clone has on disk that nothing else has: parts of its index are linked. */
  private static long ownBytes(Path data, String clone) throws IOException {
    long bytes = 0;
    for (String part : List.of("warehouse", "index", "positions", "commits")) {
      Path folder = data.resolve(part).resolve(clone);
      if (Files.exists(folder)) {
        try (Stream<Path> files = Files.walk(folder)) {
          bytes += files.filter(CloneTimes::isOwn).mapToLong(CloneTimes::size).sum();
        }
      }
    }
    return bytes;
  }

  private static boolean isOwn(Path file) {
    try {
      return Files.isRegularFile(file) && Files.getAttribute(file, "unix:nlink").equals(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double copyMillis(Path source, Path target) throws IOException {
    long start = System.nanoTime();
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Path copy = target.resolve(source.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
          try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            channel.force(true);
          }
        }
      }
    }
    return (System.nanoTime() - start) / NANOS_PER_MILLI;
  }
}
