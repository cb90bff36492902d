package dev.tarn.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.testkit.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A branch's life on a server as users start it, up to the last of its files. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BranchLifeTest {
  private static final String BRANCHES = "/api/v1/branches";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir static Path folder;
  private ServerProcess server;
  private Client client;

  @BeforeAll
  void start() throws Exception {
    server = Servers.start(folder, Map.of("tarn.catalog.follow.maintenance-interval", "200ms"));
    client = new Client(server.uri());
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
  }

  private String put(String branch, String name) throws Exception {
    return client
        .post(
            "/api/v1/assets?branch=" + branch,
            "{\"type\":\"table\",\"qualifiedName\":\"" + name + "\"}")
        .expect(201)
        .header("Tarn-Commit");
  }

  private int status(String branch, String name, String atLeast) throws Exception {
    return client
        .with("Tarn-Min-Commit", atLeast)
        .get("/api/v1/assets/by-name?type=table&qualifiedName=" + name + "&branch=" + branch)
        .status();
  }

  private List<String> branches() throws Exception {
    return client.get(BRANCHES).expect(200).json().findValuesAsText("name");
  }

  @Test
  void fromItsCreationToTheLastOfItsFiles() throws Exception {
    String onMain = put("main", "life.before");
    client.post(BRANCHES, "{\"name\":\"dev\",\"timeToLive\":\"PT1H\"}").expect(201);
    String onDev = put("dev", "life.dev");
    client.patch(BRANCHES + "/dev", "{\"name\":\"next\"}").expect(200);
    assertThat(branches()).containsExactly("main", "next");
    assertThat(status("next", "life.before", onDev)).isEqualTo(200);
    assertThat(status("next", "life.dev", onDev)).isEqualTo(200);
    assertThat(status("main", "life.dev", onMain)).isEqualTo(404);
    String later = put("next", "life.later");
    assertThat(status("next", "life.later", later)).isEqualTo(200);
    client.delete(BRANCHES + "/next").expect(204);
    assertThat(branches()).containsExactly("main");
    Path journal = folder.resolve("data/warehouse/default/journal/dev");
    assertThat(journal).exists();

    JsonNode run = collectGarbage();
    assertThat(run.path("status").asText()).as(run.toString()).isEqualTo("succeeded");
    assertThat(run.path("found").path("files").asLong()).isPositive();
    assertThat(Files.exists(journal)).isFalse();
    assertThat(status("main", "life.before", onMain)).isEqualTo(200);
  }

  private JsonNode collectGarbage() throws Exception {
    String address =
        client
            .post("/api/v1/maintenance/collect-garbage?olderThan=PT0S", "")
            .expect(202)
            .header("Location");
    return await()
        .atMost(PATIENCE)
        .until(
            () -> client.get(address).expect(200).json(),
            run -> !run.path("status").asText().equals("running"));
  }

  @Test
  void anExpiredBranchDisappears() throws Exception {
    client.post(BRANCHES, "{\"name\":\"short\",\"timeToLive\":\"PT1S\"}").expect(201);
    client
        .post(BRANCHES, "{\"name\":\"kept\",\"timeToLive\":\"PT1S\",\"protected\":true}")
        .expect(201);
    await().atMost(PATIENCE).until(this::branches, names -> !names.contains("short"));
    assertThat(branches()).contains("kept");
    client.get(BRANCHES + "/short").expect(404);
    client.patch(BRANCHES + "/kept", "{\"protected\":false}").expect(200);
    await().atMost(PATIENCE).until(this::branches, names -> !names.contains("kept"));
  }
}
