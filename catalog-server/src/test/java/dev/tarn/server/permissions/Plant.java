package dev.tarn.server.permissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.TenantId;
import dev.tarn.signin.key.ApiKeys;
import dev.tarn.signin.key.NewApiKey;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Fills a tenant with things that have a secret word in their names, and keeps everything by which
 * one could ask for them: names, ids, commits, cursors, tokens.
 *
 * @param word eight letters that nothing else has in it
 */
record Plant(GuardedServer server, String tenant, String word) {
  private static final String ASSETS = "/api/v1/assets";

  /** Plants, and returns what there is to ask by. */
  Map<String, String> grow() throws IOException, InterruptedException {
    Map<String, String> handles = new LinkedHashMap<>();
    handles.put("WORD", word);
    handles.put("PREFIX", word.substring(0, 6));
    handles.put("MISSPELT", word.substring(0, 4) + word.substring(5));
    handles.put("KEY", key());
    handles.put("IDEMPOTENCY", "key-" + word);
    assets(handles);
    cursors(handles);
    branches(handles);
    tables(handles);
    runs(handles);
    return handles;
  }

  private String key() {
    return server
        .bean(ApiKeys.class)
        .create(
            new NewApiKey(
                new TenantId(tenant), new Actor("user:" + word), word, Set.of(), Set.of(), null),
            Actor.SYSTEM)
        .key()
        .id();
  }

  private void assets(Map<String, String> handles) throws IOException, InterruptedException {
    make(ASSETS, "{'type': 'tag', 'qualifiedName': 'W'}");
    make(ASSETS, "{'type': 'user', 'qualifiedName': 'W'}");
    make(ASSETS, "{'type': 'classification', 'qualifiedName': 'W'}");
    String about =
        ", 'description': 'of W', 'tags': ['tag:W'], 'owners': ['user:W'], 'classifications':"
            + " ['classification:W'], 'platform': 'W'}";
    for (String name : new String[] {"W", "W.s"}) {
      String type = name.equals("W") ? "database" : "schema";
      make(ASSETS, "{'type': '" + type + "', 'qualifiedName': '" + name + "'}");
    }
    for (String name : new String[] {"up", "mid", "down"}) {
      make(
          ASSETS,
          "{'type': 'table', 'parent': 'schema:W.s', 'qualifiedName': 'W.s." + name + "'" + about);
    }
    make("/api/v1/relationships", edge("up", "mid"));
    JsonNode edge = make("/api/v1/relationships", edge("mid", "down")).json();
    handles.put("EDGE", edge.path("id").asText());
    Reply last =
        send(
            "POST",
            ASSETS,
            "{'type': 'table', 'qualifiedName': 'W.once'" + about,
            Map.of("Idempotency-Key", "key-" + word));
    handles.put("ID", last.json().path("id").asText());
    handles.put("COMMIT", last.header("Tarn-Commit"));
  }

  private static String edge(String from, String to) {
    return "{'type': 'lineage', 'source': 'table:W.s."
        + from
        + "', 'target': 'table:W.s."
        + to
        + "'}";
  }

  private void cursors(Map<String, String> handles) throws IOException, InterruptedException {
    Map<String, String> now = Map.of("Tarn-Min-Commit", handles.get("COMMIT"));
    handles.put("CURSOR", next(send("GET", ASSETS + "?limit=2&type=table", "", now)));
    handles.put("EDGE_CURSOR", next(send("GET", "/api/v1/relationships?limit=1", "", now)));
    handles.put(
        "SEARCH_CURSOR", next(send("POST", "/api/v1/search", "{'query': 'W', 'limit': 1}", now)));
    handles.put(
        "LINEAGE_CURSOR",
        send("GET", "/api/v1/lineage?asset=table:W.s.up&direction=downstream&depth=1", "", now)
            .json()
            .findPath("cursor")
            .asText());
  }

  private static String next(Reply page) {
    String next = page.json().path("next").asText("");
    assertThat(next).as(page.toString()).isNotEmpty().isNotEqualTo("null");
    return next;
  }

  private void branches(Map<String, String> handles) throws IOException, InterruptedException {
    make("/api/v1/branches", "{'name': 'W-branch'}");
    make("/api/v1/tags", "{'name': 'W-tag'}");
    handles.put("BRANCH", word + "-branch");
    handles.put("TAG", word + "-tag");
    Reply request = make("/api/v1/change-requests", "{'source': 'W-branch', 'title': 'About W'}");
    handles.put("CHANGE_REQUEST", request.json().path("name").asText());
  }

  private void tables(Map<String, String> handles) throws IOException, InterruptedException {
    String warehouse = "/iceberg/v1/" + tenant + "/namespaces";
    make(warehouse, Rules.NEW_NAMESPACE.replace("new", "W"));
    Reply made = make(warehouse + "/" + word + "/tables", Rules.NEW_TABLE.replace("made", "W_t"));
    make(warehouse + "/" + word + "/tables", Rules.NEW_TABLE.replace("made", "W_u"));
    handles.put("METADATA", made.json().path("metadata-location").asText());
    handles.put("LOCATION", made.json().path("metadata").path("location").asText());
    handles.put(
        "PAGE",
        send("GET", warehouse + "/" + word + "/tables?pageSize=1&pageToken=", "", Map.of())
            .json()
            .path("next-page-token")
            .asText());
    handles.put(
        "PLAN",
        make(warehouse + "/" + word + "/tables/" + word + "_t/plan", "{}")
            .json()
            .path("plan-id")
            .asText());
  }

  private void runs(Map<String, String> handles) throws IOException, InterruptedException {
    handles.put("INDEX_RUN", ended("/api/v1/index/verify", "/api/v1/index/runs/"));
    handles.put(
        "GARBAGE_RUN", ended("/api/v1/maintenance/collect-garbage", "/api/v1/maintenance/runs/"));
  }

  private String ended(String start, String runs) throws IOException, InterruptedException {
    String id = make(start, "").json().path("id").asText();
    await()
        .until(
            () ->
                !send("GET", runs + id, "", Map.of())
                    .json()
                    .path("status")
                    .asText()
                    .equals("running"));
    return id;
  }

  private Reply make(String path, String body) throws IOException, InterruptedException {
    return send("POST", path, body, Map.of());
  }

  private Reply send(String method, String path, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Content-Type", "application/json");
    Operation operation =
        new Operation(
            path,
            HttpProtocol.OTHER,
            method,
            path.replace("W", word),
            all,
            body.replace('\'', '"').replace("W", word));
    Reply reply = server.send(operation, Who.OPERATOR, tenant);
    assertThat(reply.status()).as("%s %s %s", method, path, reply).isLessThan(300);
    return reply;
  }
}
