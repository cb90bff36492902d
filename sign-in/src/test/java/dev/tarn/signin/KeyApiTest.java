package dev.tarn.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.TenantId;
import dev.tarn.signin.TestServer.Answer;
import dev.tarn.signin.TestServer.Client;
import dev.tarn.signin.key.ApiKeys;
import dev.tarn.signin.key.BlockedActors;
import dev.tarn.signin.web.FailedSignIn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys over HTTP: what they open, and what nobody opens without one. */
final class KeyApiTest {
  private static TestServer server;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    server = TestServer.start(folder, Map.of());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Client admin() {
    return server.client(TestServer.ADMIN_KEY, "one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/assets",
        "/api/v1/keys",
        "/api/v1/principal",
        "/api/v1/changes/stream",
        "/graphql",
        "/actuator/health",
        "/actuator/prometheus",
        "/nowhere"
      })
  void nothingIsAnsweredWithoutACredential(String path) throws Exception {
    for (String method : List.of("GET", "POST", "PUT", "DELETE")) {
      Answer answer = server.client(null, "one").send(method, path, "{}").expect(401);
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"tarn\"");
      assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
      assertThat(answer.text("code")).isEqualTo("unauthenticated");
      assertThat(answer.text("requestId")).isNotEmpty().isEqualTo(answer.header("X-Request-Id"));
      assertThat(answer.header("Set-Cookie")).isEmpty();
    }
  }

  @Test
  void icebergClientsAreAnsweredInTheirForm() throws Exception {
    JsonNode error =
        server
            .client(null, "one")
            .get("/iceberg/v1/config?warehouse=one")
            .expect(401)
            .json()
            .path("error");
    assertThat(error.path("type").asText()).isEqualTo("NotAuthorizedException");
    assertThat(error.path("code").asInt()).isEqualTo(401);
  }

  @Test
  void theDescriptionIsForEverybody() throws Exception {
    Answer description = server.client(null, "one").get("/v3/api-docs").expect(200);
    assertThat(description.json().path("paths").path("/api/v1/keys").path("post").toString())
        .contains("#/components/schemas/NewKey");
    server.client(null, "one").get("/swagger-ui/index.html").expect(200);
  }

  @Test
  void answersTellBrowsersToBeCareful() throws Exception {
    Answer answer = admin().get("/api/v1/principal").expect(200);
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
    assertThat(answer.header("Content-Security-Policy")).contains("default-src 'self'");
    assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(answer.header("Cache-Control")).contains("no-store");
  }

  @Test
  void whatIsWrongIsAllAnsweredTheSame() throws Exception {
    Answer made = server.newKey("one", "service:once", "reader");
    String good = made.text("key");
    String id = made.text("id");
    server.client(good, "one").get("/api/v1/assets").expect(200);
    String other = server.newKey("one", "service:other", "reader").text("key");
    String mixed = good.substring(0, good.lastIndexOf('_', 25) + 1) + other.substring(22);
    admin().delete("/api/v1/keys/" + id).expect(204);
    server.bean(TestApplication.Failures.class).all.clear();

    List<String> bad =
        List.of(
            good,
            mixed,
            "tarn_0000000000000000_" + "A".repeat(43),
            "nonsense",
            TestServer.ADMIN_KEY + "x",
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.",
            "x".repeat(7_000));
    for (String credential : bad) {
      Answer answer = server.client(credential, "one").get("/api/v1/assets").expect(401);
      assertThat(answer.header("WWW-Authenticate"))
          .isEqualTo("Bearer realm=\"tarn\", error=\"invalid_token\"");
      assertThat(answer.text("detail")).isEqualTo("the credential is not good, or not any more");
    }
    assertThat(server.bean(TestApplication.Failures.class).all)
        .hasSize(bad.size())
        .allMatch(failure -> failure.reason() == FailedSignIn.Reason.INVALID)
        .allMatch(failure -> failure.path().equals("/api/v1/assets"))
        .allMatch(failure -> "127.0.0.1".equals(failure.origin().address()));
  }

  @Test
  void aKeyIsSomebodyInOneTenant() throws Exception {
    Client reader = server.keyOf("one", "service:airflow", "reader");
    JsonNode principal = reader.get("/api/v1/principal").expect(200).json();
    assertThat(principal.path("actor").asText()).isEqualTo("service:airflow");
    assertThat(principal.path("tenant").asText()).isEqualTo("one");
    assertThat(principal.path("credential").asText()).isEqualTo("api-key");
    reader.get("/api/v1/assets").expect(200);
    reader.post("/api/v1/assets", "{\"type\": \"table\", \"qualifiedName\": \"a\"}").expect(403);
  }

  @Test
  void aKeyOfAnotherTenantIsAnsweredAsIfThereWereNone() throws Exception {
    String key = server.newKey("one", "service:airflow", "admin").text("key");
    JsonNode theirs = server.client(key, "two").get("/api/v1/assets").expect(404).json();
    JsonNode nobodys = server.client(key, "nobody").get("/api/v1/assets").expect(404).json();
    assertThat(theirs.path("code")).isEqualTo(nobodys.path("code"));
    server.client(key, "two").get("/api/v1/keys?all=true").expect(404);
    server.client(key, "two").post("/api/v1/keys", "{\"actor\": \"service:x\"}").expect(404);
  }

  @Test
  void scopesNarrowAKey() throws Exception {
    String key =
        admin()
            .post(
                "/api/v1/keys",
                "{\"actor\": \"service:narrow\", \"roles\": [\"admin\"], \"scopes\":"
                    + " [\"read-assets\", \"manage-access\"]}")
            .expect(201)
            .text("key");
    Client narrow = server.client(key, "one");
    narrow.get("/api/v1/assets").expect(200);
    narrow.get("/api/v1/status").expect(403);
    // It may manage access, but not make of itself more than it is.
    narrow.post("/api/v1/keys", "{\"actor\": \"service:wide\"}").expect(403);
    narrow
        .post("/api/v1/keys", "{\"actor\": \"service:wide\", \"scopes\": [\"write-assets\"]}")
        .expect(403);
    narrow
        .post("/api/v1/keys", "{\"actor\": \"service:less\", \"scopes\": [\"read-assets\"]}")
        .expect(201);
  }

  @Test
  void nobodyMakesAKeyThatOpensMore() throws Exception {
    Client reader = server.keyOf("one", "service:reader", "reader");
    Client tenantAdmin = server.keyOf("one", "user:anna", "admin");
    reader.post("/api/v1/keys", "{}").expect(403);
    reader.post("/api/v1/keys", "{\"actor\": \"service:other\"}").expect(403);
    reader.get("/api/v1/keys?all=true").expect(403);
    tenantAdmin
        .post("/api/v1/keys", "{\"actor\": \"service:other\", \"roles\": [\"operator\"]}")
        .expect(403);
    tenantAdmin
        .post("/api/v1/keys", "{\"actor\": \"service:other\", \"roles\": [\"editor\"]}")
        .expect(201);
    Answer operator =
        admin()
            .post("/api/v1/keys", "{\"actor\": \"user:op\", \"roles\": [\"operator\"]}")
            .expect(201);
    assertThat(operator.json().has("tenant")).isFalse();
    server.client(operator.text("key"), "two").get("/api/v1/assets").expect(200);
    // Of another tenant's administrators it is not there.
    tenantAdmin.delete("/api/v1/keys/" + operator.text("id")).expect(404);
    server
        .keyOf("two", "user:zoe", "admin")
        .delete("/api/v1/keys/" + server.newKey("one", "service:x", "reader").text("id"))
        .expect(404);
    reader.delete("/api/v1/keys/" + operator.text("id")).expect(403);
    reader.delete("/api/v1/keys/0000000000000000").expect(403);
  }

  @Test
  void aKeyEndsWhenItSays() throws Exception {
    String end = server.clock().instant().plus(Duration.ofHours(1)).toString();
    String key =
        admin()
            .post(
                "/api/v1/keys",
                "{\"actor\": \"service:brief\", \"roles\": [\"reader\"], \"expiresAt\": \""
                    + end
                    + "\"}")
            .expect(201)
            .text("key");
    server.client(key, "one").get("/api/v1/assets").expect(200);
    server.clock().advance(Duration.ofHours(1));
    server.client(key, "one").get("/api/v1/assets").expect(401);
    admin()
        .post("/api/v1/keys", "{\"actor\": \"service:late\", \"expiresAt\": \"" + end + "\"}")
        .expect(422);
  }

  @Test
  void aRotatedKeyHasTwoTextsForAWhile() throws Exception {
    Answer made = server.newKey("one", "service:turning", "reader");
    String before = made.text("key");
    Answer turned =
        admin()
            .post("/api/v1/keys/" + made.text("id") + "/rotate", "{\"overlap\": \"PT1H\"}")
            .expect(201);
    assertThat(turned.text("id")).isEqualTo(made.text("id"));
    assertThat(turned.header("Cache-Control")).contains("no-store");
    server.client(before, "one").get("/api/v1/assets").expect(200);
    server.client(turned.text("key"), "one").get("/api/v1/assets").expect(200);
    server.clock().advance(Duration.ofHours(1));
    server.client(before, "one").get("/api/v1/assets").expect(401);
    server.client(turned.text("key"), "one").get("/api/v1/assets").expect(200);
    // A program may turn its own.
    server
        .client(turned.text("key"), "one")
        .post("/api/v1/keys/" + made.text("id") + "/rotate", "{}")
        .expect(201);
    server.client(turned.text("key"), "one").get("/api/v1/assets").expect(401);
    admin()
        .post("/api/v1/keys/" + made.text("id") + "/rotate", "{\"overlap\": \"P31D\"}")
        .expect(422);
  }

  @Test
  void theListSaysWhatIsUsedAndNeverTheKey() throws Exception {
    Answer made = server.newKey("one", "service:listed", "reader");
    JsonNode unused = listed(made.text("id"));
    assertThat(unused.has("lastUsedAt")).isFalse();
    server.client(made.text("key"), "one").get("/api/v1/assets").expect(200);
    JsonNode used = listed(made.text("id"));
    assertThat(used.path("lastUsedFrom").asText()).isEqualTo("127.0.0.1");
    assertThat(used.has("key")).isFalse();
    server.client(made.text("key"), "one").get("/api/v1/assets").expect(200);
    assertThat(listed(made.text("id")).path("lastUsedAt")).isEqualTo(used.path("lastUsedAt"));
    server.clock().advance(Duration.ofMinutes(2));
    server.client(made.text("key"), "one").get("/api/v1/assets").expect(200);
    assertThat(listed(made.text("id")).path("lastUsedAt")).isNotEqualTo(used.path("lastUsedAt"));
    JsonNode own = server.client(made.text("key"), "one").get("/api/v1/keys").expect(200).json();
    assertThat(own.path("items")).hasSize(1);
  }

  private static JsonNode listed(String id) throws Exception {
    for (JsonNode key : admin().get("/api/v1/keys?all=true").expect(200).json().path("items")) {
      if (key.path("id").asText().equals(id)) {
        return key;
      }
    }
    throw new AssertionError("not listed: " + id);
  }

  @Test
  void theAdminKeyIsChangedAtAStartOnly() throws Exception {
    admin().delete("/api/v1/keys/admin").expect(400);
    admin().post("/api/v1/keys/admin/rotate", "{}").expect(400);
    admin().get("/api/v1/assets").expect(200);
  }

  @Test
  void aBlockedActorIsNobody() throws Exception {
    Answer made = server.newKey("one", "user:gone", "reader");
    Client client = server.client(made.text("key"), "one");
    client.get("/api/v1/assets").expect(200);
    TenantId tenant = new TenantId("one");
    Actor actor = new Actor("user:gone");
    server.bean(BlockedActors.class).block(tenant, actor);
    client.get("/api/v1/assets").expect(401);
    server.bean(BlockedActors.class).unblock(tenant, actor);
    client.get("/api/v1/assets").expect(200);
    server.bean(ApiKeys.class).revokeAllOf(tenant, actor);
    client.get("/api/v1/assets").expect(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"actor\": \"system:tarn\"}",
        "{\"actor\": \"service:x\", \"roles\": [\"No Role\"]}",
        "{\"actor\": \"service:x\", \"scopes\": [\"fly\"]}",
        "{\"actor\": \"service:x\", \"expiresAt\": \"tomorrow\"}",
        "{\"actor\": \"service:x\", \"colour\": \"blue\"}"
      })
  void aKeyThatMakesNoSenseIsRefused(String body) throws Exception {
    admin().post("/api/v1/keys", body).expect(422);
  }
}
