package dev.tarn.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.testkit.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Sends a file through the bulk endpoint. */
public final class BulkLoad {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int OK = 200;
  private static final String REJECTED = "\"outcome\":\"rejected\"";

  private BulkLoad() {}

  /**
   * What the server answered.
   *
   * @param lines results, one per line of the file
   * @param refused lines that were not taken
   */
  public record Answer(long lines, long refused) {}

  /** Loads a file of changes, and reads all results. */
  public static Answer load(URI server, Path file) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/api/v1/bulk"))
            .header("Authorization", ServerProcess.adminAuthorization())
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofFile(file))
            .build();
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpResponse<Stream<String>> response = http.send(request, HttpResponse.BodyHandlers.ofLines());
    long lines = 0;
    long refused = 0;
    try (Stream<String> results = response.body()) {
      if (response.statusCode() != OK) {
        throw new IOException(response.statusCode() + " " + results.findFirst().orElse(""));
      }
      String last = "";
      for (Iterator<String> each = results.iterator(); each.hasNext(); ) {
        last = each.next();
        lines++;
        if (last.contains(REJECTED)) {
          refused++;
        }
      }
      JsonNode summary = Api.JSON.readTree(last);
      if (!summary.path("done").asBoolean() || summary.path("lines").asLong() != lines - 1) {
        throw new IOException("the answer ends early: " + last);
      }
    }
    return new Answer(lines - 1, refused);
  }

  /** Waits until every store of the branch shows the head of the log. */
  public static void awaitFollowers(URI server) throws IOException, InterruptedException {
    Api api = new Api(server);
    while (lag(api.get("/api/v1/status")) > 0) {
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static long lag(JsonNode status) {
    long lag = 0;
    for (JsonNode store : status.path("stores")) {
      lag += store.path("lagChanges").asLong();
    }
    return lag;
  }
}
