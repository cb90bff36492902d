package dev.tarn.benchmarks.search;

import dev.tarn.benchmarks.Report;
import dev.tarn.connectors.sample.SampleCompany;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.lucene.LuceneIndexSettings;
import dev.tarn.lucene.LuceneStateIndexes;
import dev.tarn.testkit.ingest.ImportedCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How good the answers of search are, by judged queries over the sample company. */
@Command(
    name = "relevance",
    description = "nDCG@10 and MRR of judged queries over the sample company.",
    mixinStandardHelpOptions = true)
public final class Relevance implements Callable<Integer> {
  /** The judged queries over the sample company. */
  public static final String SAMPLE = "relevance-sample.txt";

  private static final int CHANGES_PER_COMMIT = 2_000;

  @Option(names = "--hits", description = "Print what was found, with its grade.")
  private boolean hits;

  @Override
  public Integer call() throws IOException {
    Path folder = Files.createTempDirectory("tarn-relevance");
    try {
      print(ofSample(folder));
    } finally {
      delete(folder);
    }
    return 0;
  }

  /** Asks the judged queries over the sample company, in an index in an empty folder. */
  public static RelevanceScores ofSample(Path folder) throws IOException {
    LuceneStateIndexes indexes = new LuceneStateIndexes(folder, LuceneIndexSettings.defaults());
    try (ImportedCatalog catalog = new ImportedCatalog(indexes)) {
      List<Change> changes = SampleCompany.changes(SampleCompany.DEMO_SEED).toList();
      for (int from = 0; from < changes.size(); from += CHANGES_PER_COMMIT) {
        int to = Math.min(changes.size(), from + CHANGES_PER_COMMIT);
        for (ChangeResult result : catalog.commit(changes.subList(from, to))) {
          if (result instanceof ChangeResult.Rejected rejected) {
            throw new IllegalStateException("refused: " + rejected);
          }
        }
      }
      try (StateSnapshot snapshot = catalog.read()) {
        return RelevanceScores.of(snapshot, JudgedQuery.read(SAMPLE));
      }
    }
  }

  private void print(RelevanceScores scores) {
    Report report = new Report("Relevance, sample company", "query", "nDCG@10", "MRR");
    for (RelevanceScores.Score score : scores.scores()) {
      report.row("`" + score.query().query() + "`", score.gain(), score.reciprocalRank());
    }
    report.row("all " + scores.scores().size(), scores.gain(), scores.reciprocalRank()).print();
    if (hits) {
      scores.scores().forEach(Relevance::printHits);
    }
  }

  private static void printHits(RelevanceScores.Score score) {
    System.out.println();
    System.out.println(score.query().query());
    for (String hit : score.hits()) {
      System.out.println("  " + score.query().grades().getOrDefault(hit, 0) + " " + hit);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(Relevance::deleteOne);
    }
  }

  private static void deleteOne(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
