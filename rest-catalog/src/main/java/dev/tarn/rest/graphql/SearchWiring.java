package dev.tarn.rest.graphql;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.search.SearchMode;
import dev.tarn.core.search.SearchRequest;
import dev.tarn.core.search.SearchResult;
import dev.tarn.core.search.SearchSort;
import dev.tarn.core.search.SuggestRequest;
import dev.tarn.rest.search.SearchSorts;
import dev.tarn.rest.search.Searches;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.TypeRuntimeWiring;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Search: {@code Query.search}, {@code Query.suggest}, and what they return. */
final class SearchWiring {
  private static final String HIGHLIGHTS = "hits/highlights";
  private static final String EXPLANATION = "hits/explanation";

  private final Searches searches;

  SearchWiring(Searches searches) {
    this.searches = searches;
  }

  /** A highlight with the name of its field. */
  private record FieldHighlight(String field, SearchResult.Highlight highlight) {}

  void addTo(RuntimeWiring.Builder wiring) {
    wiring.type(
        TypeRuntimeWiring.newTypeWiring("Query")
            .dataFetcher("search", this::search)
            .dataFetcher("suggest", this::suggest));
    new ObjectWiring<>("SearchConnection", SearchResult.class)
        .field("hits", SearchResult::hits)
        .field("total", SearchResult::total)
        .field("facets", SearchResult::facets)
        .field("corrections", SearchResult::corrections)
        .field("limits", SearchResult::limits)
        .field("page_info", result -> new AssetWiring.PageEnd(result.next()))
        .addTo(wiring);
    new ObjectWiring<>("SearchHit", SearchResult.Hit.class)
        .field("asset", SearchResult.Hit::asset)
        .field("score", SearchResult.Hit::score)
        .field("highlights", SearchWiring::highlights)
        .field("explanation", hit -> explanation(hit.explanation()))
        .addTo(wiring);
    new ObjectWiring<>("SearchHighlight", FieldHighlight.class)
        .field("field", FieldHighlight::field)
        .field("text", found -> found.highlight().text())
        .field("matches", found -> found.highlight().matches())
        .addTo(wiring);
    new ObjectWiring<>("SearchMatch", SearchResult.Highlight.Match.class)
        .field("start", SearchResult.Highlight.Match::start)
        .field("end", SearchResult.Highlight.Match::end)
        .addTo(wiring);
    new ObjectWiring<>("SearchCount", SearchResult.Count.class)
        .field("value", SearchResult.Count::value)
        .field("exact", SearchResult.Count::exact)
        .addTo(wiring);
    new ObjectWiring<>("SearchFacet", SearchResult.Facet.class)
        .field("field", SearchResult.Facet::field)
        .field("values", SearchResult.Facet::values)
        .field("exact", SearchResult.Facet::exact)
        .field("others", SearchResult.Facet::others)
        .addTo(wiring);
    new ObjectWiring<>("SearchFacetValue", SearchResult.Facet.Value.class)
        .field("value", SearchResult.Facet.Value::value)
        .field("label", SearchResult.Facet.Value::label)
        .field("count", SearchResult.Facet.Value::count)
        .addTo(wiring);
  }

  /** What costs more than a list of hits is made only where the query selects it. */
  private SearchResult search(DataFetchingEnvironment field) throws IOException {
    RequestView view = RequestView.of(field.getGraphQlContext());
    SearchSort.Key key = Arguments.constant(field, "sort", SearchSort.Key.class);
    String order = Arguments.text(field, "order");
    SearchSort sort = SearchSorts.of(key);
    return searches.search(
        scope(view),
        view.view(),
        new SearchRequest(
            Arguments.requiredText(field, "query"),
            Arguments.constant(field, "mode", SearchMode.class),
            filters(field),
            Arguments.texts(field, "facets"),
            Arguments.within(field, "facet_size", 1, SearchRequest.MAX_FACET_SIZE),
            order == null ? sort : new SearchSort(key, order.equals("DESC")),
            field.getSelectionSet().contains(HIGHLIGHTS),
            field.getSelectionSet().contains(EXPLANATION),
            Arguments.within(field, Arguments.FIRST, 0, SearchRequest.MAX_LIMIT),
            Arguments.text(field, Arguments.AFTER),
            Duration.ofMillis(
                Arguments.within(
                    field,
                    "timeout_millis",
                    1,
                    Math.toIntExact(SearchRequest.MAX_TIMEOUT.toMillis())))));
  }

  private List<Asset> suggest(DataFetchingEnvironment field) throws IOException {
    RequestView view = RequestView.of(field.getGraphQlContext());
    return searches.suggest(
        scope(view),
        view.view(),
        new SuggestRequest(
            Arguments.requiredText(field, "text"),
            filters(field),
            Arguments.requiredText(field, "sort").equals("POPULARITY"),
            Arguments.within(field, Arguments.FIRST, 1, SuggestRequest.MAX_LIMIT)));
  }

  private static Scope scope(RequestView view) {
    return view.scope().scope();
  }

  private static Map<String, List<String>> filters(DataFetchingEnvironment field) {
    List<Map<String, Object>> given = field.getArgument("filters");
    Map<String, List<String>> filters = new LinkedHashMap<>();
    for (Map<String, Object> filter : given == null ? List.<Map<String, Object>>of() : given) {
      List<String> values =
          filters.computeIfAbsent(
              (String) Objects.requireNonNull(filter.get("field")), name -> new ArrayList<>());
      for (Object value : (List<?>) Objects.requireNonNull(filter.get("values"))) {
        values.add((String) value);
      }
    }
    return filters;
  }

  private static List<FieldHighlight> highlights(SearchResult.Hit hit) {
    List<FieldHighlight> all = new ArrayList<>();
    hit.highlights()
        .forEach((name, found) -> found.forEach(part -> all.add(new FieldHighlight(name, part))));
    return all;
  }

  private static @Nullable Object explanation(SearchResult.@Nullable Explanation explanation) {
    if (explanation == null) {
      return null;
    }
    Map<String, @Nullable Object> parts = new LinkedHashMap<>();
    parts.put("value", explanation.value());
    parts.put("description", explanation.description());
    parts.put("details", explanation.details().stream().map(SearchWiring::explanation).toList());
    return parts;
  }
}
