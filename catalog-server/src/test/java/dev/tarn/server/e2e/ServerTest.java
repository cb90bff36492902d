package dev.tarn.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tarn.connectors.sample.SampleCompany;
import dev.tarn.connectors.sample.SampleFile;
import dev.tarn.testkit.ServerProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One server's life: it starts empty, is written to, stops, and finds everything again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ServerTest {
  /** What the JVM answers to SIGTERM. */
  private static final int TERMINATED = 143;

  @TempDir static Path folder;
  private ServerProcess server;
  private Client client;

  @BeforeAll
  void start() throws Exception {
    server = Servers.start(folder);
    client = new Client(server.uri());
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
  }

  @Test
  @Order(1)
  void theSampleCompanyIsLoadedOnce() throws Exception {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    SampleFile.write(SampleCompany.changes(SampleCompany.DEMO_SEED).iterator(), lines);
    String sample = lines.toString(StandardCharsets.UTF_8);

    JsonNode first = summary(sample);
    JsonNode second = summary(sample);

    assertThat(first.path("outcomes").path("created").asLong()).isGreaterThan(5_000);
    assertThat(first.path("outcomes").path("rejected").asLong()).isZero();
    assertThat(second.path("outcomes").path("unchanged").asLong())
        .isEqualTo(second.path("lines").asLong());
  }

  private JsonNode summary(String lines) throws IOException, InterruptedException {
    String answer =
        client
            .post("/api/v1/bulk?results=rejected", "application/x-ndjson", lines)
            .expect(200)
            .text();
    List<String> results = answer.lines().toList();
    assertThat(results).hasSize(1);
    return new ObjectMapper().readTree(results.getFirst());
  }

  @Test
  @Order(2)
  void writesAnswerTheCommitThatReadsDemand() throws Exception {
    Client.Answer written =
        client
            .post(
                "/api/v1/assets",
                "{\"type\":\"table\",\"qualifiedName\":\"e2e.orders\",\"description\":\"one\"}")
            .expect(201);
    String commit = written.header("Tarn-Commit");
    String id = written.json().path("id").asText();
    String second =
        client
            .with("If-Match", "\"1\"")
            .patch("/api/v1/assets/" + id, "{\"description\":\"two\"}")
            .expect(200)
            .header("Tarn-Commit");

    Client.Answer late = client.with("If-Match", "\"1\"").patch("/api/v1/assets/" + id, "{}");
    late.expect(409);
    assertThat(late.json().path("code").asText()).isEqualTo("version-conflict");
    assertThat(late.json().path("currentVersion").asLong()).isEqualTo(2);

    JsonNode now =
        client.with("Tarn-Min-Commit", second).get("/api/v1/assets/" + id).expect(200).json();
    JsonNode then = client.get("/api/v1/assets/" + id + "?at=" + commit).expect(200).json();
    assertThat(now.path("description").asText()).isEqualTo("two");
    assertThat(then.path("description").asText()).isEqualTo("one");
    JsonNode history = client.get("/api/v1/assets/" + id + "/history").expect(200).json();
    assertThat(history.path("items")).hasSize(2);
  }

  @Test
  @Order(3)
  void metricsAreThereFromTheFirstCommit() throws Exception {
    String metrics = client.get("/actuator/prometheus").expect(200).text();
    assertThat(metrics)
        .contains("tarn_commit_append_seconds_count{branch=\"main\",tenant=\"default\"")
        .contains("tarn_commit_group_changes_count{")
        .contains("tarn_commit_step_seconds_count{")
        .contains("tarn_queue_changes{branch=\"main\",tenant=\"default\"")
        .contains("tarn_follower_lag_changes{branch=\"main\",follower=\"index\"")
        .contains("tarn_follower_lag_changes{branch=\"main\",follower=\"tables\"");
    assertThat(client.get("/actuator/health/liveness").expect(200).json().path("status").asText())
        .isEqualTo("UP");
  }

  @Test
  @Order(4)
  void aStoppedServerTakesItsChildrenWithItAndFindsEverythingAgain() throws Exception {
    JsonNode before = client.get("/api/v1/status").expect(200).json();
    List<ProcessHandle> children = server.processes();

    assertThat(server.stop()).isEqualTo(TERMINATED);
    assertThat(children).hasSizeGreaterThan(1).noneMatch(ProcessHandle::isAlive);

    server = Servers.start(folder);
    client = new Client(server.uri());
    JsonNode after = client.get("/api/v1/status").expect(200).json();
    assertThat(after.path("assetCounts")).isEqualTo(before.path("assetCounts"));
    assertThat(after.path("relationships")).isEqualTo(before.path("relationships"));
    assertThat(seq(after)).isEqualTo(seq(before));
  }

  private static long seq(JsonNode status) {
    String head = status.path("head").asText();
    return Long.parseLong(head.substring(0, head.indexOf('-')));
  }
}
