package dev.tarn.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.core.scope.CommitId;
import dev.tarn.iceberg.nessie.EmbeddedNessie;
import dev.tarn.iceberg.nessie.EmbeddedNessieSettings;
import dev.tarn.testkit.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one warehouse and one Nessie, writing to the same assets. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class TwoServersTest {
  private static final int WRITERS_EACH = 4;
  private static final int INCREMENTS_EACH = 25;

  @TempDir Path folder;
  private final Queue<CommitId> commits = new ConcurrentLinkedQueue<>();

  @Test
  void noUpdateIsLostAndNoSequenceNumberDoubled() throws Exception {
    Path oneFolder = folder.resolve("one");
    Path twoFolder = folder.resolve("two");
    Files.createDirectories(oneFolder);
    Files.createDirectories(twoFolder);
    try (EmbeddedNessie nessie =
        EmbeddedNessie.start(EmbeddedNessieSettings.in(folder.resolve("nessie")))) {
      Map<String, String> shared =
          Map.of(
              "tarn.catalog.warehouse",
              folder.resolve("warehouse").toString(),
              "tarn.catalog.nessie-uri",
              nessie.uri().toString());
      try (ServerProcess owner = Servers.start(oneFolder, shared);
          ServerProcess other = Servers.start(twoFolder, shared)) {
        Client one = new Client(owner.uri());
        Client two = new Client(other.uri());
        Client.Answer first =
            one.post(
                    "/api/v1/assets",
                    "{\"type\":\"table\",\"qualifiedName\":\"shop.counter\","
                        + "\"attributes\":{\"rowCount\":0}}")
                .expect(201);
        String id = first.json().path("id").asText();
        String created = first.header("Tarn-Commit");

        AtomicLong conflicts = new AtomicLong();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
          List<Future<?>> writers = new ArrayList<>();
          for (int i = 0; i < 2 * WRITERS_EACH; i++) {
            Client client = i % 2 == 0 ? one : two;
            writers.add(
                threads.submit(
                    () -> {
                      for (int n = 0; n < INCREMENTS_EACH; n++) {
                        conflicts.addAndGet(increment(client, id, created));
                      }
                      return null;
                    }));
          }
          for (Future<?> writer : writers) {
            writer.get();
          }
        }

        long increments = 2L * WRITERS_EACH * INCREMENTS_EACH;
        String head = Collections.max(commits, Comparator.comparing(CommitId::seq)).toString();
        List<JsonNode> log = one.with("Tarn-Min-Commit", head).changes(0);
        assertThat(conflicts.get()).as("the writers met").isPositive();
        assertThat(log).hasSize((int) increments + 1);
        for (int i = 0; i < log.size(); i++) {
          assertThat(log.get(i).path("seq").asLong()).isEqualTo(i + 1L);
          assertThat(log.get(i).path("after").path("version").asLong()).isEqualTo(i + 1L);
        }
        for (Client client : List.of(one, two)) {
          JsonNode asset =
              client.with("Tarn-Min-Commit", head).get("/api/v1/assets/" + id).expect(200).json();
          assertThat(asset.path("attributes").path("rowCount").asLong()).isEqualTo(increments);
        }
        assertThat(two.with("Tarn-Min-Commit", head).changes(0)).isEqualTo(log);
      }
    }
  }

  /** Adds one, as often as it takes; returns how often another writer was first. */
  private long increment(Client client, String id, String commit) throws Exception {
    String demanded = commit;
    for (long conflicts = 0; ; conflicts++) {
      Client.Answer read =
          client.with("Tarn-Min-Commit", demanded).get("/api/v1/assets/" + id).expect(200);
      long version = read.json().path("version").asLong();
      long count = read.json().path("attributes").path("rowCount").asLong();
      Client.Answer written =
          client
              .with("If-Match", "\"" + version + "\"")
              .patch("/api/v1/assets/" + id, "{\"attributes\":{\"rowCount\":" + (count + 1) + "}}");
      if (written.status() == 200) {
        commits.add(CommitId.parse(written.header("Tarn-Commit")));
        return conflicts;
      }
      written.expect(409);
      assertThat(written.json().path("currentVersion").asLong()).isGreaterThan(version);
      demanded = written.header("Tarn-Commit");
    }
  }
}
