package dev.tarn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.catalog.CatalogSettings;
import dev.tarn.lucene.LuceneIndexSettings;
import dev.tarn.lucene.LuceneStateIndexes;
import dev.tarn.rest.Client.Answer;
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

/** Search and suggestions over a real port and a real index. */
class SearchApiTest {
  private static final String SEARCH = "/api/v1/search";
  private static final String SUGGEST = "/api/v1/suggest";

  /** More than fit on the pages that the tests ask for. */
  private static final int NUMBERED_TABLES = 25;

  @TempDir static Path folder;
  private static TestServer server;
  private static Client shop;

  @BeforeAll
  static void start() {
    server =
        TestServer.start(
            CatalogSettings.defaults(),
            new LuceneStateIndexes(folder, LuceneIndexSettings.defaults()),
            Map.of());
    shop = filled(server.newTenant("shop"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Client filled(Client client) {
    List<String> lines = new ArrayList<>();
    lines.add("{\"type\": \"user\", \"qualifiedName\": \"ann\", \"displayName\": \"Ann\"}");
    lines.add("{\"type\": \"domain\", \"qualifiedName\": \"sales\"}");
    lines.add("{\"type\": \"database\", \"qualifiedName\": \"shop\"}");
    lines.add(
        "{\"type\": \"schema\", \"qualifiedName\": \"shop.core\", \"parent\": \"database:shop\"}");
    lines.add(
        "{\"type\": \"table\", \"qualifiedName\": \"shop.core.customer_orders\", \"parent\":"
            + " \"schema:shop.core\", \"description\": \"One row for each purchase.\","
            + " \"domain\": \"domain:sales\", \"owners\": [\"user:ann\"], \"platform\":"
            + " \"snowflake\", \"popularity\": 0.2}");
    lines.add(
        "{\"type\": \"view\", \"qualifiedName\": \"shop.core.customer_orders_daily\","
            + " \"description\": \"Purchases by day, with commas, of all customers.\","
            + " \"platform\": \"snowflake\", \"popularity\": 0.9}");
    lines.add(
        "{\"type\": \"dashboard\", \"qualifiedName\": \"bi.shipping\", \"description\": \"Parcels"
            + " on their way.\", \"platform\": \"superset, hosted\"}");
    IntStream.range(0, NUMBERED_TABLES)
        .forEach(
            i ->
                lines.add(
                    "{\"type\": \"table\", \"qualifiedName\": \"shop.core.numbered_"
                        + (100 + i)
                        + "\"}"));
    return client.bulk(lines);
  }

  private static JsonNode search(String body) {
    return shop.postJson(SEARCH, body).expect(200).json();
  }

  private static List<String> names(JsonNode result) {
    List<String> names = new ArrayList<>();
    result.path("hits").forEach(hit -> names.add(hit.path("asset").path("name").asString()));
    return names;
  }

  @Test
  void findsByWordsAndNamesTheCommit() {
    Answer answer = shop.postJson(SEARCH, "{\"query\": \"customer orders\"}").expect(200);
    assertThat(answer.commit()).isEqualTo(shop.headers().get("Tarn-Min-Commit"));
    JsonNode result = answer.json();
    assertThat(names(result)).startsWith("customer_orders").contains("customer_orders_daily");
    JsonNode hit = result.path("hits").get(0);
    assertThat(hit.path("score").asDouble()).isPositive();
    assertThat(hit.path("asset").path("qualifiedName").asString())
        .isEqualTo("shop.core.customer_orders");
    assertThat(hit.has("highlights")).isFalse();
    assertThat(hit.has("explanation")).isFalse();
    assertThat(result.path("total").path("exact").asBoolean()).isTrue();
    assertThat(result.path("limits")).isEmpty();
    assertThat(result.path("next").isNull()).isTrue();
  }

  @Test
  void filtersCountsAndSorts() {
    JsonNode result =
        search(
            """
            {"query": "shop", "filters": {"type": ["table", "view"], "platform": "snowflake"},
             "facets": ["type", "platform"], "facetSize": 5, "sort": {"key": "name", "order": "desc"}}
            """);
    assertThat(names(result)).containsExactly("customer_orders_daily", "customer_orders");
    assertThat(result.path("facets")).hasSize(2);
    JsonNode types = result.path("facets").get(0);
    assertThat(types.path("field").asString()).isEqualTo("type");
    assertThat(types.path("exact").asBoolean()).isTrue();
    assertThat(types.path("values")).hasSize(2);
    assertThat(types.path("values").get(0).path("count").asLong()).isEqualTo(1);
    JsonNode platform = result.path("facets").get(1).path("values").get(0);
    assertThat(platform.path("value").asString()).isEqualTo("snowflake");
    assertThat(platform.path("count").asLong()).isEqualTo(2);
  }

  @Test
  void aReferenceIsFilteredByNameAndCountedWithALabel() {
    JsonNode result =
        search(
            """
            {"filters": {"domain": "sales", "owner": "user:ann"}, "facets": ["domain", "owner"]}
            """);
    assertThat(names(result)).containsExactly("customer_orders");
    JsonNode domain = result.path("facets").get(0).path("values").get(0);
    assertThat(domain.path("label").asString()).isEqualTo("sales");
    JsonNode again =
        search("{\"filters\": {\"domain\": \"" + domain.path("value").asString() + "\"}}");
    assertThat(names(again)).containsExactly("customer_orders");
  }

  @Test
  void highlightsAndExplainsWhereAsked() {
    JsonNode hit =
        search(
                """
                {"query": "purchase", "highlight": true, "explain": true, "limit": 1}
                """)
            .path("hits")
            .get(0);
    JsonNode found = hit.path("highlights").path("description").get(0);
    JsonNode match = found.path("matches").get(0);
    String text = found.path("text").asString();
    assertThat(text.substring(match.path("start").asInt(), match.path("end").asInt()).toLowerCase())
        .startsWith("purchase");
    assertThat(hit.path("explanation").path("value").asDouble())
        .isEqualTo(hit.path("score").asDouble(), org.assertj.core.data.Offset.offset(1e-3));
    assertThat(hit.path("explanation").path("description").asString()).isNotEmpty();
    assertThat(hit.path("explanation").path("details").isArray()).isTrue();
  }

  @Test
  void goesThroughPagesByCursor() {
    for (String sort : List.of("relevance", "name", "updatedAt")) {
      List<String> all = new ArrayList<>();
      String cursor = "";
      do {
        JsonNode page =
            search(
                "{\"query\": \"numbered\", \"limit\": 10, \"sort\": {\"key\": \""
                    + sort
                    + "\"}"
                    + (cursor.isEmpty() ? "" : ", \"cursor\": \"" + cursor + "\"")
                    + "}");
        assertThat(page.path("total").path("value").asLong()).isEqualTo(NUMBERED_TABLES);
        all.addAll(names(page));
        cursor = page.path("next").asString("");
      } while (!cursor.isEmpty());
      assertThat(all).as(sort).hasSize(NUMBERED_TABLES).doesNotHaveDuplicates();
    }
    assertThat(search("{\"query\": \"numbered\", \"limit\": 0}").path("hits")).isEmpty();
  }

  @Test
  void aCursorBelongsToItsRequest() {
    String cursor = search("{\"query\": \"numbered\", \"limit\": 1}").path("next").asString();
    shop.postJson(SEARCH, "{\"query\": \"orders\", \"limit\": 1, \"cursor\": \"" + cursor + "\"}")
        .problem(400, "invalid-request");
    shop.postJson(SEARCH, "{\"query\": \"orders\", \"cursor\": \"nonsense\"}")
        .problem(400, "invalid-request");
  }

  @Test
  void takesQueryParametersToo() {
    JsonNode result =
        shop.get(
                SEARCH
                    + "?q=customer+orders&filter=type:view&filter=type:table&facet=type&facet=platform"
                    + "&facetSize=3&sort=popularity&order=desc&highlight=true&limit=2&timeoutMillis=3000")
            .expect(200)
            .json();
    assertThat(names(result)).containsExactly("customer_orders_daily", "customer_orders");
    assertThat(result.path("facets")).hasSize(2);
    assertThat(result.path("hits").get(0).path("highlights").path("name").get(0).path("matches"))
        .hasSize(2);
    assertThat(
            names(
                shop.get(SEARCH + "?filter=platform:" + Client.encode("superset, hosted")).json()))
        .containsExactly("shipping");
    assertThat(shop.get(SEARCH).expect(200).json().path("total").path("value").asLong())
        .isEqualTo(NUMBERED_TABLES + 7L);
  }

  @Test
  void aMalformedQuerySaysWhere() {
    JsonNode problem =
        shop.postJson(SEARCH, "{\"query\": \"orders (type:table\"}")
            .problem(400, "malformed-query");
    assertThat(problem.path("field").asString()).isEqualTo("query");
    assertThat(problem.path("position").isIntegralNumber()).isTrue();
    assertThat(problem.path("position").asInt()).isBetween(7, 18);
    JsonNode byParameter =
        shop.get(SEARCH + "?q=" + Client.encode("\"never closed")).problem(400, "malformed-query");
    assertThat(byParameter.path("field").asString()).isEqualTo("q");
    assertThat(byParameter.path("position").asInt(-1)).isZero();
    assertThat(
            shop.get(SUGGEST + "?q=" + "x".repeat(300))
                .problem(400, "invalid-request")
                .path("field")
                .asString())
        .isEqualTo("q");
    assertThat(
            shop.postJson(SEARCH, "{\"query\": \"colour:red\"}")
                .problem(422, "unknown-field")
                .path("detail")
                .asString())
        .contains("colour");
  }

  private static void refused(String body, int status, String code, String field) {
    assertThat(shop.postJson(SEARCH, body).problem(status, code).path("field").asString())
        .as(body)
        .isEqualTo(field);
  }

  @Test
  void whatIsWrongWithARequestIsNamed() {
    refused("{\"text\": \"x\"}", 422, "unknown-field", "text");
    refused("{\"sort\": {\"by\": \"name\"}}", 422, "unknown-field", "sort.by");
    refused("{\"sort\": {\"key\": \"size\"}}", 400, "invalid-request", "sort.key");
    refused("{\"sort\": {\"order\": \"up\"}}", 400, "invalid-request", "sort.order");
    refused("{\"sort\": \"name\"}", 422, "invalid-value", "sort");
    refused("{\"mode\": \"fuzzy\"}", 400, "invalid-request", "mode");
    refused("{\"query\": 7}", 422, "invalid-value", "query");
    refused("{\"query\": \"" + "x".repeat(5_000) + "\"}", 400, "invalid-request", "query");
    refused("{\"filters\": [\"type\"]}", 422, "invalid-value", "filters");
    refused("{\"filters\": {\"type\": 7}}", 422, "invalid-value", "filters.type");
    refused("{\"filters\": {\"type\": [7]}}", 422, "invalid-value", "filters.type[0]");
    refused("{\"facets\": \"type\"}", 422, "invalid-value", "facets");
    refused("{\"facetSize\": 0}", 400, "invalid-request", "facetSize");
    refused("{\"limit\": 1001}", 400, "invalid-request", "limit");
    refused("{\"limit\": 1.5}", 422, "invalid-value", "limit");
    refused("{\"limit\": 5000000000}", 422, "invalid-value", "limit");
    refused("{\"highlight\": \"yes\"}", 422, "invalid-value", "highlight");
    refused("{\"timeoutMillis\": 0}", 400, "invalid-request", "timeoutMillis");
    shop.get(SEARCH + "?query=x").problem(400, "invalid-request");
    shop.get(SEARCH + "?filter=table").problem(400, "invalid-request");
    shop.get(SEARCH + "?limit=many").problem(400, "invalid-request");
    shop.get(SUGGEST).problem(400, "invalid-request");
    shop.get(SUGGEST + "?q=x&limit=51").problem(400, "invalid-request");
    shop.get(SUGGEST + "?q=x&sort=name").problem(400, "invalid-request");
    shop.postJson(SEARCH + "?limit=1", "{}").problem(400, "invalid-request");
  }

  @Test
  void completesNames() {
    JsonNode items = shop.get(SUGGEST + "?q=customer_or").expect(200).json().path("items");
    assertThat(items).hasSize(2);
    JsonNode first = items.get(0);
    assertThat(first.path("name").asString()).startsWith("customer_orders");
    assertThat(first.path("type").asString()).isIn("table", "view");
    assertThat(first.path("id").asString()).hasSize(32);
    assertThat(first.has("displayName")).isFalse();
    assertThat(
            shop.get(SUGGEST + "?q=customer_or&sort=popularity&limit=1")
                .expect(200)
                .json()
                .path("items")
                .get(0)
                .path("name")
                .asString())
        .isEqualTo("customer_orders_daily");
    assertThat(shop.get(SUGGEST + "?q=ord&type=view").expect(200).json().path("items")).hasSize(1);
    assertThat(shop.get(SUGGEST + "?q=shop.core.cus").expect(200).json().path("items")).hasSize(2);
  }

  @Test
  void tenantsDoNotFindEachOther() {
    Client other = server.newTenant("other");
    assertThat(
            other
                .postJson(SEARCH, "{\"facets\": [\"type\"]}")
                .expect(200)
                .json()
                .path("total")
                .path("value")
                .asLong())
        .isZero();
    assertThat(other.get(SUGGEST + "?q=cus").expect(200).json().path("items")).isEmpty();
  }

  @Test
  void anIndexThatCannotSearchSaysSo() {
    try (TestServer memory = TestServer.start()) {
      memory.client().postJson("/api/v1/tenants", "{\"name\": \"plain\"}").expect(201);
      Client plain = memory.client().with("Tarn-Tenant", "plain");
      plain.postJson(SEARCH, "{\"query\": \"x\"}").problem(400, "search-not-available");
      plain.get(SUGGEST + "?q=x").problem(400, "search-not-available");
    }
  }
}
