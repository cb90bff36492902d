package dev.tarn.benchmarks.search;

import dev.tarn.benchmarks.Report;
import dev.tarn.benchmarks.WorkFolder;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Searches in Tarn's index, in process. */
@Command(
    name = "search",
    description = "Searches and look-ups in an index with lineage, in process.",
    mixinStandardHelpOptions = true)
public final class SearchTimes implements Callable<Integer> {
  private static final double MEBI = 1 << 20;

  /** The most that a search may take, for ten million assets. */
  private record Bar(double p50Millis, double p99Millis) {
    static final double NONE = Double.POSITIVE_INFINITY;
  }

  private static final Bar TEXT = new Bar(5, 60);
  private static final Bar FILTERED = new Bar(10, 100);
  private static final Bar FACETS = new Bar(Bar.NONE, 300);
  private static final Bar ONE = new Bar(Bar.NONE, 1);

  private static final Map<String, Bar> BARS =
      Map.ofEntries(
          Map.entry(Questions.TEXT, TEXT),
          Map.entry(Questions.HEAD, TEXT),
          Map.entry(Questions.NAME, TEXT),
          Map.entry(Questions.FILTERED, FILTERED),
          Map.entry(Questions.FACETED, FILTERED),
          Map.entry(Questions.HEAD_FACETED, FILTERED),
          Map.entry(Questions.FACETS_OF_ALL, FACETS),
          Map.entry(Questions.FACETS_OF_MOST, FACETS),
          Map.entry(Questions.CLOSEST, new Bar(Bar.NONE, 5)),
          Map.entry(Questions.POPULAR, new Bar(Bar.NONE, 30)),
          Map.entry(Questions.BY_ID, ONE),
          Map.entry(Questions.BY_NAME, ONE));

  @Mixin private WorkFolder work = new WorkFolder();

  @Option(
      names = "--assets",
      description = "How many. Default: 10000000.",
      defaultValue = "10000000")
  private long assets;

  @Option(
      names = "--heap",
      description = "The heap of the JVM with the index. Default: 4g.",
      defaultValue = "4g")
  private String heap = "";

  @Option(
      names = "--seconds",
      description = "Seconds of each kind of question, in each of two rounds. Default: 5.",
      defaultValue = "5")
  private int seconds;

  @Option(
      names = "--only",
      description = "Only kinds of questions with a match of this regular expression.",
      defaultValue = EngineRun.Order.ALL_KINDS)
  private String only = "";

  @Override
  public Integer call() throws Exception {
    Path folder = work.folder("search-" + assets);
    EngineRun.Seen seen;
    try (EngineProcess engine =
        EngineProcess.start(
            TarnRun.class.getName(),
            System.getProperty("java.class.path"),
            heap,
            new EngineRun.Order(
                folder.toString(),
                folder.resolve("seen.json").toString(),
                assets,
                EngineRun.Content.LINEAGE,
                seconds * 1_000L,
                only))) {
      seen = engine.seen();
    }
    Report report =
        new Report(
            "Searches of one client, in process, %,d assets, -Xmx%s".formatted(assets, heap),
            "search",
            "p50 ms",
            "p99 ms",
            "bar p50",
            "bar p99",
            "met",
            "assets found, mean");
    for (EngineRun.Answered each : seen.answered()) {
      Bar bar = BARS.getOrDefault(each.kind(), new Bar(Bar.NONE, Bar.NONE));
      report.row(
          each.kind(),
          each.p50Millis(),
          each.p99Millis(),
          limit(bar.p50Millis()),
          limit(bar.p99Millis()),
          met(each, bar),
          each.meanTotal());
    }
    report.print();
    new Report("The index", "what", "measured")
        .row("loaded, assets/s", assets / seen.loadSeconds())
        .row("bytes of an asset with its relationships", (double) seen.bytes() / assets)
        .row("segments", seen.segments())
        .row("heap in use after the searches, MiB", seen.heapBytes() / MEBI)
        .print();
    return 0;
  }

  private static String limit(double millis) {
    return millis == Bar.NONE ? "" : "%.0f".formatted(millis);
  }

  private static String met(EngineRun.Answered seen, Bar bar) {
    if (bar.p99Millis() == Bar.NONE) {
      return "";
    }
    return seen.p50Millis() < bar.p50Millis() && seen.p99Millis() < bar.p99Millis() ? "yes" : "NO";
  }
}
