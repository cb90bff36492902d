package dev.tarn.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.core.scope.CommitId;
import dev.tarn.testkit.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The index of a real server: rebuilt under load, killed on the way, damaged and found out. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class RebuiltIndexTest {
  private static final int WRITERS = 3;
  private static final int READERS = 2;
  private static final int REBUILDS = 3;
  private static final int LOADED = 4_000;

  @TempDir Path folder;
  private final Queue<String> written = new ConcurrentLinkedQueue<>();
  private final AtomicInteger names = new AtomicInteger();

  private static JsonNode awaitEnd(Client client, Client.Answer accepted) {
    String address = accepted.expect(202).header("Location");
    return Awaitility.await()
        .atMost(3, TimeUnit.MINUTES)
        .until(
            () -> client.get(address).expect(200).json(),
            run -> !run.path("status").asText().equals("running"));
  }

  private static JsonNode verify(Client client) throws IOException, InterruptedException {
    JsonNode run = awaitEnd(client, client.post("/api/v1/index/verify", ""));
    assertThat(run.path("status").asText()).as(run.toString()).isEqualTo("succeeded");
    return run.path("verification");
  }

  private static void assertVerifies(Client client) throws IOException, InterruptedException {
    JsonNode found = verify(client);
    assertThat(found.path("clean").asBoolean()).as(found.toString()).isTrue();
  }

  private static void load(Client client, String prefix, int count)
      throws IOException, InterruptedException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines
          .append("{\"op\":\"upsert\",\"type\":\"table\",\"qualifiedName\":\"")
          .append(prefix)
          .append(i)
          .append("\",\"description\":\"One of many\"}\n");
    }
    String answer =
        client.post("/api/v1/bulk", "application/x-ndjson", lines.toString()).expect(200).text();
    assertThat(answer).doesNotContain("rejected\",").contains("\"done\":true");
    Awaitility.await()
        .atMost(3, TimeUnit.MINUTES)
        .until(() -> client.get("/api/v1/index").json().path("lagChanges").asLong() == 0);
  }

  @Test
  void isRebuiltWhileClientsWriteAndRead() throws Exception {
    try (ServerProcess server = Servers.start(folder)) {
      Client client = new Client(server.uri());
      load(client, "rebuilt.base.t", LOADED);
      AtomicBoolean done = new AtomicBoolean();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
          running.add(threads.submit(() -> write(new Client(server.uri()), done)));
        }
        for (int i = 0; i < READERS; i++) {
          running.add(threads.submit(() -> read(new Client(server.uri()), done)));
        }
        String generation = generation(client);
        for (int i = 0; i < REBUILDS; i++) {
          String check = i == 0 ? "everything" : "counts";
          JsonNode run = awaitEnd(client, client.post("/api/v1/index/rebuild?check=" + check, ""));
          assertThat(run.path("status").asText()).as(run.toString()).isEqualTo("succeeded");
          assertThat(generation(client)).isNotEqualTo(generation);
          generation = generation(client);
        }
        done.set(true);
        for (Future<?> each : running) {
          each.get();
        }
      }
      assertThat(written).isNotEmpty();
      for (String id : written) {
        client.get("/api/v1/assets/" + id).expect(200);
      }
      assertVerifies(client);
    }
    try (ServerProcess server = Servers.start(folder)) {
      assertVerifies(new Client(server.uri()));
    }
  }

  private static String generation(Client client) throws IOException, InterruptedException {
    return client.get("/api/v1/index").expect(200).json().path("generation").asText();
  }

  private Void write(Client client, AtomicBoolean done) throws IOException, InterruptedException {
    while (!done.get()) {
      String asset =
          "{\"type\":\"table\",\"qualifiedName\":\"rebuilt.live.t"
              + names.incrementAndGet()
              + "\"}";
      Client.Answer answer = client.post("/api/v1/assets", asset).expect(201);
      String id = answer.json().path("id").asText();
      client
          .with("Tarn-Min-Commit", answer.header("Tarn-Commit"))
          .get("/api/v1/assets/" + id)
          .expect(200);
      written.add(id);
    }
    return null;
  }

  private static Void read(Client client, AtomicBoolean done)
      throws IOException, InterruptedException {
    long last = 0;
    while (!done.get()) {
      Client.Answer answer =
          client.get("/api/v1/assets/by-name?type=table&qualifiedName=rebuilt.base.t7").expect(200);
      long seq = CommitId.parse(answer.header("Tarn-Commit")).seq();
      assertThat(seq).as("commits do not go back").isGreaterThanOrEqualTo(last);
      last = seq;
    }
    return null;
  }

  @Test
  void aServerThatDiesInARebuildStartsWithTheOldIndex() throws Exception {
    try (ServerProcess server = Servers.start(folder)) {
      load(new Client(server.uri()), "killed.t", LOADED);
    }
    for (String phase : List.of("any", "building", "following")) {
      try (ServerProcess server = Servers.start(folder)) {
        Client client = new Client(server.uri());
        assertVerifies(client);
        assertThat(generations()).hasSize(1);
        String address = client.post("/api/v1/index/rebuild", "").expect(202).header("Location");
        if (!phase.equals("any")) {
          Awaitility.await()
              .pollInterval(2, TimeUnit.MILLISECONDS)
              .until(
                  () -> client.get(address).expect(200).json(),
                  run ->
                      run.path("phase").asText().equals(phase)
                          || !run.path("status").asText().equals("running"));
        }
        server.kill();
      }
    }
    try (ServerProcess server = Servers.start(folder)) {
      Client client = new Client(server.uri());
      assertVerifies(client);
      assertThat(generations()).hasSize(1);
      assertThat(awaitEnd(client, client.post("/api/v1/index/rebuild", "")).path("status").asText())
          .isEqualTo("succeeded");
    }
  }

  private Path branchFolder() {
    return folder.resolve("data").resolve("index").resolve("default").resolve("main");
  }

  private List<Path> generations() throws IOException {
    try (Stream<Path> files = Files.list(branchFolder())) {
      return files.filter(file -> file.getFileName().toString().startsWith("g")).toList();
    }
  }

  @Test
  void whatADamagedIndexLacksIsNamedAndRebuilt() throws Exception {
    String lost;
    try (ServerProcess server = Servers.start(folder)) {
      Client client = new Client(server.uri());
      load(client, "damaged.t", 50);
      lost =
          client
              .get("/api/v1/assets/by-name?type=table&qualifiedName=damaged.t33")
              .expect(200)
              .json()
              .path("id")
              .asText();
      assertVerifies(client);
      server.stop();
    }
    loseDocument(lost);
    try (ServerProcess server = Servers.start(folder)) {
      Client client = new Client(server.uri());
      client.get("/api/v1/assets/" + lost).expect(404);
      JsonNode found = verify(client);
      assertThat(found.path("clean").asBoolean()).isFalse();
      assertThat(found.path("differences").asLong()).isEqualTo(1);
      JsonNode difference = found.path("listed").get(0);
      assertThat(difference.path("key").asText()).isEqualTo(lost);
      assertThat(difference.path("name").asText()).isEqualTo("table damaged.t33");
      assertThat(difference.path("problem").asText()).isEqualTo("missing-in-index");
      assertThat(awaitEnd(client, client.post("/api/v1/index/rebuild", "")).path("status").asText())
          .isEqualTo("succeeded");
      client.get("/api/v1/assets/" + lost).expect(200);
      assertVerifies(client);
    }
  }

  /** Takes one asset out of the index, as a broken disk or a defect might. */
  private void loseDocument(String id) throws IOException {
    String generation =
        Files.readString(branchFolder().resolve("current"), StandardCharsets.US_ASCII).strip();
    byte[] key = new byte[1 + id.length() / 2];
    key[0] = 'a';
    System.arraycopy(HexFormat.of().parseHex(id), 0, key, 1, key.length - 1);
    try (FSDirectory directory = FSDirectory.open(branchFolder().resolve(generation));
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      int before = writer.getDocStats().numDocs;
      writer.deleteDocuments(new Term("key", new BytesRef(key)));
      writer.setLiveCommitData(SegmentInfos.readLatestCommit(directory).getUserData().entrySet());
      writer.commit();
      assertThat(writer.getDocStats().numDocs).isEqualTo(before - 1);
    }
  }
}
