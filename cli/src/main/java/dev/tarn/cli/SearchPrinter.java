package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Prints what a search found, page by page. */
final class SearchPrinter {
  /** How much of a description is shown. */
  private static final int SNIPPET_COLUMNS = 160;

  private static final Console.Style MATCH = Console.Style.YELLOW;

  private final Console console;
  private final Assets assets;
  private boolean headed;

  SearchPrinter(Console console, Assets assets) {
    this.console = console;
    this.assets = assets;
  }

  /** Prints a page of hits, under headings if it is the first. */
  void hits(JsonNode page) {
    List<JsonNode> hits = Json.elements(page, "hits");
    if (hits.isEmpty()) {
      return;
    }
    Table table =
        headed
            ? new Table("", "", "", "", "")
            : new Table("NAME", "TYPE", "QUALIFIED NAME", "OWNER", "DESCRIPTION");
    headed = true;
    for (JsonNode hit : hits) {
      JsonNode asset = hit.path("asset");
      table.row(
          field(hit, "name"),
          Cell.of(Json.text(asset, "type")),
          field(hit, "qualifiedName"),
          Cell.of(owner(asset)),
          field(hit, "description").cut(SNIPPET_COLUMNS));
    }
    table.print(console);
    for (JsonNode hit : hits) {
      JsonNode explanation = hit.path("explanation");
      if (explanation.isObject()) {
        console.line("");
        console.line(Console.printable(Assets.typedName(hit.path("asset"))));
        explain(explanation, "  ");
      }
    }
  }

  /** A field as it is, or the part of it in which words were found. */
  private static Cell field(JsonNode hit, String name) {
    String text = Json.text(hit.path("asset"), name);
    JsonNode highlight = hit.path("highlights").path(name).path(0);
    if (highlight.isObject()) {
      return Cell.marked(
          oneLine(Json.text(highlight, "text")), Json.elements(highlight, "matches"), MATCH);
    }
    return Cell.of(oneLine(text));
  }

  /** As long as it was, so that places in it stay what they are. */
  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text);
    for (int i = 0; i < line.length(); i++) {
      if (Character.isWhitespace(line.charAt(i))) {
        line.setCharAt(i, ' ');
      }
    }
    return line.toString();
  }

  /** The first owner, and how many more there are. */
  private String owner(JsonNode asset) {
    List<JsonNode> owners = Json.elements(asset, "owners");
    if (owners.isEmpty()) {
      return "";
    }
    String first = assets.label(Json.text(owners.getFirst(), "id"));
    return owners.size() == 1 ? first : first + " +" + (owners.size() - 1);
  }

  private void explain(JsonNode explanation, String indent) {
    console.line(
        indent
            + String.format(Locale.ROOT, "%.4f", explanation.path("value").asDouble())
            + "  "
            + Console.printable(Json.text(explanation, "description")));
    for (JsonNode detail : Json.elements(explanation, "details")) {
      explain(detail, indent + "  ");
    }
  }

  /** Prints the counts by field. */
  void facets(JsonNode page) {
    for (JsonNode facet : Json.elements(page, "facets")) {
      Table counts = new Table(Json.text(facet, "field").toUpperCase(Locale.ROOT), ">ASSETS");
      boolean exact = facet.path("exact").asBoolean();
      for (JsonNode value : Json.elements(facet, "values")) {
        counts.row(Json.text(value, "label"), count(value.path("count").asLong(), exact));
      }
      long others = facet.path("others").asLong();
      if (others > 0) {
        counts.row("others", count(others, exact));
      }
      console.line("");
      counts.print(console);
    }
  }

  private static String count(long value, boolean exact) {
    return (exact ? "" : "at least ") + Console.count(value);
  }

  /**
   * Says how many there are, and what to do to see others.
   *
   * @param page the first
   * @param more whether there are more than were printed
   * @param cutShort what of any page was not looked at, and why
   */
  void end(JsonNode page, boolean more, Set<String> cutShort) {
    JsonNode total = page.path("total");
    long value = total.path("value").asLong();
    console.note(
        count(value, total.path("exact").asBoolean())
            + (value == 1 ? " asset" : " assets")
            + (more ? "; there are more, see --limit and --all" : ""));
    List<String> corrections = new ArrayList<>();
    Json.elements(page, "corrections").forEach(query -> corrections.add(query.asText()));
    if (!corrections.isEmpty()) {
      console.note("did you mean: " + Console.printable(String.join(", or: ", corrections)));
    }
    if (!cutShort.isEmpty()) {
      console.note("cut short by: " + Console.printable(String.join(", ", cutShort)));
    }
  }
}
