package dev.tarn.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.testkit.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * How long it takes to make a branch or a tag, and until a branch answers its first read. The
 * catalog's own index is ready, as it is on a server that serves; a branch's index is made of it.
 */
final class BranchCreation {
  private static final int WARM_UP = 10;
  private static final int MEASURED = 20;

  private final Setup setup;

  BranchCreation(Setup setup) {
    this.setup = setup;
  }

  private static final class Times {
    private final Histogram branches = Latency.histogram();
    private final Histogram firstReads = Latency.histogram();
    private final Histogram firstWrites = Latency.histogram();
    private final Histogram tags = Latency.histogram();

    void reset() {
      branches.reset();
      firstReads.reset();
      firstWrites.reset();
      tags.reset();
    }
  }

  /** Something that is timed. */
  @FunctionalInterface
  private interface Call {
    void run() throws IOException, InterruptedException;
  }

  void run(List<Long> sizes) throws IOException, InterruptedException {
    Report report =
        new Report(
            "Creation of branches and tags, %d of each, one after the other".formatted(MEASURED),
            "assets",
            "branch p50 ms",
            "branch most ms",
            "its first read p50 ms",
            "its first write p50 ms",
            "tag p50 ms",
            "tag most ms");
    for (long assets : sizes) {
      try (ServerProcess server = setup.startFilled(setup.filledFolder(assets))) {
        Times times = new Times();
        measure(new Api(server.uri()), WARM_UP, times);
        times.reset();
        measure(new Api(server.uri()), MEASURED, times);
        report.row(
            assets,
            Latency.millis(times.branches, 50),
            Latency.millis(times.branches, 100),
            Latency.millis(times.firstReads, 50),
            Latency.millis(times.firstWrites, 50),
            Latency.millis(times.tags, 50),
            Latency.millis(times.tags, 100));
      }
    }
    report.print();
  }

  private static void measure(Api api, int times, Times into)
      throws IOException, InterruptedException {
    JsonNode first = api.get("/api/v1/assets?limit=1").path("items").path(0);
    String asset = "/api/v1/assets/" + first.path("id").asText();
    for (int i = 0; i < times; i++) {
      String branch = "measured-" + i;
      String tag = "tag-" + i;
      time(into.branches, () -> post(api, "/api/v1/branches", "{\"name\":\"" + branch + "\"}"));
      time(into.firstReads, () -> api.get(asset + "?branch=" + branch));
      time(into.firstWrites, () -> post(api, "/api/v1/assets?branch=" + branch, table(branch)));
      time(into.tags, () -> post(api, "/api/v1/tags", "{\"name\":\"" + tag + "\"}"));
      api.delete("/api/v1/branches/" + branch);
      api.delete("/api/v1/tags/" + tag);
    }
  }

  private static String table(String name) {
    return "{\"type\":\"table\",\"qualifiedName\":\"bench.branches." + name + "\"}";
  }

  private static void post(Api api, String path, String body)
      throws IOException, InterruptedException {
    var _ = api.post(path, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  private static void time(Histogram nanos, Call call) throws IOException, InterruptedException {
    long start = System.nanoTime();
    call.run();
    nanos.recordValue(System.nanoTime() - start);
  }
}
