package dev.tarn.rest.search;

import dev.tarn.core.search.SearchSort;

/** The orders that are meant where a request does not say which way. */
public final class SearchSorts {
  private SearchSorts() {}

  /** Returns the usual order: names begin with A, times and figures with the greatest. */
  public static SearchSort of(SearchSort.Key key) {
    return new SearchSort(
        key,
        switch (key) {
          case NAME, QUALIFIED_NAME -> false;
          case RELEVANCE, CREATED_AT, UPDATED_AT, POPULARITY, QUALITY -> true;
        });
  }
}
