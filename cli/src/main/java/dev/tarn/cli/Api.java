package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The REST API of one server, seen from one tenant, branch and point in time.
 *
 * <p>Every method throws {@link CommandFailure}: {@link ExitCode#UNREACHABLE} where no server
 * answers, and the code for the status where it answers an error. Nothing is sent twice: whether to
 * retry is the caller's to say.
 */
final class Api implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);
  private static final String JSON = "application/json";
  private static final String SOURCE = "Tarn-Source";
  private static final String MIN_COMMIT = "Tarn-Min-Commit";

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();
  private final URI server;
  private final @Nullable String tenant;
  private final @Nullable String branch;
  private final @Nullable String at;
  private final @Nullable String minCommit;
  private final Supplier<Optional<String>> key;

  /**
   * @param key what the server is shown; asked for each request, since a local server may make it
   *     while a command waits for it
   */
  Api(
      URI server,
      @Nullable String tenant,
      @Nullable String branch,
      @Nullable String at,
      @Nullable String minCommit,
      Supplier<Optional<String>> key) {
    this.server = server;
    this.key = key;
    this.tenant = tenant;
    this.branch = branch;
    this.at = at;
    this.minCommit = minCommit;
  }

  /** Returns the same, signed in with another key. */
  Api with(String otherKey) {
    return new Api(server, tenant, branch, at, minCommit, () -> Optional.of(otherKey));
  }

  /** Returns the same, about another branch. */
  Api onBranch(String name) {
    return new Api(server, tenant, name, at, minCommit, key);
  }

  /** Query parameters, in order; those without a value are left out. */
  static final class Query {
    private final Map<String, String> values = new LinkedHashMap<>();

    Query with(String name, @Nullable Object value) {
      if (value != null) {
        values.put(name, value.toString());
      }
      return this;
    }
  }

  static Query query() {
    return new Query();
  }

  /** Returns one segment of a path, such that a name with a slash stays one segment. */
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  URI server() {
    return server;
  }

  JsonNode get(String path, Query query) {
    return get(path, query, REQUEST_TIMEOUT);
  }

  /** Reads what says itself of which points in time it is. */
  JsonNode getOfPoints(String path, Query query) {
    return send(request(path, query).timeout(REQUEST_TIMEOUT).GET().build());
  }

  /** Reads what the server may take minutes to find, as {@link #getOfPoints} does. */
  JsonNode findOfPoints(String path, Query query) {
    return send(request(path, query).GET().build());
  }

  /** Reads within a time, for a request that the server may hold for a while. */
  JsonNode get(String path, Query query, Duration timeout) {
    return send(request(path, query.with("at", at)).timeout(timeout).GET().build());
  }

  /** Reads an answer of any length, a document per line, as it comes. */
  void lines(String path, Query query, Consumer<JsonNode> consumer) {
    answerLines(path, query.with("at", at), line -> consumer.accept(Json.parse(line)));
  }

  /** Reads an answer of any length, line by line, as it comes. The point in time is not sent. */
  void answerLines(String path, Query query, Consumer<String> consumer) {
    HttpResponse<Stream<String>> response =
        exchange(request(path, query).GET().build(), BodyHandlers.ofLines());
    try (Stream<String> lines = response.body()) {
      if (response.statusCode() / 100 != 2) {
        throw CommandFailure.ofAnswer(
            response.statusCode(), Json.parse(lines.collect(Collectors.joining("\n"))));
      }
      lines.forEach(consumer);
    } catch (UncheckedIOException e) {
      throw unreachable(new IOException(e.getMessage(), e));
    }
  }

  /** Returns once what the server reads from is at least as new as a commit. */
  void awaitCommit(String commit) {
    send(
        request("/api/v1/assets", query().with("limit", 1))
            .timeout(REQUEST_TIMEOUT)
            .setHeader(MIN_COMMIT, commit)
            .GET()
            .build());
  }

  JsonNode post(String path, Query query, @Nullable JsonNode body) {
    return send(
        request(path, query)
            .timeout(REQUEST_TIMEOUT)
            .header("Content-Type", JSON)
            .POST(body == null ? BodyPublishers.noBody() : json(body))
            .build());
  }

  /** Reads what a document asks for. */
  JsonNode ask(String path, JsonNode question) {
    return post(path, query().with("at", at), question);
  }

  /** Sends a body of any length; takes as long as it takes. */
  JsonNode upload(String path, Query query, String contentType, BodyPublisher body) {
    return send(request(path, query).header("Content-Type", contentType).POST(body).build());
  }

  /**
   * Sends changes, one per line, and returns the lines of the answer: one per change that was
   * refused, and a last one with counts, without which the answer is not whole.
   *
   * @param source what the history says that they come from
   */
  List<JsonNode> bulk(String source, BodyPublisher changes) {
    HttpRequest request =
        request("/api/v1/bulk", query().with("results", "rejected"))
            .header("Content-Type", "application/x-ndjson")
            .header(SOURCE, source)
            .POST(changes)
            .build();
    HttpResponse<String> response = exchange(request, BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw CommandFailure.ofAnswer(response.statusCode(), Json.parse(response.body()));
    }
    return response.body().lines().map(Json::parse).toList();
  }

  /**
   * Changes something. A point in time is sent along, for the server to refuse: the past cannot be
   * written.
   *
   * @param ifVersion the version that it must have; null for any
   * @param reason the writer's words, for the history
   */
  JsonNode write(
      String method,
      String path,
      Query query,
      @Nullable Long ifVersion,
      @Nullable String reason,
      @Nullable JsonNode body) {
    HttpRequest.Builder request =
        request(path, query.with("at", at))
            .timeout(REQUEST_TIMEOUT)
            .header(SOURCE, "cli")
            .method(method, body == null ? BodyPublishers.noBody() : json(body));
    if (body != null) {
      request.header("Content-Type", JSON);
    }
    if (ifVersion != null) {
      request.header("If-Match", "\"" + ifVersion + "\"");
    }
    if (reason != null) {
      request.header("Tarn-Reason", headerText(reason));
    }
    return send(request.build());
  }

  /** Deletes something, which takes as long as it takes. */
  JsonNode remove(String path, Query query) {
    return send(request(path, query).DELETE().build());
  }

  /**
   * Merges, which takes as long as it takes. Conflicts are an answer: it says where they are.
   *
   * @param reason the writer's words, for the history
   */
  JsonNode merge(String path, Query query, @Nullable String reason, JsonNode body) {
    HttpRequest.Builder request =
        request(path, query.with("at", at)).header("Content-Type", JSON).POST(json(body));
    if (reason != null) {
      request.header("Tarn-Reason", headerText(reason));
    }
    HttpResponse<String> response = exchange(request.build(), BodyHandlers.ofString());
    JsonNode answer = Json.parse(response.body());
    if (response.statusCode() / 100 != 2 && !answer.has("conflicts")) {
      throw CommandFailure.ofAnswer(response.statusCode(), answer);
    }
    return answer;
  }

  private HttpRequest.Builder request(String path, Query query) {
    StringBuilder uri = new StringBuilder(server.toString()).append(path);
    char separator = '?';
    for (Map.Entry<String, String> parameter : query.with("branch", branch).values.entrySet()) {
      uri.append(separator)
          .append(segment(parameter.getKey()))
          .append('=')
          .append(segment(parameter.getValue()));
      separator = '&';
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(uri.toString()))
            .header("Accept", JSON + ", application/problem+json, application/x-ndjson")
            .header("User-Agent", "tarn-cli/" + Version.text());
    key.get().ifPresent(text -> request.header("Authorization", "Bearer " + text));
    if (tenant != null) {
      request.header("Tarn-Tenant", tenant);
    }
    if (minCommit != null) {
      request.header(MIN_COMMIT, minCommit);
    }
    return request;
  }

  /** Java's HTTP client sends headers as ASCII, and anything else as question marks. */
  private static String headerText(String text) {
    if (!text.chars().allMatch(c -> c >= ' ' && c < 127)) {
      throw new CommandFailure(
          ExitCode.USAGE, "a reason is one line of ASCII characters, as it goes into a header");
    }
    return text;
  }

  private static BodyPublisher json(JsonNode body) {
    return BodyPublishers.ofString(body.toString());
  }

  private JsonNode send(HttpRequest request) {
    HttpResponse<String> response = exchange(request, BodyHandlers.ofString());
    JsonNode body = Json.parse(response.body());
    if (response.statusCode() / 100 != 2) {
      throw CommandFailure.ofAnswer(response.statusCode(), body);
    }
    if (body.isMissingNode() && !response.body().isBlank()) {
      throw new CommandFailure(
          ExitCode.FAILED, "what answers at " + server + " is not a Tarn server");
    }
    return body;
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return client.send(request, handler);
    } catch (HttpTimeoutException e) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE, "the server at " + server + " does not answer in time", e);
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.FAILED, "interrupted", e);
    }
  }

  private CommandFailure unreachable(IOException cause) {
    String reason =
        cause instanceof ConnectException
            ? "no server answers at " + server + "; start one with: tarn up"
            : "the connection to " + server + " failed: " + cause.getMessage();
    return new CommandFailure(ExitCode.UNREACHABLE, reason, cause);
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
