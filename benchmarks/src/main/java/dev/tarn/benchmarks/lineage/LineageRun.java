package dev.tarn.benchmarks.lineage;

import dev.tarn.benchmarks.Latency;
import dev.tarn.benchmarks.Report;
import dev.tarn.benchmarks.search.EngineRun;
import dev.tarn.benchmarks.search.GeneratedState;
import dev.tarn.benchmarks.search.KeptIndex;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.lineage.Flow;
import dev.tarn.core.lineage.ImpactQuery;
import dev.tarn.core.lineage.ImpactSummary;
import dev.tarn.core.lineage.LineageDirection;
import dev.tarn.core.lineage.LineageLevel;
import dev.tarn.core.lineage.LineageLimits;
import dev.tarn.core.lineage.LineageQuery;
import dev.tarn.core.lineage.LineageReader;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.LineageGraphSize;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.type.BuiltInTypes;
import dev.tarn.lucene.LuceneIndexSettings;
import dev.tarn.lucene.LuceneStateIndexes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** Builds an index, or takes the one that is there, and walks in it; alone in its JVM. */
public final class LineageRun {
  private static final long SEED = 11;
  private static final int STARTS = 5_000;
  private static final int DEPTH = 5;
  private static final int NODES = 5_000;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MEBI = 1 << 20;

  private final Path folder;
  private final long nanosPerKind;
  private final GeneratedState state;

  private LineageRun(Path folder, long assets, int seconds) {
    this.folder = folder;
    this.nanosPerKind = TimeUnit.SECONDS.toNanos(seconds);
    this.state = new GeneratedState(EngineRun.generator(assets), EngineRun.Content.LINEAGE);
  }

  /** Where a walk starts, and which way it goes. */
  private record Walk(AssetId start, Flow flow) {
    LineageQuery query() {
      return query(LineageLimits.DEFAULT_TYPES);
    }

    /** Several types are not in memory. */
    LineageQuery inFiles() {
      return query(Set.of(BuiltInTypes.LINEAGE, "related-to"));
    }

    private LineageQuery query(Set<String> types) {
      return new LineageQuery(
          start,
          flow == Flow.UPSTREAM ? LineageDirection.UPSTREAM : LineageDirection.DOWNSTREAM,
          LineageLevel.ASSET,
          types,
          DEPTH,
          NODES,
          NODES,
          null);
    }
  }

  /** One walk; returns how many nodes it saw. */
  @FunctionalInterface
  private interface Walker {
    int walk(Walk walk) throws IOException;
  }

  /** The arguments: a folder, the number of assets, and seconds of each kind. */
  public static void main(String[] args) throws IOException {
    new LineageRun(Path.of(args[0]), Long.parseLong(args[1]), Integer.parseInt(args[2])).run();
  }

  private void run() throws IOException {
    Path indexFolder = KeptIndex.in(folder, state);
    List<AssetId> ends = new ArrayList<>();
    AssetId widest = sample(ends);
    LuceneStateIndexes indexes =
        new LuceneStateIndexes(indexFolder, LuceneIndexSettings.defaults());
    long opened = System.nanoTime();
    try (StateIndex index = indexes.open(Scope.DEFAULT)) {
      try (StateSnapshot early = index.acquire()) {
        firstPages(early.lineage(), widest, opened);
      }
      made(index);
      try (StateSnapshot snapshot = index.acquire()) {
        walks(snapshot.lineage(), ends, commitFolder(indexFolder));
        impact(snapshot.lineage(), widest);
      }
    }
  }

  /** What answers take from the moment on when the index is opened, while the graph is made. */
  private static void firstPages(LineageReader lineage, AssetId widest, long opened)
      throws IOException {
    Report report =
        new Report("While lineage is read from the files", "what", "ms", "ms since opening began");
    for (int run = 0; run < 2; run++) {
      long start = System.nanoTime();
      lineage.explore(LineageQuery.around(widest, LineageDirection.BOTH));
      report.row("around an asset, depth 3", millisSince(start), millisSince(opened));
      long impact = System.nanoTime();
      try {
        lineage.impact(
            ImpactQuery.downstreamOf(widest),
            page -> {
              throw new FirstPageException();
            });
      } catch (FirstPageException e) {
        report.row("first page of what it reaches", millisSince(impact), millisSince(opened));
      }
    }
    report.print();
  }

