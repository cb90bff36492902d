package dev.tarn.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.testkit.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person is replaced on a whole server: in history, branches, clones, indexes and keys. */
final class ReplacedPersonTest {
  private static final String WORD = "zbigniewa";
  private static final String FAMILY = "quandt";
  private static final String PSEUDONYM = "person-1";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final AssetId USER = AssetId.derive("user", WORD);
  private static final AssetId NEW_USER = AssetId.derive("user", PSEUDONYM);

  private static final Map<String, String> SETTINGS =
      Map.of(
          "tarn.catalog.follow.maintenance-interval", "300ms",
          "tarn.catalog.follow.tables-gather", "300ms");

  @TempDir Path folder;

  /** What is to be the same afterwards, but for the person. */
  private record Known(
      Map<String, Map<String, String>> assetsByCommit, List<String> log, List<String> edges) {}

  @Test
  void pseudonymised() throws Exception {
    List<String> commits = new ArrayList<>();
    Known before;
    try (ServerProcess server = Servers.start(folder, SETTINGS)) {
      Client operator = new Client(server.uri());
      Client person = begin(operator);
      commits.addAll(write(operator, person));
      awaitMaterialised();
      before = known(operator, commits);
      JsonNode found = run(operator, "find", "{\"person\":\"user:zbigniewa\"}").path("found");
      assertThat(found.path("words").toString())
          .contains("Zbigniewa Quandt", "zbigniewa@quandt.example", USER.value());
      assertThat(found.path("places").findValuesAsText("place"))
          .contains("changes.actor", "changes.after: description", "assets.created_by");

      JsonNode run =
          run(
              operator,
              "pseudonymise",
              "{\"person\":\"user:zbigniewa\",\"also\":[\"Quandt\"],\"as\":\"person-1\"}");
      JsonNode replaced = run.path("replaced");
      assertThat(replaced.path("found").asLong()).as(run.toString()).isZero();
      assertThat(replaced.path("files").asLong()).isGreaterThan(10);
      assertThat(replaced.path("resized").asLong()).isZero();
      person.get("/api/v1/assets").expect(401);
      assertThat(known(operator, commits)).isEqualTo(sameButForThePerson(before));
      assertIndexHolds(operator);
      assertAuditHolds(operator);
    }
    try (ServerProcess server = Servers.start(folder, SETTINGS)) {
      Client operator = new Client(server.uri());
      assertThat(known(operator, commits)).isEqualTo(sameButForThePerson(before));
      assertIndexHolds(operator);
      assertIndexHolds(operator.with("Tarn-Tenant", "copy"));
      assertAuditHolds(operator);
      assertAuditHolds(operator.with("Tarn-Tenant", "copy"));
      // What begins with a log in which rows were replaced knows that they were.
      operator.post("/api/v1/tenants/default/clone", "{\"name\":\"later\"}").expect(201);
      operator.post("/api/v1/tenants/later/clone", "{\"name\":\"again\"}").expect(201);
      assertAuditHolds(operator.with("Tarn-Tenant", "later"));
      assertAuditHolds(operator.with("Tarn-Tenant", "again"));
      JsonNode user = operator.get("/api/v1/assets/" + NEW_USER).expect(200).json();
      assertThat(user.path("qualifiedName").asText()).isEqualTo(PSEUDONYM);
      operator.get("/api/v1/assets/" + USER).expect(404);
      assertThat(run(operator, "find", "{\"person\":\"user:zbigniewa\"}").toString())
          .doesNotContain("changes.", "assets.", "api_keys");
    }
    for (String word : List.of(WORD, FAMILY, USER.value())) {
      for (String part : List.of("warehouse", "index", "positions", "commits")) {
        assertThat(DataFolder.holding(folder.resolve("data").resolve(part), word))
            .as(word + " in " + part)
            .isEmpty();
      }
    }
  }

  private static String asset(String type, String name, String more) {
    return "{\"type\":\"" + type + "\",\"qualifiedName\":\"" + name + "\"" + more + "}";
  }

