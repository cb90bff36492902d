package dev.tarn.benchmarks.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tarn.benchmarks.Latency;
import dev.tarn.testkit.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.HdrHistogram.Histogram;

/** Asks a server, from the JVM of a client. */
final class HttpRun {
  private static final int OK = 200;

  /** What both servers are asked over HTTP, by {@link Questions#of}. */
  private static final Set<String> KINDS =
      Set.of(
          Questions.TEXT,
          Questions.HEAD,
          Questions.FACETED,
          Questions.FACETS_OF_ALL,
          Questions.CLOSEST,
          Questions.POPULAR,
          Questions.BY_ID);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI server;
  private final Duration time;

  private HttpRun(URI server, Duration time) {
    this.server = server;
    this.time = time;
  }

  /** What a server is asked. */
  record Served(URI uri, Map<String, List<HttpQuestion>> questions) {}

  /** A kind of question as requests. */
  interface Translation {
    HttpQuestion of(Question question);
  }

  static Map<String, List<HttpQuestion>> questions(
      Map<String, List<Question>> questions, Translation translation) {
    Map<String, List<HttpQuestion>> translated = new LinkedHashMap<>();
    questions.forEach(
        (kind, all) -> {
          if (KINDS.contains(kind)) {
            translated.put(kind, all.stream().map(translation::of).toList());
          }
        });
    return translated;
  }

  /** Asks one kind after the other, each for a time, after a round of all kinds to warm up. */
  static List<EngineRun.Answered> ask(Served served, Duration time)
      throws IOException, InterruptedException {
    HttpRun run = new HttpRun(served.uri(), time);
    for (List<HttpQuestion> kind : served.questions().values()) {
      run.ask(kind, Latency.histogram());
    }
    List<EngineRun.Answered> answered = new ArrayList<>();
    for (Map.Entry<String, List<HttpQuestion>> kind : served.questions().entrySet()) {
      Histogram nanos = Latency.histogram();
      long bytes = run.ask(kind.getValue(), nanos);
      answered.add(
          new EngineRun.Answered(
              kind.getKey(),
              nanos.getTotalCount(),
              Latency.millis(nanos, 50),
              Latency.millis(nanos, 99),
              (double) bytes / nanos.getTotalCount()));
    }
    return answered;
  }

  /** Returns the bytes of all answers. */
  private long ask(List<HttpQuestion> questions, Histogram nanos)
      throws IOException, InterruptedException {
    long bytes = 0;
    long end = System.nanoTime() + time.toNanos();
    for (int i = 0; System.nanoTime() < end; i++) {
      HttpRequest request = request(questions.get(i % questions.size()));
      long start = System.nanoTime();
      HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      nanos.recordValue(System.nanoTime() - start);
      if (response.statusCode() != OK) {
        throw new IOException(
            request.uri()
                + ": "
                + response.statusCode()
                + " "
                + new String(response.body(), UTF_8));
      }
      bytes += response.body().length;
    }
    return bytes;
  }

  private HttpRequest request(HttpQuestion question) {
    // OpenSearch has nobody to sign in, and does not look at it.
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(question.path()))
            .header("Authorization", ServerProcess.adminAuthorization());
    return question.body().isEmpty()
        ? request.build()
        : request
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(question.body()))
            .build();
  }
}
