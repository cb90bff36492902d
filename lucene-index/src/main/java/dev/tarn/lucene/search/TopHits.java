package dev.tarn.lucene.search;

import dev.tarn.core.search.SearchRequest;
import dev.tarn.core.search.SearchResult.Count;
import dev.tarn.core.search.SearchSort;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TotalHits;
import org.jspecify.annotations.Nullable;

/** Finds the hits of one page. */
final class TopHits {
  /** A document that was found. */
  record Found(int document, float score) {}

  /**
   * A page.
   *
   * @param count of all pages
   * @param next the cursor; null at the end
   */
  record Page(List<Found> found, Count count, @Nullable String next) {}

  private final IndexSearcher searcher;
  private final SearchRequest request;
  private final @Nullable SearchCursor cursor;
  private final Set<String> cuts;
  private final OrderValues orders;

  TopHits(
      IndexSearcher searcher,
      SearchRequest request,
      @Nullable SearchCursor cursor,
      Set<String> cuts) {
    this.searcher = searcher;
    this.request = request;
    this.cursor = cursor;
    this.cuts = cuts;
    this.orders = new OrderValues(searcher);
  }

  Page page(RelevanceQuery query, Breadth breadth) throws IOException {
    return request.sort().key() == SearchSort.Key.RELEVANCE
        ? byRelevance(query, breadth)
        : byFields(PartQueries.both(query.required()), breadth);
  }

  /** Hits that score alike come in the order of documents: only so the search can stop early. */
  private Page byRelevance(RelevanceQuery query, Breadth breadth) throws IOException {
    // One more tells whether there is a next page.
    int limit = request.limit() + 1;
    TopDocs top =
        query.top(
            searcher,
            limit,
            cursor == null ? null : after(cursor, query.whole()),
            SearchLimits.COUNTED_HITS);
    ScoreDoc last = last(top, limit);
    String next =
        last == null
            ? null
            : new SearchCursor(
                    breadth, view(searcher), last.score, last.doc, null, null, orders.of(last.doc))
                .write(request);
    return new Page(found(top), count(top), next);
  }

  private ScoreDoc after(SearchCursor last, Query query) throws IOException {
    if (last.view() == view(searcher)) {
      return new ScoreDoc(last.document(), last.score());
    }
    // Documents have other numbers now, and scores differ a little.
    cuts.add(SearchLimits.INDEX_CHANGED);
    int document = orders.document(last.order());
    if (document >= 0) {
      Explanation now = searcher.explain(query, document);
      if (now.isMatch()) {
        return new ScoreDoc(document, now.getValue().floatValue());
      }
    }
    return new ScoreDoc(-1, last.score());
  }

  /** Returns a fingerprint of the files in which documents have the numbers that they have. */
  static long view(IndexSearcher searcher) {
    long view = 1;
    for (LeafReaderContext leaf : searcher.getLeafContexts()) {
      if (FilterLeafReader.unwrap(leaf.reader()) instanceof SegmentReader segment) {
        view = 31 * view + Arrays.hashCode(segment.getSegmentInfo().getId());
      }
      view = 31 * view + leaf.reader().numDocs();
    }
    return view;
  }

  private Page byFields(Query query, Breadth breadth) throws IOException {
    SearchOrder order = new SearchOrder(request.sort());
    // One more tells whether there is a next page.
    int limit = request.limit() + 1;
    TopDocs top =
        searcher.search(
            query,
            new TopFieldCollectorManager(
                order.sort(),
                limit,
                cursor == null ? null : order.after(cursor),
                SearchLimits.COUNTED_HITS));
    FieldDoc last = (FieldDoc) last(top, limit);
    String next =
        last == null
            ? null
            : new SearchCursor(
                    breadth,
                    0,
                    0,
                    last.doc,
                    SearchOrder.number(last),
                    order.text(last),
                    SearchOrder.order(last))
                .write(request);
    return new Page(found(top), count(top), next);
  }

  /** Returns the hit that the next page comes after; null if there is no next page. */
  private @Nullable ScoreDoc last(TopDocs top, int limit) {
    return request.limit() == 0 || top.scoreDocs.length < limit ? null : top.scoreDocs[limit - 2];
  }

  private List<Found> found(TopDocs top) {
    List<Found> found = new ArrayList<>();
    for (ScoreDoc hit : top.scoreDocs) {
      if (found.size() < request.limit()) {
        found.add(new Found(hit.doc, Float.isNaN(hit.score) ? 0 : hit.score));
      }
    }
    return found;
  }

  private static Count count(TopDocs top) {
    return new Count(
        top.totalHits.value(), top.totalHits.relation() == TotalHits.Relation.EQUAL_TO);
  }
}
