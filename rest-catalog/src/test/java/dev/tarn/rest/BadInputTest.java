package dev.tarn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.rest.Client.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Single requests with all that clients get wrong: each a coded error that names the field. */
class BadInputTest {
  private static final String ASSETS = "/api/v1/assets";
  private static TestServer server;
  private static Client client;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void refused(String body, int status, String code, String field) {
    JsonNode problem = client.postJson(ASSETS, body).problem(status, code);
    assertThat(problem.path("field").asString("")).isEqualTo(field);
  }

  private static String table(String name, String more) {
    return "{\"type\": \"table\", \"qualifiedName\": \"" + name + "\"" + more + "}";
  }

  @Test
  void malformedBodies() {
    refused("", 400, "malformed-json", "");
    refused("{", 400, "malformed-json", "");
    refused("{} {}", 400, "malformed-json", "");
    refused("[]", 422, "invalid-value", "");
    refused("nonsense", 400, "malformed-json", "");
    assertThat(
            client
                .postJson(ASSETS, "{\n  \"type\": nope}")
                .problem(400, "malformed-json")
                .path("detail")
                .asString())
        .contains("line 2, column ");
    refused(table("a", ", \"name\": \"x\", \"name\": \"y\""), 422, "invalid-value", "name");
    refused(table("a", ", \"name\": \"\\ud800\""), 400, "invalid-utf8", "name");
    refused(
        table("a", ", \"attributes\": {\"x\": " + "[".repeat(70) + "]".repeat(70) + "}"),
        422,
        "value-too-large",
        "attributes.x" + "[0]".repeat(62));
    client
        .with("Content-Type", "application/json")
        .send("POST", ASSETS, BodyPublishers.ofByteArray(new byte[] {'"', (byte) 0xC3, '"'}))
        .problem(400, "invalid-utf8");
  }

  @Test
  void fieldsOfTheWrongKind() {
    refused("{\"qualifiedName\": \"a\"}", 422, "missing-field", "type");
    refused("{\"type\": \"table\"}", 422, "missing-field", "qualifiedName");
    refused("{\"type\": 7, \"qualifiedName\": \"a\"}", 422, "invalid-value", "type");
    refused("{\"type\": \"rocket\", \"qualifiedName\": \"a\"}", 422, "unknown-type", "type");
    refused(table("a", ", \"colour\": 1"), 422, "unknown-field", "colour");
    refused(table("a", ", \"op\": \"delete\""), 422, "unknown-field", "op");
    refused(table("a", ", \"name\": 7"), 422, "invalid-value", "name");
    refused(table("a", ", \"popularity\": 1e400"), 422, "number-out-of-range", "popularity");
    refused(
        table("a", ", \"popularity\": " + "9".repeat(30)),
        422,
        "number-out-of-range",
        "popularity");
    refused(
        table("a", ", \"attributes\": {\"wings\": 2}"),
        422,
        "unknown-attribute",
        "attributes.wings");
    refused(
        table("a", ", \"description\": \"" + "d".repeat(10 << 20) + "\""),
        422,
        "value-too-large",
        "description");
    refused(table("a\\u0000b", ""), 422, "invalid-name", "qualifiedName");
    refused(table("", ""), 422, "invalid-name", "qualifiedName");
    refused(table("x".repeat(100_000), ""), 422, "value-too-large", "qualifiedName");
  }

  @Test
  void referencesToNothingAndCycles() {
    refused(table("a", ", \"parent\": \"schema:none\""), 422, "parent-not-found", "parent");
    refused(table("a", ", \"parent\": \"nonsense\""), 422, "invalid-reference", "parent");
    refused(table("a", ", \"tags\": [\"tag:none\"]"), 422, "reference-not-found", "tags[0]");
    Answer outer =
        client.postJson(ASSETS, "{\"type\": \"workspace\", \"qualifiedName\": \"outer\"}");
    outer.expect(201);
    Answer term =
        client.postJson(ASSETS, "{\"type\": \"domain\", \"qualifiedName\": \"d1\"}").expect(201);
    Answer inner =
        client
            .postJson(
                ASSETS,
                "{\"type\": \"domain\", \"qualifiedName\": \"d2\", \"parent\": \"domain:d1\"}")
            .expect(201);
    assertThat(inner.text("outcome")).isEqualTo("created");
    JsonNode problem =
        client
            .json("PATCH", ASSETS + "/" + term.text("id"), "{\"parent\": \"domain:d2\"}")
            .problem(422, "containment-cycle");
    assertThat(problem.path("field").asString()).isEqualTo("parent");
  }

