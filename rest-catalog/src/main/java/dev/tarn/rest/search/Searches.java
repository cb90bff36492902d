package dev.tarn.rest.search;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorKind;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.search.SearchRequest;
import dev.tarn.core.search.SearchResult;
import dev.tarn.core.search.SuggestRequest;
import dev.tarn.rest.request.BranchView;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Searches views, and tells an observer how that went. */
public final class Searches {
  private final SearchObserver observer;

  public Searches(SearchObserver observer) {
    this.observer = observer;
  }

  /**
   * Returns a page of what matches.
   *
   * @throws CatalogException as {@link dev.tarn.core.search.AssetSearch}; {@code
   *     search-not-available}
   */
  public SearchResult search(Scope scope, BranchView view, SearchRequest request)
      throws IOException {
    long startNanos = System.nanoTime();
    SearchOutcome outcome = SearchOutcome.FAILED;
    try {
      SearchResult result = view.search().search(request);
      outcome = result.limits().isEmpty() ? SearchOutcome.WHOLE : SearchOutcome.PARTIAL;
      return result;
    } catch (CatalogException e) {
      outcome = outcomeOf(e);
      throw e;
    } finally {
      observer.searched(scope, request.mode(), outcome, since(startNanos));
    }
  }

  /** Returns the assets that someone may be typing the name of. */
  public List<Asset> suggest(Scope scope, BranchView view, SuggestRequest request)
      throws IOException {
    long startNanos = System.nanoTime();
    SearchOutcome outcome = SearchOutcome.FAILED;
    try {
      List<Asset> suggestions = view.search().suggest(request);
      outcome = SearchOutcome.WHOLE;
      return suggestions;
    } catch (CatalogException e) {
      outcome = outcomeOf(e);
      throw e;
    } finally {
      observer.suggested(scope, outcome, since(startNanos));
    }
  }

  private static SearchOutcome outcomeOf(CatalogException e) {
    return e.code().kind() == ErrorKind.USER ? SearchOutcome.REFUSED : SearchOutcome.FAILED;
  }

  private static Duration since(long startNanos) {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }
}
