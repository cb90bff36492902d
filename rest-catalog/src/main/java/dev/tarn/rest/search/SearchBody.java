package dev.tarn.rest.search;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.search.SearchMode;
import dev.tarn.core.search.SearchRequest;
import dev.tarn.core.search.SearchSort;
import dev.tarn.rest.request.Fields;
import dev.tarn.rest.request.JsonBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what a request looks for, out of a JSON document or out of query parameters. */
final class SearchBody {
  static final int DEFAULT_LIMIT = 20;
  static final int DEFAULT_FACET_SIZE = 10;

  private static final String TIMEOUT = "timeoutMillis";
  private static final String FILTER = "filter";

  /** Which way an order goes. */
  private enum Order {
    ASC,
    DESC
  }

  private SearchBody() {}

  static SearchRequest parse(JsonBody body) {
    Fields fields = body.object();
    Fields sort = fields.object("sort");
    SearchRequest request =
        new SearchRequest(
            Objects.requireNonNullElse(fields.text("query"), ""),
            mode(fields.text("mode")),
            fields.textLists("filters"),
            fields.texts("facets"),
            fields.integer("facetSize", DEFAULT_FACET_SIZE),
            sort("sort.key", sort.text("key"), "sort.order", sort.text("order")),
            fields.flag("highlight"),
            fields.flag("explain"),
            fields.integer("limit", DEFAULT_LIMIT),
            fields.text("cursor"),
            timeout(fields.integer(TIMEOUT, defaultTimeoutMillis())));
    sort.end();
    fields.end();
    return request;
  }

  static SearchMode mode(@Nullable String word) {
    return Choice.of("mode", word, SearchMode.KEYWORD);
  }

  static SearchSort sort(
      String keyField, @Nullable String key, String orderField, @Nullable String order) {
    SearchSort usual = SearchSorts.of(Choice.of(keyField, key, SearchSort.Key.RELEVANCE));
    Order way = Choice.of(orderField, order, usual.descending() ? Order.DESC : Order.ASC);
    return new SearchSort(usual.key(), way == Order.DESC);
  }

  static int defaultTimeoutMillis() {
    return Math.toIntExact(SearchRequest.DEFAULT_TIMEOUT.toMillis());
  }

  static Duration timeout(int millis) {
    if (millis < 1 || millis > SearchRequest.MAX_TIMEOUT.toMillis()) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST,
          TIMEOUT,
          TIMEOUT + " is from 1 to " + SearchRequest.MAX_TIMEOUT.toMillis());
    }
    return Duration.ofMillis(millis);
  }

  /** Reads filters that are written {@code field:value}; several of one field are alternatives. */
  static Map<String, List<String>> filters(String @Nullable [] texts) {
    Map<String, List<String>> filters = new LinkedHashMap<>();
    for (String text : texts == null ? new String[0] : texts) {
      int colon = text.indexOf(':');
      if (colon < 1) {
        throw CatalogException.ofField(
            ErrorCode.INVALID_REQUEST, FILTER, "a filter is field:value, such as type:table");
      }
      filters
          .computeIfAbsent(text.substring(0, colon), field -> new ArrayList<>())
          .add(text.substring(colon + 1));
    }
    return filters;
  }
}
