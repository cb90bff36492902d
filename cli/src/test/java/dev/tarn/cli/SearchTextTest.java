package dev.tarn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How what a search found is printed. */
class SearchTextTest {
  private static final String MARK = "\u001b[33m";
  private static final String END = "\u001b[0m";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Console console(int columns) {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new Console(stream, stream, true, true, true, columns);
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void wordsThatWereFoundAreMarked() {
    Cell cell =
        Cell.marked(
            "customer orders",
            Json.elements(
                Json.parse("{\"m\": [{\"start\": 0, \"end\": 8}, {\"start\": 9, \"end\": 14}]}"),
                "m"),
            Console.Style.YELLOW);
    assertThat(cell.painted(console(80)))
        .isEqualTo(MARK + "customer" + END + " " + MARK + "order" + END + "s");
    assertThat(cell.width()).isEqualTo(15);
    assertThat(cell.cut(12).painted(console(80)))
        .isEqualTo(MARK + "customer" + END + " " + MARK + "or…" + END);
    assertThat(cell.cut(12).width()).isEqualTo(12);
    assertThat(cell.cut(9).width()).isEqualTo(9);
  }

  @Test
  void placesThatAreNotInTheTextAreLeftOut() {
    Cell cell =
        Cell.marked(
            "ab\u0007",
            Json.elements(
                Json.parse(
                    "{\"m\": [{\"start\": 1, \"end\": 2}, {\"start\": 0, \"end\": 1},"
                        + " {\"start\": 2, \"end\": 9}]}"),
                "m"),
            Console.Style.YELLOW);
    assertThat(cell.painted(console(80))).isEqualTo("a" + MARK + "b" + END + "\\u0007");
  }

  @Test
  void aMarkedTableStaysAligned() {
    Table table = new Table("NAME", "WHAT");
    table.row(
        Cell.marked(
            "orders",
            Json.elements(Json.parse("{\"m\": [{\"start\": 0, \"end\": 5}]}"), "m"),
            Console.Style.YELLOW),
        Cell.of("table"));
    table.row("o", "view");
    table.print(console(80));
    assertThat(printed().lines().map(line -> line.replaceAll("\u001b\\[[0-9]*m", "")))
        .containsExactly("NAME    WHAT", "orders  table", "o       view");
  }

  @Test
  void countsSayWhatTheyAre() {
    JsonNode page =
        Json.parse(
            """
            {"hits": [], "total": {"value": 1000, "exact": false},
             "facets": [{"field": "type", "exact": false, "others": 3,
                         "values": [{"value": "table", "label": "table", "count": 1200}]}],
             "corrections": ["customer orders", "customers"], "next": "x"}
            """);
    try (Api nobody =
        new Api(URI.create("http://127.0.0.1"), null, null, null, null, Optional::empty)) {
      SearchPrinter printer = new SearchPrinter(console(80), new Assets(nobody));
      printer.hits(page);
      printer.facets(page);
      printer.end(page, true, Set.of("timeout"));
    }
    assertThat(printed().lines().map(line -> line.replaceAll("\u001b\\[[0-9]*m", "")))
        .containsExactly(
            "",
            "TYPE            ASSETS",
            "table   at least 1,200",
            "others      at least 3",
            "at least 1,000 assets; there are more, see --limit and --all",
            "did you mean: customer orders, or: customers",
            "cut short by: timeout");
  }

  @Test
  void aCaretPointsAtTheCharacter() {
    assertThat(Caret.under("orders )", 7)).containsExactly("  orders )", "         ^");
    assertThat(Caret.under("a\u0007b", 2)).containsExactly("  a\\u0007b", "         ^");
    assertThat(Caret.under("a", 9)).containsExactly("  a", "   ^");
    List<String> longQuery = Caret.under("x".repeat(200), 150);
    assertThat(longQuery.getFirst()).startsWith("  …x").endsWith("x").hasSize(3 + 60 + 50);
    assertThat(longQuery.getLast()).hasSize(2 + 1 + 60 + 1);
  }

  @Test
  void filtersOfOneFieldAreAlternatives() {
    Map<String, List<String>> filters = new TreeMap<>();
    FieldFilters.addTo(filters, "type", List.of("table"));
    FieldFilters.addTo(filters, List.of("type=view", "domain=a=b", "platform="));
    assertThat(filters)
        .isEqualTo(
            Map.of(
                "type", List.of("table", "view"),
                "domain", List.of("a=b"),
                "platform", List.of("")));
    assertThatThrownBy(() -> FieldFilters.addTo(filters, List.of("=x")))
        .isInstanceOf(CommandFailure.class);
  }
}
