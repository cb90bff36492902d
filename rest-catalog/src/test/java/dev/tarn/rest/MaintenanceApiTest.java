package dev.tarn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** The collection of garbage over HTTP. */
@Timeout(60)
class MaintenanceApiTest {
  private static final String PATH = "/api/v1/maintenance";

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aCollectionIsARunThatCanBeLookedAt() {
    Client client = server.newTenant("maintenance");
    String address =
        client
            .postJson(PATH + "/collect-garbage?olderThan=PT1H&dryRun=true", "")
            .expect(202)
            .header("Location");
    while (client.get(address).expect(200).json().path("status").asString().equals("running")) {
      Thread.onSpinWait();
    }
    JsonNode run = client.get(address).json();
    assertThat(run.path("status").asString()).isEqualTo("succeeded");
    assertThat(run.path("dryRun").asBoolean()).isTrue();
    assertThat(run.path("found").path("branches").asInt()).isZero();
    assertThat(client.get(PATH + "/runs").expect(200).json().path("items")).hasSize(1);
    // To end what has ended does nothing.
    assertThat(client.delete(address).expect(202).json().path("status").asString())
        .isEqualTo("succeeded");
    server.newTenant("maintenance-2").get(address).problem(404, "maintenance-run-not-found");
  }

  @Test
  void aTimeThatIsNoneIsRefused() {
    Client client = server.newTenant("maintenance-times");
    client.postJson(PATH + "/collect-garbage?olderThan=1", "").problem(400, "invalid-request");
    client.postJson(PATH + "/collect-garbage?olderThan=-PT1H", "").problem(400, "invalid-request");
    assertThat(client.get(PATH + "/runs").expect(200).json().path("items")).isEmpty();
  }
}
