package dev.tarn.lucene.vector;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.search.EmbeddingModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Searches the vectors of a branch. Where a filter leaves few assets, the vectors of all of them
 * are compared with the query's. Elsewhere the graph gives the nearest texts, more of them as long
 * as the filter leaves too few of their assets. Either way what is near is measured by the whole
 * vectors, not the quantised ones: so the order does not depend on how the index lies on disk.
 */
final class SemanticSearch implements VectorSearch {
  /** The most assets that a filter may leave for all of them to be compared. */
  static final int MAX_COMPARED_ASSETS = 50_000;

  /** The most texts that the graph is asked for. */
  static final int MAX_TEXTS = 10_000;

  /** Asking for fewer texts saves little time, and finds a smaller part of the nearest. */
  private static final int MIN_TEXTS = 100;

  /** How many times as many texts are asked for when there were too few. */
  private static final int GROWTH = 4;

  /** The most documents that are looked at for one ranking. */
  private static final long MAX_LOOKED_AT = 2_000_000;

  /** Texts whose assets are looked up together, at first: most often they are enough. */
  private static final int FIRST_BLOCK = 16;

  private final VectorIndex index;
  private final EmbeddingModel model;
  private final String orderField;
  private final BooleanSupplier complete;

  /**
   * @param orderField the order of assets that are equally near
   * @param complete whether all texts have vectors
   */
  SemanticSearch(
      VectorIndex index, EmbeddingModel model, String orderField, BooleanSupplier complete) {
    this.index = index;
    this.model = model;
    this.orderField = orderField;
    this.complete = complete;
  }

  @Override
  public Ranking nearest(String query, IndexSearcher view, @Nullable Query filter, int count)
      throws IOException {
    if (count < 1 || count > WINDOW) {
      throw new IllegalArgumentException("count is from 1 to " + WINDOW);
    }
    if (query.trim().isEmpty()) {
      throw new CatalogException(
          ErrorCode.MALFORMED_QUERY, "a search by meaning needs a text to look for");
    }
    float[] vector = model.embed(List.of(query)).getFirst();
    List<String> limits = new ArrayList<>();
    if (!complete.getAsBoolean()) {
      limits.add(INCOMPLETE);
    }
    Weight weight =
        filter == null
            ? null
            : view.createWeight(view.rewrite(filter), ScoreMode.COMPLETE_NO_SCORES, 1);
    IndexSearcher searcher = index.acquire();
    try {
      NearestTexts texts = new NearestTexts(searcher, vector);
      List<BytesRef> few =
          weight == null
              ? null
              : FilteredTexts.of(view.getIndexReader().leaves(), weight, MAX_COMPARED_ASSETS);
      List<Near> assets =
          few == null
              ? byGraph(texts, view, weight, count, limits)
              : assets(texts.compared(few), view, weight, count, Long.MAX_VALUE, limits);
      return new Ranking(assets, limits);
    } finally {
      index.release(searcher);
    }
  }

  private List<Near> byGraph(
      NearestTexts texts,
      IndexSearcher view,
      @Nullable Weight filter,
      int count,
      List<String> limits)
      throws IOException {
    int asked = Math.max(MIN_TEXTS, count);
    while (true) {
      List<NearestTexts.Text> nearest = texts.nearest(asked);
      List<Near> assets = assets(nearest, view, filter, count, MAX_LOOKED_AT, limits);
      boolean all = nearest.size() < asked;
      if (assets.size() == count || all) {
        return assets;
      }
      if (asked == MAX_TEXTS || limits.contains(CANDIDATES)) {
        if (!limits.contains(CANDIDATES)) {
          limits.add(CANDIDATES);
        }
        return assets;
      }
      asked = Math.min(MAX_TEXTS, GROWTH * asked);
    }
  }

  /** Returns the assets of texts, in blocks of texts that grow until there are enough. */
  private List<Near> assets(
      List<NearestTexts.Text> texts,
      IndexSearcher view,
      @Nullable Weight filter,
      int count,
      long maxLookedAt,
      List<String> limits)
      throws IOException {
    TextAssets lookup = new TextAssets(view.getIndexReader().leaves(), filter, orderField);
    List<Near> assets = new ArrayList<>();
    int block = FIRST_BLOCK;
    for (int from = 0; from < texts.size() && assets.size() < count; ) {
      if (lookup.lookedAt() > maxLookedAt) {
        limits.add(CANDIDATES);
        break;
      }
      List<NearestTexts.Text> some = texts.subList(from, Math.min(texts.size(), from + block));
      for (TextAssets.Found found :
          lookup.of(some.stream().map(NearestTexts.Text::hash).toList(), count - assets.size())) {
        assets.add(new Near(found.doc(), some.get(found.text()).similarity()));
      }
      from += some.size();
      block *= GROWTH;
    }
    return assets;
  }
}
