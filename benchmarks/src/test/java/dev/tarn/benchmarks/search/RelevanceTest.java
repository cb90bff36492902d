package dev.tarn.benchmarks.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Search does not get worse: the bars only move up. */
final class RelevanceTest {
  private static final double GAIN_BAR = 0.92;
  private static final double RECIPROCAL_RANK_BAR = 0.96;

  /** Who reaches more than this above a bar is told to raise it. */
  private static final double SLACK = 0.01;

  private static final int LEAST_QUERIES = 60;

  @TempDir Path folder;

  @Test
  void answersAreAsGoodAsTheyWere(TestReporter reporter) throws IOException {
    RelevanceScores scores = Relevance.ofSample(folder);
    assertTrue(scores.scores().size() >= LEAST_QUERIES);
    assertReached(reporter, "GAIN_BAR", GAIN_BAR, scores.gain());
    assertReached(reporter, "RECIPROCAL_RANK_BAR", RECIPROCAL_RANK_BAR, scores.reciprocalRank());
  }

  private static void assertReached(
      TestReporter reporter, String name, double bar, double reached) {
    assertTrue(reached >= bar, () -> name + " is " + bar + ", reached is " + reached);
    if (reached > bar + SLACK) {
      reporter.publishEntry(name, "better than before: raise it from " + bar + " to " + reached);
    }
  }

  @Test
  void bestOrderHasTheWholeGain() {
    JudgedQuery query = new JudgedQuery("orders", Map.of("a:a", 3, "b:b", 2, "c:c", 1));
    assertEquals(1, query.gain(List.of("a:a", "b:b", "c:c")), 1e-9);
    assertEquals(0, query.gain(List.of("d:d")), 1e-9);
    // By hand: (7/log2(3) + 3/log2(4)) / (7 + 3/log2(3) + 1/log2(4)).
    assertEquals(
        (7 / 1.584962500721156 + 1.5) / (7 + 3 / 1.584962500721156 + 0.5),
        query.gain(List.of("d:d", "a:a", "b:b")),
        1e-9);
    assertEquals(0.5, query.reciprocalRank(List.of("b:b", "a:a")), 1e-9);
  }
}
