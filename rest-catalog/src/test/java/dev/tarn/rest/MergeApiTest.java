package dev.tarn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.rest.Client.Answer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Merging and taking back over HTTP. */
class MergeApiTest {
  private static final String BRANCHES = "/api/v1/branches";
  private static final String ASSETS = "/api/v1/assets";

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
  void aTableOnTwoBranches() {
    client = server.newTenant("merges-" + TENANTS.incrementAndGet());
    describe("main", "base");
    client.postJson(BRANCHES, "{\"name\":\"dev\"}").expect(201);
  }

  private void describe(String branch, String description) {
    String put =
        "{\"type\":\"table\",\"qualifiedName\":\"t\",\"description\":\"" + description + "\"}";
    Answer answer = client.postJson(ASSETS + "?branch=" + branch, put);
    assertThat(answer.response().statusCode()).isBetween(200, 201);
  }

  /** Returns the description in main, as of an answer. */
  private String description(Answer written) {
    return client
        .after(written)
        .get(ASSETS + "/by-name?type=table&qualifiedName=t")
        .expect(200)
        .text("description");
  }

  private Answer merge(String body) {
    return client.postJson(BRANCHES + "/dev/merge", body);
  }

  @Test
  void aBranchIsMergedAndTakenBack() {
    describe("dev", "better");
    Answer trial = merge("{\"dryRun\":true}").expect(200);
    assertThat(trial.text("status")).isEqualTo("mergeable");
    assertThat(description(trial)).isEqualTo("base");

    Answer merged = merge("{\"into\":\"main\"}").expect(200);
    JsonNode done = merged.json();
    assertThat(done.path("status").asString()).isEqualTo("merged");
    assertThat(done.path("total").asLong()).isEqualTo(1);
    assertThat(done.path("counts").get(0).path("operation").asString()).isEqualTo("update");
    assertThat(description(merged)).isEqualTo("better");
    assertThat(merge("{}").expect(200).json().path("status").asString()).isEqualTo("up-to-date");

    Answer back =
        client
            .postJson(BRANCHES + "/main/revert", "{\"commit\":\"" + merged.text("commit") + "\"}")
            .expect(200);
    assertThat(back.text("status")).isEqualTo("merged");
    assertThat(description(back)).isEqualTo("base");
  }

  @Test
  void aConflictIsShownWithAllThreeValuesAndResolvedByChoice() {
    describe("dev", "theirs");
    describe("main", "ours");
    JsonNode refused = merge("{}").expect(409).json();
    assertThat(refused.path("status").asString()).isEqualTo("conflicting");
    assertThat(refused.path("open").asInt()).isEqualTo(1);
    JsonNode conflict = refused.path("conflicts").get(0);
    assertThat(conflict.path("label").asString()).isEqualTo("table:t");
    assertThat(conflict.path("field").asString()).isEqualTo("description");
    assertThat(conflict.path("base").asString()).isEqualTo("base");
    assertThat(conflict.path("ours").asString()).isEqualTo("ours");
    assertThat(conflict.path("theirs").asString()).isEqualTo("theirs");
    assertThat(conflict.has("chosen")).isFalse();
    String id = conflict.path("id").asString();
    Answer done = merge("{\"choices\":{\"" + id + "\":\"theirs\"}}").expect(200);
    assertThat(done.json().path("conflicts").get(0).path("chosen").asString()).isEqualTo("theirs");
    assertThat(description(done)).isEqualTo("theirs");
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    describe("dev", "x");
    merge("{\"strategy\":\"both\"}").problem(422, "invalid-value");
    merge("{\"choices\":{\"a\":\"mine\"}}").problem(422, "invalid-value");
    merge("{\"choices\":{\"a\":\"ours\"}}").problem(400, "invalid-request");
    merge("{\"into\":\"dev\"}").problem(400, "invalid-request");
    merge("{\"into\":\"nowhere\"}").problem(404, "branch-not-found");
    merge("{\"to\":\"main\"}").problem(422, "unknown-field");
    client.postJson(BRANCHES + "/main/revert", "{}").problem(422, "missing-field");
    client
        .postJson(BRANCHES + "/main/revert", "{\"commit\":\"1-00000000ab\"}")
        .problem(404, "commit-not-found");
  }
}
