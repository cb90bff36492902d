package dev.tarn.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.testkit.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** How long it takes to collect what deleted branches have left, of a small and a large catalog. */
final class BranchGarbage {
  private static final int BRANCHES = 20;
  private static final int REQUESTS = 20;
  private static final int ASSETS_PER_REQUEST = 100;
  private static final double MEBI = 1 << 20;
  private static final Duration POLL = Duration.ofMillis(20);

  private final Setup setup;

  BranchGarbage(Setup setup) {
    this.setup = setup;
  }

  void run(List<Long> sizes) throws IOException, InterruptedException {
    Report report =
        new Report(
            "Garbage of %d branches, with %d commits of %d new assets each"
                .formatted(BRANCHES, REQUESTS, ASSETS_PER_REQUEST),
            "assets",
            "deleted branches",
            "files",
            "MiB",
            "seconds");
    for (long assets : sizes) {
      try (ServerProcess server = setup.startFilled(setup.filledFolder(assets))) {
        Api api = new Api(server.uri());
        // What earlier runs have left.
        var _ = collect(api);
        for (int i = 0; i < BRANCHES; i++) {
          fill(api, "garbage-" + i);
        }
        JsonNode run = collect(api);
        JsonNode found = run.path("found");
        report.row(
            assets,
            found.path("branches").asInt(),
            found.path("files").asLong(),
            found.path("bytes").asLong() / MEBI,
            run.path("elapsedMillis").asLong() / 1e3);
      }
    }
    report.print();
  }

  private static void fill(Api api, String branch) throws IOException, InterruptedException {
    post(api, "/api/v1/branches", "application/json", "{\"name\":\"" + branch + "\"}");
    for (int request = 0; request < REQUESTS; request++) {
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < ASSETS_PER_REQUEST; i++) {
        lines
            .append("{\"type\":\"table\",\"qualifiedName\":\"bench.garbage.")
            .append(branch + "." + request + "." + i)
            .append("\"}\n");
      }
      post(api, "/api/v1/bulk?branch=" + branch, "application/x-ndjson", lines.toString());
    }
    api.delete("/api/v1/branches/" + branch);
  }

  private static void post(Api api, String path, String type, String body)
      throws IOException, InterruptedException {
    var _ = api.post(path, type, body.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode collect(Api api) throws IOException, InterruptedException {
    String path = "/api/v1/maintenance/";
    JsonNode run =
        Api.JSON.readTree(
            api.post(path + "collect-garbage?olderThan=PT0S", "application/json", new byte[0]));
    while (run.path("status").asText().equals("running")) {
      LockSupport.parkNanos(POLL.toNanos());
      run = api.get(path + "runs/" + run.path("id").asText());
    }
    if (!run.path("status").asText().equals("succeeded")) {
      throw new IOException("the collection has failed: " + run);
    }
    return run;
  }
}
