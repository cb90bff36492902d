package dev.tarn.core.search;

import dev.tarn.core.asset.Asset;
import java.io.IOException;
import java.util.List;

/**
 * Searches the live assets of one view of the state. Valid while the view is open.
 *
 * <p>Throws {@link dev.tarn.core.error.CatalogException}: {@code malformed-query} with the position
 * of what is wrong; {@code unknown-field}; {@code query-too-complex} for more clauses than a search
 * takes; {@code invalid-request} for a cursor of another request.
 */
public interface AssetSearch {
  /** Returns a page of what matches. */
  SearchResult search(SearchRequest request) throws IOException;

  /** Returns assets whose names begin with what is typed, the best first. */
  List<Asset> suggest(SuggestRequest request) throws IOException;
}
