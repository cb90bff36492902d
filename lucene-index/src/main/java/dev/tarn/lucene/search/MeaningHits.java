package dev.tarn.lucene.search;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.search.SearchMode;
import dev.tarn.core.search.SearchRequest;
import dev.tarn.core.search.SearchResult.Count;
import dev.tarn.core.search.SearchSort;
import dev.tarn.lucene.vector.ReciprocalRankFusion;
import dev.tarn.lucene.vector.ReciprocalRankFusion.Fused;
import dev.tarn.lucene.vector.VectorSearch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.ScoreDoc;
import org.jspecify.annotations.Nullable;

/**
 * The hits of a search by meaning, alone or beside the words: what the rankings have within a
 * window of fixed size, in one order. Pages are cut from that, so a later page costs what the first
 * did.
 */
final class MeaningHits {
  private final SearchRequest request;
  private final IndexSearcher searcher;
  private final Set<String> cuts;
  private final Breadth breadth;
  private final RelevanceQuery words;
  private final List<Fused> ranked;
  private final Map<Integer, Float> similarities;
  private final boolean whole;

  private MeaningHits(
      SearchRequest request,
      IndexSearcher searcher,
      Set<String> cuts,
      Breadth breadth,
      RelevanceQuery words,
      List<Fused> ranked,
      Map<Integer, Float> similarities,
      boolean whole) {
    this.request = request;
    this.searcher = searcher;
    this.cuts = cuts;
    this.breadth = breadth;
    this.words = words;
    this.ranked = ranked;
    this.similarities = similarities;
    this.whole = whole;
  }

