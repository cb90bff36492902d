package dev.tarn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.catalog.CatalogSettings;
import dev.tarn.core.commit.CommitObserver;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.policy.AdministratorPolicy;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.Scope;
import dev.tarn.rest.Client.Answer;
import dev.tarn.testkit.Faults;
import dev.tarn.testkit.FaultyCatalogStore;
import dev.tarn.testkit.InMemoryCatalogStore;
import dev.tarn.testkit.InMemoryStateIndex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Commits of tables whose answer is late or lost: nothing is done twice, and no file is missed. */
class IcebergOutcomeTest {
  private static final String NAMESPACES = "/iceberg/v1/default/namespaces";
  private static final String TABLES = NAMESPACES + "/shop/tables";
  private static final String TABLE = TABLES + "/orders";
  private static final String ASSET =
      "/api/v1/assets/by-name?type=table&qualifiedName=iceberg.shop.orders";
  private static final int WRITERS = 4;
  private static final int COMMITS_EACH = 12;
  private static final int MANY = 1_000_000;

  /** A namespace, and a table. */
  private static final int CREATING_COMMITS = 2;

  private static TestServer start(CatalogStore store, CommitObserver observer, String timeout) {
    return TestServer.start(
        store,
        CatalogSettings.defaults(),
        InMemoryStateIndex.indexes(),
        new AdministratorPolicy(Actor.LOCAL_ADMINISTRATOR),
        observer,
        Map.of("tarn.rest.write-timeout", timeout));
  }

  private static Answer untilAnswered(Client client, String path, String body) {
    Client keyed = client.with("Idempotency-Key", UUID.randomUUID().toString());
    Answer answer;
    do {
      answer = keyed.postJson(path, body);
    } while (answer.response().statusCode() >= 500 || answer.response().statusCode() == 429);
    return answer.expect(200);
  }

  private static void createTable(Client client) {
    untilAnswered(client, NAMESPACES, "{\"namespace\":[\"shop\"]}");
    untilAnswered(
        client,
        TABLES,
        "{\"name\":\"orders\",\"schema\":{\"type\":\"struct\",\"fields\":[{\"id\":1,"
            + "\"name\":\"id\",\"type\":\"long\",\"required\":false}]}}");
  }

  private static String setting(String name) {
    return "{\"requirements\":[],\"updates\":[{\"action\":\"set-properties\",\"updates\":{\""
        + name
        + "\":\"x\"}}]}";
  }

  private static JsonNode metadata(Client client) {
    return client.get(TABLE).expect(200).json().path("metadata");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverTheStoreLosesTableAndEntryAreTheSame(long seed) throws Exception {
    Faults faults = Faults.oneIn(6, seed);
    try (TestServer server =
            start(
                new FaultyCatalogStore(new InMemoryCatalogStore(), faults),
                CommitObserver.NONE,
                "45s");
        ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      Client client = server.client();
      createTable(client);
      List<Future<?>> done = new ArrayList<>();
      for (int w = 0; w < WRITERS; w++) {
        String writer = "w" + w + "-";
        done.add(
            writers.submit(
                () -> {
                  for (int i = 0; i < COMMITS_EACH; i++) {
                    untilAnswered(client, TABLE, setting(writer + i));
                  }
                }));
      }
      for (Future<?> each : done) {
        each.get();
      }
      faults.end();
      assertThat(faults.appendFaults()).as("seed " + seed).isPositive();

      JsonNode table = metadata(client);
      assertThat(
              table.path("properties").propertyNames().stream()
                  .filter(name -> name.matches("w\\d+-\\d+")))
          .hasSize(WRITERS * COMMITS_EACH);
      assertThat(table.path("metadata-log")).hasSize(WRITERS * COMMITS_EACH);
      String head = client.get("/api/v1/status").expect(200).json().path("head").asString();
      JsonNode asset = client.with("Tarn-Min-Commit", head).get(ASSET).expect(200).json();
      assertThat(asset.path("attributes").path("properties")).isEqualTo(table.path("properties"));
    }
  }

  @Test
  void aBranchOfChangeRequestsTakesNoCommitsOfTables() {
    try (TestServer server = start(new InMemoryCatalogStore(), CommitObserver.NONE, "45s")) {
      Client client = server.client();
      createTable(client);
      client.json("PATCH", "/api/v1/branches/main", "{\"requiresChangeRequest\":true}").expect(200);
      JsonNode error = client.postJson(TABLE, setting("x")).expect(403).json().path("error");
      assertThat(error.path("type").asString()).isEqualTo("ForbiddenException");
      assertThat(error.path("message").asString()).contains("change requests only");
      client.delete(TABLE).expect(403);
      assertThat(metadata(client).path("properties").has("x")).isFalse();
    }
  }

  @Test
  void aCommitWhoseAnswerIsLateIsNotCleanedUpAfter() throws Exception {
    Semaphore commits = new Semaphore(MANY);
    CountDownLatch created = new CountDownLatch(CREATING_COMMITS);
    CommitObserver slow =
        new CommitObserver() {
          @Override
          public void committed(
              Scope scope, int submissions, int entries, Duration resolving, Duration appending) {
            commits.acquireUninterruptibly();
            created.countDown();
          }
        };
    try (TestServer server = start(new InMemoryCatalogStore(), slow, "1s")) {
      Client client = server.client();
      createTable(client);
      // A commit is answered before the observer hears of it.
      assertThat(created.await(1, TimeUnit.MINUTES)).isTrue();
      commits.drainPermits();
      lateCommit(client, commits);
    }
  }

  private static void lateCommit(Client client, Semaphore commits) {
    try {
      // This is answered, and holds up what comes after.
      client
          .postJson("/api/v1/assets", "{\"type\":\"table\",\"qualifiedName\":\"other\"}")
          .expect(201);
      Client keyed = client.with("Idempotency-Key", UUID.randomUUID().toString());
      JsonNode error = keyed.postJson(TABLE, setting("late")).expect(500).json().path("error");
      assertThat(error.path("type").asString()).isEqualTo("CommitStateUnknownException");

      commits.release(MANY);
      keyed.postJson(TABLE, setting("late")).expect(200);
      JsonNode table = metadata(client);
      assertThat(table.path("properties").path("late").asString()).isEqualTo("x");
      assertThat(table.path("metadata-log")).hasSize(1);
    } finally {
      // Without it, a server would never come to its end.
      commits.release(MANY);
    }
  }
}
