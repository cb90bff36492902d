package dev.tarn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.catalog.CatalogSettings;
import dev.tarn.rest.Client.Answer;
import dev.tarn.testkit.InMemoryStateIndex;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Imports of uploads and of files of the server, and lineage events. */
class IngestionApiTest {
  private static final String INGESTION = "/api/v1/ingestion";
  @TempDir private static Path folder;
  private static TestServer server;
  private static int tenants;
  private Client client;

  @BeforeAll
  static void start() throws IOException {
    Files.createDirectories(folder.resolve("allowed"));
    server =
        TestServer.start(
            CatalogSettings.defaults(),
            InMemoryStateIndex.indexes(),
            Map.of(
                "tarn.rest.work-directory",
                folder.resolve("work").toString(),
                "tarn.rest.ingestion.allowed-roots",
                folder.resolve("allowed").toString()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void tenant() {
    client = server.newTenant("ingestion-" + ++tenants);
  }

  private Answer upload(String fileName, String content, String format) {
    String boundary = "b0undary";
    StringBuilder body = new StringBuilder();
    if (!format.isEmpty()) {
      body.append("--" + boundary + "\r\nContent-Disposition: form-data; name=\"format\"\r\n\r\n")
          .append(format)
          .append("\r\n");
    }
    body.append("--" + boundary + "\r\nContent-Disposition: form-data; name=\"files\"; filename=\"")
        .append(fileName)
        .append("\"\r\nContent-Type: application/octet-stream\r\n\r\n")
        .append(content)
        .append("\r\n--" + boundary + "--\r\n");
    return client
        .with("Content-Type", "multipart/form-data; boundary=" + boundary)
        .send("POST", INGESTION + "?branch=main", BodyPublishers.ofString(body.toString()));
  }

  private JsonNode finished(Answer started) {
    String path = started.expect(202).header("Location");
    assertThat(path).isEqualTo(INGESTION + "/" + started.text("id"));
    long deadlineNanos = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    JsonNode run = client.get(path).expect(200).json();
    while (run.path("status").asString().matches("queued|running")
        && System.nanoTime() < deadlineNanos) {
      run = client.get(path).expect(200).json();
    }
    return run;
  }

  private static String table(String name) {
    return "{\"type\": \"table\", \"qualifiedName\": \"" + name + "\"}\n";
  }

  @Test
  void importsAnUploadTwice() throws IOException {
    String content =
        table("a")
            + "bad\n"
            + table("b")
            + "{\"type\": \"table\", \"qualifiedName\": \"c\", \"x\": 1}\n";
    JsonNode run = finished(upload("../company.plain", content, ""));
    assertThat(run.path("status").asString()).isEqualTo("succeeded");
    assertThat(run.path("format").asString()).isEqualTo("plain");
    assertThat(run.path("files").get(0).asString()).isEqualTo("company.plain");
    assertThat(run.path("created").asLong()).isEqualTo(2);
    assertThat(run.path("rejected").asLong()).isEqualTo(2);
    JsonNode rejection = run.path("rejections").get(1);
    assertThat(rejection.path("input").asString()).isEqualTo("company.plain");
    assertThat(rejection.path("line").asLong()).isEqualTo(4);
    assertThat(rejection.path("code").asString()).isEqualTo("unknown-field");
    assertThat(rejection.path("field").asString()).isEqualTo("x");
    assertThat(run.path("notMapped").path("test.other").asLong()).isEqualTo(2);
    assertThat(run.path("bytesRead").asLong())
        .isEqualTo(run.path("bytesTotal").asLong())
        .isPositive();

    JsonNode again = finished(upload("company", content, "plain"));
    assertThat(again.path("created").asLong()).isZero();
    assertThat(again.path("unchanged").asLong()).isEqualTo(2);

    JsonNode entry = client.get("/api/v1/changes").json().path("items").get(0);
    assertThat(entry.path("source").asString()).isEqualTo("plain");
    JsonNode list = client.get(INGESTION).expect(200).json().path("items");
    assertThat(list).hasSize(2);
    assertThat(list.get(0).path("id")).isEqualTo(again.path("id"));
    server
        .newTenant("other-" + tenants)
        .get(INGESTION + "/" + again.path("id").asString())
        .problem(404, "ingestion-not-found");
    try (Stream<Path> left = Files.walk(folder.resolve("work"))) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void importsFilesOfTheServerFromAllowedFoldersOnly() throws IOException {
    Path inside = folder.resolve("allowed/x.plain");
    Files.writeString(inside, table("a"));
    Path outside = folder.resolve("secret.plain");
    Files.writeString(outside, table("secret"));
    Path link = folder.resolve("allowed/link-" + tenants + ".plain");
    Files.createSymbolicLink(link, outside);

    JsonNode run = finished(paths(inside.toString()));
    assertThat(run.path("created").asLong()).isEqualTo(1);
    paths(outside.toString()).problem(403, "permission-denied");
    paths(folder.resolve("nothing").toString()).problem(403, "permission-denied");
    paths(folder + "/allowed/../secret.plain").problem(403, "permission-denied");
    paths(link.toString()).problem(403, "permission-denied");
    paths("x.plain").problem(403, "permission-denied");
    assertThat(
            paths(folder.resolve("allowed/none").toString())
                .problem(422, "invalid-value")
                .path("field")
                .asString())
        .isEqualTo("paths[0]");
    paths(folder.resolve("allowed").toString()).problem(422, "invalid-value");
    client.postJson(INGESTION, "{\"paths\": []}").problem(422, "missing-field");
    client.postJson(INGESTION, "{\"path\": \"x\"}").problem(422, "unknown-field");
  }

  private Answer paths(String path) {
    return client.postJson(INGESTION, "{\"paths\": [\"" + path + "\"]}");
  }

  @Test
  void formatsAreNamedOrRecognised() {
    assertThat(client.get(INGESTION + "/formats").expect(200).json().path("items")).hasSize(2);
    upload("x.unknown", "x", "").problem(422, "invalid-value");
    upload("x", "x", "nonsense").problem(422, "invalid-value");
    client
        .with("Content-Type", "multipart/form-data")
        .send("POST", INGESTION, BodyPublishers.ofString("x"))
        .problem(400, "invalid-request");
    client.get(INGESTION + "/none").problem(404, "ingestion-not-found");
  }

  @Test
  void aDefectOfAnImporterIsARunThatFailed() {
    JsonNode run = finished(upload("x.plain", table("a") + "!\n", ""));
    assertThat(run.path("status").asString()).isEqualTo("failed");
    assertThat(run.path("error").path("code").asString()).isEqualTo("internal-error");
  }

  @Test
  void takesLineageEvents() {
    Answer one = client.postJson("/api/v1/lineage", "{\"job\": \"j1\"}").expect(201);
    assertThat(one.json().path("created").asLong()).isEqualTo(1);
    client.after(one).get("/api/v1/assets/by-name?type=pipeline&qualifiedName=j1").expect(200);
    Answer batch =
        client.postJson("/api/v1/lineage", "[{\"job\": \"j1\"}, {\"job\": \"j2\"}]").expect(201);
    assertThat(batch.json().path("created").asLong()).isEqualTo(1);
    assertThat(batch.json().path("unchanged").asLong()).isEqualTo(1);
    client.postJson("/api/v1/lineage/batch", "[{\"job\": \"j3\"}]").expect(201);

    JsonNode problem =
        client
            .postJson("/api/v1/lineage", "[{\"job\": \"j4\"}, {\"run\": 1}, {\"job\": \"j5\"}]")
            .problem(422, "missing-field");
    assertThat(problem.path("field").asString()).isEqualTo("job");
    assertThat(problem.path("line").asLong()).isEqualTo(2);
    client.get("/api/v1/assets/by-name?type=pipeline&qualifiedName=j5");
    client.postJson("/api/v1/lineage", "[]").problem(422, "invalid-value");
    client.postJson("/api/v1/lineage", "{").problem(400, "malformed-json");
  }
}
