package dev.tarn.signin.saml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.onelogin.saml2.util.Util;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.TenantId;
import dev.tarn.signin.Browser;
import dev.tarn.signin.KeycloakProcess;
import dev.tarn.signin.PemPair;
import dev.tarn.signin.SharedKeycloak;
import dev.tarn.signin.TestServer;
import dev.tarn.signin.key.BlockedActors;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
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

/** The login of browsers at a real provider that speaks SAML. */
@ExtendWith(SharedKeycloak.class)
final class SamlKeycloakTest {
  private static final String REALM = "corp";
  private static final String LOGIN = "/sign-in/saml/keycloak";
  private static final String RESPONSE = "SAMLResponse";
  private static final JsonMapper JSON = new JsonMapper();

  private static KeycloakProcess keycloak;
  private static TestServer server;

  @BeforeAll
  static void start(@TempDir Path folder, KeycloakProcess shared) throws Exception {
    keycloak = shared;
    PemPair keys = PemPair.make(folder, "tarn");
    String metadata = keycloak.uri() + "/realms/" + REALM + "/protocol/saml/descriptor";
    Map<String, String> settings = new LinkedHashMap<>();
    provider(settings, "keycloak", metadata, "urn:tarn:plain");
    String plain = "tarn.sign-in.saml.keycloak.";
    settings.put(plain + "tenant-attribute", "organisation");
    settings.put(plain + "tenants[Larkmoor Ltd]", "one");
    settings.put(plain + "roles-attribute", "Role");
    settings.put(plain + "roles[catalog-reader]", "reader");
    settings.put(plain + "roles[catalog-admin]", "admin,editor");
    settings.put(plain + "teams-attribute", "groups");
    settings.put(plain + "teams[finance]", "controlling");
    provider(settings, "sealed", metadata, "urn:tarn:sealed");
    settings.put("tarn.sign-in.saml.sealed.tenant", "one");
    settings.put("tarn.sign-in.saml.sealed.key", keys.keyFile().toString());
    settings.put("tarn.sign-in.saml.sealed.certificate", keys.certificateFile().toString());
    provider(settings, "absent", "http://127.0.0.1:1/metadata", "urn:tarn:absent");
    settings.put("tarn.sign-in.saml.absent.tenant", "one");
    settings.put("tarn.sign-in.session.target", "/api/v1/principal");
    server = TestServer.start(folder.resolve("server"), settings);
    try (InputStream realm =
        Objects.requireNonNull(SamlKeycloakTest.class.getResourceAsStream("/saml-realm.json"))) {
      var unused =
          keycloak.admin(
              "POST",
              "",
              new String(realm.readAllBytes(), StandardCharsets.UTF_8)
                  .replace("SERVER", server.uri().toString())
                  .replace("CERTIFICATE", keys.certificateText()));
    }
  }

