package dev.tarn.lucene.vector;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes one ranking of several whose scores cannot be compared: a document's score is the sum of
 * {@code 1 / (K + rank)} over the rankings that have it (Cormack, Clarke and Büttcher, "Reciprocal
 * Rank Fusion outperforms Condorcet and individual Rank Learning Methods", SIGIR 2009).
 */
public final class ReciprocalRankFusion {
  /** What the authors found best: large enough for several good ranks to beat one first. */
  public static final int K = 60;

  private ReciprocalRankFusion() {}

  /**
   * A document of the fused ranking.
   *
   * @param ranks in each of the rankings, from 1; 0 where the document is missing
   */
  public record Fused(int doc, double score, List<Integer> ranks) {
    public Fused {
      ranks = List.copyOf(ranks);
    }
  }

  /**
   * Fuses rankings of distinct documents. Of documents that score alike the one that is better in
   * the first ranking comes first, then in the next: so rankings decide all, and document numbers
   * nothing.
   */
  public static List<Fused> fuse(List<List<Integer>> rankings) {
    Map<Integer, List<Integer>> ranks = new LinkedHashMap<>();
    for (int ranking = 0; ranking < rankings.size(); ranking++) {
      int rank = 0;
      for (int doc : rankings.get(ranking)) {
        List<Integer> of = ranks.computeIfAbsent(doc, any -> new ArrayList<>());
        while (of.size() < ranking) {
          of.add(0);
        }
        of.add(++rank);
      }
    }
    List<Fused> fused = new ArrayList<>(ranks.size());
    ranks.forEach(
        (doc, of) -> {
          while (of.size() < rankings.size()) {
            of.add(0);
          }
          fused.add(new Fused(doc, score(of), of));
        });
    Comparator<Fused> best = Comparator.comparingDouble(one -> -one.score());
    for (int ranking = 0; ranking < rankings.size(); ranking++) {
      int of = ranking;
      best =
          best.thenComparingInt(
              one -> one.ranks().get(of) == 0 ? Integer.MAX_VALUE : one.ranks().get(of));
    }
    fused.sort(best);
    return fused;
  }

  private static double score(List<Integer> ranks) {
    double score = 0;
    for (int rank : ranks) {
      score += share(rank);
    }
    return score;
  }

  /** Returns what one rank adds to a score. */
  public static double share(int rank) {
    return rank == 0 ? 0 : 1.0 / (K + rank);
  }
}
