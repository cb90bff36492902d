package dev.tarn.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.signin.TestServer.Answer;
import dev.tarn.signin.token.SigningKeys;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.inmemory.InMemoryFileIO;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.rest.auth.OAuth2Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OAuth 2.0 tokens for keys. */
final class TokenApiTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String TOKEN = "/api/v1/oauth/token";
  private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

  private static TestServer server;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    server = TestServer.start(folder, Map.of("tarn.sign-in.token-lifetime", "10m"));
  }

  @AfterAll
  static void stop() {
    server.close();
    HTTP.close();
  }

  private record Token(int status, JsonNode json) {
    String text() {
      assertThat(status).as(json.toString()).isEqualTo(200);
      return json.path("access_token").asText();
    }
  }

  private static Token ask(String path, Map<String, String> form, String authorization)
      throws Exception {
    String body =
        form.entrySet().stream()
            .map(
                field ->
                    field.getKey()
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    URI uri = server.uri().resolve(path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Token(answer.statusCode(), JSON.readTree(answer.body()));
  }

  private static Map<String, String> credentials(Answer key) throws Exception {
    return Map.of(
        "grant_type",
        "client_credentials",
        "client_id",
        key.text("id"),
        "client_secret",
        key.text("key"));
  }

  @Test
  void aTokenIsAsGoodAsItsKey() throws Exception {
    Answer key = server.newKey("one", "service:trino", "reader");
    Token token = ask(TOKEN, credentials(key), "");
    assertThat(token.json().path("token_type").asText()).isEqualTo("bearer");
    assertThat(token.json().path("expires_in").asInt()).isEqualTo(600);
    JsonNode principal =
        server.client(token.text(), "one").get("/api/v1/principal").expect(200).json();
    assertThat(principal.path("actor").asText()).isEqualTo("service:trino");
    assertThat(principal.path("credential").asText()).isEqualTo("client-token");
    assertThat(principal.path("credentialId").asText()).isEqualTo(key.text("id"));
    server.client(token.text(), "one").get("/api/v1/assets").expect(200);
    server.client(token.text(), "two").get("/api/v1/assets").expect(404);

    server.client(TestServer.ADMIN_KEY, "one").delete("/api/v1/keys/" + key.text("id")).expect(204);
    server.client(token.text(), "one").get("/api/v1/assets").expect(401);
    assertThat(ask(TOKEN, credentials(key), "").status()).isEqualTo(401);
  }

  @Test
  void clientsMaySayWhoTheyAreInAHeader() throws Exception {
    Answer key = server.newKey("one", "service:basic", "reader");
    String pair = key.text("id") + ":" + key.text("key");
    String basic =
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    Token token = ask(TOKEN, Map.of("grant_type", "client_credentials"), basic);
    server.client(token.text(), "one").get("/api/v1/assets").expect(200);
  }

  @Test
  void whatIsNotGoodIsAnErrorOfTheProtocol() throws Exception {
    Answer key = server.newKey("one", "service:wrong", "reader");
    Answer other = server.newKey("one", "service:other", "reader");
    Map<String, String> mixed =
        Map.of(
            "grant_type",
            "client_credentials",
            "client_id",
            other.text("id"),
            "client_secret",
            key.text("key"));
    for (String path : new String[] {TOKEN, "/iceberg/v1/oauth/tokens"}) {
      assertThat(ask(path, mixed, "").json().path("error").asText()).isEqualTo("invalid_client");
      assertThat(ask(path, mixed, "").status()).isEqualTo(401);
      assertThat(ask(path, Map.of("grant_type", "password"), "").json().path("error").asText())
          .isEqualTo("unsupported_grant_type");
      assertThat(ask(path, Map.of("grant_type", "client_credentials"), "Basic ???").status())
          .isEqualTo(401);
      assertThat(
              ask(path, Map.of("grant_type", EXCHANGE, "subject_token", "eyJ.eyJ.x"), "").status())
          .isEqualTo(401);
    }
  }

  @Test
  void aTokenEnds() throws Exception {
    String token = ask(TOKEN, credentials(server.newKey("one", "service:t", "reader")), "").text();
    server.clock().advance(Duration.ofMinutes(10).minusSeconds(1));
    server.client(token, "one").get("/api/v1/assets").expect(200);
    String next = ask(TOKEN, Map.of("grant_type", EXCHANGE, "subject_token", token), "").text();
    server.clock().advance(Duration.ofSeconds(2));
    server.client(token, "one").get("/api/v1/assets").expect(401);
    server.client(next, "one").get("/api/v1/assets").expect(200);
    assertThat(ask(TOKEN, Map.of("grant_type", EXCHANGE, "subject_token", token), "").status())
        .isEqualTo(401);
  }

  @Test
  void scopesNarrowATokenAndStayWhenItIsExchanged() throws Exception {
    Answer key = server.newKey("one", "service:narrow", "admin");
    var wanted = new HashMap<>(credentials(key));
    wanted.put("scope", "read-assets");
    String token = ask(TOKEN, wanted, "").text();
    server.client(token, "one").get("/api/v1/assets").expect(200);
    server.client(token, "one").get("/api/v1/status").expect(403);
    String next = ask(TOKEN, Map.of("grant_type", EXCHANGE, "subject_token", token), "").text();
    server.client(next, "one").get("/api/v1/status").expect(403);
    Token wider =
        ask(
            TOKEN,
            Map.of(
                "grant_type", EXCHANGE, "subject_token", token, "scope", "read-assets read-status"),
            "");
    assertThat(wider.json().path("error").asText()).isEqualTo("invalid_scope");
    wanted.put("scope", "fly");
    assertThat(ask(TOKEN, wanted, "").json().path("error").asText()).isEqualTo("invalid_scope");
  }

  @Test
  void tokensOutliveTheKeyPairThatSignedThem() throws Exception {
    Answer key = server.newKey("one", "service:rotated", "reader");
    String before = ask(TOKEN, credentials(key), "").text();
    server.bean(SigningKeys.class).rotate();
    server.clock().advance(Duration.ofSeconds(1));
    String after = ask(TOKEN, credentials(key), "").text();
    server.client(before, "one").get("/api/v1/assets").expect(200);
    server.client(after, "one").get("/api/v1/assets").expect(200);
    JsonNode keys =
        server.client(null, "one").get("/.well-known/jwks.json").expect(200).json().path("keys");
    assertThat(keys.size()).isGreaterThanOrEqualTo(2);
    keys.forEach(
        pair -> {
          assertThat(pair.path("kty").asText()).isEqualTo("EC");
          assertThat(pair.has("d")).as("a private key is shown").isFalse();
        });
  }

  @Test
  void aTokenThatSomebodyElseSignedIsNoToken() throws Exception {
    String token = ask(TOKEN, credentials(server.newKey("one", "service:f", "reader")), "").text();
    String[] parts = token.split("\\.");
    String header =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
    server.client(header + "." + parts[1] + ".", "one").get("/api/v1/assets").expect(401);
    String forged =
        new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
            .replaceAll("\"sub\":\"[^\"]*\"", "\"sub\":\"admin\"");
    String claims =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(forged.getBytes(StandardCharsets.UTF_8));
    server
        .client(parts[0] + "." + claims + "." + parts[2], "one")
        .get("/api/v1/assets")
        .expect(401);
  }

  @Test
  void icebergsClientSignsInWithAKey() throws Exception {
    Answer key = server.newKey("one", "service:spark", "admin");
    for (Map<String, String> sign :
        List.of(
            Map.of(OAuth2Properties.CREDENTIAL, key.text("id") + ":" + key.text("key")),
            Map.of(OAuth2Properties.TOKEN, key.text("key")))) {
      try (RESTCatalog catalog = catalog(sign)) {
        Namespace namespace = Namespace.of("n" + sign.containsKey(OAuth2Properties.TOKEN));
        catalog.createNamespace(namespace);
        assertThat(catalog.listNamespaces()).contains(namespace);
      }
    }
    assertThatThrownBy(
            () -> catalog(Map.of(OAuth2Properties.CREDENTIAL, key.text("id") + ":wrong")))
        .isInstanceOf(NotAuthorizedException.class);
    assertThatThrownBy(() -> catalog(Map.of())).isInstanceOf(NotAuthorizedException.class);
  }

  private static RESTCatalog catalog(Map<String, String> sign) {
    Map<String, String> properties = new HashMap<>(sign);
    properties.put(CatalogProperties.URI, server.uri().resolve("/iceberg").toString());
    properties.put(CatalogProperties.WAREHOUSE_LOCATION, "one");
    properties.put(CatalogProperties.FILE_IO_IMPL, InMemoryFileIO.class.getName());
    RESTCatalog catalog = new RESTCatalog();
    catalog.initialize("tarn", properties);
    return catalog;
  }
}
