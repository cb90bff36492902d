package dev.tarn.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Writers at a fixed rate, clients that search, and a look at when some of what was written is
 * found: by searches for its name that do not ask for any commit.
 */
final class FreshnessRun {
  static final int WRITERS = 64;
  static final int SEARCHERS = 8;

  /** Instead of a rate of searches. */
  static final int AS_FAST_AS_ANSWERED = 0;

  /** One in so many changes is looked for, so that looking is a small part of the load. */
  private static final int LOOKED_FOR = 50;

  private static final long MAX_CHANGES_OF_WRITER = 1_000_000;
  private static final Duration POLL = Duration.ofMillis(5);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Api api;
  private final String run;
  private final Writes writes;
  private final int searchesPerSecond;
  private final List<String> searches;
  private final Histogram found = new ConcurrentHistogram(Latency.histogram());

  /**
   * @param run a word that no other run on the server has
   */
  FreshnessRun(
      URI server, String run, Writes writes, int searchesPerSecond, List<String> searches) {
    this.api = new Api(server);
    this.run = run;
    this.writes = writes;
    this.searchesPerSecond = searchesPerSecond;
    this.searches = searches;
  }

  /** How much is written, whatever the answers take. */
  record Writes(int changesPerSecond, int changesPerRequest) {}

  /**
   * What was seen.
   *
   * @param writes requests
   * @param found nanoseconds from the answer to a write to the answer that has it
   */
  record Result(Load.Result writes, Load.Result searches, Histogram found) {}

  Result run(Duration time) throws IOException, InterruptedException {
    Queue<Future<?>> looking = new ConcurrentLinkedQueue<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Load.Result> searching = threads.submit(() -> search(time));
      Load.Result written =
          Load.paced(
              WRITERS,
              writes.changesPerSecond() / writes.changesPerRequest(),
              time,
              (client, number) -> {
                String name = write(client, number);
                if ((client + number) % (LOOKED_FOR / writes.changesPerRequest()) == 0) {
                  long acknowledged = System.nanoTime();
                  looking.add(
                      threads.submit(
                          () -> {
                            awaitFound(name, acknowledged);
                            return name;
                          }));
                }
              });
      Load.Result searched = searching.get();
      for (Future<?> each : looking) {
        each.get();
      }
      return new Result(written, searched, found);
    } catch (ExecutionException e) {
      throw new IOException("a client failed", e.getCause());
    }
  }

  /** Returns the name of the last asset of the request. */
  private String write(int client, long number) throws IOException, InterruptedException {
    if (writes.changesPerRequest() == 1) {
      String name = name(client, number);
      api.post("/api/v1/assets", "application/json", bytes(asset(name)));
      return name;
    }
    StringBuilder lines = new StringBuilder();
    String name = "";
    for (int i = 0; i < writes.changesPerRequest(); i++) {
      name = name(client, number * writes.changesPerRequest() + i);
      lines.append(asset(name)).append('\n');
    }
    api.post("/api/v1/bulk", "application/x-ndjson", bytes(lines.toString()));
    return name;
  }

  /** One number, not two: the same words in another order would be as good an answer. */
  private String name(int client, long number) {
    return "arrival_" + run + "_" + (client * MAX_CHANGES_OF_WRITER + number);
  }

  private static String asset(String name) throws IOException {
    return Api.JSON.writeValueAsString(
        Map.of(
            "type",
            "table",
            "qualifiedName",
            "freshness." + name,
            "description",
            "Orders as they came in, one row each, corrected twice a day."));
  }

  private Load.Result search(Duration time) throws IOException, InterruptedException {
    Load.Request request =
        (client, number) ->
            search(searches.get((int) ((client * 251L + number) % searches.size())), 20);
    return searchesPerSecond == AS_FAST_AS_ANSWERED
        ? Load.run(SEARCHERS, time, request)
        : Load.paced(SEARCHERS, searchesPerSecond, time, request);
  }

  private void awaitFound(String name, long acknowledgedNanos)
      throws IOException, InterruptedException {
    while (!isFirst(name, search('"' + name + '"', 1))) {
      if (System.nanoTime() - acknowledgedNanos > PATIENCE.toNanos()) {
        throw new IOException(name + " is not found");
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    found.recordValue(System.nanoTime() - acknowledgedNanos);
  }

  private static boolean isFirst(String name, JsonNode answer) {
    return answer.path("hits").path(0).path("asset").path("name").asText().equals(name);
  }

  private JsonNode search(String words, int limit) throws IOException, InterruptedException {
    String request = Api.JSON.writeValueAsString(Map.of("query", words, "limit", limit));
    return Api.JSON.readTree(api.post("/api/v1/search", "application/json", bytes(request)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
