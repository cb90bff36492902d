package dev.tarn.benchmarks;

import dev.tarn.testkit.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Seconds from the command to ready, and resident memory then. */
@Command(
    name = "start-up",
    description = "Start of an empty and of a full catalog, after a clean stop and after a kill.",
    mixinStandardHelpOptions = true)
final class StartUp implements Callable<Integer> {
  private static final int STARTS = 5;
  private static final double MEBI = 1 << 20;
  private static final double MILLIS_PER_SECOND = 1_000;

  @Mixin private Setup setup = new Setup();

  @Option(names = "--assets", description = "How many. Default: 1000000.", defaultValue = "1000000")
  private long assets;

  @Override
  public Integer call() throws Exception {
    Report report =
        new Report(
            "Start-up, " + STARTS + " starts each",
            "catalog",
            "before",
            "ready s, median",
            "ready s, worst",
            "server MiB",
            "Nessie MiB");
    Path empty = setup.freshFolder("start-up");
    measure(report, "empty", empty);
    measure(report, assets + " assets", setup.loadedFolder(assets));
    report.print();
    return 0;
  }

  private void measure(Report report, String catalog, Path folder)
      throws IOException, InterruptedException {
    Histogram afterStop = Latency.histogram();
    Histogram afterKill = Latency.histogram();
    double serverBytes = 0;
    double otherBytes = 0;
    setup.start(folder).close();
    for (int i = 0; i < STARTS; i++) {
      ServerProcess server = setup.start(folder);
      afterStop.recordValue(server.readyAfter().toNanos());
      server.kill();
      try (ServerProcess next = setup.start(folder)) {
        afterKill.recordValue(next.readyAfter().toNanos());
        List<ProcessHandle> processes = next.processes();
        serverBytes = ServerProcess.residentBytes(processes.getFirst());
        otherBytes = 0;
        for (ProcessHandle other : processes.subList(1, processes.size())) {
          otherBytes += ServerProcess.residentBytes(other);
        }
      }
    }
    row(report, catalog, "clean stop", afterStop, serverBytes, otherBytes);
    row(report, catalog, "kill -9", afterKill, serverBytes, otherBytes);
  }

  private static void row(
      Report report,
      String catalog,
      String before,
      Histogram nanos,
      double serverBytes,
      double otherBytes) {
    report.row(
        catalog,
        before,
        Latency.millis(nanos, 50) / MILLIS_PER_SECOND,
        Latency.millis(nanos, 100) / MILLIS_PER_SECOND,
        serverBytes / MEBI,
        otherBytes / MEBI);
  }
}
