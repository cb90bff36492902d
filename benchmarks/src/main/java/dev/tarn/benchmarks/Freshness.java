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
import java.util.concurrent.locks.LockSupport;
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
  private static final int[] SEARCHES_PER_SECOND = {100, FreshnessRun.AS_FAST_AS_ANSWERED};
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final String INDEX = "index";

  @Mixin private Setup setup = new Setup();

  @Option(
      names = "--assets",
      description = "How many before. Default: 200000.",
      defaultValue = "200000")
  private long assets;

  @Option(
      names = "--behind",
      description = "Assets by which the index is behind when it catches up. Default: 200000.",
      defaultValue = "200000")
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

  @Override
  public Integer call() throws Exception {
    Path folder = setup.freshFolder("freshness");
    try (ServerProcess server = setup.start(folder)) {
      BulkLoad.load(server.uri(), setup.input(assets, Setup.Content.VARIED));
      BulkLoad.awaitFollowers(server.uri());
      freshness(server);
    }
    Path index = folder.resolve("data").resolve(INDEX);
    Path old = folder.resolve("index-before");
    copy(index, old);
    try (ServerProcess server = setup.start(folder)) {
      BulkLoad.load(server.uri(), setup.input(assets + behind, Setup.Content.VARIED));
      BulkLoad.awaitFollowers(server.uri());
    }
    Files.move(index, folder.resolve("index-after"));
    Files.move(old, index);
    try (ServerProcess server = setup.start(folder)) {
      catchUp(server);
    }
    return 0;
  }

  private void freshness(ServerProcess server) throws IOException, InterruptedException {
    List<String> searches = Questions.searches(EngineRun.generator(assets));
    Report report =
        new Report(
            "Acknowledged to found, %,d changes/s from %d writers, %,d assets, %d clients search"
                .formatted(changesPerSecond, FreshnessRun.WRITERS, assets, FreshnessRun.SEARCHERS),
            "searches/s asked",
            "changes/s",
            "ack p50 ms",
            "ack p99 ms",
            "found after p50 ms",
            "found after p99 ms",
            "searches/s",
            "search p50 ms",
            "search p99 ms");
    for (int perSecond : SEARCHES_PER_SECOND) {
      new FreshnessRun(server.uri(), "w" + perSecond, changesPerSecond, perSecond, searches)
          .run(WARM_UP);
      FreshnessRun.Result seen =
          new FreshnessRun(server.uri(), "m" + perSecond, changesPerSecond, perSecond, searches)
              .run(Duration.ofSeconds(seconds));
      report.row(
          perSecond == FreshnessRun.AS_FAST_AS_ANSWERED ? "as fast as answered" : perSecond,
          seen.writes().perSecond(),
          Latency.millis(seen.writes().nanos(), 50),
          Latency.millis(seen.writes().nanos(), 99),
          Latency.millis(seen.found(), 50),
          Latency.millis(seen.found(), 99),
          seen.searches().perSecond(),
          Latency.millis(seen.searches().nanos(), 50),
          Latency.millis(seen.searches().nanos(), 99));
    }
    report.print();
  }

  /** The index is an older one; the log goes on where it ends. */
  private static void catchUp(ServerProcess server) throws IOException, InterruptedException {
    Api api = new Api(server.uri());
    long first = lag(api);
    if (first == 0) {
      throw new IOException("the index was level before it was looked at: take more for --behind");
    }
    long start = System.nanoTime();
    while (lag(api) > 0) {
      LockSupport.parkNanos(POLL.toNanos());
    }
    double followed = (System.nanoTime() - start) / 1e9;
    new Report(
            "An index that is behind catches up",
            "changes behind at the first look",
            "seconds until level",
            "changes/s",
            "seconds from start to ready")
        .row(first, followed, first / followed, server.readyAfter().toMillis() / 1e3)
        .print();
  }

  private static long lag(Api api) throws IOException, InterruptedException {
    for (var store : api.get("/api/v1/status").path("stores")) {
      if (store.path("name").asText().equals(INDEX)) {
        return store.path("lagChanges").asLong();
      }
    }
    throw new IOException("the server does not say how its index is");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