  @Test
  void hostileNamesStayNames() {
    for (String name :
        new String[] {
          "../../etc/passwd",
          "a'; DROP TABLE assets; --",
          "<script>alert(1)</script>",
          "a/b%2Fc?d#e",
          "𝔘𝔫𝔦"
        }) {
      Answer made = client.postJson(ASSETS, table(name, ""));
      made.expect(201);
      JsonNode found =
          client
              .after(made)
              .get(ASSETS + "/by-name?type=table&qualifiedName=" + Client.encode(name))
              .expect(200)
              .json();
      assertThat(found.path("qualifiedName").asString()).isEqualTo(name);
    }
  }

  @Test
  void bodiesAreLimited() {
    String large = table("a", ", \"description\": \"" + "d".repeat(17 << 20) + "\"");
    client.postJson(ASSETS, large).problem(413, "request-too-large");
    client
        .with("Content-Type", "text/csv")
        .send("POST", "/api/v1/ingestion", BodyPublishers.ofString("a"))
        .problem(415, "unsupported-media-type");
  }

  @Test
  void headersAreChecked() {
    client
        .with("Tarn-Reason", "r".repeat(2_001))
        .postJson(ASSETS, table("h", ""))
        .problem(400, "invalid-request");
    client
        .with("If-Match", "\"1\"")
        .with("If-None-Match", "*")
        .postJson(ASSETS, table("h", ""))
        .problem(400, "invalid-request");
  }

  /** A server without a sign-in must not be written to by whatever page its user looks at. */
  @Test
  void pagesOfOtherSitesCannotWrite() {
    client
        .with("Content-Type", "text/plain")
        .send("POST", ASSETS, BodyPublishers.ofString(table("x", "")))
        .problem(415, "unsupported-media-type");
    client
        .send("POST", ASSETS, BodyPublishers.ofString(table("x", "")))
        .problem(415, "unsupported-media-type");
    Client page = client.with("Sec-Fetch-Site", "cross-site");
    page.postJson(ASSETS, table("x", "")).problem(403, "permission-denied");
    page.postJson("/graphql", "{\"query\": \"{ commit }\"}").problem(403, "permission-denied");
    page.get(ASSETS).expect(200);
    client.with("Sec-Fetch-Site", "same-origin").postJson(ASSETS, table("own", "")).expect(201);
  }

  /** What no client library would send. */
  @Test
  void brokenAddressesAreAnswered() throws IOException {
    assertThat(raw("GET /api/v1/assets?type=%ZZ HTTP/1.1")).startsWith("HTTP/1.1 400");
    assertThat(raw("GET /api/v1/assets?type=%C3%28 HTTP/1.1")).startsWith("HTTP/1.1 400");
    assertThat(raw("GET /api/v1/assets/%00 HTTP/1.1")).startsWith("HTTP/1.1 400");
    assertThat(raw("GET /api/v1/assets/../../x HTTP/1.1")).startsWith("HTTP/1.1 4");
  }

  private static String raw(String line) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.uri().getPort())) {
      socket
          .getOutputStream()
          .write(
              (line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return String.join(
          "\n",
          new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
              .lines()
              .toList());
    }
  }

  @Test
  void anIndexThatCannotSearchSaysSo() {
    client.postJson("/api/v1/search", "{}").problem(400, "search-not-available");
    client.get("/api/v1/suggest?q=x").problem(400, "search-not-available");
  }
}
