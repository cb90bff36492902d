package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tarn search}: finds assets by words, names and fields. */
@Command(
    name = "search",
    description = {
      "Searches assets: by words, parts of names, \"phrases\", field:value, AND, OR, NOT.",
      "Words are taken together; what begins with - follows --, as in: tarn search -- orders -daily"
    },
    sortOptions = false)
final class SearchCommand extends ApiCommand {
  static final String PATH = "/api/v1/search";

  /** What people call an order, and the API does not. */
  private static final Map<String, String> SORTS =
      Map.of("updated", "updatedAt", "created", "createdAt");

  @Parameters(
      paramLabel = "WORDS",
      arity = "0..*",
      description = "The query; everything where there is none.")
  List<String> words = List.of();

  @Option(names = "--type", paramLabel = "TYPE", description = "Only this type, such as table.")
  List<String> types = List.of();

  @Option(
      names = "--filter",
      paramLabel = "FIELD=VALUE",
      description =
          "Only what has this value; several of one field are alternatives, and those of several"
              + " fields all hold.")
  List<String> filters = List.of();

  @Option(
      names = "--facet",
      paramLabel = "FIELD",
      description = "Count by this field; may be given several times.")
  List<String> facets = List.of();

  @Option(
      names = "--facet-size",
      paramLabel = "N",
      defaultValue = "10",
      description = "Values of each facet. Default: ${DEFAULT-VALUE}")
  int facetSize;

  @Option(
      names = "--sort",
      paramLabel = "KEY",
      description =
          "By relevance, name, qualifiedName, created, updated, popularity or quality. Default:"
              + " relevance")
  @Nullable String sort;

  @Option(
      names = "--order",
      paramLabel = "asc|desc",
      description = "Default: asc for names, desc for all else.")
  @Nullable String order;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "keyword, semantic (by meaning) or hybrid. Default: keyword")
  @Nullable String mode;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "At most N assets; 0 to count only. Default: ${DEFAULT-VALUE}")
  int limit;

  @Option(names = "--all", description = "All of them, whatever --limit says.")
  boolean all;

  @Option(names = "--explain", description = "Say how the score of each came about.")
  boolean explain;

  SearchCommand(RootCommand root) {
    super(root);
  }

  @Override
  ExitCode run(Api api, Console console) {
    if (limit < 0) {
      throw new CommandFailure(ExitCode.USAGE, "--limit is at least 0");
    }
    ObjectNode request = request();
    SearchPrinter printer = new SearchPrinter(console, new Assets(api));
    long left = all ? Long.MAX_VALUE : limit;
    @Nullable JsonNode first = null;
    Set<String> cutShort = new TreeSet<>();
    boolean more;
    do {
      request.put("limit", Math.min(left, Names.PAGE_ASSETS));
      JsonNode page = ask(api, request);
      first = first == null ? page : first;
      Json.elements(page, "limits").forEach(limit -> cutShort.add(limit.asText()));
      if (!json()) {
        printer.hits(page);
      } else if (all) {
        Json.elements(page, "hits").forEach(hit -> console.line(Json.compact(hit)));
      } else {
        console.json(page);
      }
      left -= Json.elements(page, "hits").size();
      more = !Json.text(page, "next").isEmpty();
      request.put("cursor", Json.text(page, "next"));
      // What is counted is the same on every page.
      request.remove("facets");
    } while (more && left > 0 && (all || !json()) && !console.readerIsGone());
    if (!json()) {
      printer.facets(first);
      printer.end(first, more, cutShort);
    }
    return ExitCode.OK;
  }

  /** Returns what a search finds first, with the words marked. */
  static JsonNode firstPage(Api api, String query, int limit) {
    ObjectNode request = Json.MAPPER.createObjectNode();
    request.put("query", query);
    request.put("limit", limit);
    request.put("highlight", true);
    return api.ask(PATH, request);
  }

  private String query() {
    return String.join(" ", words);
  }

  private ObjectNode request() {
    ObjectNode request = Json.MAPPER.createObjectNode();
    request.put("query", query());
    if (mode != null) {
      request.put("mode", mode);
    }
    Map<String, List<String>> values = new TreeMap<>();
    FieldFilters.addTo(values, "type", types);
    FieldFilters.addTo(values, filters);
    request.set("filters", Json.MAPPER.valueToTree(values));
    request.set("facets", Json.MAPPER.valueToTree(facets));
    request.put("facetSize", facetSize);
    if (sort != null || order != null) {
      ObjectNode by = request.putObject("sort");
      if (sort != null) {
        by.put("key", SORTS.getOrDefault(sort, sort));
      }
      if (order != null) {
        by.put("order", order);
      }
    }
    request.put("highlight", !json());
    request.put("explain", explain);
    return request;
  }

  private JsonNode ask(Api api, ObjectNode request) {
    try {
      return api.ask(PATH, request);
    } catch (CommandFailure e) {
      JsonNode position = e.problem().path("position");
      if (position.isInt() && Json.text(e.problem(), "field").equals("query")) {
        throw e.explained(ExitCode.USAGE, Caret.under(query(), position.asInt()));
      }
      throw e;
    }
  }
}
