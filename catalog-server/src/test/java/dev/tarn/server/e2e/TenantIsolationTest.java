package dev.tarn.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.testkit.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing of one tenant is seen from another, over every way to read. */
final class TenantIsolationTest {
  private static final String SECRET = "zebrafish";

  @TempDir Path folder;

  @Test
  void nothingOfOneTenantIsSeenFromAnother() throws Exception {
    try (ServerProcess server = Servers.start(folder)) {
      Client one = new Client(server.uri());
      one.post("/api/v1/tenants", "{\"name\":\"acme\"}").expect(201);
      Client acme = one.with("Tarn-Tenant", "acme");

      Client.Answer written =
          acme.with("Idempotency-Key", "key-1")
              .post(
                  "/api/v1/assets",
                  "{\"type\":\"table\",\"qualifiedName\":\"" + SECRET + ".orders\"}")
              .expect(201);
      String id = written.json().path("id").asText();
      String commit = written.header("Tarn-Commit");
      acme.post("/api/v1/assets", "{\"type\":\"view\",\"qualifiedName\":\"" + SECRET + ".v\"}")
          .expect(201);
      String edge =
          acme.post(
                  "/api/v1/relationships",
                  "{\"type\":\"lineage\",\"source\":\""
                      + id
                      + "\",\"target\":\"view:"
                      + SECRET
                      + ".v\"}")
              .expect(201)
              .header("Tarn-Commit");

      one.get("/api/v1/assets/" + id).expect(404);
      one.get("/api/v1/assets/" + id + "/history").expect(404);
      one.get("/api/v1/assets/" + id + "/relationships").expect(404);
      one.get("/api/v1/assets/by-name?type=table&qualifiedName=" + SECRET + ".orders").expect(404);
      one.get("/api/v1/assets?at=" + commit).expect(404);
      one.patch("/api/v1/assets/" + id, "{\"description\":\"mine\"}").expect(404);
      one.delete("/api/v1/assets/" + id).expect(404);
      for (String path :
          List.of(
              "/api/v1/assets",
              "/api/v1/relationships",
              "/api/v1/changes?after=0",
              "/api/v1/status",
              "/api/v1/ingestion",
              "/api/v1/branches")) {
        assertThat(one.get(path).expect(200).text())
            .as(path)
            .doesNotContain(SECRET)
            .doesNotContain(id);
      }
      JsonNode graph =
          one.post(
                  "/graphql",
                  "{\"query\":\"{ asset(id: \\\""
                      + id
                      + "\\\") { name } assets { nodes { name } } }\"}")
              .expect(200)
              .json();
      assertThat(graph.path("data").path("asset").isNull()).as(graph.toString()).isTrue();
      assertThat(graph.toString()).doesNotContain(SECRET);

      for (String body :
          List.of(
              "{\"facets\": [\"type\", \"platform\", \"owner\"]}",
              "{\"query\": \"" + SECRET + "\"}",
              "{\"query\": \"" + SECRET.substring(0, 5) + "*\"}",
              "{\"query\": \"" + SECRET.replace('z', 's') + "\"}",
              "{\"query\": \"qualifiedName:" + SECRET + "*\"}")) {
        JsonNode found = one.post("/api/v1/search", body).expect(200).json();
        assertThat(found.path("total").path("value").asLong()).as(body).isZero();
        assertThat(found.toString()).as(body).doesNotContain(SECRET).doesNotContain(id);
      }
      for (String text : List.of("zeb", "ord", SECRET + ".")) {
        assertThat(one.get("/api/v1/suggest?q=" + text).expect(200).json().path("items"))
            .as(text)
            .isEmpty();
      }
      assertThat(
              acme.with("Tarn-Min-Commit", edge)
                  .post("/api/v1/search", "{\"query\": \"" + SECRET + "\"}")
                  .expect(200)
                  .json()
                  .path("total")
                  .path("value")
                  .asLong())
          .isEqualTo(2);

      // The same name, key and id mean another thing here.
      Client.Answer same =
          one.with("Idempotency-Key", "key-1")
              .post(
                  "/api/v1/assets",
                  "{\"type\":\"table\",\"qualifiedName\":\"" + SECRET + ".orders\"}")
              .expect(201);
      assertThat(same.json().path("id").asText()).isEqualTo(id);
      assertThat(same.json().path("version").asLong()).isEqualTo(1);
      assertThat(acme.changes(0)).hasSize(3);
      assertThat(one.changes(0)).hasSize(1);
      one.with("Tarn-Tenant", "nobody").get("/api/v1/assets").expect(404);
    }
    try (Stream<Path> files = Files.walk(folder.resolve("data").resolve("warehouse"), 1)) {
      assertThat(files.map(file -> file.getFileName().toString())).contains("acme", "default");
    }
  }
}