  /**
   * Ranks.
   *
   * @param fewHits fewer assets with the words have them searched in a wider sense
   * @throws CatalogException {@code invalid-request} for an order other than by relevance; what
   *     {@link VectorSearch#nearest} throws
   */
  static MeaningHits of(
      Interpretation meant,
      PooledSearcher searcher,
      VectorSearch vectors,
      Set<String> cuts,
      int fewHits)
      throws IOException {
    SearchRequest request = meant.request();
    if (request.sort().key() != SearchSort.Key.RELEVANCE) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST, "sort", "a search by meaning is sorted by relevance only");
    }
    Breadth breadth = Breadth.STRICT;
    RelevanceQuery words = meant.ranked(breadth);
    List<List<Integer>> rankings = new ArrayList<>();
    if (request.mode() == SearchMode.HYBRID) {
      List<Integer> byWords = byWords(words, searcher);
      if (byWords.size() < fewHits && meant.canRelax() && !searcher.timedOut()) {
        breadth = Breadth.RELAXED;
        words = meant.ranked(breadth);
        byWords = byWords(words, searcher);
      }
      rankings.add(byWords);
    }
    Interpretation.Meaning meaning = meant.meaning();
    Map<Integer, Float> similarities = new HashMap<>();
    // Conditions alone mean nothing that could be near to something.
    if (request.mode() == SearchMode.SEMANTIC || !meaning.text().isBlank()) {
      VectorSearch.Ranking nearest =
          vectors.nearest(meaning.text(), searcher, meaning.conditions(), VectorSearch.WINDOW);
      cuts.addAll(nearest.limits());
      List<Integer> byMeaning = new ArrayList<>();
      for (VectorSearch.Near near : nearest.assets()) {
        byMeaning.add(near.doc());
        similarities.put(near.doc(), near.similarity());
      }
      rankings.add(byMeaning);
    }
    boolean whole = rankings.stream().allMatch(ranking -> ranking.size() < VectorSearch.WINDOW);
    return new MeaningHits(
        request,
        searcher,
        cuts,
        breadth,
        words,
        ReciprocalRankFusion.fuse(rankings),
        similarities,
        whole && cuts.isEmpty());
  }

  private static List<Integer> byWords(RelevanceQuery words, IndexSearcher searcher)
      throws IOException {
    List<Integer> documents = new ArrayList<>();
    for (ScoreDoc hit :
        words.top(searcher, VectorSearch.WINDOW, null, VectorSearch.WINDOW).scoreDocs) {
      documents.add(hit.doc);
    }
    return documents;
  }

  /** Returns the query for the words, as they were searched. */
  RelevanceQuery words() {
    return words;
  }

  /** Returns how many hits all pages have. */
  Count count() {
    return new Count(ranked.size(), whole);
  }

  /** Returns the page after a cursor; the first one if that is null. */
  TopHits.Page page(@Nullable SearchCursor cursor) throws IOException {
    int from = cursor == null ? 0 : after(cursor);
    int to = Math.min(ranked.size(), from + request.limit());
    List<TopHits.Found> found = new ArrayList<>();
    for (Fused hit : ranked.subList(Math.min(from, to), to)) {
      found.add(new TopHits.Found(hit.doc(), score(hit)));
    }
    if (to < ranked.size() && to > from) {
      Fused last = ranked.get(to - 1);
      String next =
          new SearchCursor(
                  breadth,
                  TopHits.view(searcher),
                  score(last),
                  last.doc(),
                  (long) to,
                  null,
                  new OrderValues(searcher).of(last.doc()))
              .write(request);
      return new TopHits.Page(found, count(), next);
    }
    if (!whole && to == ranked.size()) {
      cuts.add(SearchLimits.WINDOW);
    }
    return new TopHits.Page(found, count(), null);
  }

  private int after(SearchCursor cursor) throws IOException {
    int document =
        cursor.view() == TopHits.view(searcher)
            ? cursor.document()
            : new OrderValues(searcher).document(cursor.order());
    for (int i = 0; i < ranked.size(); i++) {
      if (ranked.get(i).doc() == document) {
        if (cursor.number() == null || cursor.number() != i + 1) {
          cuts.add(SearchLimits.INDEX_CHANGED);
        }
        return i + 1;
      }
    }
    cuts.add(SearchLimits.INDEX_CHANGED);
    return cursor.number() == null ? 0 : (int) Math.min(ranked.size(), cursor.number());
  }

  private float score(Fused hit) {
    return request.mode() == SearchMode.SEMANTIC
        ? similarities.getOrDefault(hit.doc(), 0f)
        : (float) hit.score();
  }

  /** Counts the values that the hits of all pages have. */
  FacetCounts.Totals count(FacetCounts counts) throws IOException {
    int[] documents = ranked.stream().mapToInt(Fused::doc).sorted().toArray();
    FacetCounts.Counter counter = counts.newCollector();
    int next = 0;
    for (LeafReaderContext leaf : searcher.getLeafContexts()) {
      LeafCollector segment = counter.getLeafCollector(leaf);
      for (;
          next < documents.length && documents[next] < leaf.docBase + leaf.reader().maxDoc();
          next++) {
        segment.collect(documents[next] - leaf.docBase);
      }
    }
    return counts.reduce(List.of(counter));
  }

  /** Returns how the score of a hit came about. */
  Explanation explain(int document) throws IOException {
    Fused hit = ranked.stream().filter(one -> one.doc() == document).findFirst().orElseThrow();
    Explanation near =
        Explanation.match(
            similarities.getOrDefault(document, 0f), "how near the text is, 1 for the same");
    if (request.mode() == SearchMode.SEMANTIC) {
      return near;
    }
    List<Explanation> parts = new ArrayList<>();
    parts.add(rank(hit.ranks().getFirst(), "by words", searcher.explain(words.whole(), document)));
    if (hit.ranks().size() > 1) {
      parts.add(rank(hit.ranks().getLast(), "by meaning", near));
    }
    return Explanation.match(
        hit.score(), "sum of 1 / (" + ReciprocalRankFusion.K + " + rank) over the rankings", parts);
  }

  private static Explanation rank(int rank, String ranking, Explanation detail) {
    return rank == 0
        ? Explanation.match(0, "not among the first " + VectorSearch.WINDOW + " " + ranking)
        : Explanation.match(
            ReciprocalRankFusion.share(rank), "rank " + rank + " " + ranking, detail);
  }
}