  /** Ends a walk. */
  private static final class FirstPageException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private static void made(StateIndex index) throws IOException {
    LineageGraphSize graph = index.size().orElseThrow().lineageGraph();
    while (graph == null) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      graph = index.size().orElseThrow().lineageGraph();
    }
    new Report(
            "Lineage in memory, %,d assets, %,d edges".formatted(graph.assets(), graph.edges()),
            "made in ms",
            "MiB",
            "heap MiB, all")
        .row(graph.making().toMillis(), graph.bytes() / MEBI, heapBytes() / MEBI)
        .print();
  }

  private static double millisSince(long startNanos) {
    return (System.nanoTime() - startNanos) / NANOS_PER_MILLI;
  }

  /** Collects ends of edges, and returns the one that most edges leave. */
  private AssetId sample(List<AssetId> ends) throws IOException {
    Random random = new Random(SEED);
    AtomicLong seen = new AtomicLong();
    Map<AssetId, Integer> leaving = new HashMap<>();
    state.relationships(
        1,
        (Relationship edge) -> {
          long number = seen.incrementAndGet();
          AssetId end = random.nextBoolean() ? edge.sourceId() : edge.targetId();
          if (ends.size() < STARTS) {
            ends.add(end);
            // The first assets have the most behind them.
            leaving.merge(edge.sourceId(), 1, Integer::sum);
          } else if (random.nextLong(number) < STARTS) {
            ends.set(random.nextInt(STARTS), end);
          }
        });
    return leaving.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .orElseThrow(() -> new IOException("there is no lineage"))
        .getKey();
  }

  private void walks(LineageReader lineage, List<AssetId> ends, Path commitFolder)
      throws IOException {
    List<Walk> walks = new ArrayList<>();
    for (int i = 0; i < ends.size(); i++) {
      walks.add(new Walk(ends.get(i), i % 2 == 0 ? Flow.UPSTREAM : Flow.DOWNSTREAM));
    }
    Report report =
        new Report(
            "Depth 5, at most 5,000 nodes", "how", "walks", "p50 ms", "p99 ms", "nodes, mean");
    measure(
        report, "arrays in memory", walks, walk -> lineage.explore(walk.query()).nodes().size());
    measure(
        report,
        "looked up in the index",
        walks,
        walk -> lineage.explore(walk.inFiles()).nodes().size());
    try (TermHops hops = new TermHops(commitFolder)) {
      measure(
          report,
          "one term query for each step",
          walks,
          walk -> hops.walk(walk.start(), walk.flow(), DEPTH, NODES));
    }
    report.print();
  }

  private void measure(Report report, String how, List<Walk> walks, Walker walker)
      throws IOException {
    repeat(walks, walker, Latency.histogram());
    Histogram nanos = Latency.histogram();
    long nodes = repeat(walks, walker, nanos);
    report.row(
        how,
        nanos.getTotalCount(),
        Latency.millis(nanos, 50),
        Latency.millis(nanos, 99),
        (double) nodes / nanos.getTotalCount());
  }

  private long repeat(List<Walk> walks, Walker walker, Histogram nanos) throws IOException {
    long nodes = 0;
    long end = System.nanoTime() + nanosPerKind;
    for (int i = 0; System.nanoTime() < end; i++) {
      long start = System.nanoTime();
      nodes += walker.walk(walks.get(i % walks.size()));
      nanos.recordValue(System.nanoTime() - start);
    }
    return nodes;
  }

  private static void impact(LineageReader lineage, AssetId start) throws IOException {
    Report report =
        new Report(
            "Everything downstream of one asset",
            "what",
            "assets",
            "depth",
            "first page after ms",
            "first 1,000 after ms",
            "all after ms");
    for (int run = 0; run < 2; run++) {
      long began = System.nanoTime();
      AtomicLong firstPage = new AtomicLong();
      AtomicLong first = new AtomicLong();
      AtomicLong handed = new AtomicLong();
      ImpactSummary summary =
          lineage.impact(
              ImpactQuery.downstreamOf(start),
              page -> {
                firstPage.compareAndSet(0, System.nanoTime());
                if (handed.addAndGet(page.size()) >= LineageLimits.IMPACT_PAGE) {
                  first.compareAndSet(0, System.nanoTime());
                }
              });
      report.row(
          "each asset",
          summary.assets(),
          summary.depth(),
          (firstPage.get() - began) / NANOS_PER_MILLI,
          (first.get() - began) / NANOS_PER_MILLI,
          millisSince(began));
      long counted = System.nanoTime();
      ImpactSummary only = lineage.impact(ImpactQuery.downstreamOf(start));
      report.row("only the summary", only.assets(), only.depth(), "", "", millisSince(counted));
    }
    report.print();
  }

  private static Path commitFolder(Path indexFolder) throws IOException {
    try (Stream<Path> files = Files.walk(indexFolder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("segments_"))
          .findAny()
          .orElseThrow()
          .resolveSibling("");
    }
  }

  private static long heapBytes() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
