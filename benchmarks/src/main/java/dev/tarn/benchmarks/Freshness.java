package dev.tarn.benchmarks;

import dev.tarn.benchmarks.search.EngineRun;
import dev.tarn.benchmarks.search.Questions;
import dev.tarn.testkit.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How soon a change is found, and how fast an index that is behind catches up. */
@Command(
    name = "freshness",
    description = "Acknowledged to searchable while 8 clients search, and catching up, over HTTP.",
    mixinStandardHelpOptions = true)
final class Freshness implements Callable<Integer> {
  /** What is measured: changes in a request, and searches a second. */
  private record Mix(int changesPerRequest, int searchesPerSecond) {}

  private static final List<Mix> MIXES =
      List.of(new Mix(10, 100), new Mix(10, FreshnessRun.AS_FAST_AS_ANSWERED), new Mix(1, 100));
  private static final Duration WARM_UP = Duration.ofSeconds(10);

  /** What is promised of the time until a change is found. */
  private static final int MOST_P99_MILLIS = 500;

  /** Below it, the server did not take what was to be written. */
  private static final double LEAST_SHARE_WRITTEN = 0.95;

  /** What is promised of an index that is behind. */
  private static final int LEAST_CHANGES_PER_SECOND = 8_000;

  private static final String INDEX = "index";

  private int runs;

  @Mixin private Setup setup = new Setup();

  @Option(
      names = "--assets",
      description = "How many before. Default: 200000.",
      defaultValue = "200000")
  private long assets;

  @Option(
      names = "--behind",
      description =
          "Assets, with two relationships each, by which the index is behind when it catches up;"
              + " then it is behind by twice as many updates. Default: 100000.",
      defaultValue = "100000")
  private long behind;

  @Option(
      names = "--changes-per-second",
      description = "What writers send, whatever the answers take. Default: 1000.",
      defaultValue = "1000")
  private int changesPerSecond;

  @Option(
      names = "--seconds",
      description = "Seconds of each measurement. Default: 30.",
      defaultValue = "30")
  private int seconds;

  @Option(
      names = "--measure",
      split = ",",
      description = "What, of: ${COMPLETION-CANDIDATES}. Default: all.",
      defaultValue = "freshness,catch_up")
  private List<Measured> measured = List.of();

  /** What is measured. */
  enum Measured {
    freshness,
    catch_up
  }

  @Override
  public Integer call() throws Exception {
    Path folder = setup.freshFolder("freshness");
    try (ServerProcess server = setup.start(folder)) {
      load(server, setup.input(assets, Setup.Content.VARIED));
      if (measured.contains(Measured.freshness)) {
        freshness(server);
      }
    }
    if (measured.contains(Measured.catch_up)) {
      catchUp(folder);
    }
    return 0;
  }

  private void catchUp(Path folder) throws IOException, InterruptedException {
    Report report =
        new Report(
            "An index that is behind follows the log to its end",
            "what the changes are",
            "changes behind",
            "seconds until level",
            "changes/s",
            "bar changes/s",
            "met");
    catchUp(
        report,
        "new assets and relationships",
        folder,
        setup.input(assets + behind, Setup.Content.VARIED));
    catchUp(report, "updates of assets", folder, setup.updates(2 * behind));
    report.print();
  }

  private static void load(ServerProcess server, Path changes)
      throws IOException, InterruptedException {
    BulkLoad.load(server.uri(), changes);
    BulkLoad.awaitFollowers(server.uri());
  }

  private void freshness(ServerProcess server) throws IOException, InterruptedException {
    List<String> searches = Questions.searches(EngineRun.generator(assets));
    Report report =
        new Report(
            "Acknowledged to found, %,d changes/s from %d writers, %,d assets, %d clients search"
                .formatted(changesPerSecond, FreshnessRun.WRITERS, assets, FreshnessRun.SEARCHERS),
            "changes a request",
            "searches/s asked",
            "changes/s",
            "ack p50 ms",
            "ack p99 ms",
            "found after p50 ms",
            "found after p99 ms",
            "bar p99 ms",
            "met",
            "searches/s",
            "search p50 ms",
            "search p99 ms");
    for (Mix mix : MIXES) {
      freshness(server, mix, searches, WARM_UP);
      FreshnessRun.Result seen = freshness(server, mix, searches, Duration.ofSeconds(seconds));
      double written = seen.writes().perSecond() * mix.changesPerRequest();
      double foundMillis = Latency.millis(seen.found(), 99);
      report.row(
          mix.changesPerRequest(),
          mix.searchesPerSecond() == FreshnessRun.AS_FAST_AS_ANSWERED
              ? "as fast as answered"
              : mix.searchesPerSecond(),
          written,
          Latency.millis(seen.writes().nanos(), 50),
          Latency.millis(seen.writes().nanos(), 99),
          Latency.millis(seen.found(), 50),
          foundMillis,
          MOST_P99_MILLIS,
          foundMillis < MOST_P99_MILLIS && written >= LEAST_SHARE_WRITTEN * changesPerSecond
              ? "yes"
              : "NO",
          seen.searches().perSecond(),
          Latency.millis(seen.searches().nanos(), 50),
          Latency.millis(seen.searches().nanos(), 99));
    }
    report.print();
  }

  private FreshnessRun.Result freshness(
      ServerProcess server, Mix mix, List<String> searches, Duration time)
      throws IOException, InterruptedException {
    return new FreshnessRun(
            server.uri(),
            "r" + runs++,
            new FreshnessRun.Writes(changesPerSecond, mix.changesPerRequest()),
            mix.searchesPerSecond(),
            searches)
        .run(time);
  }

  /** The index is a copy of what it was before some changes. */
  private void catchUp(Report report, String what, Path folder, Path changes)
      throws IOException, InterruptedException {
    Path data = folder.resolve("data");
    Path before = folder.resolve("index-before-" + changes.getFileName());
    copy(data.resolve(INDEX), before);
    try (ServerProcess server = setup.start(folder)) {
      load(server, changes);
    }
    CatchUp.Result seen = CatchUp.run(data, before);
    report.row(
        what,
        seen.changes(),
        seen.time().toMillis() / 1e3,
        seen.perSecond(),
        LEAST_CHANGES_PER_SECOND,
        seen.perSecond() >= LEAST_CHANGES_PER_SECOND ? "yes" : "NO");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
