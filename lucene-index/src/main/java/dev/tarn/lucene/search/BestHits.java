package dev.tarn.lucene.search;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;
import org.jspecify.annotations.Nullable;

/** The best hits of several queries; what one query found is the least that the next looks for. */
final class BestHits {
  private static final Comparator<ScoreDoc> ORDER =
      Comparator.comparingDouble((ScoreDoc hit) -> -hit.score).thenComparingInt(hit -> hit.doc);

  private final IndexSearcher searcher;
  private final int limit;
  private final @Nullable ScoreDoc after;
  private final Map<Integer, ScoreDoc> best = new HashMap<>();
  private long hits;
  private TotalHits.Relation relation = TotalHits.Relation.EQUAL_TO;

  /**
   * @param after the hit before the first; null for the first of all
   */
  BestHits(IndexSearcher searcher, int limit, @Nullable ScoreDoc after) {
    this.searcher = searcher;
    this.limit = limit;
    this.after = after;
  }

  /** Adds hits that another query finds, too, with a lower score; so they do not count here. */
  void add(Query query) throws IOException {
    search(query, 0);
  }

  /**
   * Adds hits and their number.
   *
   * @param counted hits are counted up to here
   */
  void add(Query query, int counted) throws IOException {
    TotalHits total = search(query, counted);
    hits += total.value();
    if (total.relation() != TotalHits.Relation.EQUAL_TO) {
      relation = total.relation();
    }
  }

  private TotalHits search(Query query, int counted) throws IOException {
    List<ScoreDoc> sorted = sorted();
    float floor = sorted.size() < limit ? 0 : sorted.getLast().score;
    TopDocs top = searcher.search(query, new TopScores(limit, after, counted, floor));
    for (ScoreDoc hit : top.scoreDocs) {
      best.merge(hit.doc, hit, (a, b) -> a.score >= b.score ? a : b);
    }
    return top.totalHits;
  }

  private List<ScoreDoc> sorted() {
    return best.values().stream().sorted(ORDER).limit(limit).toList();
  }

  TopDocs found() {
    return new TopDocs(new TotalHits(hits, relation), sorted().toArray(ScoreDoc[]::new));
  }
}
