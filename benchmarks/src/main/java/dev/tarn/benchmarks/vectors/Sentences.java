package dev.tarn.benchmarks.vectors;

import dev.tarn.connectors.sample.ScaleWords;
import java.util.List;
import java.util.SplittableRandom;

/** Names and descriptions of tables as people write them, and what someone who looks may ask. */
final class Sentences implements TableTexts {
  private static final long QUERIES = 1L << 40;

  private static final List<String> NAMES = List.of("%1$s_%2$s", "%2$s_%3$s_%1$s", "%2$s_%4$s");

  private static final List<String> DESCRIPTIONS =
      List.of(
          "%1$s of %2$s and %3$s, with %4$s and %5$s",
          "one row per %2$s; %1$s, joined with %3$s by %4$s",
          "%2$s %3$s, %1$s: %4$s, %5$s and what else the source has",
          "the %1$s %2$s that reports on %3$s use, without %5$s");

  private static final List<String> QUESTIONS =
      List.of("%2$s by %4$s", "where do I find %3$s of a %2$s", "%1$s %2$s %3$s", "%2$s %5$s");

  @Override
  public String name(int number) {
    return sentence(NAMES, number).replace(' ', '_');
  }

  @Override
  public String description(int number) {
    return sentence(DESCRIPTIONS, number);
  }

  @Override
  public String query(int number) {
    return sentence(QUESTIONS, QUERIES + number);
  }

  /** One seed gives the same words to every pattern. */
  private static String sentence(List<String> patterns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String subject = one(ScaleWords.SUBJECTS, random);
    return patterns
        .get(random.nextInt(patterns.size()))
        .formatted(
            one(ScaleWords.STAGES, random),
            subject,
            one(ScaleWords.SUBJECTS, random),
            one(ScaleWords.COLUMNS, random).replace('_', ' '),
            one(ScaleWords.COLUMNS, random).replace('_', ' '));
  }

  /** Draws the first of a list more often than the last: the i-th falls with the root of i. */
  private static String one(List<String> of, SplittableRandom random) {
    double uniform = random.nextDouble();
    return of.get((int) (of.size() * uniform * uniform));
  }
}
