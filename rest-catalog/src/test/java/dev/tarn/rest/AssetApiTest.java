package dev.tarn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.rest.Client.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tools.jackson.databind.JsonNode;

/** Assets over a real port: reads, writes, and what headers make of them. */
class AssetApiTest {
  private static final String ASSETS = "/api/v1/assets";
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
  void tenant(TestInfo test) {
    client = server.newTenant("assets-" + ++tenants);
  }

  private Answer put(String type, String name, String more) {
    return client.postJson(
        ASSETS, "{\"type\": \"" + type + "\", \"qualifiedName\": \"" + name + "\"" + more + "}");
  }

  @Test
  void createsReadsAndFinds() {
    Answer made = put("table", "shop.orders", ", \"description\": \"Ünïcode ✓\"").expect(201);
    assertThat(made.text("outcome")).isEqualTo("created");
    assertThat(made.text("commit")).isEqualTo(made.commit());
    assertThat(made.header("ETag")).isEqualTo("\"1\"");
    String id = made.text("id");

    Answer read = client.after(made).get(ASSETS + "/" + id).expect(200);
    assertThat(read.commit()).isEqualTo(made.commit());
    assertThat(read.header("ETag")).isEqualTo("\"1\"");
    assertThat(read.text("description")).isEqualTo("Ünïcode ✓");
    assertThat(read.text("createdBy")).isEqualTo("user:admin");

    Answer found = client.get(ASSETS + "/by-name?type=table&qualifiedName=shop.orders").expect(200);
    assertThat(found.json()).isEqualTo(read.json());

    client
        .get(ASSETS + "/by-name?type=table&qualifiedName=nothing")
        .problem(404, "asset-not-found");
    client.get(ASSETS + "/by-name?type=table").problem(400, "invalid-request");
    client.get(ASSETS + "/" + "0".repeat(32)).problem(404, "asset-not-found");
    client.get(ASSETS + "/nonsense").problem(422, "invalid-reference");
    assertThat(client.with("If-None-Match", "\"1\"").get(ASSETS + "/" + id).expect(304).commit())
        .isNotEmpty();
  }

  @Test
  void upsertMergesAndSaysWhatHappened() {
    put("table", "t", ", \"description\": \"one\", \"displayName\": \"T\"").expect(201);
    Answer again = put("table", "t", ", \"description\": \"one\"").expect(200);
    assertThat(again.text("outcome")).isEqualTo("unchanged");
    Answer changed = put("table", "t", ", \"description\": \"two\"").expect(200);
    assertThat(changed.text("outcome")).isEqualTo("updated");
    assertThat(changed.json().path("version").asLong()).isEqualTo(2);

    JsonNode asset = client.after(changed).get(ASSETS + "/" + changed.text("id")).json();
    assertThat(asset.path("displayName").asString()).isEqualTo("T");
    assertThat(asset.path("description").asString()).isEqualTo("two");
  }

  @Test
  void putReplacesAndTakesBackWhatWasRead() {
    Answer made = put("table", "t", ", \"description\": \"one\", \"displayName\": \"T\"");
    String path = ASSETS + "/" + made.text("id");
    String read = client.after(made).get(path).response().body();

    Answer same = client.json("PUT", path, read).expect(200);
    assertThat(same.text("outcome")).isEqualTo("unchanged");
    Answer replaced = client.json("PUT", path, "{\"description\": \"two\"}").expect(200);
    JsonNode asset = client.after(replaced).get(path).json();
    assertThat(asset.has("displayName")).isFalse();
    assertThat(asset.path("description").asString()).isEqualTo("two");
    assertThat(asset.path("qualifiedName").asString()).isEqualTo("t");

    assertThat(
            client
                .json("PUT", path, read.replace("\"table\"", "\"dashboard\""))
                .problem(422, "invalid-value")
                .path("field")
                .asString())
        .isEqualTo("type");
    client.json("PUT", ASSETS + "/" + "0".repeat(32), "{}").problem(404, "asset-not-found");
  }

