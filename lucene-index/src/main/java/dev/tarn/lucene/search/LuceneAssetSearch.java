package dev.tarn.lucene.search;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.search.AssetSearch;
import dev.tarn.core.search.SearchMode;
import dev.tarn.core.search.SearchRequest;
import dev.tarn.core.search.SearchResult;
import dev.tarn.core.search.SearchResult.Count;
import dev.tarn.core.search.SearchResult.Facet;
import dev.tarn.core.search.SearchResult.Hit;
import dev.tarn.core.search.SuggestRequest;
import dev.tarn.lucene.vector.VectorSearch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TotalHitCountCollectorManager;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Searches one view of an index. As thread safe as the documents that it reads. */
public final class LuceneAssetSearch implements AssetSearch {
  /** A query that finds fewer assets is asked again in a wider sense. */
  private static final int FEW_HITS = 5;

  private static final Duration SUGGEST_TIMEOUT = Duration.ofSeconds(2);

  private final DirectoryReader reader;
  private final AssetDocuments documents;
  private final @Nullable Executor executor;
  private final VectorSearch vectors;
  private final boolean restricted;
  private final @Nullable Query shown;

  /**
   * @param executor searches parts of the index at once; null to search one after the other
   * @param vectors ranks by meaning
   */
  public LuceneAssetSearch(
      DirectoryReader reader,
      AssetDocuments documents,
      @Nullable Executor executor,
      VectorSearch vectors) {
    this(reader, documents, executor, vectors, false, null);
  }

  private LuceneAssetSearch(
      DirectoryReader reader,
      AssetDocuments documents,
      @Nullable Executor executor,
      VectorSearch vectors,
      boolean restricted,
      @Nullable Query shown) {
    this.reader = reader;
    this.documents = documents;
    this.executor = executor;
    this.vectors = vectors;
    this.restricted = restricted;
    this.shown = shown;
  }

  /**
   * Returns the search of a view of which something is hidden: nothing is explained, as that says
   * how frequent words are in all there is.
   *
   * @param reader without what is hidden
   * @param documents without what is hidden, too
   * @param shown finds what is left, where that makes searches shorter; null for none
   */
  public static LuceneAssetSearch restricted(
      DirectoryReader reader,
      AssetDocuments documents,
      @Nullable Executor executor,
      VectorSearch vectors,
      @Nullable Query shown) {
    return new LuceneAssetSearch(reader, documents, executor, vectors, true, shown);
  }

  @Override
  public SearchResult search(SearchRequest request) throws IOException {
    if (restricted && request.explain()) {
      throw CatalogException.ofField(
          ErrorCode.PERMISSION_DENIED,
          "explain",
          "only who may see all assets sees scores explained");
    }
    List<SearchField> facets = facets(request);
    SearchCursor cursor = SearchCursor.read(request);
    // Time that is waited is part of what the request has.
    PooledSearcher searcher = searcher(request.timeout());
    return SearchSlots.OF_PROCESS.run(
        request.timeout(), () -> search(request, searcher, facets, cursor));
  }

  private SearchResult search(
      SearchRequest request,
      PooledSearcher searcher,
      List<SearchField> facets,
      @Nullable SearchCursor cursor)
      throws IOException {
    Set<String> cuts = new TreeSet<>();
    try {
      Interpretation meant = new Interpretation(request, searcher, cuts);
      Search search = new Search(meant, searcher, cuts, facets, cursor);
      return request.mode() == SearchMode.KEYWORD ? search.run() : search.byMeaning(vectors);
    } catch (IndexSearcher.TooManyClauses e) {
      throw CatalogException.ofField(
          ErrorCode.QUERY_TOO_COMPLEX, "query", "the query stands for too many clauses");
    }
  }

  @Override
  public List<Asset> suggest(SuggestRequest request) throws IOException {
    PooledSearcher searcher = searcher(SUGGEST_TIMEOUT);
    return SearchSlots.OF_PROCESS.run(
        SUGGEST_TIMEOUT,
        () -> {
          List<Asset> assets = new ArrayList<>();
          for (int document : new Suggestions(searcher).find(request)) {
            assets.add(documents.asset(document));
          }
          return assets;
        });
  }

