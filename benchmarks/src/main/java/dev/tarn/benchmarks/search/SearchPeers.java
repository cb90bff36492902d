package dev.tarn.benchmarks.search;

import dev.tarn.benchmarks.Report;
import dev.tarn.benchmarks.WorkFolder;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tarn's index and OpenSearch, the same assets and the same questions. */
@Command(
    name = "search-peers",
    description = "Searches in Tarn's index and in an OpenSearch node, one after the other.",
    mixinStandardHelpOptions = true)
public final class SearchPeers implements Callable<Integer> {
  private static final String OPENSEARCH = "dev.tarn.benchmarks.opensearch.OpenSearchRun";

  @Mixin private WorkFolder work = new WorkFolder();

  @Option(names = "--assets", description = "How many. Default: 1000000.", defaultValue = "1000000")
  private long assets;

  @Option(
      names = "--heap",
      description = "The heap of each engine's JVM. Default: 2g.",
      defaultValue = "2g")
  private String heap = "";

  @Option(
      names = "--seconds",
      description = "Seconds of each kind of question, after as many to warm up. Default: 5.",
      defaultValue = "5")
  private int seconds;

  @Override
  public Integer call() throws Exception {
    Path folder = work.fresh("search-peers");
    EngineRun.Seen tarn =
        EngineProcess.run(
            TarnRun.class.getName(),
            System.getProperty("java.class.path"),
            heap,
            order(folder.resolve("tarn")));
    Path built = Path.of(System.getProperty("tarn.opensearch.target"));
    EngineRun.Seen opensearch =
        EngineProcess.run(
            OPENSEARCH,
            built.resolve("classes") + File.pathSeparator + built.resolve("lib") + "/*",
            heap,
            order(folder.resolve("opensearch")));
    report(tarn, opensearch);
    work.delete("search-peers");
    return 0;
  }

  private EngineRun.Order order(Path folder) {
    return new EngineRun.Order(
        folder.toString(),
        folder.resolveSibling(folder.getFileName() + ".json").toString(),
        assets,
        EngineRun.Content.ASSETS,
        seconds * 1_000L);
  }

  private void report(EngineRun.Seen tarn, EngineRun.Seen peer) {
    Report report =
        new Report(
            "%s and %s, %,d assets, -Xmx%s each, one client in the same JVM"
                .formatted(tarn.engine(), peer.engine(), assets, heap),
            "what",
            "unit",
            tarn.engine(),
            peer.engine(),
            "ahead",
            "by");
    double tarnRate = assets / tarn.loadSeconds();
    double peerRate = assets / peer.loadSeconds();
    row(
        report,
        "load until durable and found",
        "assets/s",
        tarnRate,
        peerRate,
        1 / tarnRate,
        1 / peerRate);
    row(
        report,
        "on disk",
        "bytes an asset",
        (double) tarn.bytes() / assets,
        (double) peer.bytes() / assets);
    report.row("segments", "", tarn.segments(), peer.segments(), "", "");
    for (EngineRun.Answered ours : tarn.answered()) {
      EngineRun.Answered theirs = named(peer.answered(), ours.kind());
      row(report, ours.kind(), "p50 ms", ours.p50Millis(), theirs.p50Millis());
      row(report, ours.kind(), "p99 ms", ours.p99Millis(), theirs.p99Millis());
      report.row(ours.kind(), "assets found, mean", ours.meanTotal(), theirs.meanTotal(), "", "");
    }
    report.print();
  }

  private static EngineRun.Answered named(List<EngineRun.Answered> answered, String kind) {
    return answered.stream().filter(each -> each.kind().equals(kind)).findAny().orElseThrow();
  }

  private static void row(Report report, String what, String unit, double ours, double theirs) {
    row(report, what, unit, ours, theirs, ours, theirs);
  }

  /**
   * @param ourCost what is better the smaller it is
   */
  private static void row(
      Report report,
      String what,
      String unit,
      double ours,
      double theirs,
      double ourCost,
      double theirCost) {
    report.row(
        what,
        unit,
        ours,
        theirs,
        ourCost <= theirCost ? "Tarn" : "OpenSearch",
        "%.1f x".formatted(Math.max(ourCost, theirCost) / Math.min(ourCost, theirCost)));
  }
}
