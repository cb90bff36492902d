package dev.tarn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.catalog.CatalogSettings;
import dev.tarn.core.commit.CommitObserver;
import dev.tarn.core.commit.CommitterSettings;
import dev.tarn.core.policy.Action;
import dev.tarn.core.policy.Decision;
import dev.tarn.core.scope.Scope;
import dev.tarn.rest.Client.Answer;
import dev.tarn.testkit.InMemoryStateIndex;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What clients see while the catalog commits slowly, or may not do what they ask for. */
class PressureTest {
  private static final String ASSETS = "/api/v1/assets";

  /** How many commits may pass. */
  private final Semaphore commits = new Semaphore(1_000_000);

  private TestServer server;
  private Client client;

  @BeforeEach
  void start() {
    CatalogSettings defaults = CatalogSettings.defaults();
    server =
        TestServer.start(
            new CatalogSettings(
                new CommitterSettings(
                    Duration.ofMillis(1), 4, 1 << 20, 4, 1 << 20, 50_000, Duration.ofSeconds(30)),
                defaults.tailEntries(),
                defaults.readTimeout(),
                defaults.refreshInterval(),
                defaults.maintenanceInterval(),
                defaults.indexPace(),
                defaults.tablesPace(),
                defaults.usage(),
                defaults.maxOpenBranches()),
            InMemoryStateIndex.indexes(),
            request ->
                request.scope().tenant().value().equals("closed")
                        && request.action() == Action.WRITE_ASSETS
                    ? new Decision.Deny("the tenant is closed", false)
                    : Decision.ALL,
            new CommitObserver() {
              @Override
              public void committed(
                  Scope scope,
                  int submissions,
                  int entries,
                  Duration resolving,
                  Duration appending) {
                commits.acquireUninterruptibly();
              }
            },
            Map.of("tarn.rest.bulk.batch-changes", 2));
    client = server.client();
  }

  @AfterEach
  void stop() {
    commits.release(1_000_000);
    server.close();
  }

  private static String table(String name) {
    return "{\"type\": \"table\", \"qualifiedName\": \"" + name + "\"}";
  }

  @Test
  void aFullQueueIsAnsweredAndBulkWaits() throws Exception {
    client.postJson(ASSETS, table("first")).expect(201);
    commits.drainPermits();
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String name = "t" + i;
        answers.add(
            CompletableFuture.supplyAsync(() -> client.postJson(ASSETS, table(name)), writers));
      }
      // Of 40 at most 4 are in the commit that is held up, and 4 wait.
      CompletableFuture<Object> refused =
          CompletableFuture.anyOf(
              answers.stream()
                  .map(
                      answer ->
                          answer.thenCompose(
                              got ->
                                  got.response().statusCode() == 429
                                      ? CompletableFuture.completedFuture(got)
                                      : new CompletableFuture<Answer>()))
                  .toArray(CompletableFuture[]::new));
      Answer full = (Answer) refused.get(60, TimeUnit.SECONDS);
      full.problem(429, "queue-full");
      assertThat(Integer.parseInt(full.header("Retry-After"))).isPositive();

      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < 30; i++) {
        lines.append(table("bulk" + i)).append('\n');
      }
      CompletableFuture<Answer> bulk =
          CompletableFuture.supplyAsync(
              () ->
                  client
                      .with("Content-Type", "application/x-ndjson")
                      .send(
                          "POST",
                          "/api/v1/bulk?results=rejected",
                          BodyPublishers.ofString(lines.toString())),
              writers);
      commits.release(1_000_000);
      JsonNode summary =
          Client.MAPPER.readTree(bulk.get(60, TimeUnit.SECONDS).expect(200).response().body());
      assertThat(summary.path("outcomes").path("created").asLong()).isEqualTo(30);
      for (CompletableFuture<Answer> answer : answers) {
        assertThat(answer.get(60, TimeUnit.SECONDS).response().statusCode()).isIn(201, 429);
      }
    }
  }

  @Test
  void aRefusedActorIsToldSo() {
    client.postJson("/api/v1/tenants", "{\"name\": \"closed\"}").expect(201);
    Client closed = client.with("Tarn-Tenant", "closed");
    closed.get(ASSETS).expect(200);
    assertThat(
            closed
                .postJson(ASSETS, table("x"))
                .problem(403, "permission-denied")
                .path("detail")
                .asString())
        .isEqualTo("the tenant is closed");
    // A stream of changes is refused before the first is read.
    assertThat(
            closed
                .with("Content-Type", "application/x-ndjson")
                .send("POST", "/api/v1/bulk", BodyPublishers.ofString(table("x")))
                .problem(403, "permission-denied")
                .path("detail")
                .asString())
        .isEqualTo("the tenant is closed");
  }
}
