package dev.tarn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.cli.CommandLineRun.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code search} and {@code suggest} against the real API and a real index. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SearchCommandTest {
  /** More than one page of the API. */
  private static final int NUMBERED = 1_050;

  private TestServer server;
  private CommandLineRun tarn;

  @BeforeAll
  void start(@TempDir Path work, @TempDir Path files) throws Exception {
    server = TestServer.start(work);
    tarn = CommandLineRun.against(server.url()).with("--tenant", "shop");
    CommandLineRun.against(server.url()).run("tenant", "create", "shop").expect(ExitCode.OK);
    List<String> lines = new ArrayList<>();
    lines.add("{\"type\": \"user\", \"qualifiedName\": \"ann\"}");
    lines.add("{\"type\": \"team\", \"qualifiedName\": \"sales\"}");
    lines.add("{\"type\": \"domain\", \"qualifiedName\": \"commerce\"}");
    lines.add(
        "{\"type\": \"table\", \"qualifiedName\": \"shop.core.customer_orders\", \"description\":"
            + " \"One row for each purchase.\\nOf customers.\", \"domain\": \"domain:commerce\","
            + " \"owners\": [\"user:ann\", \"team:sales\"], \"popularity\": 0.1}");
    lines.add(
        "{\"type\": \"view\", \"qualifiedName\": \"shop.core.customer_orders_daily\","
            + " \"domain\": \"domain:commerce\", \"popularity\": 0.9}");
    lines.add("{\"type\": \"dashboard\", \"qualifiedName\": \"bi.shipping\"}");
    IntStream.range(0, NUMBERED)
        .forEach(
            i ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "{\"type\": \"table\", \"qualifiedName\": \"lake.numbered_%04d\"}",
                        i)));
    Path file = Files.write(files.resolve("shop.ndjson"), lines);
    tarn.run("ingest", file.toString()).expect(ExitCode.OK);
    String head = tarn.run("status", "--json").expect(ExitCode.OK).json().path("head").asText();
    tarn.run("list", "--limit", "1", "--min-commit", head).expect(ExitCode.OK);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private List<String> names(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    List<String> names = new ArrayList<>();
    JsonNode answer = tarn.run(all.toArray(String[]::new)).expect(ExitCode.OK).json();
    answer.path("hits").forEach(hit -> names.add(hit.path("asset").path("name").asText()));
    return names;
  }

  @Test
  void printsATableForPeople() {
    Ended ended = tarn.run("search", "customer", "orders").expect(ExitCode.OK);
    List<String> lines = ended.out().lines().toList();
    assertThat(lines.getFirst()).matches("NAME +TYPE +QUALIFIED NAME +OWNER +DESCRIPTION");
    assertThat(lines)
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "customer_orders +table +shop.core.customer_orders +user:ann \\+1 +Of"
                            + " customers."));
    assertThat(ended.err()).isEqualTo("2 assets\n");
  }

  @Test
  void theApisJsonIsOneDocument() {
    JsonNode answer =
        tarn.run("search", "customer orders", "--facet", "type", "--json")
            .expect(ExitCode.OK)
            .json();
    assertThat(answer.path("hits")).hasSize(2);
    assertThat(answer.path("total").path("value").asLong()).isEqualTo(2);
    assertThat(answer.path("facets").path(0).path("values")).hasSize(2);
    assertThat(answer.path("hits").path(0).has("highlights")).isFalse();
  }

  @Test
  void filtersSortsAndCounts() {
    assertThat(names("search", "shop", "--type", "view")).containsExactly("customer_orders_daily");
    assertThat(names("search", "--filter", "domain=commerce", "--sort", "popularity"))
        .containsExactly("customer_orders_daily", "customer_orders");
    assertThat(names("search", "--filter", "domain=commerce", "--sort", "name", "--order", "desc"))
        .containsExactly("customer_orders_daily", "customer_orders");
    assertThat(names("search", "--filter", "domain=commerce", "--sort", "updated")).hasSize(2);
    assertThat(names("search", "--type", "view", "--type", "dashboard", "--filter", "type=domain"))
        .hasSize(3);
    assertThat(names("search", "customer", "NOT", "daily")).containsExactly("customer_orders");
    Ended minus =
        new CommandLineRun(Map.of("TARN_SERVER", server.url(), "TARN_TENANT", "shop"))
            .run("search", "--type", "table", "--", "customer", "-daily")
            .expect(ExitCode.OK);
    assertThat(minus.err()).isEqualTo("1 asset\n");
    Ended counted =
        tarn.run(
                "search",
                "--facet",
                "type",
                "--facet",
                "domain",
                "--facet-size",
                "2",
                "--limit",
                "0")
            .expect(ExitCode.OK);
    assertThat(counted.out())
        .containsPattern("TYPE +ASSETS\n")
        .containsPattern("table +1,051\n")
        .containsPattern("others +5\n|others +4\n")
        .containsPattern("DOMAIN +ASSETS\ncommerce +2\n");
    assertThat(counted.err()).startsWith("1,056 assets");
  }

  @Test
  void goesOnAsFarAsItIsTold() {
    assertThat(tarn.run("search", "numbered", "--limit", "3").expect(ExitCode.OK).err())
        .matches("(at least )?1,0[0-9]{2} assets; there are more, see --limit and --all\n");
    List<JsonNode> all =
        tarn.run("search", "numbered", "--all", "--sort", "name", "--json")
            .expect(ExitCode.OK)
            .jsonLines();
    assertThat(all)
        .hasSize(NUMBERED)
        .extracting(hit -> hit.path("asset").path("name").asText())
        .isSorted()
        .doesNotHaveDuplicates();
    Ended table = tarn.run("search", "numbered", "--limit", "1020").expect(ExitCode.OK);
    assertThat(table.out().lines()).hasSize(1_021);
    tarn.run("search", "x", "--limit", "-1").expect(ExitCode.USAGE);
  }

  @Test
  void explainsScores() {
    assertThat(tarn.run("search", "shipping", "--explain").expect(ExitCode.OK).out())
        .containsPattern("(?m)^dashboard:bi.shipping$")
        .containsPattern("(?m)^  [0-9.]+  .+$");
  }

  @Test
  void aMalformedQueryIsShownWithACaret() {
    Ended ended = tarn.run("search", "customer", "orders )").expect(ExitCode.USAGE);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err().lines().toList())
        .hasSize(3)
        .satisfies(
            lines -> {
              assertThat(lines.getFirst()).startsWith("tarn: ").contains("malformed-query");
              assertThat(lines.get(1)).isEqualTo("  customer orders )");
              assertThat(lines.get(2)).isEqualTo("                  ^");
            });
    JsonNode problem =
        Json.parse(tarn.run("search", "customer orders )", "--json").expect(ExitCode.USAGE).err());
    assertThat(problem.path("position").asInt()).isEqualTo(16);
    assertThat(tarn.run("search", "colour:red").expect(ExitCode.USAGE).err())
        .contains("colour", "^");
    assertThat(tarn.run("search", "x", "--sort", "size").expect(ExitCode.FAILED).err())
        .contains("popularity");
    tarn.run("search", "x", "--filter", "table").expect(ExitCode.USAGE);
  }

  @Test
  void aMisspeltWordHasACorrection() {
    assertThat(tarn.run("search", "shiping").expect(ExitCode.OK).err())
        .contains("did you mean: shipping");
    Ended nothing = tarn.run("search", "qqqqqqqq").expect(ExitCode.OK);
    assertThat(nothing.out()).isEmpty();
    assertThat(nothing.err()).startsWith("0 assets\n");
  }

  @Test
  void completesNames() {
    assertThat(tarn.run("suggest", "customer_o").expect(ExitCode.OK).out())
        .containsPattern("NAME +TYPE +QUALIFIED NAME\n")
        .containsPattern("customer_orders +table +shop.core.customer_orders\n");
    assertThat(
            tarn.run("suggest", "ord", "--sort", "popularity", "--limit", "1", "--json")
                .expect(ExitCode.OK)
                .json()
                .path("items")
                .path(0)
                .path("name")
                .asText())
        .isEqualTo("customer_orders_daily");
    assertThat(tarn.run("suggest", "customer", "--type", "view").expect(ExitCode.OK).out().lines())
        .hasSize(2);
    assertThat(tarn.run("suggest", "qqqq").expect(ExitCode.OK).err())
        .isEqualTo("no name begins so\n");
  }
}
