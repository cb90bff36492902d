package dev.tarn.server.permissions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every way to ask for something by what {@link Plant} has: the names of its handles are what the
 * requests have in their places.
 */
final class Probes {
  private static final String TABLES = "/iceberg/v1/TENANT/namespaces/ours/tables";

  private final List<Operation> probes = new ArrayList<>();

  private Probes() {}

  static List<Operation> all() {
    Probes all = new Probes();
    all.reads();
    all.searches();
    all.lineage();
    all.past();
    all.runs();
    all.graphql();
    all.iceberg();
    all.writes();
    return all.probes;
  }

  private void get(String... paths) {
    for (String path : paths) {
      add(HttpProtocol.REST, "GET", path, "", Map.of());
    }
  }

  private void send(String method, String path, String body) {
    add(HttpProtocol.REST, method, path, body, Map.of());
  }

  private void add(
      Protocol protocol, String method, String path, String body, Map<String, String> headers) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Content-Type", "application/json");
    String text = body.replace('\'', '"');
    probes.add(
        new Operation(
            method + " " + path + " " + text + headers, protocol, method, path, all, text));
  }

  private void reads() {
    get(
        "/api/v1/assets/{ID}",
        "/api/v1/assets/{ID}/history",
        "/api/v1/assets/{ID}/relationships",
        "/api/v1/assets/by-name?type=table&qualifiedName={WORD}.once",
        "/api/v1/assets?parent=schema:{WORD}.s",
        "/api/v1/assets?owner=user:{WORD}",
        "/api/v1/assets?tag=tag:{WORD}",
        "/api/v1/assets?classification=classification:{WORD}",
        "/api/v1/assets?platform={WORD}",
        "/api/v1/assets?namePrefix={PREFIX}",
        "/api/v1/assets?type=table&cursor={CURSOR}",
        "/api/v1/relationships?cursor={EDGE_CURSOR}",
        "/api/v1/relationships?asset={ID}",
        "/api/v1/relationships?source=table:{WORD}.s.up",
        "/api/v1/relationships/{EDGE}",
        "/api/v1/types/assets/{WORD}",
        "/api/v1/keys");
    add(HttpProtocol.REST, "GET", "/api/v1/assets", "", Map.of("Tarn-Min-Commit", "{COMMIT}"));
  }

  private void searches() {
    for (String body :
        List.of(
            "{'query': '{WORD}'}",
            "{'query': '{PREFIX}*'}",
            "{'query': '{MISSPELT}'}",
            "{'query': '{MISSPELT}~'}",
            "{'query': 'qualifiedName:{PREFIX}*'}",
            "{'query': '{WORD} ours', 'explain': true, 'highlight': true}",
            "{'query': '{MISSPELT}', 'facets': ['type', 'platform', 'owner', 'tag']}",
            "{'filters': ['platform:{WORD}'], 'facets': ['platform']}",
            "{'filters': ['owner:user:{WORD}']}",
            "{'filters': ['tag:tag:{WORD}']}",
            "{'query': 'ours', 'cursor': '{SEARCH_CURSOR}'}")) {
      send("POST", "/api/v1/search", body);
    }
    get("/api/v1/suggest?q={PREFIX}", "/api/v1/suggest?q={WORD}.s", "/api/v1/suggest?q={MISSPELT}");
  }

  private void lineage() {
    get(
        "/api/v1/lineage?asset={ID}",
        "/api/v1/lineage?asset=table:{WORD}.s.mid",
        "/api/v1/lineage?asset=table:ours.up&cursor={LINEAGE_CURSOR}",
        "/api/v1/lineage/impact?asset=table:{WORD}.s.up",
        "/api/v1/lineage/paths?from=table:ours.up&to=table:{WORD}.s.down",
        "/api/v1/lineage/paths?from=table:{WORD}.s.up&to=table:ours.down");
  }

  private void past() {
    get(
        "/api/v1/assets?at={COMMIT}",
        "/api/v1/assets?at={TAG}",
        "/api/v1/assets?branch={BRANCH}",
        "/api/v1/changes?branch={BRANCH}",
        "/api/v1/changes?after=0",
        "/api/v1/branches",
        "/api/v1/branches/{BRANCH}",
        "/api/v1/tags",
        "/api/v1/tags/{TAG}",
        "/api/v1/diff?from=main&to={BRANCH}",
        "/api/v1/diff?from=main&to=main@{COMMIT}",
        "/api/v1/diff?from=main&to={TAG}",
        "/api/v1/change-requests",
        "/api/v1/change-requests/{CHANGE_REQUEST}");
    send("POST", "/api/v1/branches/{BRANCH}/merge", "{}");
    send("POST", "/api/v1/branches/main/revert", "{'commit': '{COMMIT}'}");
    send("POST", "/api/v1/change-requests", "{'source': '{BRANCH}', 'title': 'x'}");
    send("POST", "/api/v1/change-requests/{CHANGE_REQUEST}/merge", "{}");
    send("POST", "/api/v1/change-requests/{CHANGE_REQUEST}/comments", "{'text': 'x'}");
    send("POST", "/api/v1/branches", "{'name': 'mine', 'from': '{BRANCH}'}");
    send("POST", "/api/v1/tags", "{'name': 'mine', 'at': '{COMMIT}'}");
    send("DELETE", "/api/v1/branches/{BRANCH}", "");
    send("DELETE", "/api/v1/tags/{TAG}", "");
  }

  private void runs() {
    get(
        "/api/v1/index/runs",
        "/api/v1/index/runs/{INDEX_RUN}",
        "/api/v1/maintenance/runs",
        "/api/v1/maintenance/runs/{GARBAGE_RUN}",
        "/api/v1/ingestion",
        "/api/v1/ingestion/{INDEX_RUN}",
        "/api/v1/status",
        "/api/v1/tenants",
        "/actuator/health",
        "/actuator/prometheus");
    send("DELETE", "/api/v1/index/runs/{INDEX_RUN}", "");
    send("DELETE", "/api/v1/maintenance/runs/{GARBAGE_RUN}", "");
    send("DELETE", "/api/v1/keys/{KEY}", "");
    send("POST", "/api/v1/keys/{KEY}/rotate", "{}");
  }

  private void graphql() {
    for (String query :
        List.of(
            "{ asset(id: \\\"{ID}\\\") { name history { seq } impact { assets } } }",
            "{ asset(type: \\\"table\\\", qualified_name: \\\"{WORD}.once\\\") { name } }",
            "{ assets(first: 2, after: \\\"{CURSOR}\\\") { nodes { name } } }",
            "{ relationship(id: \\\"{EDGE}\\\") { id } }",
            "{ search(query: \\\"{MISSPELT}\\\", facets: [\\\"platform\\\"]) { nodes { name } } }",
            "{ suggest(text: \\\"{PREFIX}\\\") { name } }",
            "mutation { delete_asset(id: \\\"{ID}\\\") { __typename } }")) {
      add(HttpProtocol.GRAPHQL, "POST", "/graphql", "{'query': '" + query + "'}", Map.of());
    }
  }

  private void iceberg() {
    for (String path :
        List.of(
            "/iceberg/v1/TENANT/namespaces",
            "/iceberg/v1/TENANT/namespaces/{WORD}",
            "/iceberg/v1/TENANT/namespaces/{WORD}/tables",
            "/iceberg/v1/TENANT/namespaces/{WORD}/tables/WORD_t",
            TABLES + "?pageSize=1&pageToken={PAGE}",
            TABLES + "/t/plan/{PLAN}",
            "/iceberg/v1/TENANT@{BRANCH}/namespaces",
            "/iceberg/v1/TENANT@{COMMIT}/namespaces",
            "/iceberg/v1/TENANT@{TAG}/namespaces",
            "/iceberg/v1/config?warehouse=TENANT@{BRANCH}")) {
      add(HttpProtocol.ICEBERG, "GET", path, "", Map.of());
    }
    add(HttpProtocol.ICEBERG, "DELETE", TABLES + "/t/plan/{PLAN}", "", Map.of());
    add(HttpProtocol.ICEBERG, "POST", TABLES + "/t/tasks", "{'plan-task': '{PLAN}'}", Map.of());
    add(
        HttpProtocol.ICEBERG,
        "POST",
        "/iceberg/v1/TENANT/namespaces/ours/register",
        "{'name': 'taken', 'metadata-location': '{METADATA}'}",
        Map.of());
    add(
        HttpProtocol.ICEBERG,
        "POST",
        TABLES,
        Rules.NEW_TABLE.replace(
            "\"name\": \"made\",", "\"name\": \"made\", \"location\": \"{LOCATION}\","),
        Map.of());
  }

  private void writes() {
    send("PATCH", "/api/v1/assets/{ID}", "{'description': 'x'}");
    send("DELETE", "/api/v1/assets/{ID}", "");
    send("POST", "/api/v1/assets/{ID}/restore", "");
    send("DELETE", "/api/v1/relationships/{EDGE}", "");
    send(
        "POST",
        "/api/v1/assets",
        "{'type': 'table', 'qualifiedName': 'x', 'parent': 'schema:{WORD}.s'}");
    send("POST", "/api/v1/assets", "{'type': 'table', 'qualifiedName': 'x', 'tags': ['{ID}']}");
    send(
        "POST",
        "/api/v1/relationships",
        "{'type': 'lineage', 'source': 'table:ours.up', 'target': 'table:{WORD}.s.down'}");
    add(
        HttpProtocol.REST,
        "DELETE",
        "/api/v1/assets/00000000000000000000000000000000",
        "",
        Map.of("Idempotency-Key", "{IDEMPOTENCY}"));
  }
}
