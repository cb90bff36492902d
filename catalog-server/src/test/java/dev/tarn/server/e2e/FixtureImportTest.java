package dev.tarn.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.testkit.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Files of other tools go through the running server; a second import changes nothing. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@EnabledIf(
    value = "fixturesExist",
    disabledReason = "the files of other tools are not beside this repository")
final class FixtureImportTest {
  private static final Path FIXTURES =
      Path.of(System.getProperty("tarn.root")).resolveSibling("shared").resolve("fixtures");

  @TempDir Path folder;

  static boolean fixturesExist() {
    return Files.isDirectory(FIXTURES);
  }

  @Test
  void aSecondImportChangesNothing() throws Exception {
    try (ServerProcess server = Servers.start(folder)) {
      Client client = new Client(server.uri());
      for (String format : List.of("openlineage", "dbt", "datahub")) {
        List<Path> files = files(format);
        assertThat(files).as("files of %s", format).isNotEmpty();
        JsonNode first = run(client, format, files);
        assertThat(first.path("status").asText()).as(first.toString()).isEqualTo("succeeded");
        assertThat(first.path("created").asLong()).isPositive();
        assertThat(first.path("rejected").asLong()).as(first.toString()).isZero();

        JsonNode second = run(client, format, files);
        assertThat(second.path("created").asLong()).as(second.toString()).isZero();
        assertThat(second.path("updated").asLong()).as(second.toString()).isZero();
        assertThat(second.path("deleted").asLong()).isZero();
        assertThat(second.path("unchanged").asLong()).isPositive();
        assertThat(second.path("notMapped")).isEqualTo(first.path("notMapped"));
      }
    }
  }

  private static List<Path> files(String format) throws IOException {
    try (Stream<Path> files = Files.walk(FIXTURES)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> FIXTURES.relativize(file).getName(0).toString().startsWith(format))
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .toList();
    }
  }

  private static JsonNode run(Client client, String format, List<Path> files) throws Exception {
    String id = client.upload(format, files).expect(202).json().path("id").asText();
    Awaitility.await()
        .atMost(2, TimeUnit.MINUTES)
        .until(() -> !state(client, id).path("finishedAt").isMissingNode());
    return state(client, id);
  }

  private static JsonNode state(Client client, String id) throws IOException, InterruptedException {
    return client.get("/api/v1/ingestion/" + id).expect(200).json();
  }
}
