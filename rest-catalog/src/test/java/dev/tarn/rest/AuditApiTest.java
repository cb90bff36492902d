package dev.tarn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.audit.AuditDecision;
import dev.tarn.core.audit.AuditEvent;
import dev.tarn.core.audit.AuditTrail;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The audit over HTTP, and its exports. */
@Timeout(60)
class AuditApiTest {
  private static final String PATH = "/api/v1/audit";
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void record(String chain, AuditEvent event) {
    server.bean(AuditTrail.class).record(chain, event);
  }

  private static AuditEvent event(String tenant, int minute, String action, String address) {
    boolean denied = action.startsWith("write");
    return new AuditEvent(
        NOON.plusSeconds(60L * minute),
        tenant,
        "user:o=brien|\\ann",
        "api-key",
        "key-1",
        address,
        "request-" + minute,
        action,
        tenant + "/main",
        denied ? AuditDecision.DENIED : AuditDecision.ALLOWED,
        denied ? "first line\nsecond = line" : null);
  }

  @Test
  void eventsComeInPages() {
    Client client = server.newTenant("audited");
    for (int i = 0; i < 5; i++) {
      record("audited", event("audited", i, "manage-index", "192.0.2.1"));
    }
    record("audited", event("audited", 5, "write-assets", "192.0.2.1"));
    record("another", event("another", 6, "write-assets", "192.0.2.1"));
    JsonNode first = client.get(PATH + "?limit=4").expect(200).json();
    assertThat(first.path("items")).hasSize(4);
    JsonNode rest =
        client.get(PATH + "?limit=4&cursor=" + first.path("next").asString()).expect(200).json();
    assertThat(rest.path("items")).hasSize(2);
    assertThat(rest.path("next").isMissingNode() || rest.path("next").isNull()).isTrue();
    JsonNode denied = client.get(PATH + "?decision=denied").expect(200).json();
    assertThat(denied.path("items")).hasSize(1);
    assertThat(denied.path("items").path(0).path("action").asString()).isEqualTo("write-assets");
    assertThat(
            client
                .get(PATH + "?from=2026-11-22T12:01:00Z&to=2026-11-22T12:03:00Z")
                .expect(200)
                .json()
                .path("items"))
        .hasSize(2);
    assertThat(client.get(PATH + "/verification").expect(200).json().path("holds").asBoolean())
        .isTrue();
    client.get(PATH + "?from=noon").problem(400, "invalid-request");
    client.get(PATH + "?decision=perhaps").problem(400, "invalid-request");
    client.get(PATH + "?cursor=x").problem(400, "invalid-request");
    client.get(PATH + "?limit=0").problem(422, "number-out-of-range");
  }

  @Test
  void theLogOfABranchIsVerified() {
    Client client = server.newTenant("audited-log");
    List<String> lines =
        client.get(PATH + "/verification/log").expect(200).response().body().lines().toList();
    assertThat(lines).hasSize(1);
    JsonNode found = JsonMapper.shared().readTree(lines.getFirst());
    assertThat(found.path("holds").asBoolean()).isTrue();
    assertThat(found.path("checked").asLong()).isZero();
    client.get(PATH + "/verification/log?branch=none").problem(404, "branch-not-found");
  }

  @Test
  void exportsAreInOcsf() {
    Client client = server.newTenant("audited-ocsf");
    record("audited-ocsf", event("audited-ocsf", 1, "write-assets", "192.0.2.1"));
    record("audited-ocsf", event("audited-ocsf", 2, "manage-access", "192.0.2.1"));
    List<String> lines =
        client.get(PATH + "/export?format=ocsf").expect(200).response().body().lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode denied = JsonMapper.shared().readTree(lines.get(0));
    assertThat(denied.path("class_uid").asInt()).isEqualTo(6003);
    assertThat(denied.path("type_uid").asInt()).isEqualTo(600303);
    assertThat(denied.path("time").asLong()).isEqualTo(NOON.plusSeconds(60).toEpochMilli());
    assertThat(denied.path("status_id").asInt()).isEqualTo(2);
    assertThat(denied.path("status_detail").asString()).contains("second = line");
    assertThat(denied.path("actor").path("user").path("name").asString())
        .isEqualTo("user:o=brien|\\ann");
    assertThat(denied.path("src_endpoint").path("ip").asString()).isEqualTo("192.0.2.1");
    assertThat(denied.path("api").path("request").path("uid").asString()).isEqualTo("request-1");
    assertThat(denied.path("metadata").path("tenant_uid").asString()).isEqualTo("audited-ocsf");
    JsonNode access = JsonMapper.shared().readTree(lines.get(1));
    assertThat(access.path("class_uid").asInt()).isEqualTo(3005);
    assertThat(access.path("category_uid").asInt()).isEqualTo(3);
  }

  @Test
  void exportsAreInCefWithWhatHasAMeaningEscaped() {
    Client client = server.newTenant("audited-cef");
    record("audited-cef", event("audited-cef", 1, "write|assets", "2001:db8::1"));
    List<String> lines =
        client.get(PATH + "/export?format=cef").expect(200).response().body().lines().toList();
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst())
        .startsWith("CEF:0|Tarn|Tarn|1|write\\|assets|write\\|assets denied|6|rt=")
        .contains("suser=user:o\\=brien|\\\\ann ")
        .contains("reason=first line\\nsecond \\= line ")
        .contains("c6a2Label=Source IPv6 Address c6a2=2001:db8::1 ")
        .contains("outcome=failure ");
    client.get(PATH + "/export?format=xml").problem(400, "invalid-request");
  }
}
