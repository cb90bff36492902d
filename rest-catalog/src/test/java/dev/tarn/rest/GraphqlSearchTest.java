package dev.tarn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.catalog.CatalogSettings;
import dev.tarn.lucene.LuceneIndexSettings;
import dev.tarn.lucene.LuceneStateIndexes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Search over GraphQL: what is found, what it costs, and what is refused. */
class GraphqlSearchTest {
  private static final int MANY = 40;

  @TempDir static Path folder;
  private static CountingIndexes counts;
  private static TestServer server;
  private static Client client;

  @BeforeAll
  static void start() {
    counts = new CountingIndexes(new LuceneStateIndexes(folder, LuceneIndexSettings.defaults()));
    server = TestServer.start(CatalogSettings.defaults(), counts, Map.of());
    List<String> lines = new ArrayList<>();
    lines.add("{\"type\": \"user\", \"qualifiedName\": \"ann\"}");
    lines.add("{\"type\": \"tag\", \"qualifiedName\": \"gold\"}");
    lines.add(
        "{\"type\": \"view\", \"qualifiedName\": \"shop.returned_orders\", \"description\": \"Sent"
            + " back by customers.\", \"popularity\": 0.9}");
    IntStream.range(0, MANY)
        .forEach(
            i ->
                lines.add(
                    "{\"type\": \"table\", \"qualifiedName\": \"shop.orders_"
                        + (100 + i)
                        + "\", \"owners\": [\"user:ann\"], \"tags\": [\"tag:gold\"]}"));
    client = server.newTenant("graph").bulk(lines);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JsonNode answer(String query, Map<String, ?> variables) {
    ObjectNode body = Client.MAPPER.createObjectNode();
    body.put("query", query);
    body.set("variables", Client.MAPPER.valueToTree(variables));
    return client.postJson("/graphql", body.toString()).expect(200).json();
  }

  private static JsonNode data(String query, Map<String, ?> variables) {
    JsonNode answer = answer(query, variables);
    assertThat(answer.has("errors")).withFailMessage(answer::toString).isFalse();
    return answer.path("data");
  }

  private static JsonNode error(String query) {
    JsonNode answer = answer(query, Map.of());
    assertThat(answer.path("errors")).withFailMessage(answer::toString).hasSize(1);
    return answer.path("errors").get(0);
  }

  @Test
  void findsAssetsWithAllThatHangsOnThem() {
    JsonNode found =
        data(
                """
                { search(query: "orders", filters: [{field: "type", values: ["table", "view"]}],
                         facets: ["type", "owner"], first: 3) {
                    hits { score asset { name type { name } owners { asset { name } } tags { name } }
                           highlights { field text matches { start end } } explanation }
                    total { value exact } facets { field exact others values { value label count } }
                    corrections limits page_info { has_next_page end_cursor } } }
                """,
                Map.of())
            .path("search");
    assertThat(found.path("hits")).hasSize(3);
    JsonNode hit = found.path("hits").get(1);
    assertThat(hit.path("score").asDouble()).isPositive();
    assertThat(hit.path("asset").path("name").asString()).contains("orders");
    assertThat(hit.path("explanation").path("value").isNumber()).isTrue();
    JsonNode highlight = hit.path("highlights").get(0);
    JsonNode match = highlight.path("matches").get(0);
    assertThat(
            highlight
                .path("text")
                .asString()
                .substring(match.path("start").asInt(), match.path("end").asInt()))
        .isEqualTo("orders");
    assertThat(found.path("total").path("value").asLong()).isEqualTo(MANY + 1);
    assertThat(found.path("total").path("exact").asBoolean()).isTrue();
    JsonNode types = found.path("facets").get(0).path("values");
    assertThat(types.get(0).path("value").asString()).isEqualTo("table");
    assertThat(types.get(0).path("count").asLong()).isEqualTo(MANY);
    assertThat(found.path("facets").get(1).path("values").get(0).path("label").asString())
        .isEqualTo("ann");
    assertThat(found.path("limits")).isEmpty();
    assertThat(found.path("page_info").path("has_next_page").asBoolean()).isTrue();
  }

  @Test
  void goesThroughPages() {
    List<String> names = new ArrayList<>();
    Map<String, Object> variables = new java.util.HashMap<>();
    JsonNode page;
    do {
      page =
          data(
                  "query($after: String) { search(query: \"orders\", sort: NAME, order: DESC,"
                      + " first: 15, after: $after) { hits { asset { name } } page_info {"
                      + " has_next_page end_cursor } } }",
                  variables)
              .path("search");
      page.path("hits").forEach(hit -> names.add(hit.path("asset").path("name").asString()));
      variables.put("after", page.path("page_info").path("end_cursor").asString(null));
    } while (page.path("page_info").path("has_next_page").asBoolean());
    assertThat(names).hasSize(MANY + 1).doesNotHaveDuplicates().startsWith("returned_orders");
    assertThat(
            data(
                    "{ search(query: \"orders\", first: 0) { hits { score } total { value } } }",
                    Map.of())
                .path("search")
                .path("hits"))
        .isEmpty();
  }

  /** What hits refer to is read together, however many hits there are. */
  @Test
  void readsAreBatched() {
    String query =
        "query($first: Int) { search(query: \"orders\", first: $first) { hits { asset { name tags {"
            + " name } owners { asset { name } } children(first: 5) { nodes { name } } } } } }";
    counts.take();
    data(query, Map.of("first", 2));
    Map<String, Integer> callsForFew = counts.take();
    assertThat(data(query, Map.of("first", MANY)).path("search").path("hits")).hasSize(MANY);
    assertThat(counts.take()).isEqualTo(callsForFew);
    assertThat(callsForFew.get("assets")).isLessThanOrEqualTo(2);
    assertThat(counts.openViews()).isZero();
  }

  @Test
  void completesNames() {
    JsonNode names =
        data(
            """
            { closest: suggest(text: "ord", first: 3) { name owners { asset { name } } }
              popular: suggest(text: "ord", sort: POPULARITY, first: 1) { name }
              views: suggest(text: "ord", filters: [{field: "type", values: ["view"]}]) { name } }
            """,
            Map.of());
    assertThat(names.path("closest")).hasSize(3);
    assertThat(names.path("closest").get(0).path("name").asString()).contains("orders");
    assertThat(names.path("popular").get(0).path("name").asString()).isEqualTo("returned_orders");
    assertThat(names.path("views")).hasSize(1);
  }

  @Test
  void errorsHaveTheirCodeFieldAndPosition() {
    JsonNode malformed = error("{ search(query: \"orders )\") { total { value } } }");
    assertThat(malformed.path("extensions").path("code").asString()).isEqualTo("malformed-query");
    assertThat(malformed.path("extensions").path("field").asString()).isEqualTo("query");
    assertThat(malformed.path("extensions").path("position").asInt(-1)).isEqualTo(7);
    for (String wrong :
        List.of(
            "search(first: 1001) { total { value } }",
            "search(facets: [\"type\"], facet_size: 0) { total { value } }",
            "search(timeout_millis: 60001) { total { value } }",
            "search(after: \"nonsense\") { total { value } }",
            "suggest(text: \"x\", first: 51) { name }")) {
      assertThat(error("{ " + wrong + " }").path("extensions").path("code").asString())
          .as(wrong)
          .isEqualTo("invalid-request");
    }
  }

  @Test
  void whatItMayCostIsLimited() {
    JsonNode error =
        error(
            "{ search(first: 1000) { hits { asset { children(first: 1000) { nodes { name } } } } }"
                + " }");
    assertThat(error.path("message").asString()).contains("complexity");
  }
}
