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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** The server, and what its API says. Each answer includes all that was committed before. */
final class Tarn implements AutoCloseable {
  private static final String HEAP = "512m";
  private static final JsonMapper JSON = new JsonMapper();
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int NOT_FOUND = 404;
  private static final int PAGE = 1_000;
  private static final Duration TABLES_WITHIN = Duration.ofSeconds(60);

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
            Map.of(
                "tarn.catalog.data-folder",
                folder.resolve("data").toString(),
                // Many small commits of the state tables: what they replace is marked, not gone.
                "tarn.catalog.follow.tables-gather",
                "200ms",
                // Nor do they go before engines have read past them.
                "tarn.catalog.follow.maintenance-interval",
                "1d",
                "tarn.audit.table-interval",
                "200ms",
                "tarn.catalog.usage.flush-interval",
                "200ms"),
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

  /** Returns all assets there are on a branch, tombstones not. */
  List<JsonNode> assets(String branch) {
    return all("/api/v1/assets?branch=" + branch);
  }

  /** Returns all relationships there are on a branch. */
  List<JsonNode> relationships(String branch) {
    return all("/api/v1/relationships?branch=" + branch);
  }

  private List<JsonNode> all(String path) {
    List<JsonNode> all = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = json(send(request(path + "&limit=" + PAGE + cursor).GET()), OK);
      page.path("items").forEach(all::add);
      cursor = page.path("next").isTextual() ? "&cursor=" + encoded(page.path("next")) : "";
    } while (!cursor.isEmpty());
    return all;
  }

  private static String encoded(JsonNode text) {
    return URLEncoder.encode(text.asText(), StandardCharsets.UTF_8);
  }

  /** Returns what is around an asset. */
  JsonNode lineage(String id) {
    return json(
        send(
            request("/api/v1/lineage?asset=" + id + "&direction=both")
                .header("Tarn-Min-Commit", head())
                .GET()),
        OK);
  }

  /** Returns how often scans of tables were planned here. */
  long plannedScans() {
    return send(request("/actuator/prometheus").GET())
        .body()
        .lines()
        .filter(line -> line.startsWith("http_server_requests_seconds_count{"))
        .filter(line -> line.contains("/plan\"") && line.contains("status=\"200\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** Takes an OpenLineage event. */
  void event(String event) {
    json(
        send(
            request("/api/v1/lineage")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(event))),
        CREATED);
  }

  /** Makes changes on a branch, each a line of NDJSON, of which none may be refused. */
  void change(String branch, List<String> lines) {
    String results =
        send(request("/api/v1/bulk?results=rejected&branch=" + branch)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(String.join("\n", lines))))
            .body();
    assertThat(results.lines()).as(results).hasSize(1);
  }

  /** Waits until the tables of a branch have all that was committed. */
  void awaitTables(String branch) {
    Awaitility.await()
        .atMost(TABLES_WITHIN)
        .until(
            () ->
                json(send(request("/api/v1/status?branch=" + branch).GET()), OK)
                    .path("stores")
                    .valueStream()
                    .allMatch(store -> store.path("lagChanges").asLong() == 0));
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
    return HttpRequest.newBuilder(server.uri().resolve(path))
        .header("Authorization", ServerProcess.adminAuthorization());
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
