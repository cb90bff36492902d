package dev.tarn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.catalog.CatalogSettings;
import dev.tarn.core.commit.CommitObserver;
import dev.tarn.core.policy.Decision;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** GraphQL over a real port: writes, what is read after them, and subscriptions. */
class GraphqlWritesTest {
  private static final CountingIndexes COUNTS = new CountingIndexes();
  private static TestServer server;
  private static int tenants;
  private GraphqlClient graphql;

  @BeforeAll
  static void start() {
    server =
        TestServer.start(
            CatalogSettings.defaults(),
            COUNTS,
            request -> Decision.ALL,
            CommitObserver.NONE,
            Map.of("spring.graphql.http.sse.keep-alive", "100ms"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void tenant() {
    graphql = new GraphqlClient(server.newTenant("graphql-writes-" + ++tenants));
  }

  @Test
  void writesAndReadsWhatItWrote() {
    JsonNode made =
        graphql.data(
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
        graphql.error(
            "mutation($id: ID!) { patch_asset(id: $id, input: {description: null, expected_version:"
                + " 1}) { outcome } }",
            Map.of("id", id));
    assertThat(conflict.path("extensions").path("code").asString()).isEqualTo("version-conflict");
    assertThat(conflict.path("extensions").path("currentVersion").asLong()).isEqualTo(2);

    JsonNode rest =
        graphql.data(
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
    GraphqlClient keyed = graphql.with("Idempotency-Key", "k");
    JsonNode first = keyed.data(mutation, Map.of());
    assertThat(keyed.data(mutation, Map.of())).isEqualTo(first);
  }

  @Test
  void readsThePastButDoesNotWriteIt() {
    GraphqlClient fresh =
        graphql.bulk("{\"type\": \"table\", \"qualifiedName\": \"t\", \"description\": \"one\"}");
    graphql.client().postJson("/api/v1/tags", "{\"name\": \"v1\"}").expect(201);
    graphql.bulk("{\"type\": \"table\", \"qualifiedName\": \"t\", \"description\": \"two\"}");
    String query =
        "{ asset(type: \"table\", qualified_name: \"t\") { description parent { id } } }";
    ObjectNode body = Client.MAPPER.createObjectNode().put("query", query);
    assertThat(
            graphql
                .client()
                .postJson("/graphql?at=v1", body.toString())
                .json()
                .path("data")
                .path("asset")
                .path("description")
                .asString())
        .isEqualTo("one");
    body.put("query", "mutation { delete_asset(id: \"" + "0".repeat(32) + "\") { id } }");
    assertThat(graphql.client().postJson("/graphql?at=v1", body.toString()).response().body())
        .contains("read-only-reference");
    fresh.with("Tarn-Tenant", "none").client().postJson("/graphql", body.toString()).expect(200);
  }

  @Test
  void subscribesToChanges() throws IOException {
    graphql.bulk("{\"type\": \"table\", \"qualifiedName\": \"one\"}");
    ObjectNode body =
        Client.MAPPER
            .createObjectNode()
            .put(
                "query",
                "subscription { changes(after: 0, kinds: [\"asset\"]) { seq key after } }");
    HttpResponse<InputStream> stream =
        graphql
            .client()
            .with("Accept", "text/event-stream")
            .with("Content-Type", "application/json")
            .stream("POST", "/graphql", BodyPublishers.ofString(body.toString()));
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      assertThat(next(in)).isEqualTo("one");
      graphql.bulk("{\"type\": \"table\", \"qualifiedName\": \"two\"}");
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
