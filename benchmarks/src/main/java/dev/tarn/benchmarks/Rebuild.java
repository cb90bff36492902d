package dev.tarn.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.StateSource;
import dev.tarn.iceberg.store.IcebergSettings;
import dev.tarn.iceberg.store.NessieCatalogStore;
import dev.tarn.testkit.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The index of a server, built again from its tables and compared with them. */
@Command(
    name = "rebuild",
    description =
        "Rebuild and verification of the index beside the server, and what reading the tables"
            + " alone takes.",
    mixinStandardHelpOptions = true)
final class Rebuild implements Callable<Integer> {
  private static final double MEBI = 1 << 20;

  /** What a rebuild promises for ten million assets with two relationships each. */
  private static final int LEAST_ASSETS_PER_SECOND = 25_000;

  private static final int MOST_HEAP_MEBI = 2_048;
  private static final byte[] NOTHING = new byte[0];
  private static final Duration POLL = Duration.ofMillis(200);

  @Mixin private Setup setup = new Setup();

  @Option(names = "--assets", description = "How many. Default: 1000000.", defaultValue = "1000000")
  private long assets;

  @Option(
      names = "--measure",
      split = ",",
      description = "What, of: ${COMPLETION-CANDIDATES}. Default: all.",
      defaultValue = "rebuild,verify,scans")
  private List<Measured> measured = List.of();

  /** What is measured; the first two as runs of a server. */
  enum Measured {
    rebuild,
    verify,
    scans
  }

  @Override
  public Integer call() throws Exception {
    Path folder = setup.filledFolder(assets);
    if (measured.contains(Measured.rebuild) || measured.contains(Measured.verify)) {
      runs(folder);
    }
    if (measured.contains(Measured.scans)) {
      scans(folder);
    }
    return 0;
  }

  private void runs(Path folder) throws Exception {
    Report report =
        new Report(
            "Runs of the index, server with -Xmx" + setup.heap(),
            "run",
            "assets",
            "relationships",
            "seconds",
            "assets/s",
            "bar assets/s",
            "processor s",
            "peak heap MiB",
            "bar MiB",
            "met",
            "peak resident MiB",
            "index bytes/asset",
            "differences");
    try (ServerProcess server = setup.startFilled(folder)) {
      BulkLoad.awaitFollowers(server.uri());
      Api api = new Api(server.uri());
      for (Measured run : List.of(Measured.rebuild, Measured.verify)) {
        if (!measured.contains(run)) {
          continue;
        }
        try (MemoryWatch memory = new MemoryWatch(server)) {
          double before = processorSeconds(server);
          JsonNode done = await(api, api.post("/api/v1/index/" + run, "application/json", NOTHING));
          double seconds = done.path("elapsedMillis").asLong() / 1e3;
          long read = done.path("assets").asLong();
          double heapMebi = memory.peakHeapBytes() / MEBI;
          boolean barred = run == Measured.rebuild;
          report.row(
              run,
              read,
              done.path("relationships").asLong(),
              seconds,
              read / seconds,
              barred ? LEAST_ASSETS_PER_SECOND : "",
              processorSeconds(server) - before,
              heapMebi,
              MOST_HEAP_MEBI,
              heapMebi <= MOST_HEAP_MEBI && (!barred || read / seconds >= LEAST_ASSETS_PER_SECOND)
                  ? "yes"
                  : "NO",
              memory.peakResidentBytes() / MEBI,
              api.get("/api/v1/index").path("bytes").asLong() / (double) read,
              done.has("verification")
                  ? done.path("verification").path("differences").asLong()
                  : "");
        }
      }
    }
    report.print();
  }

  private static double processorSeconds(ServerProcess server) {
    return server.processes().getFirst().info().totalCpuDuration().orElse(Duration.ZERO).toMillis()
        / 1e3;
  }

  private static JsonNode await(Api api, String accepted) throws IOException, InterruptedException {
    JsonNode run = Api.JSON.readTree(accepted);
    String address = "/api/v1/index/runs/" + run.path("id").asText();
    while (run.path("status").asText().equals("running")) {
      LockSupport.parkNanos(POLL.toNanos());
      run = api.get(address);
    }
    if (!run.path("status").asText().equals("succeeded")) {
      throw new IOException("the run ended otherwise: " + run);
    }
    return run;
  }

  /** What is left where nothing is done with what is read. */
  private static void scans(Path folder) throws IOException {
    Report report = new Report("Tables read alone", "what", "threads", "rows", "seconds", "rows/s");
    try (NessieCatalogStore store =
            NessieCatalogStore.open(IcebergSettings.in(folder.resolve("data")));
        BranchStore branch = store.open(Scope.DEFAULT)) {
      StateSource state = branch.state();
      for (int threads : new int[] {1, 2}) {
        scan(report, "assets", threads, rows -> state.assets(threads, row -> rows.increment()));
        scan(
            report,
            "relationships",
            threads,
            rows -> state.relationships(threads, row -> rows.increment()));
        scan(
            report,
            "column names",
            threads,
            rows -> state.columnNames(threads, (parent, name) -> rows.increment()));
      }
    }
    report.print();
  }

  @FunctionalInterface
  private interface Scan {
    void run(LongAdder rows) throws IOException;
  }

  private static void scan(Report report, String what, int threads, Scan scan) throws IOException {
    LongAdder rows = new LongAdder();
    long start = System.nanoTime();
    scan.run(rows);
    double seconds = (System.nanoTime() - start) / 1e9;
    report.row(what, threads, rows.sum(), seconds, rows.sum() / seconds);
  }
}
