package dev.tarn.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.TenantId;
import dev.tarn.signin.key.BlockedActors;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A real provider: its tokens, and the login of browsers. */
@ExtendWith(SharedKeycloak.class)
final class KeycloakTest {
  private static final String REALM = "larkmoor";
  private static final String LOGIN = "/sign-in/keycloak";
  private static final JsonMapper JSON = new JsonMapper();

  private static KeycloakProcess keycloak;
  private static TestServer server;

  @BeforeAll
  static void start(@TempDir Path folder, KeycloakProcess shared) throws Exception {
    keycloak = shared;
    try (InputStream realm =
        Objects.requireNonNull(KeycloakTest.class.getResourceAsStream("/realm.json"))) {
      var unused =
          keycloak.admin("POST", "", new String(realm.readAllBytes(), StandardCharsets.UTF_8));
    }
    Map<String, String> settings = new LinkedHashMap<>();
    String issuer = "tarn.sign-in.issuers[0].";
    settings.put(issuer + "name", "keycloak");
    settings.put(issuer + "uri", keycloak.issuer(REALM).toString());
    settings.put(issuer + "audiences", "tarn-api");
    settings.put(issuer + "client-id", "tarn");
    settings.put(issuer + "client-secret", "the-secret-of-tarn");
    settings.put(issuer + "tenant-claim", "organisation");
    settings.put(issuer + "tenants[Larkmoor Ltd]", "one");
    settings.put(issuer + "roles-claim", "realm_access.roles");
    settings.put(issuer + "roles[catalog-reader]", "reader");
    settings.put(issuer + "roles[catalog-admin]", "admin,editor");
    settings.put(issuer + "teams-claim", "groups");
    settings.put(issuer + "teams[finance]", "controlling");
    String second = "tarn.sign-in.issuers[1].";
    settings.put(second + "name", "absent");
    settings.put(second + "uri", "http://127.0.0.1:1/realms/absent");
    settings.put(second + "audiences", "tarn-api");
    settings.put(second + "tenant", "two");
    settings.put("tarn.rest.feed.heartbeat", "100ms");
    settings.put("tarn.sign-in.session.target", "/api/v1/principal");
    server = TestServer.start(folder.resolve("server"), settings);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String token(String user) throws Exception {
    JsonNode answer =
        keycloak.token(
            REALM,
            Map.of(
                "grant_type", "password",
                "client_id", "tarn",
                "client_secret", "the-secret-of-tarn",
                "username", user,
                "password", user + "-password"));
    assertThat(answer.has("access_token")).as(answer.toString()).isTrue();
    return answer.path("access_token").asText();
  }

  @Test
  void aTokenSaysWhoAndOfWhichTenantAndWithWhichRoles() throws Exception {
    JsonNode anna = server.client(token("anna"), "one").get("/api/v1/principal").expect(200).json();
    assertThat(anna.path("actor").asText()).isEqualTo("user:anna");
    assertThat(anna.path("tenant").asText()).isEqualTo("one");
    assertThat(anna.path("roles").toString()).isEqualTo("[\"reader\"]");
    assertThat(anna.path("teams").toString()).isEqualTo("[\"controlling\"]");
    assertThat(anna.path("credential").asText()).isEqualTo("jwt");
    server.client(token("anna"), "one").get("/api/v1/assets").expect(200);
    server.client(token("anna"), "two").get("/api/v1/assets").expect(404);
    JsonNode boris =
        server.client(token("boris"), "one").get("/api/v1/principal").expect(200).json();
    assertThat(boris.path("roles").toString()).isEqualTo("[\"admin\",\"editor\"]");
  }

  @Test
  void peopleMakeKeysForThemselvesWithNoMoreThanTheyHave() throws Exception {
    TestServer.Client anna = server.client(token("anna"), "one");
    String key = anna.post("/api/v1/keys", "{\"roles\": [\"reader\"]}").expect(201).text("key");
    server.client(key, "one").get("/api/v1/assets").expect(200);
    // A key does not multiply by itself.
    server.client(key, "one").post("/api/v1/keys", "{\"roles\": [\"reader\"]}").expect(403);
    anna.post("/api/v1/keys", "{\"roles\": [\"editor\"]}").expect(403);
    anna.post("/api/v1/keys", "{\"actor\": \"user:boris\"}").expect(403);
  }

  @Test
  void aTokenThatIsForSomethingElseOrOfSomebodyElseIsNotTaken() throws Exception {
    String robot =
        keycloak
            .token(
                REALM,
                Map.of(
                    "grant_type", "client_credentials",
                    "client_id", "robot",
                    "client_secret", "the-secret-of-the-robot"))
            .path("access_token")
            .asText();
    server.client(robot, "one").get("/api/v1/assets").expect(401);
    String token = token("anna");
    String[] parts = token.split("\\.");
    char first = parts[2].charAt(0);
    String forged =
        parts[0] + "." + parts[1] + "." + (first == 'A' ? 'B' : 'A') + parts[2].substring(1);
    server.client(forged, "one").get("/api/v1/assets").expect(401);
    String master =
        keycloak
            .token(
                "master",
                Map.of(
                    "grant_type", "password",
                    "client_id", "admin-cli",
                    "username", "admin",
                    "password", "admin"))
            .path("access_token")
            .asText();
    server.client(master, "one").get("/api/v1/assets").expect(401);
  }

  @Test
  void aTokenEnds() throws Exception {
    String token = token("anna");
    server.client(token, "one").get("/api/v1/assets").expect(200);
    Duration past = Duration.ofMinutes(7);
    server.clock().advance(past);
    try {
      server.client(token, "one").get("/api/v1/assets").expect(401);
    } finally {
      server.clock().advance(past.negated());
    }
  }

  @Test
  void keysOfTheProviderMayChange() throws Exception {
    String before = token("anna");
    server.client(before, "one").get("/api/v1/assets").expect(200);
    String realmId = keycloak.admin("GET", "/" + REALM, null).path("id").asText();
    var unused =
        keycloak.admin(
            "POST",
            "/" + REALM + "/components",
            JSON.createObjectNode()
                .put("name", "newer")
                .put("providerId", "rsa-generated")
                .put("providerType", "org.keycloak.keys.KeyProvider")
                .put("parentId", realmId)
                .set(
                    "config",
                    JSON.readTree(
                        "{\"priority\": [\"200\"], \"enabled\": [\"true\"], \"active\":"
                            + " [\"true\"], \"algorithm\": [\"RS256\"]}"))
                .toString());
    String after = token("anna");
    assertThat(header(after).path("kid")).isNotEqualTo(header(before).path("kid"));
    server.client(after, "one").get("/api/v1/assets").expect(200);
    server.client(before, "one").get("/api/v1/assets").expect(200);
  }

  private static JsonNode header(String token) throws IOException {
    return JSON.readTree(Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.'))));
  }

  private static Browser browser() {
    return new Browser(server.uri());
  }

  @Test
  void aBrowserLogsInAndOut() throws Exception {
    Browser browser = browser();
    assertThat(browser.status("/api/v1/assets")).isEqualTo(401);
    HttpResponse<String> shown = browser.logIn(LOGIN, "anna");
    assertThat(shown.statusCode()).as(shown.body()).isEqualTo(200);
    assertThat(shown.uri().getPath()).isEqualTo("/api/v1/principal");
    JsonNode principal = JSON.readTree(shown.body());
    assertThat(principal.path("actor").asText()).isEqualTo("user:anna");
    assertThat(principal.path("credential").asText()).isEqualTo("session");
    assertThat(principal.path("roles").toString()).isEqualTo("[\"reader\"]");
    assertThat(browser.session().isHttpOnly()).isTrue();
    assertThat(browser.status("/api/v1/assets")).isEqualTo(200);
    HttpResponse<String> out =
        browser.post(server.uri().resolve("/sign-out"), "text/plain", "", "same-origin");
    assertThat(out.statusCode()).isEqualTo(204);
    assertThat(browser.status("/api/v1/assets")).isEqualTo(401);
  }

  @Test
  void whatASessionHasOpenEndsWithIt() throws Exception {
    Browser browser = browser();
    var unused = browser.logIn(LOGIN, "anna");
    try (Events events = browser.events("/api/v1/changes")) {
      events.awaitSign();
      HttpResponse<String> out =
          browser.post(server.uri().resolve("/sign-out"), "text/plain", "", "same-origin");
      assertThat(out.statusCode()).isEqualTo(204);
      assertThat(events.toEnd()).endsWith("event: refused", "data: {\"code\":\"unauthenticated\"}");
    }
  }

  @Test
  void aSessionWritesFromPagesOfThisServerOnly() throws Exception {
    Browser browser = browser();
    var unused = browser.logIn(LOGIN, "boris");
    URI assets = server.uri().resolve("/api/v1/assets");
    String asset = "{\"type\": \"table\", \"qualifiedName\": \"of.boris\"}";
    for (String site : new String[] {null, "none", "same-site", "cross-site"}) {
      assertThat(browser.post(assets, "application/json", asset, site).statusCode())
          .as("from " + site)
          .isEqualTo(403);
    }
    assertThat(browser.post(assets, "application/json", asset, "same-origin").statusCode())
        .isEqualTo(201);
  }

  @Test
  void whoIsBlockedHereIsNobodyAtOnce() throws Exception {
    Browser browser = browser();
    var unused = browser.logIn(LOGIN, "boris");
    String token = token("boris");
    TenantId tenant = new TenantId("one");
    Actor boris = new Actor("user:boris");
    server.bean(BlockedActors.class).block(tenant, boris);
    try {
      server.client(token, "one").get("/api/v1/assets").expect(401);
      assertThat(browser.status("/api/v1/assets")).isEqualTo(401);
      assertThat(browser().logIn(LOGIN, "boris").statusCode()).isEqualTo(401);
    } finally {
      server.bean(BlockedActors.class).unblock(tenant, boris);
    }
    // The session is over for good.
    assertThat(browser.status("/api/v1/assets")).isEqualTo(401);
    server.client(token, "one").get("/api/v1/assets").expect(200);
  }

  @Test
  void whoTheProviderHasDisabledIsOutAtTheNextCheck() throws Exception {
    Browser browser = browser();
    assertThat(browser.logIn(LOGIN, "boris").statusCode()).isEqualTo(200);
    assertThat(browser.status("/api/v1/assets")).isEqualTo(200);
    Duration check = Duration.ofMinutes(6);
    server.clock().advance(check);
    String users = "/" + REALM + "/users";
    JsonNode boris = keycloak.admin("GET", users + "?username=boris", null).path(0);
    try {
      assertThat(browser.status("/api/v1/assets")).as("checked").isEqualTo(200);
      enable(users, boris, "false");
      assertThat(browser.status("/api/v1/assets")).as("not yet").isEqualTo(200);
      try (Events events = browser.events("/api/v1/changes")) {
        events.awaitSign();
        server.clock().advance(check);
        assertThat(events.toEnd()).contains("event: refused");
      }
      assertThat(browser.status("/api/v1/assets")).as("checked again").isEqualTo(401);
      assertThat(browser().logIn(LOGIN, "boris").uri().getPort())
          .as("the provider asks again")
          .isEqualTo(keycloak.uri().getPort());
    } finally {
      enable(users, boris, "true");
      server.clock().advance(check.multipliedBy(2).negated());
    }
  }

  private static void enable(String users, JsonNode user, String enabled) throws Exception {
    var unused =
        keycloak.admin(
            "PUT", users + "/" + user.path("id").asText(), "{\"enabled\": " + enabled + "}");
  }

  @Test
  void aSessionEndsHoweverBusyItIs() throws Exception {
    Browser browser = browser();
    var unused = browser.logIn(LOGIN, "anna");
    Duration lifetime = Duration.ofHours(8);
    server.clock().advance(lifetime);
    try {
      assertThat(browser.status("/api/v1/assets")).isEqualTo(401);
    } finally {
      server.clock().advance(lifetime.negated());
    }
  }
}
