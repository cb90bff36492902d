package dev.tarn.engines;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.server.TarnServer;
import dev.tarn.testkit.ServerProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The server, and what its API says. Each answer includes all that was committed before. */
final class Tarn implements AutoCloseable {
  private static final String HEAP = "512m";
  private static final JsonMapper JSON = new JsonMapper();
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int NOT_FOUND = 404;
  private static final int PAGE = 1_000;

  private final ServerProcess server;
  private final HttpClient http = HttpClient.newHttpClient();

  private Tarn(ServerProcess server) {
    this.server = server;
  }

  static Tarn start(Path folder) throws IOException, InterruptedException {
    List<String> flags =
        new ArrayList<>(
            ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--"))
                .toList());
    flags.add("-Dtarn.nessie.jar=" + System.getProperty("tarn.nessie.jar"));
    Files.createDirectories(folder);
    return new Tarn(
        ServerProcess.start(
            new Jvm(HEAP, flags, List.of(System.getProperty("java.class.path")))
                .command(TarnServer.class.getName()),
            Map.of("tarn.catalog.data-folder", folder.resolve("data").toString()),
            folder.resolve("server.log")));
  }

  /** Returns where engines find the catalog. */
  URI iceberg() {
    return server.uri().resolve("/iceberg");
  }

  private String head() {
    return json(send(request("/api/v1/status").GET()), OK).path("head").asText();
  }

  /** Returns the number of the newest change. */
  long seq() {
    String head = head();
    return Long.parseLong(head.substring(0, head.indexOf('-')));
  }

  private HttpResponse<String> lookUp(String type, String qualifiedName) {
    return send(
        request(
                "/api/v1/assets/by-name?type="
                    + type
                    + "&qualifiedName="
                    + URLEncoder.encode(qualifiedName, StandardCharsets.UTF_8))
            .header("Tarn-Min-Commit", head())
            .GET());
  }

  /** Returns an asset, which must be there. */
  JsonNode asset(String type, String qualifiedName) {
    return json(lookUp(type, qualifiedName), OK);
  }

  /** Returns whether there is no such asset. */
  boolean isMissing(String type, String qualifiedName) {
    return lookUp(type, qualifiedName).statusCode() == NOT_FOUND;
  }

  /** Returns the versions of an asset that there ever were. */
  List<JsonNode> history(String id) {
    return json(
            send(
                request("/api/v1/assets/" + id + "/history?limit=" + PAGE)
                    .header("Tarn-Min-Commit", head())
                    .GET()),
            OK)
        .path("items")
        .valueStream()
        .toList();
  }

  /** Returns the changes after a number. */
  List<JsonNode> changesAfter(long seq) {
    List<JsonNode> all = new ArrayList<>();
    long after = seq;
    while (true) {
      JsonNode page =
          json(send(request("/api/v1/changes?limit=" + PAGE + "&after=" + after).GET()), OK);
      if (page.path("items").isEmpty()) {
        return all;
      }
      for (JsonNode change : page.path("items")) {
        all.add(change);
        after = change.path("seq").asLong();
      }
    }
  }

  /** Gives what is now a name. */
  void tag(String name) {
    create("/api/v1/tags", name);
  }

  /** Creates a branch of what is now. */
  void branch(String name) {
    create("/api/v1/branches", name);
  }

  private void create(String path, String name) {
    json(
        send(
            request(path)
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        JSON.createObjectNode().put("name", name).toString()))),
        CREATED);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.uri().resolve(path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new EngineException("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException("interrupted", e);
    }
  }

  private static JsonNode json(HttpResponse<String> response, int expected) {
    assertThat(response.statusCode())
        .as(response.uri() + ": " + response.body())
        .isEqualTo(expected);
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new EngineException("not JSON", e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