  @Test
  void patchesRenamesDeletesAndRestores() {
    Answer made = put("table", "old", ", \"tags\": []");
    String path = ASSETS + "/" + made.text("id");
    Answer renamed =
        client
            .json("PATCH", path, "{\"qualifiedName\": \"new\", \"description\": \"d\"}")
            .expect(200);
    assertThat(renamed.text("id")).isEqualTo(made.text("id"));
    client
        .after(renamed)
        .get(ASSETS + "/by-name?type=table&qualifiedName=old")
        .problem(404, "asset-not-found");
    Answer cleared = client.json("PATCH", path, "{\"description\": null}").expect(200);
    assertThat(client.after(cleared).get(path).json().has("description")).isFalse();

    Answer deleted = client.delete(path).expect(200);
    assertThat(deleted.text("outcome")).isEqualTo("deleted");
    client.after(deleted).get(path).problem(404, "asset-not-found");
    Answer restored = client.postJson(path + "/restore", "").expect(200);
    assertThat(restored.text("outcome")).isEqualTo("restored");
    assertThat(client.after(restored).get(path).expect(200).text("qualifiedName")).isEqualTo("new");

    JsonNode history = client.get(path + "/history?limit=2").expect(200).json();
    assertThat(history.path("items")).hasSize(2);
    assertThat(history.path("items").get(0).path("operation").asString()).isEqualTo("restore");
    JsonNode rest =
        client.get(path + "/history?limit=10&before=" + history.path("next").asString()).json();
    assertThat(rest.path("items")).hasSize(3);
    assertThat(rest.path("next").isNull()).isTrue();
    JsonNode first = rest.path("items").get(2);
    assertThat(first.path("operation").asString()).isEqualTo("create");
    assertThat(first.path("after").path("qualifiedName").asString()).isEqualTo("old");
    client.get(ASSETS + "/" + "0".repeat(32) + "/history").problem(404, "asset-not-found");
  }

  @Test
  void versionsAreChecked() {
    Answer made = put("table", "t", "");
    String path = ASSETS + "/" + made.text("id");
    Client first = client.with("If-Match", "\"1\"");
    first.json("PATCH", path, "{\"description\": \"a\"}").expect(200);
    JsonNode problem =
        first.json("PATCH", path, "{\"description\": \"b\"}").problem(409, "version-conflict");
    assertThat(problem.path("currentVersion").asLong()).isEqualTo(2);
    first.delete(path).problem(409, "version-conflict");
    client
        .with("If-None-Match", "*")
        .postJson(ASSETS, "{\"type\": \"table\", \"qualifiedName\": \"t\"}")
        .problem(409, "version-conflict");
    client.with("If-Match", "latest").json("PATCH", path, "{}").problem(400, "invalid-request");
    assertThat(
            client
                .json("PATCH", path, "{\"description\": \"c\", \"expectedVersion\": 1}")
                .problem(409, "version-conflict")
                .path("currentVersion")
                .asLong())
        .isEqualTo(2);
  }

  @Test
  void aKeyIsAppliedOnce() {
    Client keyed = client.with("Idempotency-Key", "key-1");
    String body = "{\"type\": \"table\", \"qualifiedName\": \"t\"}";
    Answer first = keyed.postJson(ASSETS, body).expect(201);
    Answer second = keyed.postJson(ASSETS, body).expect(201);
    assertThat(second.json()).isEqualTo(first.json());
    keyed
        .postJson(ASSETS, "{\"type\": \"table\", \"qualifiedName\": \"u\"}")
        .problem(422, "idempotency-key-reused");
    assertThat(
            client
                .with("Idempotency-Key", "k".repeat(129))
                .postJson(ASSETS, body)
                .problem(400, "invalid-request")
                .path("field")
                .asString())
        .isEqualTo("Idempotency-Key");
  }

  @Test
  void listsByPagesAndFilters() {
    Answer database = put("database", "db", "").expect(201);
    Answer last = database;
    for (int i = 0; i < 7; i++) {
      last =
          put(
                  "schema",
                  "db.s" + i,
                  ", \"parent\": \"database:db\"" + (i < 3 ? ", \"platform\": \"pg\"" : ""))
              .expect(201);
    }
    Client fresh = client.after(last);
    List<String> names = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = fresh.get(ASSETS + "?type=schema&limit=3" + cursor).expect(200).json();
      page.path("items").forEach(item -> names.add(item.path("qualifiedName").asString()));
      cursor =
          page.path("next").isNull()
              ? ""
              : "&cursor=" + Client.encode(page.path("next").asString());
    } while (!cursor.isEmpty());
    assertThat(names)
        .containsExactly("db.s0", "db.s1", "db.s2", "db.s3", "db.s4", "db.s5", "db.s6");

