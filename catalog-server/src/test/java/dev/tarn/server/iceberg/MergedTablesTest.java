package dev.tarn.server.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.server.e2e.Client;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What engines have committed on a branch is merged with what people have said there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MergedTablesTest {
  private static final Schema SCHEMA =
      new Schema(Types.NestedField.optional(1, "id", Types.LongType.get()));

  @TempDir static Path folder;
  private IcebergServer server;
  private Client client;

  @BeforeAll
  void start() throws Exception {
    begin();
  }

  private void begin() throws Exception {
    server = IcebergServer.start(folder);
    client = new Client(server.uri());
  }

  @AfterAll
  void stop() throws Exception {
    server.stop();
  }

  private RESTCatalog open(String warehouse) {
    return server.catalog("merges", Map.of("warehouse", warehouse));
  }

  private void branch(String name) throws Exception {
    client.post("/api/v1/branches", "{\"name\":\"" + name + "\"}").expect(201);
  }

  private JsonNode merge(String branch, String body, int status) throws Exception {
    return client.post("/api/v1/branches/" + branch + "/merge", body).expect(status).json();
  }

  /** Reads all that was answered until now. */
  private JsonNode read(String path) throws Exception {
    String head = client.get("/api/v1/status").expect(200).json().path("head").asText();
    return client.with("Tarn-Min-Commit", head).get(path).expect(200).json();
  }

  private JsonNode table(String name) throws Exception {
    return read("/api/v1/assets/by-name?type=table&qualifiedName=iceberg." + name);
  }

  private void assertColumns(RESTCatalog catalog, TableIdentifier table, String... names)
      throws Exception {
    assertThat(catalog.loadTable(table).schema().columns())
        .extracting(Types.NestedField::name)
        .containsExactly(names);
    JsonNode columns =
        read("/api/v1/assets?type=column&parent=" + table(table.toString()).path("id").asText());
    assertThat(columns.path("items").findValuesAsText("name")).containsExactlyInAnyOrder(names);
  }

  @Test
  void commitsOfABranchArriveWithTheirEntriesAndOutliveACrash() throws Exception {
    Namespace namespace = Namespace.of("arrive");
    TableIdentifier orders = TableIdentifier.of(namespace, "orders");
    TableIdentifier old = TableIdentifier.of(namespace, "old");
    TableIdentifier named = TableIdentifier.of(namespace, "named");
    TableIdentifier renamed = TableIdentifier.of(namespace, "renamed");
    TableIdentifier inner = TableIdentifier.of(Namespace.of("arrive", "inner"), "n");
    String commit;
    try (RESTCatalog main = open("default")) {
      main.createNamespace(namespace);
      List.of(orders, old, named).forEach(table -> main.createTable(table, SCHEMA));
      branch("arriving");
      try (RESTCatalog draft = open("default@arriving")) {
        draft.loadTable(orders).updateSchema().addColumn("total", Types.DoubleType.get()).commit();
        draft.createNamespace(inner.namespace());
        draft.createTable(inner, SCHEMA);
        draft.dropTable(old, false);
        draft.renameTable(named, renamed);
      }
      client
          .post(
              "/api/v1/assets",
              "{\"type\":\"table\",\"qualifiedName\":\"iceberg.arrive.orders\","
                  + "\"description\":\"said on main\"}")
          .expect(200);

      JsonNode merged = merge("arriving", "{}", 200);
      assertThat(merged.path("status").asText()).isEqualTo("merged");
      assertThat(merged.path("conflicts")).isEmpty();
      assertThat(merged.path("tables").asInt()).isEqualTo(6);
      commit = merged.path("commit").asText();
      assertColumns(main, orders, "id", "total");
      assertColumns(main, inner, "id");
      assertColumns(main, renamed, "id");
      assertThat(main.tableExists(old)).isFalse();
      assertThat(main.tableExists(named)).isFalse();
      // It is the same table: whoever has it open goes on.
      main.loadTable(orders).updateProperties().set("owner", "main").commit();
    }
    server.kill();
    begin();
    try (RESTCatalog main = open("default")) {
      assertColumns(main, orders, "id", "total");
      assertThat(main.loadTable(orders).properties()).containsEntry("owner", "main");
      assertThat(table("arrive.orders").path("description").asText()).isEqualTo("said on main");

      JsonNode back =
          client
              .post(
                  "/api/v1/branches/main/revert",
                  "{\"strategy\":\"theirs\",\"commit\":\"" + commit + "\"}")
              .expect(200)
              .json();
      assertThat(back.path("status").asText()).isEqualTo("merged");
      assertColumns(main, orders, "id");
      assertColumns(main, old, "id");
      assertColumns(main, named, "id");
      assertThat(main.tableExists(inner)).isFalse();
      assertThat(main.namespaceExists(inner.namespace())).isFalse();
    }
  }

  @Test
  void aTableThatBothHaveCommittedToIsOneConflictAndItsEntryFollowsTheChoice() throws Exception {
    Namespace namespace = Namespace.of("contested");
    TableIdentifier first = TableIdentifier.of(namespace, "first");
    TableIdentifier second = TableIdentifier.of(namespace, "second");
    try (RESTCatalog main = open("default")) {
      main.createNamespace(namespace);
      main.createTable(first, SCHEMA);
      main.createTable(second, SCHEMA);
      branch("contesting");
      try (RESTCatalog draft = open("default@contesting")) {
        for (TableIdentifier table : List.of(first, second)) {
          draft.loadTable(table).updateSchema().addColumn("there", Types.LongType.get()).commit();
          main.loadTable(table).updateSchema().addColumn("here", Types.DoubleType.get()).commit();
        }
      }
      JsonNode refused = merge("contesting", "{}", 409);
      assertThat(refused.path("open").asInt()).isEqualTo(2);
      assertThat(refused.path("conflicts").findValuesAsText("id"))
          .containsExactlyInAnyOrder("table:contested.first", "table:contested.second");
      JsonNode conflict = refused.path("conflicts").get(0);
      assertThat(conflict.path("kind").asText()).isEqualTo("table");
      assertThat(conflict.path("ours").asText()).endsWith(".metadata.json");
      assertThat(conflict.path("theirs").asText()).isNotEqualTo(conflict.path("ours").asText());

      JsonNode merged =
          merge(
              "contesting",
              "{\"choices\":{\"table:contested.first\":\"theirs\","
                  + "\"table:contested.second\":\"ours\"}}",
              200);
      assertThat(merged.path("status").asText()).isEqualTo("merged");
      assertColumns(main, first, "id", "there");
      assertColumns(main, second, "id", "here");
    }
  }

  @Test
  void aNamespaceThatIsDroppedThereAndFilledHereStays() throws Exception {
    Namespace namespace = Namespace.of("filled");
    TableIdentifier table = TableIdentifier.of(namespace, "t");
    try (RESTCatalog main = open("default")) {
      main.createNamespace(namespace);
      branch("dropping");
      try (RESTCatalog draft = open("default@dropping")) {
        draft.dropNamespace(namespace);
      }
      main.createTable(table, SCHEMA);
      JsonNode refused = merge("dropping", "{\"strategy\":\"theirs\"}", 409);
      assertThat(refused.path("conflicts").findValuesAsText("id"))
          .contains("table:filled#not-empty");
      JsonNode merged = merge("dropping", "{\"strategy\":\"ours\"}", 200);
      assertThat(merged.path("status").asText()).isEqualTo("merged");
      assertColumns(main, table, "id");
    }
  }

  @Test
  void aTableOfADroppedNamespaceBringsItBackIfThatIsChosen() throws Exception {
    Namespace namespace = Namespace.of("emptied");
    TableIdentifier table = TableIdentifier.of(namespace, "t");
    try (RESTCatalog main = open("default")) {
      main.createNamespace(namespace);
      branch("filling");
      try (RESTCatalog draft = open("default@filling")) {
        draft.createTable(table, SCHEMA);
      }
      main.dropNamespace(namespace);
      JsonNode refused = merge("filling", "{}", 409);
      assertThat(refused.path("conflicts").findValuesAsText("id")).contains("table:emptied");
      JsonNode merged = merge("filling", "{\"strategy\":\"theirs\"}", 200);
      assertThat(merged.path("status").asText()).isEqualTo("merged");
      assertColumns(main, table, "id");
    }
  }
}
