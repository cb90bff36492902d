package dev.tarn.benchmarks.search;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.search.AssetSearch;
import dev.tarn.core.search.SearchRequest;
import dev.tarn.core.search.SearchResult;
import dev.tarn.core.state.StateSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How good the answers to judged queries are.
 *
 * @param gain the mean nDCG@10
 * @param reciprocalRank the mean of 1 divided by the place of the first right answer
 */
public record RelevanceScores(List<Score> scores, double gain, double reciprocalRank) {
  /** How good the answer to one query is, and what was answered. */
  public record Score(JudgedQuery query, double gain, double reciprocalRank, List<String> hits) {
    public Score {
      hits = List.copyOf(hits);
    }
  }

  public RelevanceScores {
    scores = List.copyOf(scores);
  }

  /**
   * Asks all queries.
   *
   * @throws IllegalArgumentException if a judged asset does not exist
   */
  public static RelevanceScores of(StateSnapshot snapshot, List<JudgedQuery> queries)
      throws IOException {
    AssetSearch search = snapshot.search().orElseThrow();
    List<Score> scores = new ArrayList<>();
    for (JudgedQuery query : queries) {
      check(snapshot, query);
      SearchResult result = search.search(SearchRequest.of(query.query(), JudgedQuery.DEPTH));
      List<String> hits = result.hits().stream().map(hit -> JudgedQuery.name(hit.asset())).toList();
      scores.add(new Score(query, query.gain(hits), query.reciprocalRank(hits), hits));
    }
    return new RelevanceScores(
        scores,
        scores.stream().mapToDouble(Score::gain).average().orElse(0),
        scores.stream().mapToDouble(Score::reciprocalRank).average().orElse(0));
  }

  private static void check(StateSnapshot snapshot, JudgedQuery query) throws IOException {
    for (String name : query.grades().keySet()) {
      int colon = name.indexOf(':');
      AssetId id = AssetId.derive(name.substring(0, colon), name.substring(colon + 1));
      if (snapshot.assets(List.of(id)).isEmpty()) {
        throw new IllegalArgumentException("there is no " + name + ", judged for " + query.query());
      }
    }
  }
}
