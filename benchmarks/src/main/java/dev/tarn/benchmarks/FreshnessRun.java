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
  private static final int LOOKED_FOR = 20;

  private static final long MAX_CHANGES_OF_WRITER = 1_000_000;
  private static final Duration POLL = Duration.ofMillis(2);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Api api;
  private final String run;
  private final int changesPerSecond;
  private final int searchesPerSecond;
  private final List<String> searches;
  private final Histogram found = new ConcurrentHistogram(Latency.histogram());

  /**
   * @param run a word that no other run on the server has
   */
  FreshnessRun(
      URI server, String run, int changesPerSecond, int searchesPerSecond, List<String> searches) {
    this.api = new Api(server);
    this.run = run;
    this.changesPerSecond = changesPerSecond;
    this.searchesPerSecond = searchesPerSecond;
    this.searches = searches;
  }

  /**
   * What was seen.
   *
   * @param found nanoseconds from the answer to a write to the answer that has it
   */
  record Result(Load.Result writes, Load.Result searches, Histogram found) {}

  Result run(Duration time) throws IOException, InterruptedException {
    Queue<Future<?>> looking = new ConcurrentLinkedQueue<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Load.Result> searching = threads.submit(() -> search(time));
      Load.Result writes =
          Load.paced(
              WRITERS,
              changesPerSecond,
              time,
              (client, number) -> {
                String name = write(client, number);
                if ((client + number) % LOOKED_FOR == 0) {
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
      return new Result(writes, searched, found);
    } catch (ExecutionException e) {
      throw new IOException("a client failed", e.getCause());
    }
  }

  private String write(int client, long number) throws IOException, InterruptedException {
    // One number, not two: the same words in another order would be as good an answer.
    String name = "arrival_" + run + "_" + (client * MAX_CHANGES_OF_WRITER + number);
    api.post(
        "/api/v1/assets",
        "application/json",
        json(
            Map.of(
                "type",
                "table",
                "qualifiedName",
                "freshness." + name,
                "description",
                "Orders as they came in, one row each, corrected twice a day.")));
    return name;
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
    while (!isFirst(name, search(name, 1))) {
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
    return Api.JSON.readTree(
        api.post(
            "/api/v1/search", "application/json", json(Map.of("query", words, "limit", limit))));
  }

  private static byte[] json(Map<String, Object> fields) throws IOException {
    return Api.JSON.writeValueAsString(fields).getBytes(StandardCharsets.UTF_8);
  }
}