  private static void provider(
      Map<String, String> settings, String name, String metadata, String entityId) {
    settings.put("tarn.sign-in.saml." + name + ".metadata", metadata);
    settings.put("tarn.sign-in.saml." + name + ".entity-id", entityId);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A browser whose person has just given the password: the provider's page sends the response. */
  private record Visit(Browser browser, Browser.Form form) {
    static Visit of(String login, String user) throws Exception {
      Browser browser = new Browser(server.uri());
      Browser.Form form = Browser.form(browser.logIn(login, user));
      server.clock().catchUp();
      return new Visit(browser, form);
    }

    HttpResponse<String> arrive() throws Exception {
      return browser.submit(form);
    }

    String xml() {
      return new String(
          Base64.getDecoder().decode(form.fields().get(RESPONSE)), StandardCharsets.UTF_8);
    }

    Visit with(String xml) {
      return new Visit(browser, form.with(RESPONSE, TestIdentityProvider.encoded(xml)));
    }
  }

  private static JsonNode principal(HttpResponse<String> shown) throws Exception {
    assertThat(shown.statusCode()).as(shown.body()).isEqualTo(200);
    assertThat(shown.uri().getPath()).isEqualTo("/api/v1/principal");
    return JSON.readTree(shown.body());
  }

  @Test
  void aBrowserLogsInAndOut() throws Exception {
    Visit visit = Visit.of(LOGIN, "anna");
    JsonNode anna = principal(visit.arrive());
    assertThat(anna.path("actor").asText()).isEqualTo("user:anna");
    assertThat(anna.path("tenant").asText()).isEqualTo("one");
    assertThat(anna.path("credential").asText()).isEqualTo("session");
    assertThat(anna.path("roles").toString()).isEqualTo("[\"reader\"]");
    assertThat(anna.path("teams").toString()).isEqualTo("[\"controlling\"]");
    assertThat(visit.browser().status("/api/v1/assets")).isEqualTo(200);
    HttpResponse<String> out =
        visit.browser().post(server.uri().resolve("/sign-out"), "text/plain", "", "same-origin");
    assertThat(out.statusCode()).isEqualTo(204);
    assertThat(visit.browser().status("/api/v1/assets")).isEqualTo(401);
    assertThat(principal(Visit.of(LOGIN, "boris").arrive()).path("roles").toString())
        .isEqualTo("[\"admin\",\"editor\"]");
  }

  @Test
  void requestsAreSignedAndAssertionsDecryptedWhereThereIsAKey() throws Exception {
    Visit visit = Visit.of("/sign-in/saml/sealed", "anna");
    assertThat(visit.xml()).contains("EncryptedAssertion").doesNotContain("anna");
    assertThat(principal(visit.arrive()).path("actor").asText()).isEqualTo("user:anna");
    // The same request without its signature is one that the provider does not take.
    Browser browser = new Browser(server.uri());
    String location = browser.redirect("/sign-in/saml/sealed").toString();
    assertThat(location).contains("&Signature=");
    URI unsigned = URI.create(location.substring(0, location.indexOf("&SigAlg=")));
    assertThat(browser.get(unsigned).statusCode()).isEqualTo(400);
  }

  @Test
  void aResponseThatWasChangedIsRefused() throws Exception {
    Visit visit = Visit.of(LOGIN, "anna");
    String xml = visit.xml();
    assertThat(xml).contains(">catalog-reader<");
    assertThat(visit.with(xml.replace(">catalog-reader<", ">catalog-admin<")).arrive().statusCode())
        .isEqualTo(401);
    assertThat(visit.arrive().statusCode()).isEqualTo(200);
  }

  @Test
  void aResponseIsGoodOnce() throws Exception {
    Visit visit = Visit.of(LOGIN, "anna");
    URI another = visit.browser().redirect(LOGIN);
    assertThat(another.getHost()).isNotEmpty();
    assertThat(visit.arrive().statusCode()).as("to a request before the last").isEqualTo(401);
    Visit fresh = Visit.of(LOGIN, "anna");
    assertThat(fresh.arrive().statusCode()).isEqualTo(200);
    assertThat(fresh.arrive().statusCode()).as("again").isEqualTo(401);
  }

  @Test
  void aResponseEnds() throws Exception {
    Visit visit = Visit.of(LOGIN, "anna");
    Duration later = Duration.ofMinutes(10);
    server.clock().advance(later);
    try {
      assertThat(visit.arrive().statusCode()).isEqualTo(401);
    } finally {
      server.clock().advance(later.negated());
    }
  }

  @Test
  void aResponseForAnotherServiceIsRefused() throws Exception {
    Browser browser = new Browser(server.uri());
    String location = browser.redirect(LOGIN).toString();
    int at = location.indexOf("SAMLRequest=") + "SAMLRequest=".length();
    String request =
        Util.base64decodedInflated(
            URLDecoder.decode(location.substring(at), StandardCharsets.UTF_8));
    assertThat(request).contains("urn:tarn:plain");
    String others =
        location.substring(0, at)
            + URLEncoder.encode(
                Util.deflatedBase64encoded(request.replace("urn:tarn:plain", "urn:tarn:other")),
                StandardCharsets.UTF_8);
    Visit visit = new Visit(browser, Browser.form(browser.logIn(URI.create(others), "anna")));
    server.clock().catchUp();
    assertThat(visit.xml()).contains("<saml:Audience>urn:tarn:other</saml:Audience>");
    assertThat(visit.arrive().statusCode()).isEqualTo(401);
  }

  @Test
  void whoIsDisabledAtTheProviderOrBlockedHereDoesNotComeIn() throws Exception {
    String users = "/" + REALM + "/users";
    String boris =
        users
            + "/"
            + keycloak.admin("GET", users + "?username=boris", null).path(0).path("id").asText();
    enable(boris, false);
    try {
      HttpResponse<String> page = new Browser(server.uri()).logIn(LOGIN, "boris");
      assertThat(page.body()).doesNotContain(RESPONSE);
    } finally {
      enable(boris, true);
    }
    Visit before = Visit.of(LOGIN, "boris");
    assertThat(before.arrive().statusCode()).isEqualTo(200);
    TenantId tenant = new TenantId("one");
    Actor actor = new Actor("user:boris");
    server.bean(BlockedActors.class).block(tenant, actor);
    try {
      assertThat(before.browser().status("/api/v1/assets")).isEqualTo(401);
      assertThat(Visit.of(LOGIN, "boris").arrive().statusCode()).isEqualTo(401);
    } finally {
      server.bean(BlockedActors.class).unblock(tenant, actor);
    }
  }

  private static void enable(String user, boolean enabled) throws Exception {
    var unused = keycloak.admin("PUT", user, "{\"enabled\": " + enabled + "}");
  }

  @Test
  void whomTheProviderLogsOutIsOutHere() throws Exception {
    Visit visit = Visit.of(LOGIN, "boris");
    assertThat(visit.arrive().statusCode()).isEqualTo(200);
    assertThat(visit.browser().status("/api/v1/assets")).isEqualTo(200);
    String users = "/" + REALM + "/users";
    String id = keycloak.admin("GET", users + "?username=boris", null).path(0).path("id").asText();
    server.clock().catchUp();
    var unused = keycloak.admin("POST", users + "/" + id + "/logout", null);
    assertThat(visit.browser().status("/api/v1/assets")).isEqualTo(401);
    server.clock().advance(Duration.ofSeconds(1));
    assertThat(Visit.of(LOGIN, "boris").arrive().statusCode()).as("a new login").isEqualTo(200);
  }

  @Test
  void theKeyOfTheProviderMayChange() throws Exception {
    assertThat(Visit.of(LOGIN, "anna").arrive().statusCode()).isEqualTo(200);
    var unused =
        keycloak.admin(
            "POST",
            "/" + REALM + "/components",
            JSON.createObjectNode()
                .put("name", "newer")
                .put("providerId", "rsa-generated")
                .put("providerType", "org.keycloak.keys.KeyProvider")
                .put("parentId", keycloak.admin("GET", "/" + REALM, null).path("id").asText())
                .set(
                    "config",
                    JSON.readTree(
                        "{\"priority\": [\"200\"], \"enabled\": [\"true\"], \"active\":"
                            + " [\"true\"], \"algorithm\": [\"RS256\"]}"))
                .toString());
    server.clock().advance(MetadataSource.PAUSE);
    assertThat(Visit.of(LOGIN, "anna").arrive().statusCode()).isEqualTo(200);
  }

  @Test
  void aProviderThatCannotBeReachedKeepsNobodyElseOut() throws Exception {
    Browser browser = new Browser(server.uri());
    assertThat(browser.status("/sign-in/saml/absent")).isEqualTo(503);
    assertThat(browser.status("/sign-in/saml/none")).isEqualTo(404);
  }
}
