package dev.tarn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** The difference of two points over HTTP. */
@Timeout(60)
class DiffApiTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Client.Answer put(Client client, String branch, String name, String more) {
    return client.postJson(
        "/api/v1/assets?branch=" + branch,
        "{\"type\":\"table\",\"qualifiedName\":\"" + name + "\"" + more + "}");
  }

  @Test
  void saysFieldByFieldWhatABranchChanges() {
    Client client = server.newTenant("diffs");
    put(client, "main", "orders", ",\"description\":\"Orders\"").expect(201);
    String first =
        put(client, "main", "buyers", ",\"attributes\":{\"format\":\"csv\"}")
            .expect(201)
            .header("Tarn-Commit");
    client.postJson("/api/v1/branches", "{\"name\":\"draft\"}").expect(201);
    put(client, "draft", "orders", ",\"description\":\"All orders\"").expect(200);
    put(client, "draft", "buyers", ",\"attributes\":{\"format\":\"parquet\"}").expect(200);
    put(client, "draft", "cities", "").expect(201);

    JsonNode diff = client.get("/api/v1/diff?from=main&to=draft").expect(200).json();

    assertThat(diff.path("from").path("branch").asString()).isEqualTo("main");
    assertThat(diff.path("base").path("branch").asString()).isEqualTo("main");
    assertThat(diff.path("base").path("seq").asLong()).isEqualTo(seq(first));
    List<String> changes = new ArrayList<>();
    for (JsonNode item : diff.path("items")) {
      String name = item.path("operation").asString() + " " + item.path("qualifiedName").asString();
      if (item.path("operation").asString().equals("create")) {
        changes.add(name);
      } else {
        item.path("fields").forEach(field -> changes.add(name + " " + field));
      }
    }
    assertThat(changes)
        .containsExactlyInAnyOrder(
            "create cities",
            "update orders {\"field\":\"description\",\"from\":\"Orders\",\"to\":\"All orders\"}",
            "update buyers {\"field\":\"attributes.format\",\"from\":\"csv\",\"to\":\"parquet\"}");
    JsonNode summary = client.get("/api/v1/diff/summary?from=main&to=draft").expect(200).json();
    assertThat(summary.path("total").asLong()).isEqualTo(3);
    assertThat(summary.path("counts").toString())
        .isEqualTo(
            "[{\"kind\":\"asset\",\"type\":\"table\",\"operation\":\"create\",\"entities\":1},"
                + "{\"kind\":\"asset\",\"type\":\"table\",\"operation\":\"update\",\"entities\":2}]");
    // The other way round, and against a commit of the past.
    assertThat(
            client.get("/api/v1/diff?from=draft&to=main@" + first).expect(200).json().path("items"))
        .hasSize(3);
  }

  private static long seq(String commit) {
    return Long.parseLong(commit.substring(0, commit.indexOf('-')));
  }

  @Test
  void comesInParts() {
    Client client = server.newTenant("diff-parts");
    String start = put(client, "main", "first", "").expect(201).header("Tarn-Commit");
    for (int i = 0; i < 5; i++) {
      put(client, "main", "t" + i, "").expect(201);
    }
    List<String> keys = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode part =
          client
              .get("/api/v1/diff?from=main@" + start + "&to=main&limit=2" + cursor)
              .expect(200)
              .json();
      part.path("items").forEach(item -> keys.add(item.path("key").asString()));
      String next = part.path("next").asString("");
      cursor = next.isEmpty() ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());
    assertThat(keys).isSorted().doesNotHaveDuplicates().hasSize(5);
  }

  @Test
  void whatIsNotThereIsRefused() {
    Client client = server.newTenant("diff-refused");
    put(client, "main", "first", "").expect(201);
    client.get("/api/v1/diff?from=main&to=nowhere").expect(404);
    client.get("/api/v1/diff?from=main").expect(400);
    client.get("/api/v1/diff?from=main&to=main&limit=0").expect(400);
    client.get("/api/v1/diff?from=main&to=main&cursor=x").expect(400);
    client.get("/api/v1/diff?from=main@7-00c0ffee00c0ffee&to=main").expect(404);
  }
}