    assertThat(fresh.get(ASSETS + "?platform=pg").json().path("items")).hasSize(3);
    assertThat(fresh.get(ASSETS + "?namePrefix=db.s5").json().path("items")).hasSize(1);
    assertThat(fresh.get(ASSETS + "?parent=database:db&limit=1000").json().path("items"))
        .hasSize(7);
    assertThat(fresh.get(ASSETS + "?parent=" + database.text("id")).json().path("items"))
        .hasSize(7);
    assertThat(fresh.get(ASSETS + "?type=nothing").json().path("items")).isEmpty();
    assertThat(field(fresh.get(ASSETS + "?parent=database:none"), 422, "reference-not-found"))
        .isEqualTo("parent");
    assertThat(field(fresh.get(ASSETS + "?limit=1001"), 400, "invalid-request")).isEqualTo("limit");
    assertThat(field(fresh.get(ASSETS + "?limit=many"), 400, "invalid-request")).isEqualTo("limit");
    assertThat(field(fresh.get(ASSETS + "?tpye=table"), 400, "invalid-request")).isEqualTo("tpye");
    assertThat(field(fresh.get(ASSETS + "?cursor=junk"), 400, "invalid-request"))
        .isEqualTo("cursor");
  }

  private static String field(Answer answer, int status, String code) {
    return answer.problem(status, code).path("field").asString();
  }

  @Test
  void readsAsOfACommitATagAndATime() {
    Answer first = put("table", "t", ", \"description\": \"one\"");
    String path = ASSETS + "/" + first.text("id");
    client.postJson("/api/v1/tags", "{\"name\": \"before\"}").expect(201);
    String time = client.after(first).get(path).text("updatedAt");
    Answer second = put("table", "t", ", \"description\": \"two\"");
    put("table", "u", "");

    assertThat(client.after(second).get(path).text("description")).isEqualTo("two");
    for (String at : List.of(first.commit(), "before", time)) {
      Answer past = client.get(path + "?at=" + at).expect(200);
      assertThat(past.text("description")).isEqualTo("one");
      assertThat(past.commit()).isEqualTo(first.commit());
      assertThat(client.get(ASSETS + "?at=" + at).json().path("items")).hasSize(1);
      assertThat(client.get(path + "/history?at=" + at).json().path("items")).hasSize(1);
    }
    client.get(path + "?at=99-0123456789abcdef").problem(404, "commit-not-found");
    client.get(path + "?at=2026-99").problem(400, "invalid-request");
    client.json("PATCH", path + "?at=before", "{}").problem(400, "read-only-reference");
    client.after(second).get(path + "?at=before").problem(504, "commit-not-reached");
  }

  @Test
  void branchesAndTenantsAreApart() {
    Answer made = put("table", "t", ", \"description\": \"main\"");
    String path = ASSETS + "/" + made.text("id");
    Answer branch =
        client
            .postJson("/api/v1/branches", "{\"name\": \"draft\", \"from\": \"main\"}")
            .expect(201);
    assertThat(branch.text("commit")).isEqualTo(made.commit());
    client.postJson("/api/v1/branches", "{\"name\": \"draft\"}").problem(409, "branch-exists");
    Answer changed =
        client.json("PATCH", path + "?branch=draft", "{\"description\": \"draft\"}").expect(200);
    assertThat(client.after(changed).get(path + "?branch=draft").text("description"))
        .isEqualTo("draft");
    assertThat(client.get(path).text("description")).isEqualTo("main");
    assertThat(client.get("/api/v1/branches").json().path("items")).hasSize(2);
    client.get(path + "?branch=none").problem(404, "branch-not-found");
    client.get(path + "?branch=../x").problem(422, "invalid-name");

    Client other = server.newTenant("other-" + tenants);
    other.get(path).problem(404, "asset-not-found");
    assertThat(other.get(ASSETS).json().path("items")).isEmpty();
    other.get(path + "?branch=draft").problem(404, "branch-not-found");
    client.with("Tarn-Tenant", "none").get(path).problem(404, "tenant-not-found");
    client.with("Tarn-Tenant", "No!").get(path).problem(422, "invalid-name");
    client.postJson("/api/v1/tenants", "{\"name\": \"default\"}").problem(409, "tenant-exists");
    assertThat(client.get("/api/v1/tenants").response().body()).contains("\"other-" + tenants);
  }

  @Test
  void relationshipsArePutListedAndRemoved() {
    put("table", "a", "");
    Answer b = put("table", "b", "");
    String edge = "{\"type\": \"lineage\", \"source\": \"table:a\", \"target\": \"table:b\"}";
    Answer made = client.postJson("/api/v1/relationships", edge).expect(201);
    String path = "/api/v1/relationships/" + made.text("id");
    Client fresh = client.after(made);
    JsonNode read = fresh.get(path).expect(200).json();
    assertThat(read.path("target").asString()).isEqualTo(b.text("id"));

    String of = ASSETS + "/" + b.text("id") + "/relationships";
    assertThat(fresh.get(of).json().path("items")).hasSize(1);
    assertThat(fresh.get(of + "?direction=in").json().path("items")).hasSize(1);
    assertThat(fresh.get(of + "?direction=out").json().path("items")).isEmpty();
    fresh.get(of + "?direction=up").problem(400, "invalid-request");
    assertThat(fresh.get("/api/v1/relationships?source=table:a").json().path("items")).hasSize(1);
    assertThat(fresh.get("/api/v1/relationships?asset=table:b&type=lineage").json().path("items"))
        .hasSize(1);

    Answer removed = client.after(made).delete(path).expect(200);
    client.after(removed).get(path).problem(404, "relationship-not-found");
    client.delete("/api/v1/relationships/" + "0".repeat(32)).problem(404, "relationship-not-found");
    client
        .postJson(
            "/api/v1/relationships",
            "{\"type\": \"lineage\", \"source\": \"table:a\", \"target\": \"table:none\"}")
        .problem(422, "reference-not-found");
  }

  @Test
  void typesAreDefinedAndRead() {
    JsonNode all = client.get("/api/v1/types").expect(200).json();
    assertThat(all.path("assetTypes").size()).isGreaterThan(10);
    assertThat(all.path("relationshipTypes").size()).isGreaterThan(1);
    client.get("/api/v1/types/assets/rocket").problem(404, "type-not-found");
    client.get("/api/v1/types/relationships/lineage").expect(200);

    String path = "/api/v1/types/assets/rocket";
    Answer before = put("table", "t", "");
    Answer made =
        client
            .json(
                "PUT",
                path,
                "{\"description\": \"Flies\", \"attributes\": [{\"name\": \"stages\", \"kind\":"
                    + " \"integer\", \"minimum\": 1}]}")
            .expect(201);
    assertThat(client.after(made).get(path).expect(200).text("description")).isEqualTo("Flies");
    client.get(path + "?at=" + before.commit()).problem(404, "type-not-found");
    client.get(path + "?at=" + made.commit()).expect(200);
    put("rocket", "r", ", \"attributes\": {\"stages\": 3}").expect(201);
    assertThat(
            field(
                put("rocket", "s", ", \"attributes\": {\"stages\": 0}"),
                422,
                "number-out-of-range"))
        .isEqualTo("attributes.stages");
    client
        .json("PUT", path, "{\"attributes\": [{\"name\": \"stages\", \"kind\": \"string\"}]}")
        .problem(409, "incompatible-type-change");
    assertThat(
            field(
                client.json(
                    "PUT", path, "{\"attributes\": [{\"name\": \"x\", \"kind\": \"blob\"}]}"),
                422,
                "invalid-value"))
        .isEqualTo("attributes[0].kind");
  }

  @Test
  void statusNamesStoresAndCounts() {
    Answer made = put("table", "t", "");
    client.after(made).get(ASSETS).expect(200);
    Answer status = client.get("/api/v1/status").expect(200);
    assertThat(status.text("head")).isEqualTo(made.commit());
    assertThat(status.json().path("assetCounts").path("table").asInt()).isEqualTo(1);
    assertThat(status.json().path("stores").get(0).path("name").asString()).isEqualTo("index");
  }

  @Test
  void reasonSourceAndRequestIdAreKept() {
    Answer made =
        client
            .with("Tarn-Reason", "because")
            .with("Tarn-Source", "test")
            .with("X-Request-Id", "req-1")
            .postJson(ASSETS, "{\"type\": \"table\", \"qualifiedName\": \"t\"}");
    assertThat(made.header("X-Request-Id")).isEqualTo("req-1");
    JsonNode entry =
        client
            .after(made)
            .get(ASSETS + "/" + made.text("id") + "/history")
            .json()
            .path("items")
            .get(0);
    assertThat(entry.path("reason").asString()).isEqualTo("because");
    assertThat(entry.path("source").asString()).isEqualTo("test");
    assertThat(entry.path("requestId").asString()).isEqualTo("req-1");
    client.with("X-Request-Id", "no spaces").get(ASSETS).problem(400, "invalid-request");
    client.with("Tarn-Min-Commit", "soon").get(ASSETS).problem(400, "invalid-request");
  }

  @Test
  void unknownPathsAndMethodsAreProblemsToo() {
    client.get("/api/v1/nothing").problem(404, "path-not-found");
    client.send("PUT", ASSETS, BodyPublishers.ofString("{}")).problem(405, "method-not-allowed");
  }
}
