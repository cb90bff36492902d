package dev.tarn.benchmarks.iceberg;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * A client of an Iceberg REST catalog that reads of an answer only what it must: what is measured
 * is the server.
 */
final class CatalogClient {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int ERRORS_FROM = 300;
  private static final int CONFLICT = 409;

  /** What became of a commit. */
  enum Outcome {
    DONE,
    /** The table is not what the commit began with. */
    CONFLICT
  }

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();
  private final URI root;

  /**
   * @param catalog the endpoint, which {@code v1/config} is below
   * @param headers of every request, by name
   */
  CatalogClient(URI catalog, String warehouse, Map<String, String> headers)
      throws IOException, InterruptedException {
    this.headers = Map.copyOf(headers);
    URI base = URI.create(catalog + "/v1/");
    this.root = base;
    JsonNode config = json(get(base.resolve("config?warehouse=" + warehouse)));
    String prefix = config.path("overrides").path("prefix").asText("");
    if (prefix.isEmpty()) {
      prefix = config.path("defaults").path("prefix").asText("");
    }
    this.prefix = prefix.contains("%") ? prefix : encode(prefix);
  }

  private final Map<String, String> headers;
  private final String prefix;

  private URI tables(String namespace) {
    return root.resolve(prefix + "/namespaces/" + namespace + "/tables");
  }

  private URI table(String namespace, String name) {
    return URI.create(tables(namespace) + "/" + name);
  }

  void createNamespace(String name) throws IOException, InterruptedException {
    done(
        post(
            root.resolve(prefix + "/namespaces"),
            "{\"namespace\":[\"" + name + "\"],\"properties\":{}}"));
  }

  /** Creates a table; returns what the server says of it. */
  JsonNode create(String namespace, String name) throws IOException, InterruptedException {
    return json(post(tables(namespace), TableBodies.create(name)));
  }

  /** Loads a table; returns the answer as it came. */
  String load(String namespace, String name) throws IOException, InterruptedException {
    return done(get(table(namespace, name)));
  }

  /** Commits a request to a table. */
  Outcome commit(String namespace, String name, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> response = post(table(namespace, name), body);
    if (response.statusCode() == CONFLICT) {
      return Outcome.CONFLICT;
    }
    done(response);
    return Outcome.DONE;
  }

  /**
   * Lists all tables of a namespace; returns how many.
   *
   * @param page 0: all at once
   */
  int list(String namespace, int page) throws IOException, InterruptedException {
    if (page == 0) {
      return json(get(tables(namespace))).path("identifiers").size();
    }
    int count = 0;
    String token = "";
    do {
      JsonNode answer =
          json(
              get(
                  URI.create(
                      tables(namespace) + "?pageSize=" + page + "&pageToken=" + encode(token))));
      count += answer.path("identifiers").size();
      token = answer.path("next-page-token").asText("");
    } while (!token.isEmpty() && !token.equals("null"));
    return count;
  }

  static JsonNode parse(String json) throws IOException {
    return JSON.readTree(json);
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(done(response));
  }

  private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return http.send(request(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(URI uri) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    headers.forEach(request::header);
    return request;
  }

  private HttpResponse<String> post(URI uri, String body) throws IOException, InterruptedException {
    return http.send(
        request(uri)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String done(HttpResponse<String> response) throws IOException {
    if (response.statusCode() >= ERRORS_FROM) {
      throw new IOException(response.uri() + ": " + response.statusCode() + " " + response.body());
    }
    return response.body();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