  /** Makes the person, and a key of theirs. */
  private static Client begin(Client operator) throws Exception {
    operator
        .post(
            "/api/v1/assets",
            asset(
                "user",
                WORD,
                ",\"displayName\":\"Zbigniewa Quandt\",\"attributes\":{\"email\":"
                    + "\"zbigniewa@quandt.example\",\"title\":\"Head of Data\"}"))
        .expect(201);
    operator.post("/api/v1/assets", asset("team", "finance", "")).expect(201);
    operator
        .post(
            "/api/v1/relationships",
            "{\"type\":\"member-of\",\"source\":\"user:zbigniewa\",\"target\":\"team:finance\"}")
        .expect(201);
    JsonNode key =
        operator
            .post(
                "/api/v1/keys",
                "{\"actor\":\"user:zbigniewa\",\"description\":\"of Zbigniewa\",\"roles\":"
                    + "[\"editor\"]}")
            .expect(201)
            .json();
    return operator.with("Authorization", "Bearer " + key.path("key").asText());
  }

  /** Writes as the person and as others; returns commits of the main branch. */
  private static List<String> write(Client operator, Client person) throws Exception {
    List<String> commits = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      commits.add(
          person
              .post(
                  "/api/v1/assets",
                  asset(
                      "table",
                      "sales.t" + i,
                      ",\"owners\":[\"user:zbigniewa\"],\"description\":\"Ask zbigniewa or"
                          + " Zbigniewa Quandt: "
                          + "it is long ".repeat(i)
                          + "\""))
              .expect(201)
              .header("Tarn-Commit"));
    }
    operator
        .post("/api/v1/assets", asset("document", "notes", ",\"name\":\"Notes of Zbigniewa\""))
        .expect(201);
    operator
        .post("/api/v1/branches", "{\"name\":\"dev\",\"purpose\":\"for zbigniewa\"}")
        .expect(201);
    operator.post("/api/v1/branches", "{\"name\":\"gone\"}").expect(201);
    for (String branch : List.of("dev", "gone")) {
      person
          .post(
              "/api/v1/assets?branch=" + branch,
              asset("table", "sales." + branch, ",\"description\":\"by Quandt\""))
          .expect(201);
    }
    operator.delete("/api/v1/branches/gone").expect(204);
    operator.post("/api/v1/branches/dev/merge", "{}").expect(200);
    operator.post("/api/v1/tags", "{\"name\":\"v1\",\"purpose\":\"of Zbigniewa\"}").expect(201);
    operator.post("/api/v1/tenants/default/clone", "{\"name\":\"copy\"}").expect(201);
    commits.add(
        person
            .post(
                "/api/v1/assets",
                asset("table", "sales.t0", ",\"description\":\"changed by zbigniewa\""))
            .expect(200)
            .header("Tarn-Commit"));
    return commits;
  }

  /** Waits until the state tables have rows, so that there is something to rewrite there. */
  private void awaitMaterialised() {
    Path tables = folder.resolve("data/warehouse/default/tables/main/assets/data");
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              if (!Files.isDirectory(tables)) {
                return false;
              }
              try (Stream<Path> files = Files.walk(tables)) {
                return files.anyMatch(file -> file.toString().endsWith(".parquet"));
              }
            });
  }

  private static JsonNode run(Client operator, String what, String body) throws Exception {
    String address = operator.post("/api/v1/privacy/" + what, body).expect(202).header("Location");
    JsonNode run =
        await()
            .atMost(PATIENCE)
            .until(
                () -> operator.get(address).expect(200).json(),
                json -> !json.path("status").asText().equals("running"));
    assertThat(run.path("status").asText()).as(run.toString()).isEqualTo("succeeded");
    return run;
  }

  private static void assertIndexHolds(Client client) throws Exception {
    String address = client.post("/api/v1/index/verify", "").expect(202).header("Location");
    JsonNode run =
        await()
            .atMost(PATIENCE)
            .until(
                () -> client.get(address).expect(200).json(),
                json -> !json.path("status").asText().equals("running"));
    assertThat(run.path("status").asText()).as(run.toString()).isEqualTo("succeeded");
    assertThat(run.path("verification").path("clean").asBoolean()).as(run.toString()).isTrue();
  }

  /** The hashes hold, of the audit and of the log, by what says that rows were replaced. */
  private static void assertAuditHolds(Client client) throws Exception {
    JsonNode audit = client.get("/api/v1/audit/verification").expect(200).json();
    assertThat(audit.path("holds").asBoolean()).as(audit.toString()).isTrue();
    String lines = client.get("/api/v1/audit/verification/log").expect(200).text();
    assertThat(lines.strip().lines().toList().getLast()).contains("\"holds\":true");
  }

  /** Reads everything but the person's own user and memberships, at commits and as the log. */
  private static Known known(Client client, List<String> commits) throws Exception {
    Map<String, Map<String, String>> assets = new LinkedHashMap<>();
    for (String commit : List.of(commits.getFirst(), commits.get(20), commits.getLast())) {
      Map<String, String> byId = new TreeMap<>();
      for (JsonNode asset :
          client.get("/api/v1/assets?limit=200&at=" + commit).expect(200).json().path("items")) {
        if (!asset.path("type").asText().equals("user")) {
          byId.put(asset.path("id").asText(), asset.toString());
        }
      }
      assets.put(commit, byId);
    }
    List<String> log = new ArrayList<>();
    for (JsonNode change : client.changes(0)) {
      if (!change.toString().contains("\"user\"") && !change.toString().contains("member-of")) {
        log.add(change.toString());
      }
    }
    List<String> edges = new ArrayList<>();
    client
        .get("/api/v1/relationships?type=member-of&limit=100")
        .expect(200)
        .json()
        .path("items")
        .forEach(edge -> edges.add(edge.toString()));
    return new Known(assets, log, edges);
  }

  private static Known sameButForThePerson(Known known) {
    Map<String, Map<String, String>> assets = new LinkedHashMap<>();
    known
        .assetsByCommit()
        .forEach(
            (commit, byId) -> {
              Map<String, String> replaced = new TreeMap<>();
              byId.forEach((id, json) -> replaced.put(id, replaced(json)));
              assets.put(commit, replaced);
            });
    return new Known(
        assets,
        known.log().stream().map(ReplacedPersonTest::replaced).toList(),
        known.edges().stream().map(ReplacedPersonTest::replaced).toList());
  }

  private static String replaced(String json) {
    AssetId team = AssetId.derive("team", "finance");
    return json.replace(USER.value(), NEW_USER.value())
        .replace(
            RelationshipId.derive("member-of", USER, team).value(),
            RelationshipId.derive("member-of", NEW_USER, team).value())
        .replace("Zbigniewa Quandt", PSEUDONYM)
        .replaceAll("(?i)zbigniewa|quandt", PSEUDONYM);
  }

  @Test
  void aCrashLeavesItClosedAndTheSameRequestGoesOn() throws Exception {
    Set<String> names = new TreeSet<>();
    try (ServerProcess server = Servers.start(folder, SETTINGS)) {
      Client operator = new Client(server.uri());
      Client person = begin(operator);
      write(operator, person);
      operator.post("/api/v1/privacy/erase", "{\"person\":\"user:zbigniewa\"}").expect(202);
      await()
          .atMost(PATIENCE)
          .until(() -> operator.get("/api/v1/assets").status(), status -> status == 503);
      server.kill();
    }
    try (ServerProcess server = Servers.start(folder, SETTINGS)) {
      Client operator = new Client(server.uri());
      assertThat(operator.get("/api/v1/assets").expect(503).json().path("code").asText())
          .isEqualTo("tenant-closed");
      run(operator, "erase", "{\"person\":\"user:zbigniewa\",\"also\":[\"Quandt\"]}");
      for (JsonNode asset :
          operator.get("/api/v1/assets?limit=200").expect(200).json().path("items")) {
        names.add(asset.path("type").asText());
        assertThat(asset.toString()).doesNotContain(WORD);
      }
      assertThat(names).contains("table", "team").doesNotContain("user");
      assertIndexHolds(operator);
    }
  }
}
