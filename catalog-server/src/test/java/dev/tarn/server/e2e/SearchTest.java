package dev.tarn.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.testkit.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is written is found, under the name that it has now, for as long as it is there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SearchTest {
  private static final int ROUNDS = 50;

  @TempDir static Path folder;
  private ServerProcess server;
  private Client client;

  @BeforeAll
  void start() throws Exception {
    server = Servers.start(folder);
    client = new Client(server.uri());
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
  }

  private static List<String> found(Client from, String query) throws Exception {
    JsonNode result =
        from.post("/api/v1/search", "{\"query\": \"" + query + "\"}").expect(200).json();
    assertThat(result.path("limits")).isEmpty();
    List<String> names = new ArrayList<>();
    result.path("hits").forEach(hit -> names.add(hit.path("asset").path("qualifiedName").asText()));
    assertThat(result.path("total").path("value").asLong()).isEqualTo(names.size());
    return names;
  }

  private Client after(Client.Answer write) {
    return client.with("Tarn-Min-Commit", write.header("Tarn-Commit"));
  }

  private Client.Answer put(String qualifiedName) throws Exception {
    return client
        .post(
            "/api/v1/assets", "{\"type\": \"table\", \"qualifiedName\": \"" + qualifiedName + "\"}")
        .expect(201);
  }

  @Test
  void aRenameIsFoundAtOnceAndWhatIsDeletedNever() throws Exception {
    Client.Answer made = put("e2e.walrus");
    String path = "/api/v1/assets/" + made.json().path("id").asText();
    assertThat(found(after(made), "walrus")).containsExactly("e2e.walrus");
    assertThat(after(made).get("/api/v1/suggest?q=walr").expect(200).json().path("items"))
        .hasSize(1);

    Client.Answer renamed =
        client
            .patch(path, "{\"qualifiedName\": \"e2e.narwhal\", \"description\": \"Has a horn.\"}")
            .expect(200);
    assertThat(found(after(renamed), "walrus")).isEmpty();
    assertThat(found(after(renamed), "narwhal")).containsExactly("e2e.narwhal");
    assertThat(found(after(renamed), "horn type:table")).containsExactly("e2e.narwhal");

    Client.Answer deleted = client.delete(path).expect(200);
    assertThat(found(after(deleted), "narwhal")).isEmpty();
    assertThat(after(deleted).get("/api/v1/suggest?q=narw").expect(200).json().path("items"))
        .isEmpty();
    Client.Answer restored = client.post(path + "/restore", "").expect(200);
    assertThat(found(after(restored), "narwhal")).containsExactly("e2e.narwhal");
  }

  /** Whoever names the commit of a write finds what was written, each time. */
  @Test
  void aWriterReadsItsWrites() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String word = "wombat" + (1_000 + round);
      assertThat(found(after(put("burrow." + word)), "name:" + word))
          .containsExactly("burrow." + word);
    }
  }

  @Test
  void aTagIsFoundByItsNewNameOnWhatCarriesIt() throws Exception {
    Client.Answer tag =
        client
            .post("/api/v1/assets", "{\"type\": \"tag\", \"qualifiedName\": \"striped\"}")
            .expect(201);
    Client.Answer table =
        client
            .post(
                "/api/v1/assets",
                "{\"type\": \"table\", \"qualifiedName\": \"e2e.zebra\", \"tags\":"
                    + " [\"tag:striped\"]}")
            .expect(201);
    assertThat(found(after(table), "tag:striped")).containsExactly("e2e.zebra");
    Client.Answer renamed =
        client
            .patch(
                "/api/v1/assets/" + tag.json().path("id").asText(),
                "{\"qualifiedName\": \"hatched\"}")
            .expect(200);
    assertThat(found(after(renamed), "tag:hatched")).containsExactly("e2e.zebra");
    assertThat(found(after(renamed), "tag:striped")).isEmpty();
  }

  @Test
  void searchesAreTimed() throws Exception {
    found(client, "anything");
    client.post("/api/v1/search", "{\"query\": \"(\"}").expect(400);
    client.get("/api/v1/suggest?q=a").expect(200);
    assertThat(client.get("/actuator/prometheus").expect(200).text())
        .contains(
            "tarn_search_seconds_count{branch=\"main\",mode=\"keyword\",outcome=\"whole\",tenant=\"default\"")
        .contains(
            "tarn_search_seconds_count{branch=\"main\",mode=\"keyword\",outcome=\"refused\",tenant=\"default\"")
        .contains(
            "tarn_suggest_seconds_count{branch=\"main\",outcome=\"whole\",tenant=\"default\"");
  }
}
