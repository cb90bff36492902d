package dev.tarn.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.signin.TestServer.Answer;
import dev.tarn.signin.TestServer.Client;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Okta and Entra send to a SCIM service, and what it means here. */
final class ScimTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static TestServer server;
  private static Client provider;

  private String name = "";

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    server = TestServer.start(folder, Map.of());
    // The provider sends no header that names the tenant: the key does.
    String key = server.newKey("two", "service:scim", "admin").text("key");
    provider = server.client(key, "default");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void newName() {
    name = "person-" + NAMES.incrementAndGet() + "@larkmoor.example";
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static Answer find(String kind, String filter) throws Exception {
    return provider
        .get("/scim/v2/" + kind + "?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8))
        .expect(200);
  }

  private Answer createUser() throws Exception {
    return provider
        .post(
            "/scim/v2/Users",
            json(
                "{'schemas': ['urn:ietf:params:scim:schemas:core:2.0:User'], 'userName': '"
                    + name
                    + "', 'externalId': '00u1', 'name': {'givenName': 'Mei', 'familyName':"
                    + " 'Jovanovic'}, 'emails': [{'primary': true, 'value': '"
                    + name
                    + "', 'type': 'work'}], 'active': true,"
                    + " 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User':"
                    + " {'department': 'Finance'}}"))
        .expect(201);
  }

  private Answer patch(String path, String operations) throws Exception {
    return provider.send(
        "PATCH",
        "/scim/v2" + path,
        json(
            "{'schemas': ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], 'Operations': ["
                + operations
                + "]}"));
  }

  @Test
  void aUserIsAnAssetOfTheTenant() throws Exception {
    assertThat(find("Users", "userName eq \"" + name + "\"").json().path("totalResults").asInt())
        .isZero();
    Answer made = createUser();
    assertThat(made.header("Content-Type")).startsWith("application/scim+json");
    String id = made.text("id");
    JsonNode user = find("Users", "userName eq \"" + name + "\"").json().path("Resources").path(0);
    assertThat(user).isEqualTo(provider.get("/scim/v2/Users/" + id).expect(200).json());
    assertThat(user.path("displayName").asText()).isEqualTo("Mei Jovanovic");
    assertThat(user.path("name").path("familyName").asText()).isEqualTo("Jovanovic");
    assertThat(user.path("emails").path(0).path("value").asText()).isEqualTo(name);
    assertThat(user.path("active").asBoolean()).isTrue();
    assertThat(user.path("meta").path("location").asText())
        .isEqualTo(server.uri() + "/scim/v2/Users/" + id);
    // Entra writes names as people do, in any case.
    assertThat(
            find("Users", "userName eq \"" + name.toUpperCase(Locale.ROOT) + "\"")
                .json()
                .path("totalResults")
                .asInt())
        .isEqualTo(1);
    assertThat(find("Users", "externalId eq \"00u1\"").json().path("totalResults").asInt())
        .isPositive();

    Client admin = server.client(TestServer.ADMIN_KEY, "two");
    JsonNode asset = admin.get("/api/v1/assets/" + id).expect(200).json();
    assertThat(asset.path("type").asText()).isEqualTo("user");
    assertThat(asset.path("attributes").path("department").asText()).isEqualTo("Finance");
    assertThat(asset.path("createdBy").asText()).isEqualTo("service:scim");
    server.client(TestServer.ADMIN_KEY, "one").get("/api/v1/assets/" + id).expect(404);
  }

  @Test
  void aNameIsTakenOnce() throws Exception {
    createUser();
    Answer again =
        provider.post("/scim/v2/Users", json("{'userName': '" + name + "'}")).expect(409);
    assertThat(again.text("scimType")).isEqualTo("uniqueness");
    assertThat(again.text("status")).isEqualTo("409");
    assertThat(provider.post("/scim/v2/Users", "{}").expect(400).text("scimType"))
        .isEqualTo("invalidValue");
    provider.get("/scim/v2/Users/nobody").expect(404);
  }

  @Test
  void whoIsNotActiveLosesKeysAndIsNobody() throws Exception {
    String id = createUser().text("id");
    for (String operation :
        new String[] {
          // Okta, then Entra in its two ways.
          "{'op': 'replace', 'value': {'active': false}}",
          "{'op': 'Replace', 'path': 'active', 'value': 'False'}",
          "{'op': 'Replace', 'value': {'active': 'False'}}"
        }) {
      String key = server.newKey("two", "user:" + name, "reader").text("key");
      Client user = server.client(key, "two");
      user.get("/api/v1/assets").expect(200);
      assertThat(patch("/Users/" + id, operation).expect(200).json().path("active").asBoolean())
          .isFalse();
      user.get("/api/v1/assets").expect(401);
      assertThat(
              patch("/Users/" + id, "{'op': 'Replace', 'path': 'active', 'value': 'True'}")
                  .expect(200)
                  .json()
                  .path("active")
                  .asBoolean())
          .isTrue();
      // Active again, with new keys only.
      user.get("/api/v1/assets").expect(401);
    }
    String last = server.newKey("two", "user:" + name, "reader").text("key");
    server.client(last, "two").get("/api/v1/assets").expect(200);
    provider.delete("/scim/v2/Users/" + id).expect(204);
    provider.get("/scim/v2/Users/" + id).expect(404);
    server.client(last, "two").get("/api/v1/assets").expect(401);
  }

  @Test
  void aUserIsReplacedAndPatched() throws Exception {
    String id = createUser().text("id");
    JsonNode replaced =
        provider
            .send(
                "PUT",
                "/scim/v2/Users/" + id,
                json("{'userName': '" + name + "', 'displayName': 'M. J.', 'title': 'Head'}"))
            .expect(200)
            .json();
    assertThat(replaced.path("displayName").asText()).isEqualTo("M. J.");
    assertThat(replaced.path("title").asText()).isEqualTo("Head");
    assertThat(replaced.has("emails")).isFalse();
    JsonNode patched =
        patch(
                "/Users/" + id,
                "{'op': 'Add', 'path': 'title', 'value': 'Chief'}, {'op': 'Replace', 'path':"
                    + " 'userName', 'value': 'new-"
                    + name
                    + "'}")
            .expect(200)
            .json();
    assertThat(patched.path("title").asText()).isEqualTo("Chief");
    assertThat(patched.path("userName").asText()).isEqualTo("new-" + name);
    assertThat(patched.path("id").asText()).isEqualTo(id);
    patch("/Users/" + id, "{'op': 'fly', 'path': 'title'}").expect(400);
  }

  @Test
  void aGroupIsATeamWithMembers() throws Exception {
    String one = createUser().text("id");
    newName();
    String two = createUser().text("id");
    String team = "Finance " + NAMES.incrementAndGet();
    Answer made =
        provider
            .post(
                "/scim/v2/Groups",
                json("{'displayName': '" + team + "', 'members': [{'value': '" + one + "'}]}"))
            .expect(201);
    String id = made.text("id");
    assertThat(members(id)).containsExactly(one);
    // Entra adds with a path; Okta's removal has the member in the path, Entra's old one not.
    patch("/Groups/" + id, "{'op': 'Add', 'path': 'members', 'value': [{'value': '" + two + "'}]}")
        .expect(200);
    assertThat(members(id)).containsExactlyInAnyOrder(one, two);
    patch("/Groups/" + id, "{'op': 'remove', 'path': 'members[value eq \\\"" + one + "\\\"]'}")
        .expect(200);
    assertThat(members(id)).containsExactly(two);
    patch(
            "/Groups/" + id,
            "{'op': 'Remove', 'path': 'members', 'value': [{'value': '" + two + "'}]}")
        .expect(200);
    assertThat(members(id)).isEmpty();
    patch(
            "/Groups/" + id,
            "{'op': 'replace', 'value': {'displayName': '"
                + team
                + " II'}}, {'op': 'add', 'path':"
                + " 'members', 'value': [{'value': '"
                + one
                + "'}, {'value': '"
                + two
                + "'}]}")
        .expect(200);
    JsonNode found =
        find("Groups", "displayName eq \"" + team + " II\"").json().path("Resources").path(0);
    assertThat(found.path("members")).hasSize(2);
    JsonNode edges =
        server
            .client(TestServer.ADMIN_KEY, "two")
            .get("/api/v1/relationships?type=member-of&target=" + id)
            .expect(200)
            .json()
            .path("items");
    assertThat(edges).hasSize(2);
    patch(
            "/Groups/" + id,
            "{'op': 'add', 'path': 'members', 'value': [{'value':"
                + " '00000000000000000000000000000000'}]}")
        .expect(404);
    provider.delete("/scim/v2/Groups/" + id).expect(204);
    provider.get("/scim/v2/Groups/" + id).expect(404);
    provider.get("/scim/v2/Users/" + one).expect(200);
  }

  private static List<String> members(String id) throws Exception {
    return provider
        .get("/scim/v2/Groups/" + id)
        .expect(200)
        .json()
        .path("members")
        .valueStream()
        .map(member -> member.path("value").asText())
        .toList();
  }

  @Test
  void listsComeInPages() throws Exception {
    createUser();
    newName();
    createUser();
    JsonNode page = provider.get("/scim/v2/Users?startIndex=2&count=1").expect(200).json();
    assertThat(page.path("totalResults").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(page.path("itemsPerPage").asInt()).isEqualTo(1);
    assertThat(page.path("startIndex").asInt()).isEqualTo(2);
    assertThat(page.path("Resources")).hasSize(1);
    assertThat(
            provider
                .get(
                    "/scim/v2/Users?filter="
                        + URLEncoder.encode("userName eq", StandardCharsets.UTF_8))
                .expect(400)
                .text("scimType"))
        .isEqualTo("invalidFilter");
  }

  @Test
  void theServiceSaysWhatItCan() throws Exception {
    for (String path : new String[] {"ServiceProviderConfig", "ResourceTypes", "Schemas"}) {
      JsonNode description = provider.get("/scim/v2/" + path).expect(200).json();
      assertThat(description.path("schemas")).isNotEmpty();
    }
    assertThat(
            JSON.readTree(provider.get("/scim/v2/ResourceTypes").response().body())
                .path("Resources"))
        .hasSize(2);
  }

  @Test
  void onlyWhoManagesAccessProvisions() throws Exception {
    server.client(null, "two").get("/scim/v2/Users").expect(401);
    Client reader = server.keyOf("two", "service:reader", "reader");
    Answer denied = reader.get("/scim/v2/Users").expect(403);
    assertThat(denied.header("Content-Type")).startsWith("application/scim+json");
    reader.post("/scim/v2/Users", json("{'userName': 'x'}")).expect(403);
    reader.get("/scim/v2/ServiceProviderConfig").expect(403);
  }
}
