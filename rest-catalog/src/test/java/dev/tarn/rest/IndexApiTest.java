package dev.tarn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** The index over HTTP: how it is, rebuild, verify, runs. */
@Timeout(60)
class IndexApiTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  private static JsonNode awaitEnd(Client client, Client.Answer accepted) {
    String address = accepted.expect(202).header("Location");
    assertThat(accepted.header("Tarn-Commit")).isNotEmpty();
    await(
        () -> !client.get(address).expect(200).json().path("status").asString().equals("running"));
    return client.get(address).json();
  }

  @Test
  void isVerifiedAndRebuilt() {
    Client client = server.newTenant("index-runs");
    for (int i = 0; i < 3; i++) {
      client
          .postJson("/api/v1/assets", "{\"type\":\"table\",\"qualifiedName\":\"t" + i + "\"}")
          .expect(201);
    }
    JsonNode verified = awaitEnd(client, client.postJson("/api/v1/index/verify", ""));
    assertThat(verified.path("kind").asString()).isEqualTo("verify");
    assertThat(verified.path("status").asString()).isEqualTo("succeeded");
    assertThat(verified.path("verification").path("clean").asBoolean()).isTrue();
    assertThat(verified.path("verification").path("assets").asLong()).isEqualTo(3);
    assertThat(verified.path("verification").path("listed")).isEmpty();
    JsonNode rebuilt =
        awaitEnd(client, client.postJson("/api/v1/index/rebuild?check=everything", ""));
    assertThat(rebuilt.path("kind").asString()).isEqualTo("rebuild");
    assertThat(rebuilt.path("status").asString()).isEqualTo("succeeded");
    assertThat(rebuilt.path("phase").asString()).isEqualTo("swapping");
    assertThat(rebuilt.path("expectedAssets").asLong()).isEqualTo(3);
    JsonNode index = client.get("/api/v1/index").expect(200).json();
    assertThat(index.path("tenant").asString()).isEqualTo("index-runs");
    assertThat(index.path("failure").asString()).isEmpty();
    assertThat(index.path("lagChanges").asLong()).isZero();
    assertThat(index.path("lastRebuild").path("id")).isEqualTo(rebuilt.path("id"));
    assertThat(index.path("lastVerification").path("id")).isEqualTo(verified.path("id"));
    JsonNode runs = client.get("/api/v1/index/runs").expect(200).json().path("items");
    assertThat(runs).hasSize(2);
    assertThat(runs.get(0).path("id")).isEqualTo(rebuilt.path("id"));
    // To end what has ended does nothing.
    assertThat(
            client
                .delete("/api/v1/index/runs/" + rebuilt.path("id").asString())
                .expect(202)
                .json()
                .path("status")
                .asString())
        .isEqualTo("succeeded");
    assertThat(
            client
                .get("/api/v1/assets/by-name?type=table&qualifiedName=t1")
                .expect(200)
                .json()
                .path("qualifiedName")
                .asString())
        .isEqualTo("t1");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    Client client = server.newTenant("index-errors");
    assertThat(client.get("/api/v1/index/runs/none").expect(404).json().path("code").asString())
        .isEqualTo("index-run-not-found");
    assertThat(client.delete("/api/v1/index/runs/none").expect(404).json().path("code").asString())
        .isEqualTo("index-run-not-found");
    assertThat(
            client
                .postJson("/api/v1/index/rebuild?check=some", "")
                .expect(400)
                .json()
                .path("code")
                .asString())
        .isEqualTo("invalid-request");
    assertThat(
            client
                .with("Tarn-Tenant", "nobody")
                .get("/api/v1/index")
                .expect(404)
                .json()
                .path("code")
                .asString())
        .isEqualTo("tenant-not-found");
  }
}
