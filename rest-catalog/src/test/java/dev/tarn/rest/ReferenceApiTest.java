package dev.tarn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.rest.Client.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The life of branches and tags over HTTP. */
class ReferenceApiTest {
  private static final String BRANCHES = "/api/v1/branches";
  private static final String TAGS = "/api/v1/tags";

  private static final AtomicInteger TENANTS = new AtomicInteger();

  private static TestServer server;
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
  void newTenant() {
    client = server.newTenant("references-" + TENANTS.incrementAndGet());
  }

  private Answer create(String path, String body) {
    return client.postJson(path, body).expect(201);
  }

  @Test
  void detailsAreSaidShownAndChanged() {
    Instant before = Instant.now();
    JsonNode made =
        create(BRANCHES, "{\"name\":\"dev\",\"purpose\":\"to try\",\"timeToLive\":\"P7D\"}").json();
    assertThat(made.path("purpose").asString()).isEqualTo("to try");
    assertThat(made.path("owner").asString()).isEqualTo("user:admin");
    assertThat(Instant.parse(made.path("expiresAt").asString()))
        .isAfterOrEqualTo(before.plus(Duration.ofDays(7)));
    assertThat(made.path("protected").asBoolean()).isFalse();
    JsonNode changed =
        client
            .json(
                "PATCH",
                BRANCHES + "/dev",
                "{\"owner\":\"user:bob\",\"protected\":true,\"expiresAt\":null}")
            .expect(200)
            .json();
    assertThat(changed.path("owner").asString()).isEqualTo("user:bob");
    assertThat(changed.path("purpose").asString()).isEqualTo("to try");
    assertThat(changed.has("expiresAt")).isFalse();
    JsonNode shown = client.get(BRANCHES + "/dev").expect(200).json();
    assertThat(shown).isEqualTo(changed);
    assertThat(shown.path("head")).isEqualTo(shown.path("commit"));
    assertThat(client.get(BRANCHES).json().path("items")).hasSize(2);
    client.get(TAGS + "/dev").problem(404, "branch-not-found");
  }

  @Test
  void aBranchSaysWhatItAsksForBeforeItIsChanged() {
    JsonNode ruled =
        client
            .json(
                "PATCH",
                BRANCHES + "/main",
                "{\"requiredApprovals\":2,\"requiredChecks\":[\"owner-set\"],"
                    + "\"requiresChangeRequest\":true}")
            .expect(200)
            .json();
    assertThat(ruled.path("requiredApprovals").asInt()).isEqualTo(2);
    assertThat(ruled.path("requiredChecks").toString()).isEqualTo("[\"owner-set\"]");
    String table = "{\"type\":\"table\",\"qualifiedName\":\"t\"}";
    client.postJson("/api/v1/assets", table).problem(403, "branch-protected");
    Answer bulk =
        client
            .with("Content-Type", "application/x-ndjson")
            .send("POST", "/api/v1/bulk", BodyPublishers.ofString(table));
    assertThat(bulk.response().body()).contains("branch-protected");
    create(BRANCHES, "{\"name\":\"dev\"}");
    client.postJson("/api/v1/assets?branch=dev", table).expect(201);
    JsonNode freed =
        client
            .json("PATCH", BRANCHES + "/main", "{\"requiresChangeRequest\":false}")
            .expect(200)
            .json();
    assertThat(freed.has("requiresChangeRequest")).isFalse();
    assertThat(freed.path("requiredApprovals").asInt()).isEqualTo(2);
    client.postJson("/api/v1/assets", table).expect(201);
    client
        .json("PATCH", BRANCHES + "/main", "{\"requiredApprovals\":11}")
        .problem(422, "number-out-of-range");
    create(TAGS, "{\"name\":\"v1\"}");
    client.json("PATCH", TAGS + "/v1", "{\"requiredApprovals\":1}").problem(422, "invalid-value");
  }

  @Test
  void aBranchIsRenamedAndDeleted() {
    create(BRANCHES, "{\"name\":\"dev\"}");
    client.json("PATCH", BRANCHES + "/dev", "{\"name\":\"next\"}").expect(200);
    client.get(BRANCHES + "/dev").problem(404, "branch-not-found");
    create(TAGS + "?branch=next", "{\"name\":\"v1\"}");
    assertThat(client.get(TAGS + "/v1").json().path("from").asString()).isEqualTo("next");
    client.delete(BRANCHES + "/next").problem(409, "reference-in-use");
    client.delete(TAGS + "/v1").expect(204);
    client.delete(BRANCHES + "/next").expect(204);
    client.delete(BRANCHES + "/next").problem(404, "branch-not-found");
    client.get("/api/v1/status?branch=next").problem(404, "branch-not-found");
    client.delete(BRANCHES + "/main").problem(409, "reference-protected");
  }

  @Test
  void whatIsWrongIsNamed() {
    String path = BRANCHES + "/main";
    client.json("PATCH", path, "{\"protected\":false}").problem(409, "reference-protected");
    client.json("PATCH", path, "{\"timeToLive\":\"P1D\"}").problem(409, "reference-protected");
    client.json("PATCH", path, "{\"timeToLive\":\"soon\"}").problem(422, "invalid-value");
    client.json("PATCH", path, "{\"color\":\"red\"}").problem(422, "unknown-field");
    client.json("PATCH", path, "{\"owner\":\"\"}").problem(422, "invalid-name");
    client
        .postJson(BRANCHES, "{\"name\":\"x\",\"expiresAt\":\"2020-01-01T00:00:00Z\"}")
        .problem(422, "invalid-value");
    client
        .postJson(BRANCHES, "{\"name\":\"x\",\"purpose\":\"%s\"}".formatted("x".repeat(1001)))
        .problem(422, "value-too-large");
    client.get(BRANCHES + "/..x").problem(422, "invalid-name");
  }

  @Test
  void aBranchIsDeletedWithItsTags() {
    create(BRANCHES, "{\"name\":\"dev\"}");
    create(TAGS + "?branch=dev", "{\"name\":\"v1\"}");
    create(TAGS + "?branch=dev", "{\"name\":\"v2\",\"protected\":true}");
    create(TAGS, "{\"name\":\"other\"}");
    assertThat(
            client
                .delete(BRANCHES + "/dev")
                .problem(409, "reference-in-use")
                .path("detail")
                .asString())
        .contains("v1, v2");
    client.delete(BRANCHES + "/dev?withTags=true").problem(409, "reference-protected");
    client.get(TAGS + "/v1").expect(200);
    client.json("PATCH", TAGS + "/v2", "{\"protected\":false}").expect(200);
    client.delete(BRANCHES + "/dev?withTags=true").expect(204);
    client.get(BRANCHES + "/dev").problem(404, "branch-not-found");
    client.get(TAGS + "/v1").problem(404, "branch-not-found");
    client.get(TAGS + "/other").expect(200);
  }
}