  /** What is left of a view is a filter like any other: where it is little, all of it is ranked. */
  private VectorSearch ranking(VectorSearch all) {
    return restricted
        ? (query, view, filter, count) ->
            all.nearest(query, view, filter == null ? WordQueries.everything() : filter, count)
        : all;
  }

  private PooledSearcher searcher(Duration timeout) {
    PooledSearcher searcher = new PooledSearcher(reader, executor, shown);
    long end = System.nanoTime() + timeout.toNanos();
    searcher.setTimeout(() -> System.nanoTime() - end > 0);
    return searcher;
  }

  private static List<SearchField> facets(SearchRequest request) {
    List<SearchField> facets = new ArrayList<>();
    for (String label : request.facets()) {
      facets.add(
          SearchField.of(label)
              .filter(SearchField::isFacet)
              .orElseThrow(
                  () ->
                      CatalogException.ofField(
                          ErrorCode.UNKNOWN_FIELD,
                          "facets",
                          "facets are " + SearchField.facetLabels())));
    }
    return facets;
  }

  /** Says how the score of a document came about. */
  @FunctionalInterface
  private interface Explainer {
    Explanation explain(int document) throws IOException;
  }

  /** One request on its way. */
  private final class Search {
    private final Interpretation meant;
    private final SearchRequest request;
    private final PooledSearcher searcher;
    private final Set<String> cuts;
    private final List<SearchField> facets;
    private final @Nullable SearchCursor cursor;

    Search(
        Interpretation meant,
        PooledSearcher searcher,
        Set<String> cuts,
        List<SearchField> facets,
        @Nullable SearchCursor cursor) {
      this.meant = meant;
      this.request = meant.request();
      this.searcher = searcher;
      this.cuts = cuts;
      this.facets = facets;
      this.cursor = cursor;
    }

    SearchResult run() throws IOException {
      TopHits top = new TopHits(searcher, request, cursor, cuts);
      Breadth breadth = cursor == null ? Breadth.STRICT : cursor.breadth();
      RelevanceQuery query = meant.ranked(breadth);
      TopHits.Page page = top.page(query, breadth);
      if (cursor == null
          && page.count().value() < FEW_HITS
          && meant.canRelax()
          && !searcher.timedOut()) {
        breadth = page.count().value() == 0 ? Breadth.LOOSE : Breadth.RELAXED;
        query = meant.ranked(breadth);
        page = top.page(query, breadth);
      }
      Count total = page.count();
      List<Facet> counted = List.of();
      if (!facets.isEmpty()) {
        SearchField chosen = facets.stream().filter(this::isFiltered).findFirst().orElse(null);
        FacetCounts.Totals totals = totals(breadth, chosen);
        total = new Count(totals.hits(), !searcher.timedOut());
        counted = facets(breadth, chosen, totals);
      } else if (request.limit() == 0) {
        long hits = 0;
        for (Query one : meant.counted(breadth, "")) {
          hits += searcher.search(one, new TotalHitCountCollectorManager(searcher.getSlices()));
        }
        total = new Count(hits, !searcher.timedOut());
      }
      Query asked = query.whole();
      List<Hit> hits = hits(page, query, document -> searcher.explain(asked, document));
      List<String> corrections =
          cursor == null && (breadth != Breadth.STRICT || total.value() < FEW_HITS)
              ? meant.corrections()
              : List.of();
      if (searcher.timedOut()) {
        cuts.add(SearchLimits.TIMEOUT);
        total = new Count(total.value(), false);
      }
      return new SearchResult(hits, total, counted, corrections, List.copyOf(cuts), page.next());
    }

    private List<Hit> hits(TopHits.Page page, RelevanceQuery query, Explainer explainer)
        throws IOException {
      HitHighlights highlights = request.highlight() ? new HitHighlights(query.words()) : null;
      List<Hit> hits = new ArrayList<>();
      for (TopHits.Found found : page.found()) {
        Asset asset = documents.asset(found.document());
        hits.add(
            new Hit(
                asset,
                found.score(),
                highlights == null ? Map.of() : highlights.of(asset),
                request.explain() ? explanation(explainer.explain(found.document())) : null));
      }
      return hits;
    }

