package dev.tarn.benchmarks;

import dev.tarn.testkit.ServerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether a commit costs the same after many commits. */
@Command(
    name = "flat-commits",
    description = "One writer, one change a commit: the first against the last 500 commits.",
    mixinStandardHelpOptions = true)
final class FlatCommits implements Callable<Integer> {
  private static final int WINDOW = 500;
  private static final int WARM_UP = 200;

  @Mixin private Setup setup = new Setup();

  @Option(
      names = "--commits",
      description = "How many commits. Default: 10000.",
      defaultValue = "10000")
  private int commits;

  @Override
  public Integer call() throws Exception {
    Path folder = setup.freshFolder("flat-commits");
    Report report =
        new Report("Commits of one writer, " + commits + " in all", "commits", "p50 ms", "p99 ms");
    try (ServerProcess server = setup.start(folder)) {
      Api api = new Api(server.uri());
      for (int i = 0; i < WARM_UP; i++) {
        commit(api, -i);
      }
      double first = 0;
      double last = 0;
      Histogram window = Latency.histogram();
      for (int i = 1; i <= commits; i++) {
        long start = System.nanoTime();
        commit(api, i);
        window.recordValue(System.nanoTime() - start);
        if (i % WINDOW == 0) {
          last = Latency.millis(window, 50);
          first = i == WINDOW ? last : first;
          report.row((i - WINDOW + 1) + " to " + i, last, Latency.millis(window, 99));
          window.reset();
        }
      }
      report.row("last p50 / first p50", last / first, "");
    }
    report.print();
    return 0;
  }

  private static void commit(Api api, int number) throws Exception {
    String asset =
        "{\"type\":\"table\",\"qualifiedName\":\"bench.flat.t"
            + number
            + "\",\"name\":\"t"
            + number
            + "\",\"description\":\"one of many\"}";
    api.post("/api/v1/assets", "application/json", asset.getBytes(StandardCharsets.UTF_8));
  }
}
