package dev.tarn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.rest.Client.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Lineage over HTTP: around an asset, everything on one side, paths, and as of a commit. */
class LineageApiTest {
  private static TestServer server;
  private static int tenants;
  private Client client;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void tenant() {
    client = server.newTenant("lineage-" + ++tenants);
  }

  private static String table(String name) {
    return "{\"type\": \"table\", \"qualifiedName\": \""
        + name
        + "\", \"platform\": \"iceberg\", \"owners\": [\"user:ann\"]}";
  }

  private static String column(String table, String name) {
    return "{\"type\": \"column\", \"qualifiedName\": \"%s.%s\", \"parent\": \"table:%s\"}"
        .formatted(table, name, table);
  }

  private static String edge(String type, String source, String target) {
    return "{\"op\": \"relate\", \"type\": \"%s\", \"source\": \"%s\", \"target\": \"%s\"}"
        .formatted(type, source, target);
  }

  private static String flow(String source, String target) {
    return edge("lineage", "table:" + source, "table:" + target);
  }

  private Client bulk(List<String> lines) {
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

  /** raw feeds a and b, both feed mart, mart feeds six reports; a column goes all the way. */
  private Client shop() {
    List<String> lines = new ArrayList<>();
    lines.add("{\"type\": \"user\", \"qualifiedName\": \"ann\"}");
    for (String name : List.of("raw", "a", "b", "mart", "other")) {
      lines.add(table(name));
      lines.add(column(name, "id"));
    }
    for (String name : List.of("a", "b")) {
      lines.add(flow("raw", name));
      lines.add(flow(name, "mart"));
    }
    for (int i = 0; i < 6; i++) {
      lines.add(table("report" + i));
      lines.add(flow("mart", "report" + i));
    }
    lines.add(flow("report0", "mart"));
    lines.add(edge("lineage", "column:raw.id", "column:a.id"));
    lines.add(edge("lineage", "column:a.id", "column:mart.id"));
    lines.add(edge("foreign-key", "table:mart", "table:other"));
    return bulk(lines);
  }

  private static Map<String, Integer> depths(JsonNode answer, String direction) {
    Map<String, Integer> depths = new TreeMap<>();
    for (JsonNode node : answer.path("nodes")) {
      if (node.path("direction").asString("start").equals(direction)) {
        depths.put(node.path("asset").path("qualifiedName").asString(), node.path("depth").asInt());
      }
    }
    return depths;
  }

  @Test
  void showsWhatIsAroundAnAsset() {
    Client fresh = shop();
    Answer answer = fresh.get("/api/v1/lineage?asset=table:mart").expect(200);
    assertThat(answer.commit()).isNotEmpty();
    JsonNode around = answer.json();
    assertThat(around.path("asset").path("qualifiedName").asString()).isEqualTo("mart");
    assertThat(around.path("complete").asBoolean()).isTrue();
    assertThat(depths(around, "start")).isEqualTo(Map.of("mart", 0));
    assertThat(depths(around, "upstream"))
        .isEqualTo(Map.of("a", 1, "b", 1, "report0", 1, "raw", 2));
    assertThat(depths(around, "downstream")).hasSize(6).containsEntry("report5", 1);
    JsonNode edge = around.path("edges").get(0);
    assertThat(
            fresh
                .get("/api/v1/relationships/" + edge.path("id").asString())
                .expect(200)
                .text("source"))
        .isEqualTo(edge.path("source").asString());
    assertThat(
            depths(
                fresh
                    .get("/api/v1/lineage?asset=table:mart&direction=upstream&depth=1")
                    .expect(200)
                    .json(),
                "downstream"))
        .isEmpty();
    assertThat(
            depths(
                fresh.get("/api/v1/lineage?asset=table:mart&types=foreign-key").expect(200).json(),
                "downstream"))
        .isEqualTo(Map.of("other", 1));
  }

  @Test
  void goesFromColumnToColumn() {
    JsonNode columns =
        shop().get("/api/v1/lineage?asset=table:raw&level=column").expect(200).json();
    assertThat(depths(columns, "start")).isEqualTo(Map.of("raw.id", 0));
    assertThat(depths(columns, "downstream")).isEqualTo(Map.of("a.id", 1, "mart.id", 2));
  }

  @Test
  void saysWhatIsLeftOutAndGoesOnThere() {
    Client fresh = shop();
    String query = "/api/v1/lineage?asset=table:mart&direction=downstream&depth=1&fanOut=4";
    JsonNode first = fresh.get(query).expect(200).json();
    assertThat(first.path("complete").asBoolean()).isFalse();
    JsonNode left = first.path("nodes").get(0).path("truncated").get(0);
    assertThat(left.path("reason").asString()).isEqualTo("fan-out");
    assertThat(left.path("direction").asString()).isEqualTo("downstream");
    assertThat(left.path("more").asInt()).isEqualTo(2);
    JsonNode rest =
        fresh.get(query + "&cursor=" + left.path("cursor").asString()).expect(200).json();
    Map<String, Integer> all = depths(first, "downstream");
    all.putAll(depths(rest, "downstream"));
    assertThat(all).hasSize(6);
    assertThat(rest.path("nodes").get(0).has("truncated")).isFalse();
    fresh
        .get("/api/v1/lineage?asset=table:raw&cursor=" + left.path("cursor").asString())
        .problem(400, "invalid-request");
  }

  @Test
  void streamsEverythingThatIsReached() {
    Client fresh = shop();
    Answer answer = fresh.get("/api/v1/lineage/impact?asset=table:raw").expect(200);
    assertThat(answer.header("Content-Type")).startsWith("application/x-ndjson");
    assertThat(answer.commit()).isNotEmpty();
    List<JsonNode> lines =
        answer.response().body().lines().<JsonNode>map(Client.MAPPER::readTree).toList();
    assertThat(lines).hasSize(10);
    assertThat(lines.getFirst().path("depth").asInt()).isEqualTo(1);
    JsonNode summary = lines.getLast().path("summary");
    assertThat(summary.path("assets").asInt()).isEqualTo(9);
    assertThat(summary.path("depth").asInt()).isEqualTo(3);
    assertThat(summary.path("byDepth").toString()).isEqualTo("[2,1,6]");
    JsonNode owner = summary.path("byOwner").path("groups").get(0);
    assertThat(owner.path("label").asString()).isEqualTo("ann");
    assertThat(owner.path("count").asInt()).isEqualTo(9);
    List<String> only =
        fresh
            .get("/api/v1/lineage/impact?asset=table:raw&summary=only&depth=1")
            .expect(200)
            .response()
            .body()
            .lines()
            .toList();
    assertThat(only).hasSize(1);
    assertThat(Client.MAPPER.readTree(only.getFirst()).path("summary").path("assets").asInt())
        .isEqualTo(2);
  }

  @Test
  void findsTheShortestPaths() {
    Client fresh = shop();
    JsonNode paths =
        fresh.get("/api/v1/lineage/paths?from=table:raw&to=table:report3").expect(200).json();
    assertThat(paths.path("complete").asBoolean()).isTrue();
    assertThat(paths.path("direction").asString()).isEqualTo("downstream");
    assertThat(paths.path("length").asInt()).isEqualTo(3);
    assertThat(paths.path("paths")).hasSize(2);
    assertThat(paths.path("paths").get(0).path("nodes").get(2).path("name").asString())
        .isEqualTo("mart");
    JsonNode one =
        fresh
            .get("/api/v1/lineage/paths?from=table:report3&to=table:raw&limit=1")
            .expect(200)
            .json();
    assertThat(one.path("direction").asString()).isEqualTo("upstream");
    assertThat(one.path("left").asString()).isEqualTo("paths");
    JsonNode none =
        fresh.get("/api/v1/lineage/paths?from=table:raw&to=table:other").expect(200).json();
    assertThat(none.path("complete").asBoolean()).isTrue();
    assertThat(none.path("paths")).isEmpty();
  }

  @Test
  void isThatOfTheCommit() {
    shop();
    client.postJson("/api/v1/tags", "{\"name\": \"before\"}").expect(201);
    Client fresh = bulk(List.of("{\"op\": \"delete\", \"asset\": \"table:mart\"}"));
    assertThat(
            depths(fresh.get("/api/v1/lineage?asset=table:raw").expect(200).json(), "downstream"))
        .isEqualTo(Map.of("a", 1, "b", 1));
    Answer past = client.get("/api/v1/lineage?asset=table:raw&at=before&depth=2").expect(200);
    assertThat(depths(past.json(), "downstream")).containsEntry("mart", 2);
    fresh.get("/api/v1/lineage?asset=table:mart").problem(422, "reference-not-found");
    client.get("/api/v1/lineage/impact?asset=table:mart&at=before").expect(200);
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    Client fresh = shop();
    String asset = "/api/v1/lineage?asset=table:mart";
    assertThat(fresh.get(asset + "&depth=101").problem(400, "invalid-request").path("field"))
        .hasToString("\"depth\"");
    fresh.get(asset + "&nodes=0").problem(400, "invalid-request");
    fresh.get(asset + "&fanOut=10001").problem(400, "invalid-request");
    fresh.get(asset + "&types=linage").problem(422, "unknown-type");
    fresh.get(asset + "&direction=sideways").problem(400, "invalid-request");
    fresh.get(asset + "&cursor=x").problem(400, "invalid-request");
    fresh.get(asset + "&dept=1").problem(400, "invalid-request");
    fresh.get("/api/v1/lineage").problem(400, "invalid-request");
    fresh.get("/api/v1/lineage?asset=" + "0".repeat(32)).problem(404, "asset-not-found");
    fresh
        .get("/api/v1/lineage/impact?asset=table:mart&direction=both")
        .problem(400, "invalid-request");
    fresh
        .get("/api/v1/lineage/paths?from=table:mart&to=table:nowhere")
        .problem(422, "reference-not-found");
  }

  @Test
  void graphqlSaysTheSame() {
    Client fresh = shop();
    String query =
        """
        { asset(type: "table", qualified_name: "mart") {
            lineage(depth: 2, fan_out: 4) { complete upstream { name } columns { more }
              nodes { depth direction asset { name } truncated { reason more cursor direction } }
              edges { id type source target } }
            impact { assets depth by_depth by_type { groups { value label count } without other_groups
              other_assets } by_owner { groups { label } } }
            paths(to: "table:raw") { complete left direction paths { length nodes { name } edges { id } } }
        } }
        """;
    JsonNode answer =
        fresh
            .postJson("/graphql", Client.MAPPER.createObjectNode().put("query", query).toString())
            .expect(200)
            .json();
    assertThat(answer.has("errors")).withFailMessage(answer::toString).isFalse();
    JsonNode asset = answer.path("data").path("asset");
    JsonNode lineage = asset.path("lineage");
    assertThat(lineage.path("complete").asBoolean(true)).isFalse();
    JsonNode left = lineage.path("nodes").get(0).path("truncated").get(0);
    assertThat(left.path("reason").asString()).isEqualTo("FAN_OUT");
    assertThat(left.path("more").asInt()).isEqualTo(2);
    assertThat(lineage.path("upstream")).hasSize(4);
    assertThat(asset.path("impact").path("assets").asInt()).isEqualTo(6);
    assertThat(asset.path("paths").path("direction").asString()).isEqualTo("UPSTREAM");
    assertThat(asset.path("paths").path("paths")).hasSize(2);
  }
}