    /** Facets count the hits of all pages: what lies farther is no hit at all. */
    SearchResult byMeaning(VectorSearch vectors) throws IOException {
      MeaningHits ranked = MeaningHits.of(meant, searcher, ranking(vectors), cuts, FEW_HITS);
      TopHits.Page page = ranked.page(cursor);
      List<Facet> counted = List.of();
      if (!facets.isEmpty()) {
        FacetCounts.Totals totals = ranked.count(new FacetCounts(facets));
        counted = facets(field -> totals, ranked.count().exact());
      }
      List<Hit> hits = hits(page, ranked.words(), ranked::explain);
      if (searcher.timedOut()) {
        cuts.add(SearchLimits.TIMEOUT);
      }
      return new SearchResult(
          hits, page.count(), counted, List.of(), List.copyOf(cuts), page.next());
    }

    private boolean isFiltered(SearchField field) {
      return meant.chosen(field) != null;
    }

    /**
     * Counts all hits. A facet does not count by its own filter, as others than the chosen values
     * are to be seen: one such field is counted on the way, with the others.
     */
    private FacetCounts.Totals totals(Breadth breadth, @Nullable SearchField chosen)
        throws IOException {
      List<SearchField> others = facets.stream().filter(field -> !isFiltered(field)).toList();
      Set<BytesRef> values = chosen == null ? null : meant.chosen(chosen);
      return chosen == null || values == null
          ? new FacetCounts(others).count(searcher, meant.counted(breadth, ""))
          : new FacetCounts(others, new FacetCounts.Choice(chosen, values))
              .count(searcher, meant.counted(breadth, chosen.label()));
    }

    private List<Facet> facets(
        Breadth breadth, @Nullable SearchField chosen, FacetCounts.Totals totals)
        throws IOException {
      Map<SearchField, FacetCounts.Totals> byField = new HashMap<>();
      for (SearchField field : facets) {
        if (isFiltered(field) && field != chosen && !byField.containsKey(field)) {
          byField.put(
              field,
              new FacetCounts(List.of(field))
                  .count(searcher, meant.counted(breadth, field.label())));
        }
      }
      return facets(field -> byField.getOrDefault(field, totals), !searcher.timedOut());
    }

    private List<Facet> facets(Function<SearchField, FacetCounts.Totals> totals, boolean exact)
        throws IOException {
      Set<AssetId> ids = new HashSet<>();
      for (SearchField field : facets) {
        if (field.kind() == SearchField.Kind.REFERENCE) {
          totals.apply(field).most(field, request.facetSize()).stream()
              .map(value -> SearchDocuments.id(value.getKey()))
              .forEach(ids::add);
        }
      }
      Map<AssetId, Asset> labels = documents.assets(ids);
      List<Facet> counted = new ArrayList<>();
      for (SearchField field : facets) {
        counted.add(facet(field, totals.apply(field), labels, exact));
      }
      return counted;
    }

    private Facet facet(
        SearchField field, FacetCounts.Totals totals, Map<AssetId, Asset> labels, boolean exact) {
      List<Facet.Value> values = new ArrayList<>();
      long shown = 0;
      for (Map.Entry<BytesRef, Long> value : totals.most(field, request.facetSize())) {
        shown += value.getValue();
        values.add(value(field, value.getKey(), value.getValue(), labels));
      }
      return new Facet(field.label(), values, exact, totals.sum(field) - shown);
    }

    private Facet.Value value(
        SearchField field, BytesRef term, long count, Map<AssetId, Asset> labels) {
      if (field.kind() != SearchField.Kind.REFERENCE) {
        String value = term.utf8ToString();
        return new Facet.Value(value, value, count);
      }
      AssetId id = SearchDocuments.id(term);
      Asset asset = labels.get(id);
      String label = id.value();
      if (asset != null) {
        label = asset.displayName() == null ? asset.name() : asset.displayName();
      }
      return new Facet.Value(id.value(), label, count);
    }
  }

  private static SearchResult.Explanation explanation(Explanation explanation) {
    List<SearchResult.Explanation> details = new ArrayList<>();
    for (Explanation detail : explanation.getDetails()) {
      details.add(explanation(detail));
    }
    return new SearchResult.Explanation(
        explanation.getValue().doubleValue(), explanation.getDescription(), details);
  }
}
