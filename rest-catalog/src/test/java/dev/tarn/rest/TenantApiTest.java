package dev.tarn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** The life of tenants over HTTP. */
@Timeout(60)
class TenantApiTest {
  private static final String PATH = "/api/v1/tenants";

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String table(String name) {
    return "{\"type\":\"table\",\"qualifiedName\":\"%s\"}".formatted(name);
  }

  private static long assets(Client client) {
    return client.get("/api/v1/assets?limit=100").expect(200).json().path("items").size();
  }

  @Test
  void aCloneBeginsWithWhatThereIsAndGoesOnApart() {
    Client source = server.newTenant("clone-source");
    Client seen = source.after(source.postJson("/api/v1/assets", table("a.one")).expect(201));
    JsonNode clone =
        source
            .postJson(PATH + "/clone-source/clone", "{\"name\":\"the-clone\"}")
            .expect(201)
            .json();
    assertThat(clone.path("clonedFrom").path("tenant").asString()).isEqualTo("clone-source");
    Client other = server.client().with("Tarn-Tenant", "the-clone");
    assertThat(assets(other)).isEqualTo(1);
    Client.Answer own = other.postJson("/api/v1/assets", table("a.two")).expect(201);
    assertThat(assets(other.after(own))).isEqualTo(2);
    assertThat(assets(seen)).isEqualTo(1);
    source
        .postJson(PATH + "/clone-source/clone", "{\"name\":\"the-clone\"}")
        .problem(409, "tenant-exists");
  }

  @Test
  void aTenantIsMadeWhatItWas() {
    Client client = server.newTenant("restored");
    String commit = client.postJson("/api/v1/assets", table("a.one")).expect(201).commit();
    client.postJson("/api/v1/assets", table("a.two")).expect(201);
    client.postJson("/api/v1/assets", table("a.three")).expect(201);
    String body = "{\"to\":\"%s\"}".formatted(commit);
    Client.Answer restored = client.postJson(PATH + "/restored/restore", body).expect(200);
    JsonNode outcome = restored.json();
    assertThat(outcome.path("status").asString()).isEqualTo("merged");
    assertThat(assets(client.after(restored))).isEqualTo(1);
    assertThat(
            client
                .postJson(PATH + "/restored/restore", body)
                .expect(200)
                .json()
                .path("status")
                .asString())
        .isEqualTo("up-to-date");
  }

  @Test
  void deletionWantsASuspendedTenantAndItsName() {
    Client client = server.newTenant("deleted");
    client.postJson("/api/v1/assets", table("a.one")).expect(201);
    client.delete(PATH + "/deleted?confirm=deleted").problem(409, "tenant-not-suspended");
    assertThat(
            client
                .postJson(PATH + "/deleted/suspend", "")
                .expect(200)
                .json()
                .path("status")
                .asString())
        .isEqualTo("suspended");
    client.delete(PATH + "/deleted?confirm=other").problem(400, "invalid-request");
    client.delete(PATH + "/deleted").problem(400, "invalid-request");
    JsonNode removal = client.delete(PATH + "/deleted?confirm=deleted").expect(200).json();
    assertThat(removal.path("proven").asBoolean()).isTrue();
    assertThat(removal.path("remains")).isEmpty();
    client.get("/api/v1/assets").problem(404, "tenant-not-found");
    client.get(PATH + "/deleted").problem(404, "tenant-not-found");
  }

  @Test
  void whatIsMoreThanTheAssetQuotaIsRefused() {
    Client client = server.newTenant("few-assets");
    client.json("PATCH", PATH + "/few-assets", "{\"quotas\":{\"maxAssets\":2}}").expect(200);
    client.postJson("/api/v1/assets", table("a.one")).expect(201);
    client.postJson("/api/v1/assets", table("a.two")).expect(201);
    client.postJson("/api/v1/assets", table("a.three")).problem(403, "quota-exceeded");
    client.postJson("/api/v1/assets", table("a.two")).expect(200);
    client.json("PATCH", PATH + "/few-assets", "{\"quotas\":{\"maxAssets\":null}}").expect(200);
    client.postJson("/api/v1/assets", table("a.three")).expect(201);
    JsonNode usage = client.get(PATH + "/few-assets/usage").expect(200).json();
    assertThat(usage.path("requests").asLong()).isPositive();
    client
        .json("PATCH", PATH + "/few-assets", "{\"quotas\":{\"maxAssets\":0}}")
        .problem(422, "number-out-of-range");
  }

  @Test
  void moreRequestsThanTheQuotaAreRefused() {
    Client client = server.newTenant("few-requests");
    Client operator = server.newTenant("few-requests-operator");
    operator
        .json("PATCH", PATH + "/few-requests", "{\"quotas\":{\"maxRequestsPerSecond\":1}}")
        .expect(200);
    Client.Answer refused = client.get("/api/v1/assets");
    for (int i = 0; i < 100 && refused.response().statusCode() != 429; i++) {
      refused = client.get("/api/v1/assets");
    }
    refused.problem(429, "rate-limited");
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    JsonNode usage = operator.get(PATH + "/few-requests/usage").expect(200).json();
    assertThat(usage.path("refusedRequests").asLong()).isPositive();
  }
}
