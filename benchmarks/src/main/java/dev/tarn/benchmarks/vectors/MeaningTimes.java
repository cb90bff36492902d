package dev.tarn.benchmarks.vectors;

import dev.tarn.benchmarks.Latency;
import dev.tarn.benchmarks.Report;
import dev.tarn.core.search.EmbeddingModel;
import dev.tarn.core.search.SearchMode;
import dev.tarn.core.search.SearchRequest;
import dev.tarn.core.search.SearchResult;
import dev.tarn.core.search.SearchSort;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Searches by meaning of one client, compared with the similarities of all texts. */
final class MeaningTimes {
  private static final int NEAREST = 10;

  /** Queries whose nearest are found exactly, too. */
  private static final int COMPARED = 500;

  /** What is promised of a million texts. */
  private static final double LEAST_RECALL = 0.95;

  private static final double MOST_P99_MILLIS = 10;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final double MEBI = 1 << 20;

  private final StateIndex index;
  private final EmbeddingModel model;
  private final TableTexts texts;
  private final int queries;

  /**
   * @param queries how many are timed, after as many others to warm up
   */
  MeaningTimes(StateIndex index, EmbeddingModel model, TableTexts texts, int queries) {
    this.index = index;
    this.model = model;
    this.texts = texts;
    this.queries = queries;
  }

  /**
   * Measures and prints.
   *
   * @param words whether the texts have words that someone would type
   */
  void print(KeptVectors kept, int count, boolean words) throws IOException {
    try (StateSnapshot view = index.acquire()) {
      Report report =
          new Report(
              "Searches by meaning, first %d, one client, in process".formatted(NEAREST),
              "search",
              "p50 ms",
              "p99 ms",
              "bar p99",
              "recall@10",
              "bar",
              "met");
      Histogram semantic = times(view, SearchMode.SEMANTIC, Map.of());
      double p99 = Latency.millis(semantic, 99);
      double recall = recall(view, kept, count);
      report.row(
          "semantic",
          Latency.millis(semantic, 50),
          p99,
          MOST_P99_MILLIS,
          "%.3f".formatted(recall),
          LEAST_RECALL,
          p99 < MOST_P99_MILLIS && recall >= LEAST_RECALL ? "yes" : "NO");
      row(report, "of that, embedding the query", embeddings());
      if (words) {
        row(report, "hybrid", times(view, SearchMode.HYBRID, Map.of()));
      }
      row(
          report,
          "semantic, a filter that leaves one in 100",
          times(
              view, SearchMode.SEMANTIC, Map.of("platform", List.of(NumberedTables.platform(1)))));
      report.print();
      System.gc();
      System.out.println(
          "Heap in use after the searches: %.0f MiB."
              .formatted(
                  ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEBI));
    }
  }

  private static void row(Report report, String search, Histogram nanos) {
    report.row(search, Latency.millis(nanos, 50), Latency.millis(nanos, 99), "", "", "", "");
  }

  private SearchResult search(
      StateSnapshot view, SearchMode mode, Map<String, List<String>> filters, int query)
      throws IOException {
    return view.search()
        .orElseThrow()
        .search(
            new SearchRequest(
                texts.query(query),
                mode,
                filters,
                List.of(),
                1,
                SearchSort.RELEVANCE,
                false,
                false,
                NEAREST,
                null,
                TIMEOUT));
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

  private Histogram embeddings() {
    Histogram nanos = Latency.histogram();
    for (int i = 0; i < queries; i++) {
      long start = System.nanoTime();
      model.embed(List.of(texts.query(i)));
      nanos.recordValue(System.nanoTime() - start);
    }
    return nanos;
  }

  private double recall(StateSnapshot view, KeptVectors kept, int count) throws IOException {
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < COMPARED; i++) {
      vectors.addAll(model.embed(List.of(texts.query(i))));
    }
    ExactNearest exact = new ExactNearest(kept, count, vectors, NEAREST);
    long found = 0;
    for (int i = 0; i < COMPARED; i++) {
      int query = i;
      found +=
          search(view, SearchMode.SEMANTIC, Map.of(), i).hits().stream()
              .filter(hit -> exact.isNear(query, NumberedTables.number(hit.asset())))
              .count();
    }
    return found / (double) (NEAREST * COMPARED);
  }
}
