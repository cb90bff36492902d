package dev.tarn.benchmarks;

import dev.tarn.testkit.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Acknowledged changes per second over HTTP, and how long a writer waits. */
@Command(
    name = "online-writes",
    description = "Writes of 1 and 10 changes by 1, 16 and 256 writers, over HTTP.",
    mixinStandardHelpOptions = true)
final class OnlineWrites implements Callable<Integer> {
  private static final int MOST_WRITERS = 256;
  private static final int MOST_CHANGES = 10;
  private static final int[] RATES = {5_000, 10_000};
  private static final int[] WRITERS = {1, 16, MOST_WRITERS};
  private static final int[] CHANGES = {1, MOST_CHANGES};
  private static final int TYPICAL_CHANGE_FILE_BYTES = 64 * 1024;

  @Mixin private Setup setup = new Setup();

  @Option(
      names = "--seconds",
      description = "Seconds of each measurement, after as many to warm up. Default: 15.",
      defaultValue = "15")
  private int seconds;

  @Override
  public Integer call() throws Exception {
    Path folder = setup.freshFolder("online-writes");
    Report report =
        new Report(
            "Online writes, one server, files synced",
            "writers",
            "changes a request",
            "changes/s",
            "ack p50 ms",
            "ack p99 ms",
            "changes a commit");
    Report parts =
        new Report(
            "Where the time of a commit goes, mean ms",
            "writers",
            "changes a request",
            "resolve",
            "data",
            "manifests",
            "metadata",
            "wait for the sync",
            "Nessie",
            "append in all");
    Report paced =
        new Report(
            "256 writers of 10 at a fixed rate, from when each request was due",
            "changes/s asked",
            "changes/s",
            "ack p50 ms",
            "ack p99 ms");
    try (ServerProcess server = setup.start(folder)) {
      Api api = new Api(server.uri());
      for (int writers : WRITERS) {
        for (int changes : CHANGES) {
          String run = "w" + writers + "c" + changes;
          run(api, run + "warm", writers, changes);
          CommitTimes before = CommitTimes.read(api);
          Load.Result result = run(api, run, writers, changes);
          CommitTimes times = CommitTimes.read(api).minus(before);
          report.row(
              writers,
              changes,
              result.perSecond() * changes,
              Latency.millis(result.nanos(), 50),
              Latency.millis(result.nanos(), 99),
              times.changesPerCommit());
          parts.row(
              writers,
              changes,
              times.resolveMillis(),
              times.stepMillis("data"),
              times.stepMillis("manifests"),
              times.stepMillis("metadata"),
              times.stepMillis("journal"),
              times.stepMillis("nessie"),
              times.appendMillis());
        }
      }
      for (int rate : RATES) {
        Load.Result result =
            Load.paced(
                MOST_WRITERS,
                rate / MOST_CHANGES,
                Duration.ofSeconds(seconds),
                (client, number) -> send(api, "r" + rate, client, number, MOST_CHANGES));
        paced.row(
            rate,
            result.perSecond() * MOST_CHANGES,
            Latency.millis(result.nanos(), 50),
            Latency.millis(result.nanos(), 99));
      }
    }
    report.print();
    parts.print();
    paced.print();
    Histogram limit = Machine.durableFiles(folder, TYPICAL_CHANGE_FILE_BYTES);
    new Report("The limit: one synced file after the other, 64 KiB each", "p50 ms", "p99 ms")
        .row(Latency.millis(limit, 50), Latency.millis(limit, 99))
        .print();
    return 0;
  }

  private Load.Result run(Api api, String run, int writers, int changes) throws Exception {
    return Load.run(
        writers,
        Duration.ofSeconds(seconds),
        (client, number) -> send(api, run, client, number, changes));
  }

  private static void send(Api api, String run, int client, long number, int changes)
      throws IOException, InterruptedException {
    if (changes == 1) {
      api.post("/api/v1/assets", "application/json", line(run, client, number, 0));
    } else {
      api.post("/api/v1/bulk", "application/x-ndjson", lines(run, client, number, changes));
    }
  }

  private static byte[] lines(String run, int client, long number, int changes) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < changes; i++) {
      lines.append(text(run, client, number, i)).append('\n');
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] line(String run, int client, long number, int change) {
    return text(run, client, number, change).getBytes(StandardCharsets.UTF_8);
  }

  /** Returns one new table; about 400 bytes. */
  private static String text(String run, int client, long number, int change) {
    String name = "orders_" + client + "_" + number + "_" + change;
    return "{\"type\":\"table\",\"qualifiedName\":\"bench."
        + run
        + "."
        + name
        + "\",\"name\":\""
        + name
        + "\",\"platform\":\"iceberg\",\"description\":\"Orders as they came in from the shops,"
        + " one row each, partitioned by the day of the order; corrected twice a day.\","
        + "\"attributes\":{\"rowCount\":"
        + (number * 1_000 + change)
        + ",\"format\":\"parquet\",\"location\":\"s3://warehouse/bench/"
        + name
        + "\"}}";
  }
}
