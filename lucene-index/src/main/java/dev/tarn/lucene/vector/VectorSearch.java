package dev.tarn.lucene.vector;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/** Ranks the assets of a view of the state index by how near their texts are to a query. */
@FunctionalInterface
public interface VectorSearch {
  /** The most assets of a ranking: pages of a semantic or hybrid search end there. */
  int WINDOW = 200;

  /** Not all texts have vectors yet. */
  String INCOMPLETE = "vectors-incomplete";

  /** The filter left so few of the nearest texts that farther ones were not looked at. */
  String CANDIDATES = "vector-candidates";

  /**
   * Returns the nearest live assets, the nearest first; those that are equally near by qualified
   * name and id.
   *
   * @param query plain text
   * @param filter which assets to rank; null for all
   * @param count the most assets, 1 to {@link #WINDOW}
   * @throws CatalogException {@code search-not-available} with what to do about it; {@code
   *     malformed-query} if the query has no words
   */
  Ranking nearest(String query, IndexSearcher view, @Nullable Query filter, int count)
      throws IOException;

  /**
   * Assets in their order.
   *
   * @param limits what cut the ranking short, as in a search result
   */
  record Ranking(List<Near> assets, List<String> limits) {
    public Ranking {
      assets = List.copyOf(assets);
      limits = List.copyOf(limits);
    }
  }

  /**
   * An asset's document in the view, and how near it is: 1 for the same text, down to 0.
   *
   * @param doc in the view's top reader
   */
  record Near(int doc, float similarity) {}

  /** Returns the search of a catalog without vectors: it says how to get them. */
  static VectorSearch off() {
    return unavailable(
        "search by meaning is off; start the server with"
            + " --tarn.search.embeddings.model=all-minilm-l6-v2-q to turn it on");
  }

  /** Returns the search of a state of the past: texts that no asset has now have no vector. */
  static VectorSearch ofThePast() {
    return unavailable("only the present of a branch can be searched by meaning");
  }

  private static VectorSearch unavailable(String reason) {
    return (query, view, filter, count) -> {
      throw CatalogException.ofField(ErrorCode.SEARCH_NOT_AVAILABLE, "mode", reason);
    };
  }
}
