package dev.tarn.server.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.iceberg.nessie.EmbeddedNessie;
import dev.tarn.iceberg.nessie.EmbeddedNessieSettings;
import dev.tarn.server.e2e.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A commit that was answered is there, whoever is killed and whoever is asked. */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
final class IcebergDurabilityTest {
  private static final String NAMESPACES = "/iceberg/v1/default/namespaces";
  private static final String TABLES = NAMESPACES + "/shop/tables";
  private static final int TABLE_COUNT = 5;
  private static final int WRITERS = 6;
  private static final int ACKS = 60;
  private static final int KILLS = 2;
  private static final int COMMITS_EACH = 8;

  /** A property that a table was answered to have. */
  private record Ack(String table, String property) {}

  @TempDir Path folder;
  private final Queue<Ack> acks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger numbers = new AtomicInteger();

  private static void createTables(Client client) throws Exception {
    client.post(NAMESPACES, "{\"namespace\":[\"shop\"]}").expect(200);
    for (int i = 0; i < TABLE_COUNT; i++) {
      client
          .post(
              TABLES,
              "{\"name\":\"t"
                  + i
                  + "\",\"schema\":{\"type\":\"struct\",\"fields\":[{\"id\":1,"
                  + "\"name\":\"id\",\"type\":\"long\",\"required\":false}]}}")
          .expect(200);
    }
  }

  private static Client.Answer commit(Client client, String table, String property)
      throws IOException, InterruptedException {
    return client.post(
        TABLES + "/" + table,
        "{\"requirements\":[],\"updates\":[{\"action\":\"set-properties\",\"updates\":{\""
            + property
            + "\":\"x\"}}]}");
  }

  private static JsonNode properties(Client client, String table) throws Exception {
    return client.get(TABLES + "/" + table).expect(200).json().path("metadata").path("properties");
  }

  @Test
  void whatWasAnsweredOutlivesTheServer() throws Exception {
    boolean first = true;
    for (int kill = 0; kill <= KILLS; kill++) {
      IcebergServer server = IcebergServer.start(folder);
      Client client = new Client(server.uri());
      if (first) {
        createTables(client);
        first = false;
      }
      check(client);
      if (kill == KILLS) {
        server.stop();
        return;
      }
      int before = acks.size();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
          writers.add(threads.submit(() -> writeUntilGone(new Client(server.uri()))));
        }
        Awaitility.await().atMost(2, TimeUnit.MINUTES).until(() -> acks.size() >= before + ACKS);
        server.kill();
        for (Future<?> writer : writers) {
          writer.get();
        }
      }
    }
  }

  private Void writeUntilGone(Client client) throws InterruptedException {
    while (true) {
      int number = numbers.incrementAndGet();
      Ack ack = new Ack("t" + number % TABLE_COUNT, "p" + number);
      try {
        Client.Answer answer = commit(client, ack.table(), ack.property());
        if (answer.status() == 200) {
          acks.add(ack);
        } else {
          assertThat(answer.status()).as(answer.text()).isIn(500, 503);
        }
      } catch (IOException e) {
        return null;
      }
    }
  }

  /** Every answered commit is in its table, and every entry is what its table is. */
  private void check(Client client) throws Exception {
    for (int i = 0; i < TABLE_COUNT; i++) {
      String table = "t" + i;
      Client.Answer loaded = client.get(TABLES + "/" + table).expect(200);
      JsonNode properties = loaded.json().path("metadata").path("properties");
      for (Ack ack : acks) {
        if (ack.table().equals(table)) {
          assertThat(properties.has(ack.property())).as("%s", ack).isTrue();
        }
      }
      JsonNode asset =
          client
              .with("Tarn-Min-Commit", loaded.header("Tarn-Commit"))
              .get("/api/v1/assets/by-name?type=table&qualifiedName=iceberg.shop." + table)
              .expect(200)
              .json();
      assertThat(asset.path("attributes").path("properties")).isEqualTo(properties);
    }
  }

  @Test
  void twoServersOnOneWarehouseLoseNothing() throws Exception {
    Path oneFolder = Files.createDirectories(folder.resolve("one"));
    Path twoFolder = Files.createDirectories(folder.resolve("two"));
    try (EmbeddedNessie nessie =
        EmbeddedNessie.start(EmbeddedNessieSettings.in(folder.resolve("nessie")))) {
      Map<String, String> shared =
          Map.of(
              "tarn.catalog.warehouse",
              folder.resolve("warehouse").toString(),
              "tarn.catalog.nessie-uri",
              nessie.uri().toString());
      IcebergServer one = IcebergServer.start(oneFolder, shared);
      IcebergServer two = IcebergServer.start(twoFolder, shared);
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Client> clients = List.of(new Client(one.uri()), new Client(two.uri()));
        createTables(clients.getFirst());
        List<Future<?>> writers = new ArrayList<>();
        for (int w = 0; w < WRITERS; w++) {
          int writer = w;
          writers.add(
              threads.submit(
                  () -> {
                    for (int i = 0; i < COMMITS_EACH; i++) {
                      Ack ack = new Ack("t" + i % 2, "w" + writer + "-" + i);
                      commit(clients.get(writer % 2), ack.table(), ack.property()).expect(200);
                      acks.add(ack);
                      // The other server knows at once.
                      assertThat(
                              properties(clients.get((writer + 1) % 2), ack.table())
                                  .has(ack.property()))
                          .isTrue();
                    }
                    return null;
                  }));
        }
        for (Future<?> writer : writers) {
          writer.get();
        }
        assertThat(acks).hasSize(WRITERS * COMMITS_EACH);
        for (Client client : clients) {
          check(client);
        }
      } finally {
        two.stop();
        one.stop();
      }
    }
  }
}
