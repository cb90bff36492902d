package dev.tarn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.catalog.CatalogSettings;
import dev.tarn.core.commit.CommitObserver;
import dev.tarn.core.policy.Decision;
import dev.tarn.rest.Client.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** GraphQL over a real port: reads, their cost and limits. */
class GraphqlApiTest {
  private static final CountingIndexes COUNTS = new CountingIndexes();
  private static final AtomicInteger DECISIONS = new AtomicInteger();
  private static TestServer server;
  private static int tenants;
  private GraphqlClient graphql;

  @BeforeAll
  static void start() {
    server =
        TestServer.start(
            CatalogSettings.defaults(),
            COUNTS,
            request -> {
              DECISIONS.incrementAndGet();
              return Decision.ALL;
            },
            CommitObserver.NONE,
            Map.of("tarn.rest.max-body-size", "1MB"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void tenant() {
    graphql = new GraphqlClient(server.newTenant("graphql-" + ++tenants));
  }

  @Test
  void readsTheWholeAsset() {
    GraphqlClient fresh = graphql.company(4);
    Answer answer =
        fresh.post(
            """
            query($name: String!) {
              commit
              asset(type: "table", qualified_name: $name) {
                id name description type { name attributes { name kind } } metadata
                tags { name } attributes { name value } created_at updated_at
                lineage(depth: 2) { upstream { name } downstream { name } }
                parent { name parent { name } } owners { kind asset { name } }
                relationships(type: "lineage", direction: OUT) { nodes { target { name } } }
                history { operation after } status version
              }
            }
            """,
            Map.of("name", "db.s.t101"));
    JsonNode data = answer.expect(200).json().path("data");
    assertThat(answer.json().has("errors")).withFailMessage(answer.json()::toString).isFalse();
    assertThat(answer.commit()).isEqualTo(data.path("commit").asString()).isNotEmpty();
    JsonNode asset = data.path("asset");
    assertThat(asset.path("type").path("name").asString()).isEqualTo("table");
    assertThat(asset.path("type").path("attributes")).isNotEmpty();
    assertThat(asset.path("tags").get(0).path("name").asString()).isEqualTo("pii");
    assertThat(asset.path("created_at").asString()).startsWith("20").endsWith("Z");
    assertThat(GraphqlClient.names(asset.path("lineage").path("upstream"))).containsExactly("t100");
    assertThat(GraphqlClient.names(asset.path("lineage").path("downstream")))
        .containsExactly("t102", "t103");
    assertThat(asset.path("parent").path("parent").path("name").asString()).isEqualTo("db");
    assertThat(asset.path("owners").get(0).path("asset").path("name").asString()).isEqualTo("ann");
    assertThat(
            asset.path("relationships").path("nodes").get(0).path("target").path("name").asString())
        .isEqualTo("t102");
    assertThat(asset.path("history").get(0).path("after").path("qualifiedName").asString())
        .isEqualTo("db.s.t101");
  }

  @Test
  void pagesByCursor() {
    GraphqlClient fresh = graphql.company(5);
    List<String> names = new ArrayList<>();
    Map<String, Object> variables = new HashMap<>();
    JsonNode page;
    do {
      page =
          fresh
              .data(
                  "query($after: String) { assets(filter: {parent: \"schema:db.s\"}, first: 2,"
                      + " after: $after) { nodes { name } page_info { has_next_page end_cursor } }"
                      + " }",
                  variables)
              .path("assets");
      names.addAll(GraphqlClient.names(page.path("nodes")));
      variables.put("after", page.path("page_info").path("end_cursor").asString(null));
    } while (page.path("page_info").path("has_next_page").asBoolean());
    assertThat(names).containsExactly("t100", "t101", "t102", "t103", "t104");
  }

  /** The cost of a query is a matter of its depth, and not of how many assets are in its answer. */
  @Test
  void readsAreBatched() {
    String query =
        """
        { assets(filter: {type: "table"}, first: 100) { nodes {
            name type { name } tags { name } owners { asset { name } } parent { name parent { name } }
            lineage { upstream { name } downstream { name } }
            relationships(first: 10) { nodes { source { name tags { name } } target { name } } }
            children(first: 10) { nodes { name } }
        } } }
        """;
    GraphqlClient few = graphql.company(2);
    few.data(query, Map.of());
    COUNTS.take();
    DECISIONS.set(0);
    few.data(query, Map.of());
    Map<String, Integer> callsForFew = COUNTS.take();
    int decisionsForFew = DECISIONS.get();

    graphql = new GraphqlClient(server.newTenant("graphql-many-" + tenants));
    GraphqlClient many = graphql.company(60);
    many.data(query, Map.of());
    COUNTS.take();
    DECISIONS.set(0);
    JsonNode assets = many.data(query, Map.of()).path("assets").path("nodes");
    assertThat(assets).hasSize(60);
    assertThat(GraphqlClient.names(assets.get(30).path("lineage").path("downstream")))
        .containsExactly("t131");
    assertThat(COUNTS.take()).isEqualTo(callsForFew);
    assertThat(DECISIONS.get()).isEqualTo(decisionsForFew);
    assertThat(callsForFew.get("list")).isEqualTo(1);
    assertThat(callsForFew.get("acquire")).isEqualTo(2);
    assertThat(callsForFew.get("assets")).isLessThanOrEqualTo(4);
    assertThat(callsForFew.get("relationshipPages")).isEqualTo(5);
    assertThat(callsForFew.get("assetPages")).isEqualTo(1);
  }

  @Test
  void errorsAreCoded() {
    assertThat(
            graphql
                .error("{ assets(first: 0) { nodes { id } } }", Map.of())
                .path("extensions")
                .path("field")
                .asString())
        .isEqualTo("first");
    assertThat(
            graphql
                .error("{ asset(id: \"x\") { id } }", Map.of())
                .path("extensions")
                .path("code")
                .asString())
        .isEqualTo("invalid-reference");
    assertThat(
            graphql
                .error(
                    "mutation { upsert_asset(input: {type: \"none\", qualified_name: \"100% x\"}) {"
                        + " id } }",
                    Map.of())
                .path("extensions")
                .path("code")
                .asString())
        .isEqualTo("unknown-type");
    assertThat(
            graphql
                .error(
                    "mutation { upsert_asset(input: {type: \"table\", qualified_name: \"x\","
                        + " attributes: {rowCount: 99999999999999999999}}) { id } }",
                    Map.of())
                .path("message")
                .asString())
        .contains("64 bits");
    JsonNode problem =
        graphql
            .with("Tarn-Tenant", "No!")
            .post("{ commit }", Map.of())
            .problem(422, "invalid-name");
    assertThat(problem.path("field").asString()).isEqualTo("tenant");
  }

  @Test
  void queriesAreLimited() {
    StringBuilder deep = new StringBuilder("{ asset(id: \"" + "0".repeat(32) + "\") {");
    for (int i = 0; i < 30; i++) {
      deep.append(" parent {");
    }
    deep.append(" id").append(" }".repeat(32));
    assertThat(graphql.error(deep.toString(), Map.of()).path("message").asString())
        .contains("depth");
    assertThat(
            graphql
                .error(
                    "{ assets(first: 1000) { nodes { children(first: 1000) { nodes { name } } } }"
                        + " }",
                    Map.of())
                .path("message")
                .asString())
        .contains("complexity");
    graphql.post("{ commit }" + " ".repeat(2 << 20), Map.of()).problem(413, "request-too-large");
    graphql.client().postJson("/graphql", "{").problem(400, "malformed-json");
  }
}
