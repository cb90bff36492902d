package dev.tarn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.catalog.CatalogSettings;
import dev.tarn.rest.Client.Answer;
import dev.tarn.testkit.InMemoryStateIndex;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The feed of changes, page by page, by long poll and as events. */
class ChangeFeedApiTest {
  private static final String CHANGES = "/api/v1/changes";
  private TestServer server;
  private Client client;

  /** A server of each test's own: a client that has gone keeps its place for a heartbeat. */
  @BeforeEach
  void start() {
    server =
        TestServer.start(
            CatalogSettings.defaults(),
            InMemoryStateIndex.indexes(),
            Map.of(
                "tarn.rest.feed.heartbeat",
                "100ms",
                "tarn.rest.feed.max-followers",
                3,
                "tarn.rest.feed.max-wait",
                "2s"));
    client = server.newTenant("feed");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer put(String name) {
    return client
        .postJson("/api/v1/assets", "{\"type\": \"table\", \"qualifiedName\": \"" + name + "\"}")
        .expect(201);
  }

  @Test
  void pagesThroughTheLog() {
    for (int i = 0; i < 5; i++) {
      put("t" + i);
    }
    List<String> names = new ArrayList<>();
    String after = "0";
    JsonNode page;
    do {
      page = client.get(CHANGES + "?limit=2&after=" + after).expect(200).json();
      page.path("items")
          .forEach(entry -> names.add(entry.path("after").path("qualifiedName").asString()));
      after = page.path("next").asString();
    } while (!page.path("items").isEmpty());
    assertThat(names).containsExactly("t0", "t1", "t2", "t3", "t4");
    assertThat(after).isEqualTo("5");
    client.get(CHANGES + "?after=-1").problem(400, "invalid-request");
    client.get(CHANGES + "?limit=0").problem(400, "invalid-request");
    client.get(CHANGES + "?wait=soon").problem(400, "invalid-request");
    client.with("Tarn-Min-Commit", "5-0123456789abcdef").get(CHANGES).expect(200);
    client
        .with("Tarn-Min-Commit", "6-0123456789abcdef")
        .get(CHANGES)
        .problem(504, "commit-not-reached");
    client.get(CHANGES + "?at=1").problem(400, "invalid-request");
  }

  @Test
  void aLongPollReturnsWhenThereIsAChange() throws Exception {
    put("first");
    CompletableFuture<Answer> waiting =
        CompletableFuture.supplyAsync(() -> client.get(CHANGES + "?after=1&wait=60s"));
    put("second");
    JsonNode page = waiting.get(30, TimeUnit.SECONDS).expect(200).json();
    assertThat(page.path("items").get(0).path("seq").asLong()).isEqualTo(2);
    assertThat(client.get(CHANGES + "?after=2&wait=100ms").json().path("items")).isEmpty();
  }

  @Test
  void eventsComeAsTheyHappenAndGoOnAfterTheLastOne() throws IOException {
    put("first");
    Client events = client.with("Accept", "text/event-stream");
    HttpResponse<InputStream> stream = events.stream("GET", CHANGES, BodyPublishers.noBody());
    assertThat(stream.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    assertThat(stream.headers().firstValue("Tarn-Commit")).isPresent();
    try (BufferedReader in = reader(stream)) {
      assertThat(event(in)).isEqualTo("id: 1|event: change|first");
      put("second");
      assertThat(event(in)).isEqualTo("id: 2|event: change|second");
    }
    try (BufferedReader in =
        reader(events.with("Last-Event-ID", "1").stream("GET", CHANGES, BodyPublishers.noBody()))) {
      assertThat(event(in)).isEqualTo("id: 2|event: change|second");
      assertThat(in.readLine()).isEmpty();
      assertThat(in.readLine()).isEqualTo(": alive");
    }
    events.with("Last-Event-ID", "x").get(CHANGES).problem(400, "invalid-request");
  }

  @Test
  void followersAreLimited() throws IOException {
    List<HttpResponse<InputStream>> streams = new ArrayList<>();
    Client events = client.with("Accept", "text/event-stream");
    int refused = 0;
    for (int i = 0; i < 4; i++) {
      HttpResponse<InputStream> stream = events.stream("GET", CHANGES, BodyPublishers.noBody());
      streams.add(stream);
      if (stream.statusCode() == 429) {
        refused++;
        assertThat(stream.headers().firstValue("Retry-After")).isPresent();
      }
    }
    for (HttpResponse<InputStream> stream : streams) {
      stream.body().close();
    }
    assertThat(refused).isPositive();
    // Those who have gone make room, as soon as writing to them fails.
    Answer answer = client.get(CHANGES);
    for (int i = 0; i < 100 && answer.response().statusCode() == 429; i++) {
      answer = client.get(CHANGES);
    }
    assertThat(answer.response().statusCode()).isIn(200, 429);
  }

  private static BufferedReader reader(HttpResponse<InputStream> stream) {
    return new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8));
  }

  private static String event(BufferedReader in) throws IOException {
    List<String> parts = new ArrayList<>();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.startsWith("data: ")) {
        parts.add(
            Client.MAPPER
                .readTree(line.substring("data: ".length()))
                .path("after")
                .path("qualifiedName")
                .asString());
        return String.join("|", parts);
      }
      if (line.startsWith("id: ") || line.startsWith("event: ")) {
        parts.add(line);
      }
    }
    throw new IOException("the stream ended");
  }
}
