package dev.tarn.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.testkit.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tenants and their audit on a whole server, over its end. */
final class TenantLifeTest {
  @TempDir Path folder;

  private static String table(String name) {
    return "{\"type\":\"table\",\"qualifiedName\":\"" + name + "\"}";
  }

  private static long assets(Client client) throws Exception {
    return client.get("/api/v1/assets?limit=100").expect(200).json().path("items").size();
  }

  /** Returns the files and folders of the data folder that have a tenant's name in their path. */
  private List<Path> of(String tenant) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
      return files
          .filter(
              file ->
                  Stream.of("warehouse", "index", "positions", "commits")
                      .anyMatch(kind -> file.toString().contains("/" + kind + "/" + tenant)))
          .toList();
    }
  }

  @Test
  void aCloneOutlivesItsSourceOfWhichNothingIsLeft() throws Exception {
    try (ServerProcess server = Servers.start(folder)) {
      Client operator = new Client(server.uri());
      operator.post("/api/v1/tenants", "{\"name\":\"acme\"}").expect(201);
      Client acme = operator.with("Tarn-Tenant", "acme");
      for (int i = 0; i < 20; i++) {
        acme.post("/api/v1/assets", table("a.t" + i)).expect(201);
      }
      operator.post("/api/v1/tenants/acme/clone", "{\"name\":\"copy\"}").expect(201);
      Client copy = operator.with("Tarn-Tenant", "copy");
      assertThat(assets(copy)).isEqualTo(20);
      String commit = copy.post("/api/v1/assets", table("a.own")).expect(201).header("Tarn-Commit");
      operator.post("/api/v1/tenants/acme/suspend", "").expect(200);
      JsonNode removal = operator.delete("/api/v1/tenants/acme?confirm=acme").expect(200).json();
      assertThat(removal.path("proven").asBoolean()).as(removal.toString()).isTrue();
      assertThat(removal.path("keptFiles").asLong()).isPositive();
      assertThat(assets(copy.with("Tarn-Min-Commit", commit))).isEqualTo(21);
      acme.get("/api/v1/assets").expect(404);
    }
    try (ServerProcess server = Servers.start(folder)) {
      Client operator = new Client(server.uri());
      Client copy = operator.with("Tarn-Tenant", "copy");
      assertThat(assets(copy)).isEqualTo(21);
      operator.post("/api/v1/tenants/copy/suspend", "").expect(200);
      JsonNode removal = operator.delete("/api/v1/tenants/copy?confirm=copy").expect(200).json();
      assertThat(removal.path("proven").asBoolean()).as(removal.toString()).isTrue();
      assertThat(removal.path("keptFiles").asLong()).isZero();
      assertThat(of("copy")).isEmpty();
      assertThat(of("acme")).as("what only the clone needed").isEmpty();
    }
  }

  @Test
  void noMoreIsWrittenThanTheStorageQuotaButDeletionsAre() throws Exception {
    try (ServerProcess server =
        Servers.start(folder, Map.of("tarn.catalog.follow.maintenance-interval", "200ms"))) {
      Client operator = new Client(server.uri());
      operator.post("/api/v1/tenants", "{\"name\":\"acme\"}").expect(201);
      Client acme = operator.with("Tarn-Tenant", "acme");
      String id =
          acme.post("/api/v1/assets", table("a.one")).expect(201).json().path("id").asText();
      String usage = "/api/v1/tenants/acme/usage";
      long bytes =
          await()
              .until(
                  () -> operator.get(usage).expect(200).json().path("storageBytes").asLong(),
                  counted -> counted > 0);
      assertThat(bytes).isLessThanOrEqualTo(bytesBelow("warehouse/acme"));
      limit(operator, Long.toString(bytes - 1));
      assertThat(acme.post("/api/v1/assets", table("a.two")).expect(403).text())
          .contains("quota-exceeded");
      acme.post("/iceberg/v1/acme/namespaces", "{\"namespace\":[\"n\"]}").expect(403);
      acme.delete("/api/v1/assets/" + id).expect(200);
      limit(operator, Long.toString(bytes));
      acme.post("/api/v1/assets", table("a.two")).expect(201);
      limit(operator, "1");
      acme.post("/api/v1/assets", table("a.three")).expect(403);
      limit(operator, "null");
      acme.post("/api/v1/assets", table("a.three")).expect(201);
    }
  }

  private static void limit(Client operator, String bytes) throws Exception {
    operator
        .patch("/api/v1/tenants/acme", "{\"quotas\":{\"maxStorageBytes\":" + bytes + "}}")
        .expect(200);
  }

  private long bytesBelow(String name) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("data").resolve(name))) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void metricsOfTenantsAreForOperators() throws Exception {
    try (ServerProcess server = Servers.start(folder)) {
      Client operator = new Client(server.uri());
      for (String tenant : List.of("acme", "globex")) {
        operator.post("/api/v1/tenants", "{\"name\":\"" + tenant + "\"}").expect(201);
      }
      String key =
          operator
              .with("Tarn-Tenant", "acme")
              .post("/api/v1/keys", "{\"actor\": \"user:ann\", \"roles\": [\"admin\"]}")
              .expect(201)
              .json()
              .path("key")
              .asText();
      String other =
          operator
              .with("Tarn-Tenant", "globex")
              .post("/api/v1/keys", "{\"actor\": \"user:gil\", \"roles\": [\"admin\"]}")
              .expect(201)
              .json()
              .path("key")
              .asText();
      Client ann = new Client(server.uri()).with("Authorization", "Bearer " + key);
      Client gil = new Client(server.uri()).with("Authorization", "Bearer " + other);
      for (int i = 0; i < 3; i++) {
        ann.with("Tarn-Tenant", "acme").get("/api/v1/assets").expect(200);
      }
      gil.with("Tarn-Tenant", "globex").get("/api/v1/assets").expect(200);
      // The counters of a tenant are there some seconds after its first request.
      String metrics =
          await()
              .until(
                  () -> operator.get("/actuator/prometheus").expect(200).text(),
                  text -> text.contains(requests("acme")) && text.contains(requests("globex")));
      assertThat(sample(metrics, requests("acme")) - sample(metrics, requests("globex")))
          .as("%s", metrics)
          .isEqualTo(2);
      for (String path : List.of("/actuator/prometheus", "/actuator/health", "/actuator")) {
        Client.Answer refused = ann.with("Tarn-Tenant", "acme").get(path);
        assertThat(refused.status()).as(path).isEqualTo(403);
        assertThat(refused.text()).as(path).doesNotContain("globex");
      }
      for (String path : List.of("/api/v1/tenants", "/api/v1/tenants/globex/usage")) {
        assertThat(ann.with("Tarn-Tenant", "acme").get(path).text())
            .as(path)
            .doesNotContain("gil")
            .doesNotContain("answered");
      }
    }
  }

  private static String requests(String tenant) {
    return "tarn_tenant_requests_total{outcome=\"answered\",tenant=\"" + tenant + "\"}";
  }

  private static double sample(String metrics, String name) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .sum();
  }

  @Test
  void whatFewMayDoAndWhatNobodyMayIsInTheAudit() throws Exception {
    try (ServerProcess server = Servers.start(folder)) {
      Client operator = new Client(server.uri());
      operator
          .with("X-Request-Id", "make-acme")
          .post("/api/v1/tenants", "{\"name\":\"acme\"}")
          .expect(201);
      JsonNode events =
          operator
              .get("/api/v1/audit?installation=true&action=manage-tenants")
              .expect(200)
              .json()
              .path("items");
      assertThat(events).isNotEmpty();
      JsonNode made = events.path(0);
      assertThat(made.path("decision").asText()).isEqualTo("allowed");
      assertThat(made.path("tenant").asText()).isEqualTo("acme");
      assertThat(made.path("credentialKind").asText()).isEqualTo("admin-key");
      assertThat(made.path("address").asText()).isEqualTo("127.0.0.1");

      assertThat(statusWithoutKey(server.uri())).isEqualTo(401);
      JsonNode refused =
          operator.get("/api/v1/audit?installation=true").expect(200).json().path("items");
      assertThat(refused.toString()).contains("\"sign-in\"").contains("GET /api/v1/assets");
    }
    try (ServerProcess server = Servers.start(folder)) {
      Client acme = new Client(server.uri()).with("Tarn-Tenant", "acme");
      acme.get("/api/v1/audit").expect(200);
      JsonNode verified = acme.get("/api/v1/audit/verification").expect(200).json();
      assertThat(verified.path("holds").asBoolean()).as(verified.toString()).isTrue();
      assertThat(verified.path("checked").asLong()).isPositive();
      assertThat(acme.get("/api/v1/audit/export?format=cef").expect(200).text())
          .startsWith("CEF:0|Tarn|Tarn|1|read-audit|");
    }
  }

  private static int statusWithoutKey(URI server) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(server.resolve("/api/v1/assets")).build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }
}
