package dev.tarn.benchmarks.search;

import dev.tarn.benchmarks.BulkLoad;
import dev.tarn.benchmarks.Report;
import dev.tarn.benchmarks.Setup;
import dev.tarn.testkit.ServerProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tarn's index and OpenSearch, the same assets and the same questions. */
@Command(
    name = SearchPeers.NAME,
    description = "Searches in Tarn's index and in an OpenSearch node, one after the other.",
    mixinStandardHelpOptions = true)
public final class SearchPeers implements Callable<Integer> {
  static final String NAME = "search-peers";
  private static final String OPENSEARCH = "dev.tarn.benchmarks.opensearch.OpenSearchRun";

  private static final String STATE =
      """
      Each engine loaded the assets on all cores and was then asked, alone on the machine, by one
      client. Both are as a load leaves them: everything synced and visible, merges at their end,
      none forced; files in the page cache; no cache of queries or answers. Answers are read whole,
      each hit with its source. OpenSearch has one shard without replicas, the analyzer that splits
      identifiers, prefixes of names indexed, a completion field with popularity for its weight, and
      ranks by words alone; Tarn ranks by popularity and quality, too.\
      """;

  @Mixin private Setup setup = new Setup();

  @Option(names = "--assets", description = "How many. Default: 1000000.", defaultValue = "1000000")
  private long assets;

  @Option(
      names = "--seconds",
      description = "Seconds of each kind of question, in each of two rounds. Default: 5.",
      defaultValue = "5")
  private int seconds;

  @Override
  public Integer call() throws Exception {
    Path folder = setup.freshFolder(NAME);
    EngineRun.Seen tarn;
    try (EngineProcess engine =
        EngineProcess.start(
            TarnRun.class.getName(),
            System.getProperty("java.class.path"),
            setup.heap(),
            order(folder.resolve("tarn")))) {
      tarn = engine.seen();
    }
    Path built = Path.of(System.getProperty("tarn.opensearch.target"));
    EngineRun.Seen opensearch;
    List<EngineRun.Answered> overHttp;
    try (EngineProcess engine =
        EngineProcess.start(
            OPENSEARCH,
            built.resolve("classes") + File.pathSeparator + built.resolve("lib") + "/*",
            setup.heap(),
            order(folder.resolve("opensearch")))) {
      opensearch = engine.seen();
      overHttp =
          HttpRun.ask(Objects.requireNonNull(opensearch.served()), Duration.ofSeconds(seconds));
    }
    reportInProcess(tarn, opensearch);
    reportOverHttp(tarnOverHttp(folder), overHttp);
    System.out.println();
    System.out.println(STATE);
    setup.freshFolder(NAME);
    return 0;
  }

  /** Asks the packaged server, which has the assets from its bulk endpoint. */
  private List<EngineRun.Answered> tarnOverHttp(Path folder)
      throws IOException, InterruptedException {
    try (ServerProcess server = setup.start(folder)) {
      BulkLoad.load(server.uri(), setup.input(assets, Setup.Content.VARIED_ASSETS));
      BulkLoad.awaitFollowers(server.uri());
      return HttpRun.ask(
          new HttpRun.Served(
              server.uri(),
              HttpRun.questions(Questions.of(EngineRun.generator(assets)), TarnHttp::question)),
          Duration.ofSeconds(seconds));
    }
  }

  private EngineRun.Order order(Path folder) {
    return new EngineRun.Order(
        folder.toString(),
        folder.resolveSibling(folder.getFileName() + ".json").toString(),
        assets,
        EngineRun.Content.ASSETS,
        seconds * 1_000L,
        EngineRun.Order.ALL_KINDS);
  }

  private void reportInProcess(EngineRun.Seen tarn, EngineRun.Seen peer) {
    Report report =
        new Report(
            "%s and %s, %,d assets, -Xmx%s each, one client in the same JVM"
                .formatted(tarn.engine(), peer.engine(), assets, setup.heap()),
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

  private void reportOverHttp(List<EngineRun.Answered> tarn, List<EngineRun.Answered> opensearch) {
    Report report =
        new Report(
            "The same over HTTP, one client in a JVM of its own",
            "what",
            "unit",
            "Tarn's server",
            "OpenSearch",
            "ahead",
            "by");
    for (EngineRun.Answered ours : tarn) {
      EngineRun.Answered theirs = named(opensearch, ours.kind());
      row(report, ours.kind(), "p50 ms", ours.p50Millis(), theirs.p50Millis());
      row(report, ours.kind(), "p99 ms", ours.p99Millis(), theirs.p99Millis());
      report.row(
          ours.kind(), "bytes of an answer, mean", ours.meanTotal(), theirs.meanTotal(), "", "");
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
