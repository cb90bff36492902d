package dev.tarn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Permissions over HTTP. */
@Timeout(60)
class AccessApiTest {
  private static final String PATH = "/api/v1/access";

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
  void onesOwnPermissionsAreTold() {
    JsonNode me = server.newTenant("access").get(PATH + "/me").expect(200).json();
    assertThat(me.path("actor").asString()).isEqualTo("user:admin");
    assertThat(me.path("permissions").path("manage-access").asString()).isEqualTo("all");
  }

  @Test
  void aDecisionIsExplained() {
    Client client = server.newTenant("access-why");
    JsonNode lines =
        client
            .get(PATH + "/explain?action=read-assets&actor=user:eve")
            .expect(200)
            .json()
            .path("lines");
    assertThat(lines).isNotEmpty();
    client.get(PATH + "/explain?action=fly").problem(400, "invalid-request");
    client
        .get(PATH + "/explain?action=read-assets&asset=table:none")
        .problem(404, "asset-not-found");
    assertThat(client.get(PATH + "/simulate").expect(200).json().path("effects")).isEmpty();
    client.get(PATH + "/simulate?branch=none").problem(404, "branch-not-found");
  }
}
