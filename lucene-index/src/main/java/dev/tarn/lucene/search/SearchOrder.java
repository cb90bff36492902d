package dev.tarn.lucene.search;

import dev.tarn.core.search.SearchSort;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** The orders of hits other than by relevance. All end in one that no two assets share. */
final class SearchOrder {
  private static final SortField TIE_BREAKER =
      new SortField(SearchFields.ORDER, SortField.Type.STRING);

  private final SearchSort sort;

  SearchOrder(SearchSort sort) {
    this.sort = sort;
  }

  Sort sort() {
    return switch (sort.key()) {
      case RELEVANCE -> throw new IllegalStateException("relevance is no order of fields");
      case NAME ->
          new Sort(
              new SortField(SearchFields.NAME_ORDER, SortField.Type.STRING, sort.descending()),
              TIE_BREAKER);
      case QUALIFIED_NAME ->
          new Sort(new SortField(SearchFields.ORDER, SortField.Type.STRING, sort.descending()));
      case CREATED_AT -> byNumber(SearchFields.CREATED);
      case UPDATED_AT -> byNumber(SearchFields.UPDATED);
      case POPULARITY -> byNumber(SearchFields.POPULARITY);
      case QUALITY -> byNumber(SearchFields.QUALITY);
    };
  }

  private Sort byNumber(String field) {
    return new Sort(
        new SortField(field, SortField.Type.LONG, sort.descending(), missing()), TIE_BREAKER);
  }

  /** Returns the number that comes after all others. */
  private long missing() {
    return sort.descending() ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  /** Returns where the page after a cursor begins. */
  FieldDoc after(SearchCursor cursor) {
    Object[] values =
        switch (sort.key()) {
          case RELEVANCE -> throw new IllegalStateException("relevance is no order of fields");
          case NAME -> new Object[] {cursor.text(), cursor.order()};
          case QUALIFIED_NAME -> new Object[] {cursor.order()};
          case CREATED_AT, UPDATED_AT, POPULARITY, QUALITY ->
              new Object[] {cursor.number() == null ? missing() : cursor.number(), cursor.order()};
        };
    // No two hits are equal, so the number of the document does not matter.
    return new FieldDoc(Integer.MAX_VALUE, Float.NaN, values);
  }

  /** Returns the number that a hit was sorted by. */
  static @Nullable Long number(FieldDoc hit) {
    return hit.fields[0] instanceof Long number ? number : null;
  }

  /** Returns the name that a hit was sorted by. */
  @Nullable BytesRef text(FieldDoc hit) {
    return sort.key() == SearchSort.Key.NAME ? (BytesRef) hit.fields[0] : null;
  }

  /** Returns the last part of the order of a hit. */
  static BytesRef order(FieldDoc hit) {
    return (BytesRef) hit.fields[hit.fields.length - 1];
  }
}
