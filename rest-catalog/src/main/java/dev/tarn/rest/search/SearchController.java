package dev.tarn.rest.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tarn.core.asset.Asset;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.search.SearchRequest;
import dev.tarn.core.search.SearchResult;
import dev.tarn.core.search.SuggestRequest;
import dev.tarn.rest.openapi.Body;
import dev.tarn.rest.request.Answers;
import dev.tarn.rest.request.BranchView;
import dev.tarn.rest.request.BranchViews;
import dev.tarn.rest.request.JsonBody;
import dev.tarn.rest.request.ReadRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.propertyeditors.StringArrayPropertyEditor;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Search, and names for what someone is typing. */
@RestController
@Tag(name = "Search", description = "Finds assets by words, names and fields.")
public final class SearchController {
  private static final String DEFAULT_SUGGESTIONS = "10";

  /** The parameter that has the text of a query. */
  private static final String TEXT = "q";

  /** Separates the values of a parameter that is given once: so it is one value. */
  private static final String IN_NO_VALUE = "\u0000";

  private final BranchViews views;
  private final Searches searches;

  public SearchController(BranchViews views, Searches searches) {
    this.views = views;
    this.searches = searches;
  }

  @FunctionalInterface
  private interface Answering<T> {
    ResponseEntity<T> answer() throws IOException;
  }

  /** What suggestions are ordered by. */
  private enum SuggestOrder {
    CLOSEST,
    POPULARITY
  }

  /** What of an asset is shown while someone types. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Suggestion(
      String id,
      @Schema(example = "table") String type,
      String qualifiedName,
      String name,
      @Nullable String displayName,
      @Nullable String platform,
      @Schema(description = "From 0 to 1.") @Nullable Double popularity) {
    static Suggestion of(Asset asset) {
      return new Suggestion(
          asset.id().value(),
          asset.type(),
          asset.qualifiedName(),
          asset.name(),
          asset.displayName(),
          asset.platform(),
          asset.popularity());
    }
  }

  /** Assets whose names begin as the text does. */
  record Suggestions(@Schema(description = "The best first.") List<Suggestion> items) {}

  /** A comma is part of a value: parameters that may be given several times are not split. */
  @InitBinder
  void keepCommas(WebDataBinder binder) {
    binder.registerCustomEditor(String[].class, new StringArrayPropertyEditor(IN_NO_VALUE));
  }

  @PostMapping("/api/v1/search")
  @Body("SearchRequest")
  @Operation(
      operationId = "search",
      summary = "Search assets",
      description =
          "Live assets that match a query and filters, the best first, with facets, highlights and"
              + " the explanation of scores where they are asked for. The query syntax is that of"
              + " docs/search.md; an error in it is malformed-query with its position.")
  ResponseEntity<SearchResult> post(ReadRequest request, JsonBody body) throws IOException {
    return search(request, SearchBody.parse(body));
  }

