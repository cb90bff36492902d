package dev.tarn.benchmarks.search;

import dev.tarn.benchmarks.Report;
import dev.tarn.benchmarks.WorkFolder;
import dev.tarn.connectors.sample.ScaleGenerator;
import dev.tarn.core.asset.Asset;
import dev.tarn.core.change.Change;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.search.SearchMode;
import dev.tarn.core.search.SearchRequest;
import dev.tarn.core.search.SearchSort;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.lucene.LuceneIndexSettings;
import dev.tarn.lucene.LuceneStateIndexes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the index of a branch, and one of the past, cost. */
@Command(
    name = "index-branch",
    description = "Indexes of branches and of the past: time to have them, and bytes, in process.",
    mixinStandardHelpOptions = true)
public final class IndexBranch implements Callable<Integer> {
  private static final int CHANGED_ASSETS = 20_000;
  private static final int GROUP_CHANGES = 100;
  private static final int BRANCHES = 5;

  /** What is promised for ten million assets. */
  private static final int MOST_MILLIS = 500;

  private static final int CHANGES = 10_000;
  private static final double MEBI = 1 << 20;
  private static final double NANOS_PER_MILLI = 1e6;

  @Mixin private WorkFolder work = new WorkFolder();

  @Option(names = "--assets", description = "How many. Default: 1000000.", defaultValue = "1000000")
  private long assets;

  private final Report report = new Report("Indexes of the past", "what", "value");

  @Override
  public Integer call() throws Exception {
    ScaleGenerator generator = EngineRun.generator(assets);
    GeneratedState state = new GeneratedState(generator, EngineRun.Content.LINEAGE);
    // The index of 'search' has the same content.
    Path kept = KeptIndex.in(work.folder("search-" + assets), state);
    Path folder = work.fresh("index-branch-" + assets);
    KeptIndex.copy(kept, folder);
    LuceneStateIndexes indexes = new LuceneStateIndexes(folder, LuceneIndexSettings.defaults());
    GeneratedLog log = GeneratedLog.after(state, Scope.DEFAULT, some(generator));
    try (StateIndex main = indexes.open(Scope.DEFAULT)) {
      requireSame(state.commit(), main.applied());
      branches(folder, indexes, log, main);
      past(folder, indexes, log, main);
    }
    report.print();
    work.delete("index-branch-" + assets);
    return 0;
  }

  private static List<Asset> some(ScaleGenerator generator) {
    List<Asset> some = new ArrayList<>();
    Iterator<Change> changes = generator.parts(1).getFirst();
    while (some.size() < CHANGED_ASSETS && changes.hasNext()) {
      if (changes.next() instanceof Change.UpsertAsset upsert) {
        some.add(GeneratedState.asset(upsert, some.size() + 1));
      }
    }
    return some;
  }

  private void branches(Path folder, LuceneStateIndexes indexes, GeneratedLog log, StateIndex main)
      throws IOException {
    Report branches =
        new Report(
            "Indexes of branches, each after %,d changes of its origin, %,d assets, %,.0f MiB"
                .formatted(GROUP_CHANGES, assets, bytes(folder, file -> true) / MEBI),
            "branch",
            "origin kept ms",
            "forked ms",
            "opened ms",
            "all ms",
            "bar ms",
            "met",
            "first search ms",
            "bytes of its own, KiB",
            "after %,d changes on it, MiB".formatted(CHANGES));
    for (int i = 1; i <= BRANCHES; i++) {
      Scope branch = new Scope(Scope.DEFAULT.tenant(), new BranchName("b" + i));
      grow(main, log, GROUP_CHANGES);
      long start = System.nanoTime();
      indexes.keep(Scope.DEFAULT);
      double keptMillis = millisSince(start);
      long forkStart = System.nanoTime();
      GeneratedLog own = log.branch(branch);
      if (!indexes.fork(branch, own, Long.MAX_VALUE)) {
        throw new IOException("there is nothing to fork");
      }
      double forkedMillis = millisSince(forkStart);
      long openStart = System.nanoTime();
      try (StateIndex index = indexes.open(branch)) {
        double openedMillis = millisSince(openStart);
        double allMillis = millisSince(start);
        requireSame(own.head(), index.applied());
        long searchStart = System.nanoTime();
        search(index);
        double searchedMillis = millisSince(searchStart);
        Path files = folder.resolve(branch.tenant().value()).resolve(branch.branch().value());
        double begunKib = bytes(files, IndexBranch::isOwn) / 1024.0;
        grow(index, own, CHANGES);
        index.flush();
        branches.row(
            i,
            keptMillis,
            forkedMillis,
            openedMillis,
            allMillis,
            MOST_MILLIS,
            allMillis < MOST_MILLIS ? "yes" : "NO",
            searchedMillis,
            begunKib,
            bytes(files, IndexBranch::isOwn) / MEBI);
      }
    }
    branches.print();
  }

