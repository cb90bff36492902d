package dev.tarn.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.testkit.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.Histogram;

/**
 * How long it takes to merge a branch on which many assets were changed, and to take the merge
 * back, while someone writes to the target.
 */
final class BranchMerge {
  /** How soon 100,000 changed assets are to be merged. */
  private static final Duration BAR = Duration.ofSeconds(60);

  private static final int LINES_PER_REQUEST = 10_000;
  private static final double MEBI = 1 << 20;

  private final Setup setup;

  BranchMerge(Setup setup) {
    this.setup = setup;
  }

  void run(int assets, List<Integer> changes) throws IOException, InterruptedException {
    Report report =
        new Report(
            "Merge of changed assets into %,d, one writer beside it, server with -Xmx%s"
                .formatted(assets, setup.heap()),
            "changed",
            "dry run s",
            "merge s",
            "bar s",
            "met",
            "readable after s",
            "writer p50 ms",
            "writer most ms",
            "revert s",
            "peak heap MiB",
            "peak resident MiB");
    for (int changed : changes) {
      try (ServerProcess server = setup.start(setup.freshFolder("merge"))) {
        Api api = new Api(server.uri());
        load(api, "main", assets, "base");
        post(api, "/api/v1/branches", "{\"name\":\"dev\"}");
        load(api, "dev", changed, "changed");
        BulkLoad.awaitFollowers(server.uri());
        try (MemoryWatch memory = new MemoryWatch(server)) {
          measure(api, changed, memory, report);
        }
      }
    }
    report.print();
  }

  private static void measure(Api api, int changed, MemoryWatch memory, Report report)
      throws IOException, InterruptedException {
    double dryRun = seconds(() -> merge(api, "{\"dryRun\":true}", "mergeable"));
    AtomicBoolean ended = new AtomicBoolean();
    Histogram writes = Latency.histogram();
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(() -> write(api, ended, writes), Thread::startVirtualThread);
    String[] commit = new String[1];
    long start = System.nanoTime();
    double merge = seconds(() -> commit[0] = merge(api, "{}", "merged"));
    var _ = api.textAtLeast("/api/v1/assets?limit=1", commit[0]);
    double readable = (System.nanoTime() - start) / 1e9;
    ended.set(true);
    try {
      writer.join();
    } catch (CompletionException e) {
      throw new IOException("the writer beside the merge failed", e.getCause());
    }
    double revert =
        seconds(
            () ->
                check(
                    post(api, "/api/v1/branches/main/revert", "{\"commit\":\"" + commit[0] + "\"}"),
                    "merged"));
    report.row(
        changed,
        dryRun,
        merge,
        BAR.toSeconds(),
        merge <= BAR.toSeconds() ? "yes" : "no",
        readable,
        Latency.millis(writes, 50),
        Latency.millis(writes, 100),
        revert,
        memory.peakHeapBytes() / MEBI,
        memory.peakResidentBytes() / MEBI);
  }

  private static void write(Api api, AtomicBoolean ended, Histogram nanos) {
    try {
      for (int i = 0; !ended.get(); i++) {
        long start = System.nanoTime();
        post(
            api,
            "/api/v1/assets",
            "{\"type\":\"table\",\"qualifiedName\":\"beside.t%d\"}".formatted(i));
        nanos.recordValue(System.nanoTime() - start);
      }
    } catch (IOException e) {
      throw new CompletionException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns the commit. */
  private static String merge(Api api, String body, String status)
      throws IOException, InterruptedException {
    return check(post(api, "/api/v1/branches/dev/merge", body), status);
  }

  private static String check(JsonNode answer, String status) throws IOException {
    if (!answer.path("status").asText().equals(status)) {
      throw new IOException("expected " + status + " but " + answer);
    }
    return answer.path("commit").asText();
  }

  private static void load(Api api, String branch, int assets, String word)
      throws IOException, InterruptedException {
    for (int from = 0; from < assets; from += LINES_PER_REQUEST) {
      StringBuilder lines = new StringBuilder();
      for (int i = from; i < Math.min(assets, from + LINES_PER_REQUEST); i++) {
        lines
            .append(
                "{\"type\":\"table\",\"qualifiedName\":\"db%d.schema%d.t%d\","
                    .formatted(i % 100, i % 10, i))
            .append(
                "\"description\":\"Table %d, of which somebody has said what is in it, where it came from, and who may read it: %s.\","
                    .formatted(i, word))
            .append(
                "\"attributes\":{\"format\":\"iceberg\",\"location\":\"s3://warehouse/db%d/t%d\","
                    .formatted(i % 100, i))
            .append(
                "\"properties\":{\"team\":\"team-%d\",\"tier\":\"%d\",\"state\":\"%s\"}}}\n"
                    .formatted(i % 50, i % 4, word));
      }
      var _ =
          api.post(
              "/api/v1/bulk?results=rejected&branch=" + branch,
              "application/x-ndjson",
              lines.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static JsonNode post(Api api, String path, String body)
      throws IOException, InterruptedException {
    return Api.JSON.readTree(
        api.post(path, "application/json", body.getBytes(StandardCharsets.UTF_8)));
  }

  /** Something that is timed. */
  @FunctionalInterface
  private interface Call {
    Object run() throws IOException, InterruptedException;
  }

  private static double seconds(Call call) throws IOException, InterruptedException {
    long start = System.nanoTime();
    var _ = call.run();
    return (System.nanoTime() - start) / 1e9;
  }
}
