package dev.tarn.benchmarks;

import dev.tarn.benchmarks.search.EngineRun;
import dev.tarn.benchmarks.search.GeneratedState;
import dev.tarn.connectors.sample.ScaleGenerator;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.state.StateSource;
import dev.tarn.lucene.LuceneIndexSettings;
import dev.tarn.lucene.LuceneStateIndexes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How fast an index is built at once, in how much heap, and what it takes on disk. */
@Command(
    name = "index-build",
    description = "Builds an index in process, from generated assets with two edges each.",
    mixinStandardHelpOptions = true)
final class IndexBuild implements Callable<Integer> {
  private static final Scope SCOPE = new Scope(new TenantId("built"), BranchName.MAIN);
  private static final String FOLDER = "index-build";
  private static final long SEED = 42;
  private static final int THREADS = 2;
  private static final double MEBI = 1 << 20;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);

  @Option(names = "--assets", description = "How many. Default: 1000000.", defaultValue = "1000000")
  private long assets;

  @Mixin private WorkFolder work = new WorkFolder();

  private final AtomicLong assetsBuilt = new AtomicLong();
  private final AtomicLong edgesBuilt = new AtomicLong();

  @Override
  public Integer call() throws Exception {
    Report speed =
        new Report(
            "Building an index of " + assets + " assets",
            "what",
            "assets",
            "edges",
            "seconds",
            "assets/s",
            "processor s",
            "most heap MiB",
            "bytes on disk",
            "bytes/asset",
            "bytes/edge");
    Report files = new Report("Files, bytes per asset", "file", "without edges", "with edges");
    long start = System.nanoTime();
    StateSource source = source(true);
    source.columnNames(THREADS, (parent, name) -> {});
    source.assets(THREADS, asset -> {});
    source.relationships(THREADS, edge -> {});
    double sourceSeconds = secondsSince(start);
    speed.row(
        "the source alone", assets, "", sourceSeconds, assets / sourceSeconds, "", "", "", "", "");
    Map<String, Long> without = measure(speed, "without edges", false, 0);
    Map<String, Long> with = measure(speed, "with edges", true, total(without));
    for (String type : with.keySet()) {
      files.row(
          type,
          without.getOrDefault(type, 0L) / (double) assets,
          with.getOrDefault(type, 0L) / (double) assets);
    }
    speed.print();
    files.print();
    return 0;
  }

  private StateSource source(boolean edges) {
    return new GeneratedState(
        new ScaleGenerator(SEED, assets, ScaleGenerator.Variety.HIGH),
        edges ? EngineRun.Content.LINEAGE : EngineRun.Content.ASSETS);
  }

  private static double secondsSince(long startNanos) {
    return (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
  }

  private static long total(Map<String, Long> files) {
    return files.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the bytes of the files by type. */
  private Map<String, Long> measure(Report report, String what, boolean edges, long bytesWithout)
      throws IOException {
    Path root = work.fresh(FOLDER);
    LuceneStateIndexes indexes = new LuceneStateIndexes(root, LuceneIndexSettings.defaults());
    BuildProgress progress =
        (assetsSoFar, edgesSoFar) -> {
          assetsBuilt.accumulateAndGet(assetsSoFar, Math::max);
          edgesBuilt.accumulateAndGet(edgesSoFar, Math::max);
        };
    AtomicLong peakHeap = new AtomicLong();
    long start = System.nanoTime();
    long cpu = processorNanos();
    Map<String, Long> files;
    double seconds;
    double processorSeconds;
    try (ScheduledExecutorService looking =
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory())) {
      var _ =
          looking.scheduleAtFixedRate(
              () -> peakHeap.accumulateAndGet(heapBytes(), Math::max),
              0,
              LOOK_INTERVAL.toMillis(),
              TimeUnit.MILLISECONDS);
      try (StateIndex built = indexes.build(SCOPE, source(edges), progress)) {
        seconds = secondsSince(start);
        processorSeconds = (processorNanos() - cpu) / NANOS_PER_SECOND;
        looking.shutdownNow();
        files = filesByType(root);
        checkCount(built);
      }
    }
    long bytes = total(files);
    report.row(
        what,
        assetsBuilt.get(),
        edges ? edgesBuilt.get() : 0L,
        seconds,
        assets / seconds,
        processorSeconds,
        peakHeap.get() / MEBI,
        bytes,
        edges ? "" : bytes / (double) assets,
        edges ? (bytes - bytesWithout) / (double) edgesBuilt.get() : "");
    work.delete(FOLDER);
    return files;
  }

  private void checkCount(StateIndex built) throws IOException {
    try (StateSnapshot snapshot = built.acquire()) {
      long found = snapshot.assetCounts().values().stream().mapToLong(Long::longValue).sum();
      if (found != assets) {
        throw new IllegalStateException("the index has " + found + " assets");
      }
    }
  }

  private static long heapBytes() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static long processorNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static Map<String, Long> filesByType(Path root) throws IOException {
    Map<String, Long> bytes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        String type = name.contains(".") ? name.substring(name.lastIndexOf('.')) : "others";
        bytes.merge(type, Files.size(file), Long::sum);
      }
    }
    return bytes;
  }
}
