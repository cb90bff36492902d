package dev.tarn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.catalog.CatalogSettings;
import dev.tarn.core.commit.CommitObserver;
import dev.tarn.core.policy.Decision;
import dev.tarn.rest.Client.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** GraphQL over a real port: reads, their cost, writes, subscriptions and limits. */
class GraphqlApiTest {
  private static final CountingIndexes COUNTS = new CountingIndexes();
  private static final AtomicInteger DECISIONS = new AtomicInteger();
  private static TestServer server;
  private static int tenants;
  private Client client;

  @BeforeAll
  static void start() {
    server =
        TestServer.start(
            CatalogSettings.defaults(),
            COUNTS,
            request -> {
              DECISIONS.incrementAndGet();
              return new Decision.Allow();
            },
            CommitObserver.NONE,
            Map.of(
                "tarn.rest.max-body-size", "1MB", "spring.graphql.http.sse.keep-alive", "100ms"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void tenant() {
    client = server.newTenant("graphql-" + ++tenants);
  }

  private Answer post(Client from, String query, Map<String, ?> variables) {
    ObjectNode body = Client.MAPPER.createObjectNode();
    body.put("query", query);
    body.set("variables", Client.MAPPER.valueToTree(variables));
    return from.postJson("/graphql", body.toString());
  }

  private JsonNode data(Client from, String query, Map<String, ?> variables) {
    JsonNode answer = post(from, query, variables).expect(200).json();
    assertThat(answer.has("errors")).withFailMessage(answer::toString).isFalse();
    return answer.path("data");
  }

  private JsonNode error(String query, Map<String, ?> variables) {
    JsonNode answer = post(client, query, variables).expect(200).json();
    assertThat(answer.path("errors")).withFailMessage(answer::toString).hasSize(1);
    return answer.path("errors").get(0);
  }

  private Client bulk(String... lines) {
    Answer answer =
        client
            .with("Content-Type", "application/x-ndjson")
            .send(
                "POST",
                "/api/v1/bulk?results=rejected",
                BodyPublishers.ofString(String.join("\n", lines)))
            .expect(200);
    List<String> results = answer.response().body().lines().toList();
    assertThat(results).hasSize(1);
    return client.with(
        "Tarn-Min-Commit", Client.MAPPER.readTree(results.getFirst()).path("commit").asString());
  }

  /** Databases with tables in them, owned, tagged, and in a line. */
  private Client company(int tables) {
    List<String> lines = new ArrayList<>();
    lines.add("{\"type\": \"tag\", \"qualifiedName\": \"pii\"}");
    lines.add("{\"type\": \"user\", \"qualifiedName\": \"ann\"}");
    lines.add("{\"type\": \"database\", \"qualifiedName\": \"db\"}");
    lines.add(
        "{\"type\": \"schema\", \"qualifiedName\": \"db.s\", \"parent\": \"database:db\", \"tags\":"
            + " [\"tag:pii\"]}");
    for (int i = 0; i < tables; i++) {
      lines.add(
          "{\"type\": \"table\", \"qualifiedName\": \"db.s.t"
              + (100 + i)
              + "\", \"parent\": \"schema:db.s\", \"owners\": [\"user:ann\"], \"tags\":"
              + " [\"tag:pii\"], \"description\": \"D\"}");
      if (i > 0) {
        lines.add(
            "{\"op\": \"relate\", \"type\": \"lineage\", \"source\": \"table:db.s.t"
                + (99 + i)
                + "\", \"target\": \"table:db.s.t"
                + (100 + i)
                + "\"}");
      }
    }
    return bulk(lines.toArray(String[]::new));
  }

  @Test
  void readsTheWholeAsset() {
    Client fresh = company(4);
    Answer answer =
        post(
            fresh,
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
    assertThat(names(asset.path("lineage").path("upstream"))).containsExactly("t100");
    assertThat(names(asset.path("lineage").path("downstream"))).containsExactly("t102", "t103");
    assertThat(asset.path("parent").path("parent").path("name").asString()).isEqualTo("db");
    assertThat(asset.path("owners").get(0).path("asset").path("name").asString()).isEqualTo("ann");
    assertThat(
            asset.path("relationships").path("nodes").get(0).path("target").path("name").asString())
        .isEqualTo("t102");
    assertThat(asset.path("history").get(0).path("after").path("qualifiedName").asString())
        .isEqualTo("db.s.t101");
  }

  private static List<String> names(JsonNode assets) {
    List<String> names = new ArrayList<>();
    assets.forEach(asset -> names.add(asset.path("name").asString()));
    return names;
  }

  @Test
  void pagesByCursor() {
    Client fresh = company(5);
    List<String> names = new ArrayList<>();
    Map<String, Object> variables = new java.util.HashMap<>();
    JsonNode page;
    do {
      page =
          data(
                  fresh,
                  "query($after: String) { assets(filter: {parent: \"schema:db.s\"}, first: 2,"
                      + " after: $after) { nodes { name } page_info { has_next_page end_cursor } }"
                      + " }",
                  variables)
              .path("assets");
      names.addAll(names(page.path("nodes")));
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
    Client few = company(2);
    data(few, query, Map.of());
    COUNTS.take();
    DECISIONS.set(0);
    data(few, query, Map.of());
    Map<String, Integer> callsForFew = COUNTS.take();
    int decisionsForFew = DECISIONS.get();

    client = server.newTenant("graphql-many-" + tenants);
    Client many = company(60);
    data(many, query, Map.of());
    COUNTS.take();
    DECISIONS.set(0);
    JsonNode assets = data(many, query, Map.of()).path("assets").path("nodes");
    assertThat(assets).hasSize(60);
    assertThat(names(assets.get(30).path("lineage").path("downstream"))).containsExactly("t131");
    assertThat(COUNTS.take()).isEqualTo(callsForFew);
    assertThat(DECISIONS.get()).isEqualTo(decisionsForFew);
    assertThat(callsForFew.get("list")).isEqualTo(1);
    assertThat(callsForFew.get("acquire")).isEqualTo(2);
    assertThat(callsForFew.get("assets")).isLessThanOrEqualTo(4);
    assertThat(callsForFew.get("relationshipPages")).isEqualTo(5);
    assertThat(callsForFew.get("assetPages")).isEqualTo(1);
  }

  @Test
  void writesAndReadsWhatItWrote() {
    JsonNode made =
        data(
            client,
            """
            mutation($input: AssetInput!) {
              first: upsert_asset(input: $input) { outcome id version commit asset { name description } }
              second: upsert_asset(input: {type: "table", qualified_name: "t", description: "two",
                  attributes: {rowCount: 3}}) { outcome version asset { description } }
            }
            """,
            Map.of("input", Map.of("type", "table", "qualified_name", "t", "description", "one")));
    assertThat(made.path("first").path("outcome").asString()).isEqualTo("created");
    assertThat(made.path("first").path("asset").path("description").asString()).isEqualTo("one");
    assertThat(made.path("second").path("outcome").asString()).isEqualTo("updated");
    assertThat(made.path("second").path("asset").path("description").asString()).isEqualTo("two");
    String id = made.path("first").path("id").asString();

    JsonNode conflict =
        error(
            "mutation($id: ID!) { patch_asset(id: $id, input: {description: null, expected_version:"
                + " 1}) { outcome } }",
            Map.of("id", id));
    assertThat(conflict.path("extensions").path("code").asString()).isEqualTo("version-conflict");
    assertThat(conflict.path("extensions").path("currentVersion").asLong()).isEqualTo(2);

    JsonNode rest =
        data(
            client,
            """
            mutation($id: ID!) {
              patch: patch_asset(id: $id, input: {description: null}) { asset { description } }
              other: upsert_asset(input: {type: "table", qualified_name: "u"}) { id }
              edge: put_relationship(input: {type: "lineage", source: "table:t", target: "table:u"}) {
                outcome asset { id } }
              gone: remove_relationship(type: "lineage", source: "table:t", target: "table:u") { outcome }
              del: delete_asset(id: $id) { outcome asset { id } }
              back: restore_asset(id: $id) { outcome asset { name } }
            }
            """,
            Map.of("id", id));
    assertThat(rest.path("patch").path("asset").path("description").isNull()).isTrue();
    assertThat(rest.path("edge").path("outcome").asString()).isEqualTo("created");
    assertThat(rest.path("gone").path("outcome").asString()).isEqualTo("deleted");
    assertThat(rest.path("del").path("asset").isNull()).isTrue();
    assertThat(rest.path("back").path("asset").path("name").asString()).isEqualTo("t");
    assertThat(COUNTS.openViews()).isLessThanOrEqualTo(1);
  }

  @Test
  void aKeyIsAppliedOncePerField() {
    String mutation =
        "mutation { a: upsert_asset(input: {type: \"table\", qualified_name: \"a\"}) { outcome seq"
            + " } b: upsert_asset(input: {type: \"table\", qualified_name: \"b\"}) { outcome seq }"
            + " }";
    Client keyed = client.with("Idempotency-Key", "k");
    JsonNode first = data(keyed, mutation, Map.of());
    assertThat(data(keyed, mutation, Map.of())).isEqualTo(first);
  }

  @Test
  void readsThePastButDoesNotWriteIt() {
    Client fresh =
        bulk("{\"type\": \"table\", \"qualifiedName\": \"t\", \"description\": \"one\"}");
    client.postJson("/api/v1/tags", "{\"name\": \"v1\"}").expect(201);
    bulk("{\"type\": \"table\", \"qualifiedName\": \"t\", \"description\": \"two\"}");
    String query =
        "{ asset(type: \"table\", qualified_name: \"t\") { description parent { id } } }";
    ObjectNode body = Client.MAPPER.createObjectNode().put("query", query);
    assertThat(
            client
                .postJson("/graphql?at=v1", body.toString())
                .json()
                .path("data")
                .path("asset")
                .path("description")
                .asString())
        .isEqualTo("one");
    body.put("query", "mutation { delete_asset(id: \"" + "0".repeat(32) + "\") { id } }");
    assertThat(client.postJson("/graphql?at=v1", body.toString()).response().body())
        .contains("read-only-reference");
    fresh.with("Tarn-Tenant", "none").postJson("/graphql", body.toString()).expect(200);
  }

  @Test
  void errorsAreCoded() {
    assertThat(
            error("{ assets(first: 0) { nodes { id } } }", Map.of())
                .path("extensions")
                .path("field")
                .asString())
        .isEqualTo("first");
    assertThat(
            error("{ asset(id: \"x\") { id } }", Map.of())
                .path("extensions")
                .path("code")
                .asString())
        .isEqualTo("invalid-reference");
    assertThat(
            error(
                    "mutation { upsert_asset(input: {type: \"none\", qualified_name: \"100% x\"}) {"
                        + " id } }",
                    Map.of())
                .path("extensions")
                .path("code")
                .asString())
        .isEqualTo("unknown-type");
    assertThat(
            error(
                    "mutation { upsert_asset(input: {type: \"table\", qualified_name: \"x\","
                        + " attributes: {rowCount: 99999999999999999999}}) { id } }",
                    Map.of())
                .path("message")
                .asString())
        .contains("64 bits");
    JsonNode problem =
        post(client.with("Tarn-Tenant", "No!"), "{ commit }", Map.of())
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
    assertThat(error(deep.toString(), Map.of()).path("message").asString()).contains("depth");
    assertThat(
            error(
                    "{ assets(first: 1000) { nodes { children(first: 1000) { nodes { name } } } }"
                        + " }",
                    Map.of())
                .path("message")
                .asString())
        .contains("complexity");
    post(client, "{ commit }" + " ".repeat(2 << 20), Map.of()).problem(413, "request-too-large");
    client.postJson("/graphql", "{").problem(400, "malformed-json");
  }

  @Test
  void subscribesToChanges() throws IOException {
    bulk("{\"type\": \"table\", \"qualifiedName\": \"one\"}");
    ObjectNode body =
        Client.MAPPER
            .createObjectNode()
            .put(
                "query",
                "subscription { changes(after: 0, kinds: [\"asset\"]) { seq key after } }");
    HttpResponse<InputStream> stream =
        client.with("Accept", "text/event-stream").with("Content-Type", "application/json").stream(
            "POST", "/graphql", BodyPublishers.ofString(body.toString()));
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      assertThat(next(in)).isEqualTo("one");
      bulk("{\"type\": \"table\", \"qualifiedName\": \"two\"}");
      assertThat(next(in)).isEqualTo("two");
    }
  }

  private static String next(BufferedReader in) throws IOException {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.startsWith("data:") && line.contains("changes")) {
        return Client.MAPPER
            .readTree(line.substring("data:".length()))
            .path("data")
            .path("changes")
            .path("after")
            .path("qualifiedName")
            .asString();
      }
    }
    throw new IOException("the stream ended");
  }
}
