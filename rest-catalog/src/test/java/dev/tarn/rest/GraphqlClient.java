package dev.tarn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.rest.Client.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks a server in GraphQL, and fills it with something to ask for. */
record GraphqlClient(Client client) {
  GraphqlClient with(String header, String value) {
    return new GraphqlClient(client.with(header, value));
  }

  Answer post(String query, Map<String, ?> variables) {
    ObjectNode body = Client.MAPPER.createObjectNode();
    body.put("query", query);
    body.set("variables", Client.MAPPER.valueToTree(variables));
    return client.postJson("/graphql", body.toString());
  }

  JsonNode data(String query, Map<String, ?> variables) {
    JsonNode answer = post(query, variables).expect(200).json();
    assertThat(answer.has("errors")).withFailMessage(answer::toString).isFalse();
    return answer.path("data");
  }

  JsonNode error(String query, Map<String, ?> variables) {
    JsonNode answer = post(query, variables).expect(200).json();
    assertThat(answer.path("errors")).withFailMessage(answer::toString).hasSize(1);
    return answer.path("errors").get(0);
  }

  GraphqlClient bulk(String... lines) {
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
    return with(
        "Tarn-Min-Commit", Client.MAPPER.readTree(results.getFirst()).path("commit").asString());
  }

  /** Databases with tables in them, owned, tagged, and in a line. */
  GraphqlClient company(int tables) {
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

  static List<String> names(JsonNode assets) {
    List<String> names = new ArrayList<>();
    assets.forEach(asset -> names.add(asset.path("name").asString()));
    return names;
  }
}
