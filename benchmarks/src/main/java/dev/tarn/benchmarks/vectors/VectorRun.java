package dev.tarn.benchmarks.vectors;

import com.sun.management.OperatingSystemMXBean;
import dev.tarn.benchmarks.Report;
import dev.tarn.core.log.BackgroundFollower;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.search.EmbeddingModel;
import dev.tarn.core.search.EmbeddingModelProvider;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.state.StateIndex;
import dev.tarn.lucene.LuceneIndexSettings;
import dev.tarn.lucene.LuceneStateIndexes;
import dev.tarn.lucene.vector.VectorSettings;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Fills an index of vectors, or asks one that is filled. */
public final class VectorRun {
  private static final String INDEX = "index";
  private static final String VECTORS = "default/main/vectors";
  private static final String FILLED = "filled";
  private static final int GRAPH_THREADS = 2;
  private static final Duration TENDED = Duration.ofSeconds(5);
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How Lucene calls them. */
  private static final String MERGE_THREADS = "Lucene Merge Thread";

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** Where vectors come from. */
  public enum Model {
    SYNTHETIC,
    REAL
  }

  /** What one JVM does. */
  public enum Step {
    FILL,
    SEARCH
  }

  private final Path folder;
  private final int count;
  private final EmbeddingModel model;
  private final TableTexts texts;

  private VectorRun(Path folder, Model kind, int count) {
    this.folder = folder;
    this.count = count;
    if (kind == Model.SYNTHETIC) {
      ClusteredVectors clustered = new ClusteredVectors();
      model = clustered;
      texts = clustered;
    } else {
      model =
          ServiceLoader.load(EmbeddingModelProvider.class).findFirst().orElseThrow().open(folder);
      texts = new Sentences();
    }
  }

  /** Runs with the arguments of {@link VectorTimes}. */
  public static void main(String[] arguments) throws IOException {
    Step step = Step.valueOf(arguments[0]);
    Path folder = Path.of(arguments[1]);
    Path keptFile = Path.of(arguments[2]);
    Model kind = Model.valueOf(arguments[3]);
    int count = Integer.parseInt(arguments[4]);
    int queries = Integer.parseInt(arguments[5]);
    VectorRun run = new VectorRun(folder, kind, count);
    try (EmbeddingModel model = run.model;
        KeptVectors kept = KeptVectors.open(keptFile, model, run.texts, count)) {
      if (step == Step.FILL) {
        run.fill(kept);
      } else {
        run.search(kept, queries, kind == Model.REAL);
      }
    }
  }

  private LuceneStateIndexes indexes(EmbeddingModel embedding) {
    return new LuceneStateIndexes(
        folder.resolve(INDEX),
        LuceneIndexSettings.defaults(),
        embedding,
        new VectorSettings(1, TENDED, Integer.MAX_VALUE, GRAPH_THREADS));
  }

  /** Does nothing where an earlier run has filled the index, and its format is the same. */
  private void fill(KeptVectors kept) throws IOException {
    boolean filled = Files.exists(folder.resolve(FILLED));
    LuceneStateIndexes indexes = indexes(filled ? model : kept.before(model, texts, count));
    StateIndex index = indexes.open(Scope.DEFAULT);
    if (index.applied().seq() < count) {
      index.close();
      index = built(indexes, new NumberedTables(count, texts, NumberedTables.commit(count)));
    }
    if (filled) {
      index.close();
    } else {
      follow(indexes, index);
    }
  }

  private static StateIndex built(LuceneStateIndexes indexes, NumberedTables tables)
      throws IOException {
    StateIndex index = indexes.build(Scope.DEFAULT, tables, BuildProgress.IGNORED);
    indexes.adopt(Scope.DEFAULT, index);
    return index;
  }

  private void follow(LuceneStateIndexes indexes, StateIndex index) throws IOException {
    OperatingSystemMXBean machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long start = System.nanoTime();
    long startProcessor = machine.getProcessCpuTime();
    try (index;
        BackgroundFollower vectors = indexes.followers(Scope.DEFAULT).getFirst()) {
      while (!vectors.tend()) {
        // Each call indexes some hundred texts.
      }
      // A server that goes on running makes one graph of them in the background.
      do {
        awaitMerges();
        LockSupport.parkNanos(TENDED.toNanos());
        vectors.tend();
      } while (merges());
    }
    Properties filled = new Properties();
    filled.setProperty("seconds", String.valueOf((System.nanoTime() - start) / NANOS));
    filled.setProperty(
        "processor-seconds",
        String.valueOf((machine.getProcessCpuTime() - startProcessor) / NANOS));
    try (Writer writer = Files.newBufferedWriter(folder.resolve(FILLED))) {
      filled.store(writer, null);
    }
  }

  private static boolean merges() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith(MERGE_THREADS));
  }

  private static void awaitMerges() {
    while (merges()) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private void search(KeptVectors kept, int queries, boolean words) throws IOException {
    CountedModel counted = new CountedModel(model);
    LuceneStateIndexes indexes = indexes(counted);
    VectorFiles files = new VectorFiles(folder.resolve(INDEX).resolve(VECTORS));
    try (StateIndex index = indexes.open(Scope.DEFAULT);
        BackgroundFollower vectors = indexes.followers(Scope.DEFAULT).getFirst()) {
      while (!vectors.tend()) {
        // What a run that ended early has left.
      }
      Properties filled = new Properties();
      try (Reader reader = Files.newBufferedReader(folder.resolve(FILLED))) {
        filled.load(reader);
      }
      new Report(
              "Vectors: %,d texts, model %s of %d components"
                  .formatted(count, model.name(), model.dimensions()),
              "what",
              "measured")
          .row("indexed, texts/s", count / Double.parseDouble(filled.getProperty("seconds")))
          .row(
              "indexed, texts per second of one processor",
              count / Double.parseDouble(filled.getProperty("processor-seconds")))
          .row("bytes of a text", (double) files.bytes() / count)
          .row("segments", files.segments())
          .print();
      new MeaningTimes(index, model, texts, queries).print(kept, count, words);
      VectorWork work = new VectorWork(files, counted);
      new MetadataChanges(index, vectors, count).print(work);
    }
    rebuild(indexes, files, counted);
  }

  /** Builds the index of assets anew, as where its format has changed. */
  private void rebuild(LuceneStateIndexes indexes, VectorFiles files, CountedModel counted)
      throws IOException {
    VectorWork work = new VectorWork(files, counted);
    CommitId applied;
    try (StateIndex index = indexes.open(Scope.DEFAULT)) {
      applied = index.applied();
    }
    long start = System.nanoTime();
    try (StateIndex index = built(indexes, new NumberedTables(count, texts, applied));
        BackgroundFollower vectors = indexes.followers(Scope.DEFAULT).getFirst()) {
      while (!vectors.tend() || vectors.applied().seq() < index.applied().seq()) {
        // Nothing is left to do.
      }
    }
    Report report =
        new Report(
            "The index of all %,d assets is built anew".formatted(count), "what", "measured");
    report.row("assets/s", count / ((System.nanoTime() - start) / NANOS));
    work.rows(report);
    report.print();
  }
}
