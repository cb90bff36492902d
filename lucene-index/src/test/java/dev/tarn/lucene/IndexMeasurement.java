package dev.tarn.lucene;

import com.sun.management.OperatingSystemMXBean;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Measures an index of made-up tables and columns: {@code IndexMeasurement <folder> [assets]}. The
 * folder must be empty or absent.
 */
public final class IndexMeasurement {
  private static final int GROUP_ENTRIES = 2_000;
  private static final int GROUPS_PER_APPLY = 5;
  private static final int READS = 20_000;

  private final int assets;
  private final MadeUpAssets made = new MadeUpAssets();

  private IndexMeasurement(int assets) {
    this.assets = assets;
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        if (files.findAny().isPresent()) {
          throw new IllegalArgumentException(folder + " is not empty");
        }
      }
    }
    int assets = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
    new IndexMeasurement(assets).run(folder);
  }

  private void run(Path folder) throws IOException {
    LuceneStateIndexes indexes = new LuceneStateIndexes(folder, LuceneIndexSettings.defaults());
    try (StateIndex index = indexes.open(Scope.DEFAULT)) {
      load(index);
      reads(index, "after the load");
      update(index);
      reads(index, "after updates");
    }
    long start = System.nanoTime();
    try (StateIndex index = indexes.open(Scope.DEFAULT)) {
      report("opened again in %.0f ms at %s", millisSince(start), index.applied());
    }
  }

  private void load(StateIndex index) throws IOException {
    long nanos = 0;
    long cpu = 0;
    long peakHeap = 0;
    for (int from = 0; from < assets; from += GROUP_ENTRIES * GROUPS_PER_APPLY) {
      List<Group> groups = new ArrayList<>();
      for (int g = 0; g < GROUPS_PER_APPLY; g++) {
        groups.add(made.created(from + g * GROUP_ENTRIES, GROUP_ENTRIES));
      }
      long cpuStart = cpuNanos();
      long start = System.nanoTime();
      index.apply(groups);
      nanos += System.nanoTime() - start;
      cpu += cpuNanos() - cpuStart;
      Runtime runtime = Runtime.getRuntime();
      peakHeap = Math.max(peakHeap, runtime.totalMemory() - runtime.freeMemory());
    }
    long start = System.nanoTime();
    index.flush();
    report(
        "applied %,d assets at %,.0f/s (%.0f µs of processor time each), then flush in %.0f ms,"
            + " most heap in use %,d MiB",
        index.applied().seq(),
        index.applied().seq() / (nanos / 1e9),
        cpu / 1e3 / index.applied().seq(),
        millisSince(start),
        peakHeap >> 20);
  }

  private void update(StateIndex index) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    int count = Math.min(100_000, assets);
    int perGroup = 1_000;
    long nanos = 0;
    double[] applies = new double[count / perGroup];
    List<Group> updates = new ArrayList<>();
    for (int g = 0; g < applies.length; g++) {
      updates.add(made.updated(perGroup, i -> random.nextInt(assets)));
    }
    long cpuStart = cpuNanos();
    for (int g = 0; g < applies.length; g++) {
      List<Group> groups = List.of(updates.get(g));
      long start = System.nanoTime();
      index.apply(groups);
      nanos += System.nanoTime() - start;
      applies[g] = millisSince(start);
    }
    report(
        "updated %,d at %,.0f/s (%.0f µs of processor time each); %s ms a group of 1,000",
        count, count / (nanos / 1e9), (cpuNanos() - cpuStart) / 1e3 / count, spread(applies));
    double[] ones = new double[500];
    for (int i = 0; i < ones.length; i++) {
      List<Group> groups = List.of(made.updated(random.nextInt(assets), 1));
      long start = System.nanoTime();
      index.apply(groups);
      ones[i] = millisSince(start);
    }
    report("groups of one: %s ms until seen", spread(ones));
  }

  private interface Read {
    void run(StateSnapshot snapshot, int number) throws IOException;
  }

  private void reads(StateIndex index, String when) throws IOException {
    report("-- %s", when);
    time(
        index, "by id", READS, (s, n) -> expect(s.assets(List.of(MadeUpAssets.id(n))).size() == 1));
    time(
        index,
        "by name",
        READS,
        (s, n) ->
            expect(s.assetNamed(MadeUpAssets.type(n), MadeUpAssets.qualifiedName(n)).isPresent()));
    time(
        index, "no such name", READS, (s, n) -> expect(s.assetNamed("table", "no." + n).isEmpty()));
    time(
        index,
        "1,000 absent ids at once",
        100,
        (s, n) -> {
          List<AssetId> ids = new ArrayList<>();
          for (int i = 0; i < 1_000; i++) {
            ids.add(AssetId.derive("table", "absent." + n + "." + i));
          }
          expect(s.assets(ids).isEmpty());
        });
    time(
        index,
        "1,000 present ids at once",
        100,
        (s, n) -> {
          List<AssetId> ids = new ArrayList<>();
          for (int i = 0; i < 1_000; i++) {
            ids.add(MadeUpAssets.id((n + i * 7919) % assets));
          }
          expect(s.assets(ids).size() > 990);
        });
    time(
        index,
        "children",
        1_000,
        (s, n) ->
            expect(
                !s.childIds(MadeUpAssets.id(n - n % (MadeUpAssets.COLUMNS_PER_TABLE + 1)), 100)
                    .isEmpty()));
    time(index, "list all, 50", 100, (s, n) -> list(s, AssetQuery.ofType(null, null, 50)));
    time(index, "list all, 1,000", 20, (s, n) -> list(s, AssetQuery.ofType(null, null, 1_000)));
    time(index, "list columns, 50", 100, (s, n) -> list(s, AssetQuery.ofType("column", null, 50)));
    time(index, "list tables, 50", 100, (s, n) -> list(s, AssetQuery.ofType("table", null, 50)));
    time(index, "list by prefix", 100, (s, n) -> list(s, prefixed(MadeUpAssets.qualifiedName(n))));
    time(index, "list by short prefix", 100, (s, n) -> list(s, prefixed("warehouse_")));
    time(
        index,
        "second page of columns",
        100,
        (s, n) -> {
          String cursor = s.list(AssetQuery.ofType("column", null, 50)).next();
          list(s, AssetQuery.ofType("column", cursor, 50));
        });
    time(index, "counts", 20, (s, n) -> expect(s.assetCounts().size() == 2));
  }

  private static AssetQuery prefixed(String prefix) {
    return new AssetQuery(
        null, null, null, null, null, null, null, null, null, null, prefix, null, 50);
  }

  private static void list(StateSnapshot snapshot, AssetQuery query) throws IOException {
    expect(!snapshot.list(query).items().isEmpty());
  }

  private void time(StateIndex index, String what, int times, Read read) throws IOException {
    SplittableRandom random = new SplittableRandom(42);
    double[] millis = new double[times];
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < times; i++) {
        int number = random.nextInt(assets);
        long start = System.nanoTime();
        try (StateSnapshot snapshot = index.acquire()) {
          read.run(snapshot, number);
        }
        millis[i] = millisSince(start);
      }
    }
    report("%-26s %s ms", what, spread(millis));
  }

  private static void expect(boolean as) {
    if (!as) {
      throw new IllegalStateException("an answer is wrong");
    }
  }

  private static String spread(double[] millis) {
    Arrays.sort(millis);
    return "p50 %.3f  p99 %.3f  most %.3f"
        .formatted(
            millis[millis.length / 2], millis[millis.length * 99 / 100], millis[millis.length - 1]);
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static double millisSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e6;
  }

  private static void report(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
