package dev.tarn.benchmarks.vectors;

import dev.tarn.benchmarks.Latency;
import dev.tarn.benchmarks.Report;
import dev.tarn.core.asset.Asset;
import dev.tarn.core.log.BackgroundFollower;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.search.EmbeddingModel;
import dev.tarn.core.search.EmbeddingModelProvider;
import dev.tarn.core.search.SearchMode;
import dev.tarn.core.search.SearchRequest;
import dev.tarn.core.search.SearchResult;
import dev.tarn.core.search.SearchSort;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.lucene.LuceneIndexSettings;
import dev.tarn.lucene.LuceneStateIndexes;
import dev.tarn.lucene.vector.VectorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** Fills an index of vectors, asks it, and compares with the distances of all. */
public final class VectorRun {
  private static final int NEAREST = 10;

  /** Queries whose nearest are found exactly, too. */
  private static final int COMPARED = 200;

  private static final String VECTORS = "index/default/main/vectors";
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Where vectors come from. */
  public enum Model {
    SYNTHETIC,
    REAL
  }

  private final Path folder;
  private final Model kind;
  private final EmbeddingModel model;
  private final IntFunction<String> texts;
  private final IntFunction<String> queryTexts;
  private final int count;
  private final int queries;
  private final LuceneStateIndexes indexes;

  private VectorRun(Path folder, Model kind, int count, int queries) {
    this.folder = folder;
    this.kind = kind;
    this.count = count;
    this.queries = queries;
    if (kind == Model.SYNTHETIC) {
      model = new ClusteredVectors();
      texts = number -> "number " + number;
      queryTexts = number -> "number " + (ClusteredVectors.QUERIES + number);
    } else {
      model =
          ServiceLoader.load(EmbeddingModelProvider.class).findFirst().orElseThrow().open(folder);
      Sentences sentences = new Sentences();
      texts = sentences::ofTable;
      queryTexts = sentences::ofQuery;
    }
    indexes =
        new LuceneStateIndexes(
            folder.resolve("index"),
            LuceneIndexSettings.defaults(),
            model,
            new VectorSettings(1, Duration.ofMinutes(1), Integer.MAX_VALUE));
  }

  /** Runs with the arguments of {@link VectorTimes}. */
  public static void main(String[] arguments) throws IOException {
    new VectorRun(
            Path.of(arguments[0]),
            Model.valueOf(arguments[1]),
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]))
        .run();
  }

  private void run() throws IOException {
    indexes.open(Scope.DEFAULT).close();
    StateIndex index =
        indexes.build(Scope.DEFAULT, new NumberedTables(count, texts), BuildProgress.IGNORED);
    indexes.adopt(Scope.DEFAULT, index);
    long start = System.nanoTime();
    try (BackgroundFollower vectors = indexes.followers(Scope.DEFAULT).getFirst()) {
      while (!vectors.tend()) {
        // Each call embeds some hundred texts.
      }
    }
    double seconds = (System.nanoTime() - start) / NANOS;
    // Opened again: what merges were under way when it closed is as after any restart.
    try (index;
        BackgroundFollower vectors = indexes.followers(Scope.DEFAULT).getFirst()) {
      vectors.tend();
      try (StateSnapshot view = index.acquire()) {
        measure(view, seconds);
      }
    } finally {
      model.close();
    }
  }

  private void measure(StateSnapshot view, double buildSeconds) throws IOException {
    new Report(
            "Vectors: %,d texts, model %s of %d components"
                .formatted(count, model.name(), model.dimensions()),
            "what",
            "measured")
        .row("embedded and indexed, texts/s", count / buildSeconds)
        .row("bytes of a text", (double) bytes() / count)
        .row("segments", segments())
        .print();
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < COMPARED; i++) {
      vectors.addAll(model.embed(List.of(queryTexts.apply(i))));
    }
    List<Set<Integer>> exact = new ExactNearest(model, texts, count).of(vectors, NEAREST);
    Report report =
        new Report(
            "Searches by meaning, first %d, one client, in process".formatted(NEAREST),
            "search",
            "p50 ms",
            "p99 ms",
            "recall@10");
    Histogram semantic = times(view, SearchMode.SEMANTIC, Map.of());
    report.row(
        "semantic",
        Latency.millis(semantic, 50),
        Latency.millis(semantic, 99),
        recall(view, exact));
    if (kind == Model.REAL) {
      // Numbers are no words that anyone would type.
      Histogram hybrid = times(view, SearchMode.HYBRID, Map.of());
      report.row("hybrid", Latency.millis(hybrid, 50), Latency.millis(hybrid, 99), "");
    }
    Histogram filtered =
        times(view, SearchMode.SEMANTIC, Map.of("platform", List.of(NumberedTables.platform(1))));
    report
        .row(
            "semantic, a filter that leaves one in 100",
            Latency.millis(filtered, 50),
            Latency.millis(filtered, 99),
            "")
        .print();
  }

  private SearchResult search(
      StateSnapshot view, SearchMode mode, Map<String, List<String>> filters, int query)
      throws IOException {
    return view.search()
        .orElseThrow()
        .search(
            new SearchRequest(
                queryTexts.apply(query),
                mode,
                filters,
                List.of(),
                1,
                SearchSort.RELEVANCE,
                false,
                false,
                NEAREST,
                null,
                Duration.ofSeconds(30)));
  }

  private Histogram times(StateSnapshot view, SearchMode mode, Map<String, List<String>> filters)
      throws IOException {
    int timed = filters.isEmpty() ? queries : Math.max(1, queries / 10);
    for (int i = 0; i < timed; i++) {
      search(view, mode, filters, queries + i);
    }
    Histogram nanos = Latency.histogram();
    for (int i = 0; i < timed; i++) {
      long start = System.nanoTime();
      search(view, mode, filters, i);
      nanos.recordValue(System.nanoTime() - start);
    }
    return nanos;
  }

  private double recall(StateSnapshot view, List<Set<Integer>> exact) throws IOException {
    int found = 0;
    for (int i = 0; i < exact.size(); i++) {
      Set<Integer> numbers = new HashSet<>();
      for (SearchResult.Hit hit : search(view, SearchMode.SEMANTIC, Map.of(), i).hits()) {
        Asset table = hit.asset();
        numbers.add(NumberedTables.number(table));
      }
      numbers.retainAll(exact.get(i));
      found += numbers.size();
    }
    return found / (double) (NEAREST * exact.size());
  }

  private long bytes() throws IOException {
    return files().stream().mapToLong(file -> file.toFile().length()).sum();
  }

  private long segments() throws IOException {
    return files().stream().filter(file -> file.toString().endsWith(".si")).count();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(VECTORS))) {
      return files.toList();
    }
  }
}
