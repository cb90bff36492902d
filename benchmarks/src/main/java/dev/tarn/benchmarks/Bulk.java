package dev.tarn.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.json.ChangeJson;
import dev.tarn.testkit.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A file of many assets through the bulk endpoint, until the last can be read. */
@Command(
    name = "bulk",
    description = "NDJSON lines through /api/v1/bulk until readable by id, and the server's heap.",
    mixinStandardHelpOptions = true)
final class Bulk implements Callable<Integer> {
  private static final double MEBI = 1 << 20;

  @Mixin private Setup setup = new Setup();

  @Option(names = "--assets", description = "How many. Default: 1000000.", defaultValue = "1000000")
  private long assets;

  @Override
  public Integer call() throws Exception {
    Report report =
        new Report(
            "Bulk load, server with -Xmx" + setup.heap(),
            "file",
            "assets",
            "lines",
            "refused",
            "seconds",
            "assets/s",
            "lines/s",
            "peak heap MiB",
            "peak resident MiB",
            "until materialised s");
    for (Setup.Content content : Setup.Content.values()) {
      measure(report, content);
    }
    report.print();
    limit(setup.input(assets, Setup.Content.ASSETS));
    return 0;
  }

  private void measure(Report report, Setup.Content content) throws Exception {
    Path input = setup.input(assets, content);
    Path folder = setup.freshFolder("bulk-" + content.name().toLowerCase(Locale.ROOT));
    try (ServerProcess server = setup.start(folder)) {
      Api api = new Api(server.uri());
      try (MemoryWatch memory = new MemoryWatch(server)) {
        long start = System.nanoTime();
        BulkLoad.Answer answer = BulkLoad.load(server.uri(), input);
        JsonNode status = api.get("/api/v1/status");
        api.textAtLeast("/api/v1/assets?limit=1", status.path("head").asText());
        double seconds = (System.nanoTime() - start) / 1e9;
        long loaded = 0;
        for (JsonNode count : status.path("assetCounts")) {
          loaded += count.asLong();
        }
        BulkLoad.awaitFollowers(server.uri());
        double followed = (System.nanoTime() - start) / 1e9;
        report.row(
            content.name().toLowerCase(Locale.ROOT),
            loaded,
            answer.lines(),
            answer.refused(),
            seconds,
            loaded / seconds,
            answer.lines() / seconds,
            memory.peakHeapBytes() / MEBI,
            memory.peakResidentBytes() / MEBI,
            followed);
      }
    }
  }

  /** Reading and parsing the same lines in one thread: no load can be faster on one core. */
  private static void limit(Path input) throws IOException {
    long start = System.nanoTime();
    long count;
    try (Stream<String> lines = Files.lines(input)) {
      count = lines.map(ChangeJson::read).count();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    new Report("The limit: parsing the same lines in one thread", "lines", "seconds", "lines/s")
        .row(count, seconds, count / seconds)
        .print();
  }
}