  @GetMapping("/api/v1/search")
  @Operation(
      operationId = "searchByParameters",
      summary = "Search assets with query parameters",
      description = "As the POST, for a command line or a link.")
  ResponseEntity<SearchResult> get(
      ReadRequest request,
      @Parameter(description = "In the query syntax; everything where it is empty.")
          @RequestParam(name = TEXT, defaultValue = "")
          String query,
      @Parameter(description = "keyword, semantic or hybrid.")
          @RequestParam(name = "mode", required = false)
          @Nullable String mode,
      @Parameter(
              description =
                  "field:value; several of one field are alternatives, those of several fields all"
                      + " hold.",
              example = "type:table")
          @RequestParam(name = "filter", required = false)
          String @Nullable [] filters,
      @Parameter(description = "A field to count by; may be given several times.")
          @RequestParam(name = "facet", required = false)
          String @Nullable [] facets,
      @Parameter(description = "Values of each facet, 1 to 1,000.")
          @RequestParam(name = "facetSize", defaultValue = "" + SearchBody.DEFAULT_FACET_SIZE)
          int facetSize,
      @Parameter(
              description =
                  "relevance, name, qualifiedName, createdAt, updatedAt, popularity or quality.")
          @RequestParam(name = "sort", required = false)
          @Nullable String sort,
      @Parameter(description = "asc or desc; names are ascending, all else is descending.")
          @RequestParam(name = "order", required = false)
          @Nullable String order,
      @Parameter(description = "Whether hits say where words were found.")
          @RequestParam(name = "highlight", defaultValue = "false")
          boolean highlight,
      @Parameter(description = "Whether hits say how their score came about.")
          @RequestParam(name = "explain", defaultValue = "false")
          boolean explain,
      @Parameter(description = "0 to 1,000; 0 to count only.")
          @RequestParam(name = "limit", defaultValue = "" + SearchBody.DEFAULT_LIMIT)
          int limit,
      @Parameter(description = "The 'next' of the page before, with the same request.")
          @RequestParam(name = "cursor", required = false)
          @Nullable String cursor,
      @Parameter(description = "After which what was found so far is returned; 1 to 60,000.")
          @RequestParam(name = "timeoutMillis", required = false)
          @Nullable Integer timeoutMillis)
      throws IOException {
    return called(
        "query",
        () ->
            search(
                request,
                new SearchRequest(
                    query,
                    SearchBody.mode(mode),
                    SearchBody.filters(filters),
                    facets == null ? List.of() : List.of(facets),
                    facetSize,
                    SearchBody.sort("sort", sort, "order", order),
                    highlight,
                    explain,
                    limit,
                    cursor,
                    SearchBody.timeout(
                        timeoutMillis == null
                            ? SearchBody.defaultTimeoutMillis()
                            : timeoutMillis))));
  }

  /** Answers a request in whose parameters a field of the request has the name of a text. */
  private static <T> ResponseEntity<T> called(String field, Answering<T> answering)
      throws IOException {
    try {
      return answering.answer();
    } catch (CatalogException e) {
      throw field.equals(e.field()) ? e.inField(TEXT) : e;
    }
  }

  private ResponseEntity<SearchResult> search(ReadRequest request, SearchRequest search)
      throws IOException {
    try (BranchView view = views.open(request)) {
      return Answers.at(view.commit(), searches.search(request.scope(), view, search));
    }
  }

  @GetMapping("/api/v1/suggest")
  @Operation(
      operationId = "suggest",
      summary = "Complete a name",
      description =
          "Assets whose names, words in names or, after a dot, qualified names begin with a text.")
  ResponseEntity<Suggestions> suggest(
      ReadRequest request,
      @Parameter(description = "What is typed so far.", example = "ord") @RequestParam(TEXT)
          String text,
      @Parameter(description = "Only this type.", example = "table")
          @RequestParam(name = "type", required = false)
          @Nullable String type,
      @Parameter(description = "field:value, as in a search.")
          @RequestParam(name = "filter", required = false)
          String @Nullable [] filters,
      @Parameter(description = "closest or popularity.")
          @RequestParam(name = "sort", required = false)
          @Nullable String sort,
      @Parameter(description = "1 to 50.")
          @RequestParam(name = "limit", defaultValue = DEFAULT_SUGGESTIONS)
          int limit)
      throws IOException {
    Map<String, List<String>> fields = SearchBody.filters(filters);
    if (type != null) {
      fields.computeIfAbsent("type", field -> new ArrayList<>()).add(type);
    }
    boolean byPopularity = Choice.of("sort", sort, SuggestOrder.CLOSEST) == SuggestOrder.POPULARITY;
    return called(
        "text", () -> suggest(request, new SuggestRequest(text, fields, byPopularity, limit)));
  }

  private ResponseEntity<Suggestions> suggest(ReadRequest request, SuggestRequest suggest)
      throws IOException {
    try (BranchView view = views.open(request)) {
      List<Asset> found = searches.suggest(request.scope(), view, suggest);
      return Answers.at(
          view.commit(), new Suggestions(found.stream().map(Suggestion::of).toList()));
    }
  }
}
