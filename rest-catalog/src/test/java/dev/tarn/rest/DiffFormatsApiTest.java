package dev.tarn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.rest.Client.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** A whole difference as lines of JSON, as text and as a patch to read. */
@Timeout(120)
class DiffFormatsApiTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Returns a client of a tenant whose branch draft has something of everything. */
  private static Client company(String tenant) {
    Client client = server.newTenant(tenant);
    client.bulk(
        List.of(
            asset("user", "ada", ""),
            asset("user", "bob", ""),
            asset("tag", "daily", ""),
            asset("tag", "gold", ""),
            asset("schema", "sales", ""),
            asset(
                "table",
                "sales.orders",
                ",\"parent\":\"schema:sales\",\"owners\":[\"user:ada\"],\"tags\":[\"tag:daily\"],"
                    + "\"description\":\"One\\nTwo\\nThree\\nFour\\nFive\\nSix\","
                    + "\"attributes\":{\"properties\":{\"a\":\"1\",\"b\":\"2\"}}"),
            asset("table", "sales.buyers", ""),
            asset("table", "sales.old", ""),
            "{\"op\":\"relate\",\"type\":\"lineage\",\"source\":\"table:sales.orders\","
                + "\"target\":\"table:sales.buyers\"}"));
    client.postJson("/api/v1/branches", "{\"name\":\"draft\"}").expect(201);
    Answer written =
        client
            .with("Content-Type", "application/x-ndjson")
            .send(
                "POST",
                "/api/v1/bulk?results=rejected&branch=draft",
                BodyPublishers.ofString(
                    String.join(
                        "\n",
                        asset(
                            "table",
                            "sales.orders",
                            ",\"owners\":[\"user:bob\"],\"tags\":[\"tag:daily\",\"tag:gold\"],"
                                + "\"description\":\"One\\nTwo\\nThree\\nFour\\nFünf\\nSix\","
                                + "\"attributes\":{\"properties\":{\"a\":\"1\",\"b\":\"3\"}}"),
                        "{\"op\":\"patch\",\"asset\":\"table:sales.buyers\","
                            + "\"qualifiedName\":\"sales.customers\",\"description\":\"Who\"}",
                        "{\"op\":\"delete\",\"asset\":\"table:sales.old\"}",
                        asset("table", "sales.new", ",\"parent\":\"schema:sales\""),
                        "{\"op\":\"relate\",\"type\":\"lineage\",\"source\":\"table:sales.new\","
                            + "\"target\":\"table:sales.orders\"}")))
            .expect(200);
    assertThat(written.json().path("done").asBoolean()).as(written.response().body()).isTrue();
    return client;
  }

  private static String asset(String type, String name, String more) {
    return "{\"type\":\"" + type + "\",\"qualifiedName\":\"" + name + "\"" + more + "}";
  }

  /** Returns the lines, the commits left out; entities come by id, so in any order. */
  private static List<String> lines(Answer answer) {
    return answer.expect(200).response().body().replaceAll("@\\d+-[0-9a-f]+", "").lines().toList();
  }

  @Test
  void asTextItIsALinePerEntity() {
    Client client = company("diff-text");
    Answer answer = client.with("Accept", "text/plain").get("/api/v1/diff?from=main&to=draft");
    assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("text/plain;charset=utf-8");
    List<String> lines = lines(answer);
    assertThat(lines.subList(0, 2)).containsExactly("main → draft", "");
    assertThat(lines.subList(2, 7))
        .containsExactlyInAnyOrder(
            "M table sales.orders  description, owners, tags, attributes.properties",
            "R table sales.buyers → sales.customers  qualifiedName, name, description",
            "D table sales.old",
            "A table sales.new",
            "A lineage table:sales.new → table:sales.orders");
    assertThat(lines.subList(7, lines.size()))
        .containsExactly(
            "",
            "5 entities differ",
            "  1 table created",
            "  2 table changed",
            "  1 table deleted",
            "  1 lineage created");
  }

  @Test
  void asAPatchItNamesWhatGoesAndWhatComes() {
    Client client = company("diff-patch");
    Answer answer = client.with("Accept", "text/x-diff").get("/api/v1/diff?from=main&to=draft");
    assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("text/x-diff;charset=utf-8");
    String text = String.join("\n", lines(answer)) + "\n";
    assertThat(text)
        .startsWith("diff main → draft\n\n--- ")
        .contains(
            """

            --- table:sales.orders
            +++ table:sales.orders
            @@ description -2,5 +2,5 @@
             Two
             Three
             Four
            -Five
            +Fünf
             Six
            @@ owners @@
            -user:ada
            +user:bob
            @@ tags @@
            +tag:gold
            @@ attributes.properties @@
            -b: 2
            +b: 3
            """)
        .contains(
            """

            --- table:sales.buyers
            +++ table:sales.customers
            @@ name @@
            -buyers
            +customers
            @@ description @@
            +Who
            """)
        .contains("\n--- table:sales.old\n+++ /dev/null\n@@ name @@\n-old\n")
        .contains(
            """

            --- /dev/null
            +++ table:sales.new
            @@ name @@
            +new
            @@ parent @@
            +schema:sales
            @@ status @@
            +active
            """)
        .contains("\n--- /dev/null\n+++ lineage: table:sales.new → table:sales.orders\n")
        .endsWith(
            "\n\n# 5 entities differ: 1 table created, 2 table changed, 1 table deleted, 1 lineage"
                + " created\n");
  }

  @Test
  void asLinesOfJsonItEndsWithTheSummary() throws IOException {
    Client client = server.newTenant("diff-lines");
    client.postJson("/api/v1/assets", asset("table", "first", "")).expect(201);
    client.postJson("/api/v1/branches", "{\"name\":\"draft\"}").expect(201);
    int count = 3_500;
    client.bulk(IntStream.range(0, count).mapToObj(i -> asset("table", "t" + i, "")).toList());
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                client.stream(
                        "GET",
                        "/api/v1/diff?from=main&to=draft&format=ndjson",
                        BodyPublishers.noBody())
                    .body(),
                StandardCharsets.UTF_8))) {
      assertThat(Client.MAPPER.readTree(lines.readLine()).path("to").path("branch").asString())
          .isEqualTo("draft");
      for (int i = 0; i < count; i++) {
        JsonNode item = Client.MAPPER.readTree(lines.readLine());
        assertThat(item.path("operation").asString()).isEqualTo("delete");
      }
      assertThat(lines.readLine())
          .isEqualTo(
              "{\"summary\":{\"total\":3500,\"counts\":[{\"kind\":\"asset\",\"type\":\"table\","
                  + "\"operation\":\"delete\",\"entities\":3500}]}}");
      assertThat(lines.readLine()).isNull();
    }
  }

  @Test
  void theFormatIsTheOneThatIsNamedOrElseAccepted() {
    Client client = server.newTenant("diff-format");
    String path = "/api/v1/diff?from=main&to=main";
    assertThat(client.get(path).header("Content-Type")).startsWith("application/json");
    assertThat(
            client
                .with("Accept", "application/json, application/x-ndjson")
                .get(path)
                .header("Content-Type"))
        .startsWith("application/json");
    assertThat(
            client
                .with("Accept", "application/json;q=0.5, application/x-ndjson")
                .get(path)
                .header("Content-Type"))
        .startsWith("application/x-ndjson");
    assertThat(
            client.with("Accept", "text/plain").get(path + "&format=json").header("Content-Type"))
        .startsWith("application/json");
    assertThat(lines(client.with("Accept", "text/html, */*").get(path + "&format=text")))
        .containsExactly("main → main", "", "nothing differs");
    client.get(path + "&format=yaml").problem(400, "invalid-request");
    client.get(path + "&format=text&cursor=asset:a").problem(400, "invalid-request");
  }
}
