package dev.tarn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.catalog.CatalogSettings;
import dev.tarn.core.commit.CommitterSettings;
import dev.tarn.rest.Client.Answer;
import dev.tarn.testkit.InMemoryStateIndex;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Streams of changes, over a committer whose queue is small. */
class BulkApiTest {
  private static final String BULK = "/api/v1/bulk";
  @TempDir private static Path work;
  private static TestServer server;
  private static int tenants;
  private Client client;

  @BeforeAll
  static void start() {
    CatalogSettings defaults = CatalogSettings.defaults();
    CatalogSettings small =
        new CatalogSettings(
            new CommitterSettings(
                Duration.ofMillis(2), 500, 1 << 20, 600, 4 << 20, 50_000, Duration.ofSeconds(30)),
            defaults.tailEntries(),
            defaults.readTimeout(),
            defaults.refreshInterval(),
            defaults.maintenanceInterval(),
            defaults.indexPace(),
            defaults.tablesPace(),
            defaults.usage(),
            defaults.maxOpenBranches());
    server =
        TestServer.start(
            small,
            InMemoryStateIndex.indexes(),
            Map.of(
                "tarn.rest.work-directory",
                work.toString(),
                "tarn.rest.bulk.batch-changes",
                400,
                "tarn.rest.bulk.max-in-flight-changes",
                1_600));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void tenant() {
    client = server.newTenant("bulk-" + ++tenants).with("Content-Type", "application/x-ndjson");
  }

  private static List<JsonNode> lines(String body) {
    return body.lines().map(line -> Client.MAPPER.readTree(line)).toList();
  }

  private static String table(String name, String more) {
    return "{\"type\": \"table\", \"qualifiedName\": \"" + name + "\"" + more + "}\n";
  }

  @Test
  void everyLineHasItsResult() {
    String body =
        table("a", "")
            + "{\"type\": \"table\"}\n"
            + "\n"
            + "{\"op\": \"relate\", \"type\": \"lineage\", \"source\": \"table:a\", \"target\":"
            + " \"table:b\"}\n"
            + table("b", "")
            + "not json\n"
            + "{\"op\": \"relate\", \"type\": \"lineage\", \"source\": \"table:a\", \"target\":"
            + " \"table:b\"}\n"
            + table("a", "")
            + table("a", ", \"color\": \"red\"")
            + "{\"op\": \"delete\", \"asset\": \"table:b\"}";
    Answer answer = client.send("POST", BULK, BodyPublishers.ofString(body)).expect(200);
    assertThat(answer.header("Content-Type")).startsWith("application/x-ndjson");
    List<JsonNode> results = lines(answer.response().body());
    List<String> seen = new ArrayList<>();
    results
        .subList(0, results.size() - 1)
        .forEach(
            result ->
                seen.add(
                    result.path("line").asLong()
                        + " "
                        + result.path("outcome").asString()
                        + " "
                        + result.path("code").asString("")
                        + " "
                        + result.path("field").asString("")));
    assertThat(seen)
        .containsExactly(
            "1 created  ",
            "2 rejected missing-field qualifiedName",
            "4 rejected reference-not-found target",
            "5 created  ",
            "6 rejected malformed-json ",
            "7 created  ",
            "8 unchanged  ",
            "9 rejected unknown-field color",
            "10 deleted  ");
    JsonNode summary = results.getLast();
    assertThat(summary.path("done").asBoolean()).isTrue();
    assertThat(summary.path("lines").asLong()).isEqualTo(9);
    assertThat(summary.path("outcomes").path("rejected").asLong()).isEqualTo(4);
    Client after = client.with("Tarn-Min-Commit", summary.path("commit").asString());
    after.get("/api/v1/assets/by-name?type=table&qualifiedName=a").expect(200);
    assertThat(results.getFirst().path("commit").asString()).isNotEmpty();
  }

  @Test
  void aBadLineSeventyThousandKeepsNoOtherOut() throws Exception {
    int badLine = 70_000;
    int last = 70_100;
    StringBuilder body = new StringBuilder();
    for (int line = 1; line <= last; line++) {
      if (line == badLine) {
        body.append("{\"type\": \"table\", \"qualifiedName\": \"bad\", \"description\": \"…\n");
      } else {
        body.append(table("t" + line % 500, ", \"description\": \"" + line / 500 + "\""));
      }
    }
    Answer answer =
        client
            .send("POST", BULK + "?results=rejected", BodyPublishers.ofString(body.toString()))
            .expect(200);
    List<JsonNode> results = lines(answer.response().body());
    assertThat(results).hasSize(2);
    assertThat(results.getFirst().path("line").asLong()).isEqualTo(badLine);
    assertThat(results.getFirst().path("code").asString()).isEqualTo("malformed-json");
    JsonNode summary = results.getLast();
    assertThat(summary.path("done").asBoolean()).isTrue();
    assertThat(summary.path("outcomes").path("created").asLong()).isEqualTo(500);
    assertThat(summary.path("outcomes").path("updated").asLong()).isEqualTo(last - 501);
    JsonNode asset =
        client
            .with("Tarn-Min-Commit", summary.path("commit").asString())
            .get("/api/v1/assets/by-name?type=table&qualifiedName=t100")
            .expect(200)
            .json();
    assertThat(asset.path("description").asString()).isEqualTo("" + last / 500);
    try (Stream<Path> left = Files.list(work)) {
      assertThat(left.filter(path -> path.toString().contains("results-"))).isEmpty();
    }
  }

  @Test
  void badLinesNameTheirField() {
    String huge = "x".repeat(10 << 20);
    String body =
        table("big", ", \"description\": \"" + huge + "\"")
            + table("n", ", \"popularity\": 1e999")
            + table("m", ", \"attributes\": {\"rows\": 99999999999999999999999}")
            + table("twice", ", \"name\": \"a\", \"name\": \"b\"")
            + table("deep", ", \"attributes\": {\"x\": " + "[".repeat(100) + "]".repeat(100) + "}")
            + table("half", ", \"name\": \"\\ud800\"")
            + table("a\\u0000b", "")
            + table("child", ", \"parent\": \"schema:none\"")
            + "[1, 2]\n"
            + table("good", "");
    Answer answer = client.send("POST", BULK, BodyPublishers.ofString(body)).expect(200);
    List<String> seen = new ArrayList<>();
    lines(answer.response().body())
        .forEach(
            result ->
                seen.add(
                    result.path("code").asString(result.path("outcome").asString(""))
                        + " "
                        + result.path("field").asString("")));
    assertThat(seen)
        .containsExactly(
            "value-too-large description",
            "number-out-of-range popularity",
            "number-out-of-range attributes.rows",
            "invalid-value name",
            "value-too-large attributes.x" + "[0]".repeat(62),
            "invalid-utf8 name",
            "invalid-name qualifiedName",
            "parent-not-found parent",
            "malformed-json ",
            "created ",
            " ");
  }

  @Test
  void invalidUtf8IsOneLinesError() {
    byte[] good = table("a", "").getBytes(StandardCharsets.UTF_8);
    byte[] bad = table("b", "").getBytes(StandardCharsets.ISO_8859_1);
    bad[bad.length - 4] = (byte) 0xC3;
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(good);
    body.writeBytes(bad);
    body.writeBytes(good);
    List<JsonNode> results =
        lines(
            client
                .send("POST", BULK, BodyPublishers.ofByteArray(body.toByteArray()))
                .expect(200)
                .response()
                .body());
    assertThat(results.get(1).path("code").asString()).isEqualTo("invalid-utf8");
    assertThat(results.get(2).path("outcome").asString()).isEqualTo("unchanged");
  }

  @Test
  void takesGzip() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(table("a", "").getBytes(StandardCharsets.UTF_8));
    }
    Client gzip = client.with("Content-Encoding", "gzip");
    List<JsonNode> results =
        lines(
            gzip.send("POST", BULK, BodyPublishers.ofByteArray(packed.toByteArray()))
                .expect(200)
                .response()
                .body());
    assertThat(results.getFirst().path("outcome").asString()).isEqualTo("created");
    gzip.send("POST", BULK, BodyPublishers.ofString("plain")).problem(400, "invalid-request");
    client
        .with("Content-Encoding", "br")
        .send("POST", BULK, BodyPublishers.ofString("{}"))
        .problem(400, "invalid-request");
  }

  @Test
  void whatIsWrongWithTheRequestIsAProblem() {
    client
        .with("Tarn-Tenant", "none")
        .send("POST", BULK, BodyPublishers.ofString("{}"))
        .problem(404, "tenant-not-found");
    client
        .with("Idempotency-Key", "k")
        .send("POST", BULK, BodyPublishers.ofString("{}"))
        .problem(400, "invalid-request");
    client
        .send("POST", BULK + "?results=none", BodyPublishers.ofString("{}"))
        .problem(400, "invalid-request");
    server
        .client()
        .with("Content-Type", "application/x-www-form-urlencoded")
        .send("POST", BULK, BodyPublishers.ofString("a=b"))
        .problem(415, "unsupported-media-type");
  }

  /** A client may wait for the result of one line before it sends the next. */
  @Test
  void resultsComeWhileTheRequestRuns() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.uri().getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST "
                  + BULK
                  + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
                  + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      for (int i = 1; i <= 3; i++) {
        byte[] line = table("slow" + tenants + "-" + i, "").getBytes(StandardCharsets.UTF_8);
        out.write((Integer.toHexString(line.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(line);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        String result = in.readLine();
        while (!result.startsWith("{")) {
          result = in.readLine();
        }
        assertThat(result).contains("\"line\":" + i).contains("created");
      }
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String rest = String.join("\n", in.lines().toList());
      assertThat(rest).contains("\"done\":true").contains("Tarn-Commit: ");
    }
  }

  /** A client may read nothing before it has sent everything: results wait on disk. */
  @Test
  void aClientThatReadsLateHoldsNothingUp() throws IOException {
    int count = 60_000;
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < count; i++) {
      body.append(table("same", ", \"description\": \"d\""));
    }
    try (InputStream in =
        client.stream("POST", BULK, BodyPublishers.ofString(body.toString())).body()) {
      List<JsonNode> results = lines(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      assertThat(results).hasSize(count + 1);
      for (int i = 0; i < count; i++) {
        assertThat(results.get(i).path("line").asLong()).isEqualTo(i + 1);
      }
    }
  }
}
