package dev.tarn.benchmarks.vectors;

import dev.tarn.connectors.sample.ScaleWords;
import java.util.List;
import java.util.SplittableRandom;

/** Descriptions of tables as people write them, and what someone who looks for one may ask. */
final class Sentences {
  private static final long QUERIES = 1L << 40;

  private static final List<String> DESCRIPTIONS =
      List.of(
          "%1$s of %2$s and %3$s, with %4$s and %5$s",
          "one row per %2$s; %1$s, joined with %3$s by %4$s",
          "%2$s %3$s, %1$s: %4$s, %5$s and what else the source has",
          "the %1$s %2$s that reports on %3$s use, without %5$s");

  private static final List<String> QUESTIONS =
      List.of("%2$s by %4$s", "where do I find %3$s of a %2$s", "%1$s %2$s %3$s", "%2$s %5$s");

  /** Returns the description of a table. */
  String ofTable(int number) {
    return sentence(DESCRIPTIONS, number);
  }

  /** Returns a query. */
  String ofQuery(int number) {
    return sentence(QUESTIONS, QUERIES + number);
  }

  private static String sentence(List<String> patterns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return one(patterns, random)
        .formatted(
            one(ScaleWords.STAGES, random),
            one(ScaleWords.SUBJECTS, random),
            one(ScaleWords.SUBJECTS, random),
            one(ScaleWords.COLUMNS, random).replace('_', ' '),
            one(ScaleWords.COLUMNS, random).replace('_', ' '));
  }

  private static String one(List<String> of, SplittableRandom random) {
    return of.get(random.nextInt(of.size()));
  }
}
