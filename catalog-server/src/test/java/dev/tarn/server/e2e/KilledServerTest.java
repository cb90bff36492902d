package dev.tarn.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.testkit.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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

/** The server, or its Nessie, dies under load over HTTP; what was answered is there afterwards. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class KilledServerTest {
  private static final int WRITERS = 6;
  private static final int ACKS = 150;

  /** The victims, one round each. */
  private enum Victim {
    SERVER,
    SERVER_AND_NESSIE,
    NESSIE
  }

  private record Ack(String id, long version, long seq) {}

  @TempDir Path folder;
  private final Queue<Ack> acks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger names = new AtomicInteger();

  @Test
  void whatWasAnsweredIsThereAfterwards() throws Exception {
    for (Victim victim : Victim.values()) {
      try (ServerProcess server = Servers.start(folder)) {
        check(new Client(server.uri()));
        int before = acks.size();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
          List<Future<?>> writers = new ArrayList<>();
          for (int i = 0; i < WRITERS; i++) {
            Client client = new Client(server.uri());
            writers.add(threads.submit(() -> write(client)));
          }
          awaitAcks(before + ACKS);
          kill(victim, server);
          if (victim == Victim.NESSIE) {
            awaitAcks(acks.size() + ACKS);
            server.kill();
          }
          for (Future<?> writer : writers) {
            writer.get();
          }
        }
      }
    }
    try (ServerProcess server = Servers.start(folder)) {
      check(new Client(server.uri()));
    }
    assertThat(acks).hasSizeGreaterThan(Victim.values().length * ACKS);
  }

  private void awaitAcks(int count) {
    Awaitility.await().atMost(2, TimeUnit.MINUTES).until(() -> acks.size() >= count);
  }

  private static void kill(Victim victim, ServerProcess server) throws InterruptedException {
    List<ProcessHandle> processes = server.processes();
    assertThat(processes).as("the server and its Nessie").hasSizeGreaterThan(1);
    if (victim != Victim.SERVER) {
      processes.subList(1, processes.size()).forEach(ProcessHandle::destroyForcibly);
    }
    if (victim != Victim.NESSIE) {
      server.kill();
    }
  }

  /** Writes until the server does not answer any more. */
  private Void write(Client client) throws InterruptedException {
    while (true) {
      int number = names.incrementAndGet();
      String asset =
          "{\"type\":\"table\",\"qualifiedName\":\"kill.t"
              + (number % 97)
              + "\",\"description\":\"written "
              + number
              + "\"}";
      try {
        Client.Answer answer = client.post("/api/v1/assets", asset);
        if (answer.status() == 200 || answer.status() == 201) {
          JsonNode json = answer.json();
          acks.add(
              new Ack(
                  json.path("id").asText(),
                  json.path("version").asLong(),
                  json.path("seq").asLong()));
        } else {
          assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        }
      } catch (IOException e) {
        return null;
      }
    }
  }

  private void check(Client client) throws IOException, InterruptedException {
    Map<Long, JsonNode> log = new HashMap<>();
    Map<String, Long> versions = new HashMap<>();
    long seq = 0;
    for (JsonNode change : client.changes(0)) {
      seq++;
      assertThat(change.path("seq").asLong()).isEqualTo(seq);
      log.put(seq, change);
      String id = change.path("after").path("id").asText();
      long version = change.path("after").path("version").asLong();
      assertThat(version).isEqualTo(versions.getOrDefault(id, 0L) + 1);
      versions.put(id, version);
    }
    for (Ack ack : acks) {
      JsonNode change = log.get(ack.seq());
      assertThat(change).as("acknowledged: %s", ack).isNotNull();
      assertThat(change.path("after").path("id").asText()).isEqualTo(ack.id());
      assertThat(change.path("after").path("version").asLong()).isEqualTo(ack.version());
    }
    for (Map.Entry<String, Long> last : versions.entrySet()) {
      assertThat(
              client
                  .get("/api/v1/assets/" + last.getKey())
                  .expect(200)
                  .json()
                  .path("version")
                  .asLong())
          .isEqualTo(last.getValue());
    }
  }
}