  private static void search(StateIndex index) throws IOException {
    SearchRequest request =
        new SearchRequest(
            "orders",
            SearchMode.KEYWORD,
            Map.of(),
            List.of("type"),
            1,
            SearchSort.RELEVANCE,
            false,
            false,
            1,
            null,
            SearchRequest.MAX_TIMEOUT);
    try (StateSnapshot snapshot = index.acquire()) {
      snapshot.search().orElseThrow().search(request);
    }
  }

  /** Whether no other index has the file. */
  private static boolean isOwn(Path file) {
    try {
      return Files.getAttribute(file, "unix:nlink").equals(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void past(Path folder, LuceneStateIndexes indexes, GeneratedLog log, StateIndex main)
      throws IOException {
    indexes.keep(Scope.DEFAULT);
    CommitId kept = main.applied();
    long before = bytes(folder, file -> true);
    grow(main, log, CHANGES / 2);
    CommitId between = main.applied();
    grow(main, log, CHANGES / 2);
    main.flush();
    report.row(
        "bytes that a snapshot holds after %,d changes, MiB".formatted(CHANGES),
        (bytes(folder, file -> true) - before) / MEBI);
    read("snapshot that is kept", indexes, log, kept);
    read("the same, open", indexes, log, kept);
    read("commit %,d changes after it".formatted(CHANGES / 2), indexes, log, between);
    read("the same, open", indexes, log, between);
  }

  private void read(String what, LuceneStateIndexes indexes, GeneratedLog log, CommitId commit)
      throws IOException {
    long start = System.nanoTime();
    try (StateSnapshot snapshot = indexes.snapshotAt(Scope.DEFAULT, log, commit)) {
      report.row(what + ": opened, ms", millisSince(start));
      requireSame(commit, snapshot.commit());
      if (snapshot.list(AssetQuery.ofType("table", null, 20)).items().isEmpty()) {
        throw new IOException("there is no table");
      }
      report.row(what + ": first list read, ms", millisSince(start));
    }
  }

  private static void grow(StateIndex index, GeneratedLog log, int changes) throws IOException {
    for (int done = 0; done < changes; done += GROUP_CHANGES) {
      Group group = log.grow(GROUP_CHANGES);
      index.apply(List.of(group));
    }
  }

  private static void requireSame(CommitId expected, CommitId actual) throws IOException {
    if (expected.seq() != actual.seq()) {
      throw new IOException("at " + actual + " instead of " + expected);
    }
  }

  private static double millisSince(long startNanos) {
    return (System.nanoTime() - startNanos) / NANOS_PER_MILLI;
  }

  /** Returns what is on disk; a file of several names once. */
  private static long bytes(Path folder, Predicate<Path> counted) throws IOException {
    Map<Object, Long> files = new HashMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.toList()) {
        // Merges delete files meanwhile.
        if (Files.isRegularFile(file) && counted.test(file)) {
          var attributes = Files.readAttributes(file, BasicFileAttributes.class);
          files.put(Objects.requireNonNullElse(attributes.fileKey(), file), attributes.size());
        }
      }
    }
    return files.values().stream().mapToLong(Long::longValue).sum();
  }
}
