package dev.tarn.server.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.server.e2e.Client;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableCommit;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the catalog says of a table is what the last commit of the table made it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CatalogEntryTest {
  private static final Schema ORDERS =
      new Schema(
          List.of(
              Types.NestedField.required(1, "id", Types.LongType.get(), "The order's number."),
              Types.NestedField.optional(2, "placed_at", Types.TimestampType.withZone()),
              Types.NestedField.optional(
                  3,
                  "buyer",
                  Types.StructType.of(
                      Types.NestedField.optional(4, "name", Types.StringType.get()),
                      Types.NestedField.optional(5, "city", Types.StringType.get(), "Where.")))),
          Set.of(1));

  @TempDir static Path folder;
  private IcebergServer server;
  private RESTCatalog catalog;
  private Client client;
  private Namespace namespace;

  @BeforeAll
  void start() throws Exception {
    server = IcebergServer.start(folder);
    catalog = server.catalog("entries", Map.of());
    client = new Client(server.uri());
  }

  @AfterAll
  void stop() throws Exception {
    catalog.close();
    server.stop();
  }

  @BeforeEach
  void create(TestInfo test) {
    namespace = Namespace.of(test.getTestMethod().orElseThrow().getName().toLowerCase());
    // Iceberg asks maps whether they hold null, which those of the JDK resent.
    catalog.createNamespace(namespace, new HashMap<>(Map.of("comment", "Of one test.")));
  }

  private TableIdentifier name(String table) {
    return TableIdentifier.of(namespace, table);
  }

  private String qualified(String rest) {
    return "iceberg." + namespace + "." + rest;
  }

  private Table createOrders() {
    return catalog
        .buildTable(name("orders"), ORDERS)
        .withPartitionSpec(
            PartitionSpec.builderFor(ORDERS).day("placed_at").bucket("id", 4).build())
        .withSortOrder(SortOrder.builderFor(ORDERS).asc("id").build())
        .withProperty("comment", "What customers bought.")
        .withProperty("team", "sales")
        .create();
  }

  /** Returns the head of the branch: what is read after it includes all that was answered. */
  private String head() throws Exception {
    return client.get("/api/v1/status").expect(200).json().path("head").asText();
  }

  private long seq() throws Exception {
    String head = head();
    return Long.parseLong(head.substring(0, head.indexOf('-')));
  }

  private Client.Answer lookUp(String type, String qualifiedName) throws Exception {
    return client
        .with("Tarn-Min-Commit", head())
        .get(
            "/api/v1/assets/by-name?type="
                + type
                + "&qualifiedName="
                + Client.encode(qualifiedName));
  }

  private JsonNode asset(String type, String qualifiedName) throws Exception {
    return lookUp(type, qualifiedName).expect(200).json();
  }

  private List<JsonNode> entriesAfter(long seq) throws Exception {
    return client.changes(seq);
  }

  private static Set<String> groups(List<JsonNode> entries) {
    Set<String> groups = new HashSet<>();
    entries.forEach(entry -> groups.add(entry.path("groupId").asText()));
    return groups;
  }

  private static DataFile file(Table table, String name, long rows) {
    return DataFiles.builder(table.spec())
        .withPath(table.location() + "/data/" + name)
        .withFileSizeInBytes(100)
        .withPartitionPath(
            table.spec().isUnpartitioned() ? "" : "placed_at_day=2026-01-01/id_bucket=1")
        .withRecordCount(rows)
        .build();
  }

  @Test
  void aNewTableHasItsAssetsInOneGroup() throws Exception {
    long before = seq();
    createOrders();

    List<JsonNode> entries = entriesAfter(before);
    assertThat(entries).hasSize(6);
    assertThat(groups(entries)).hasSize(1);

    JsonNode table = asset("table", qualified("orders"));
    assertThat(table.path("description").asText()).isEqualTo("What customers bought.");
    assertThat(table.path("platform").asText()).isEqualTo("iceberg");
    JsonNode attributes = table.path("attributes");
    assertThat(attributes.path("partitioning").toString())
        .isEqualTo("[\"day(placed_at)\",\"bucket[4](id)\"]");
    assertThat(attributes.path("sortOrder").toString()).isEqualTo("[\"id ASC NULLS FIRST\"]");
    assertThat(attributes.path("primaryKey").toString()).isEqualTo("[\"id\"]");
    assertThat(attributes.path("properties").path("team").asText()).isEqualTo("sales");
    assertThat(attributes.path("format").asText()).isEqualTo("iceberg");
    JsonNode schema = asset("schema", "iceberg." + namespace);
    assertThat(table.path("parent")).isEqualTo(schema.path("id"));
    assertThat(schema.path("description").asText()).isEqualTo("Of one test.");

    JsonNode id = asset("column", qualified("orders.id"));
    assertThat(id.path("description").asText()).isEqualTo("The order's number.");
    assertThat(id.path("parent")).isEqualTo(table.path("id"));
    assertThat(id.path("attributes").path("dataType").asText()).isEqualTo("long");
    assertThat(id.path("attributes").path("fieldId").asInt()).isEqualTo(1);
    assertThat(id.path("attributes").path("nullable").asBoolean()).isFalse();
    assertThat(id.path("attributes").path("primaryKey").asBoolean()).isTrue();
    JsonNode city = asset("column", qualified("orders.buyer.city"));
    assertThat(city.path("attributes").path("fieldPath").asText()).isEqualTo("buyer.city");
    assertThat(city.path("description").asText()).isEqualTo("Where.");
  }

  @Test
  void anAppendSaysWhatItDid() throws Exception {
    Table table = createOrders();
    long before = seq();
    table
        .newAppend()
        .appendFile(file(table, "a.parquet", 7))
        .set("engine-name", "abacus")
        .set("engine-version", "3")
        .commit();

    List<JsonNode> entries = entriesAfter(before);
    assertThat(entries).hasSize(1);
    assertThat(entries.getFirst().path("source").asText()).isEqualTo("abacus 3");
    JsonNode attributes = asset("table", qualified("orders")).path("attributes");
    assertThat(attributes.path("rowCount").asLong()).isEqualTo(7);
    assertThat(attributes.path("sizeBytes").asLong()).isEqualTo(100);
    JsonNode snapshot = attributes.path("metadata").path("snapshot");
    assertThat(snapshot.path("operation").asText()).isEqualTo("append");
    assertThat(snapshot.path("id").asText())
        .isEqualTo(Long.toString(table.currentSnapshot().snapshotId()));
    assertThat(snapshot.path("summary").path("added-records").asText()).isEqualTo("7");
  }

  @Test
  void columnsStayThemselvesWhateverTheyAreCalled() throws Exception {
    Table table = createOrders();
    String id = asset("column", qualified("orders.id")).path("id").asText();
    String placed = asset("column", qualified("orders.placed_at")).path("id").asText();
    String city = asset("column", qualified("orders.buyer.city")).path("id").asText();
    client
        .patch("/api/v1/assets/" + placed, "{\"description\":\"When it was placed.\"}")
        .expect(200);

    table
        .updateSchema()
        .renameColumn("placed_at", "ordered_at")
        .renameColumn("buyer", "customer")
        .addColumn("total", Types.DoubleType.get(), "In euros.")
        .commit();

    JsonNode renamed = asset("column", qualified("orders.ordered_at"));
    assertThat(renamed.path("id").asText()).isEqualTo(placed);
    assertThat(renamed.path("name").asText()).isEqualTo("ordered_at");
    assertThat(renamed.path("description").asText()).isEqualTo("When it was placed.");
    assertThat(asset("column", qualified("orders.customer.city")).path("id").asText())
        .isEqualTo(city);
    assertThat(asset("column", qualified("orders.total")).path("description").asText())
        .isEqualTo("In euros.");
    lookUp("column", qualified("orders.placed_at")).expect(404);
    JsonNode change =
        asset("table", qualified("orders"))
            .path("attributes")
            .path("metadata")
            .path("schemaChange");
    assertThat(change.path("added").toString()).isEqualTo("[\"total\"]");
    assertThat(change.path("renamed")).hasSize(4);

    // Two names change hands in one commit.
    String total = asset("column", qualified("orders.total")).path("id").asText();
    table
        .updateSchema()
        .renameColumn("total", "ordered_at_")
        .renameColumn("ordered_at", "total")
        .commit();
    table.updateSchema().renameColumn("ordered_at_", "ordered_at").commit();
    assertThat(asset("column", qualified("orders.total")).path("id").asText()).isEqualTo(placed);
    assertThat(asset("column", qualified("orders.ordered_at")).path("id").asText())
        .isEqualTo(total);

    table.updateSchema().deleteColumn("ordered_at").commit();
    lookUp("column", qualified("orders.ordered_at")).expect(404);
    assertThat(asset("column", qualified("orders.id")).path("id").asText()).isEqualTo(id);
  }

  @Test
  void twoColumnsSwapTheirNamesInOneCommit() throws Exception {
    Table table = createOrders();
    String id = asset("column", qualified("orders.buyer.name")).path("id").asText();
    String city = asset("column", qualified("orders.buyer.city")).path("id").asText();
    TableMetadata base = ((HasTableOperations) table).operations().current();
    Schema swapped =
        new Schema(
            List.of(
                ORDERS.findField(1),
                ORDERS.findField(2),
                Types.NestedField.optional(
                    3,
                    "buyer",
                    Types.StructType.of(
                        Types.NestedField.optional(4, "city", Types.StringType.get()),
                        Types.NestedField.optional(5, "name", Types.StringType.get(), "Where.")))),
            Set.of(1));
    long before = seq();
    ((HasTableOperations) table).operations().commit(base, base.updateSchema(swapped));

    assertThat(groups(entriesAfter(before))).hasSize(1);
    assertThat(asset("column", qualified("orders.buyer.city")).path("id").asText()).isEqualTo(id);
    assertThat(asset("column", qualified("orders.buyer.name")).path("id").asText()).isEqualTo(city);
  }

  @Test
  void aRenameKeepsIdsAndHistory() throws Exception {
    createOrders();
    String table = asset("table", qualified("orders")).path("id").asText();
    String column = asset("column", qualified("orders.buyer.city")).path("id").asText();
    long before = seq();
    catalog.renameTable(name("orders"), name("purchases"));

    assertThat(groups(entriesAfter(before))).hasSize(1);
    JsonNode renamed = asset("table", qualified("purchases"));
    assertThat(renamed.path("id").asText()).isEqualTo(table);
    assertThat(renamed.path("name").asText()).isEqualTo("purchases");
    assertThat(asset("column", qualified("purchases.buyer.city")).path("id").asText())
        .isEqualTo(column);
    lookUp("table", qualified("orders")).expect(404);
    assertThat(client.get("/api/v1/assets/" + table + "/history").expect(200).json().path("items"))
        .hasSize(2);
  }

  @Test
  void aDropKeepsTheHistoryAndTheNameCanComeBack() throws Exception {
    createOrders();
    String id = asset("table", qualified("orders")).path("id").asText();
    assertThat(catalog.dropTable(name("orders"), true)).isTrue();

    lookUp("table", qualified("orders")).expect(404);
    lookUp("column", qualified("orders.id")).expect(404);
    assertThat(client.get("/api/v1/assets/" + id + "/history").expect(200).json().path("items"))
        .hasSize(2);

    createOrders();
    assertThat(asset("table", qualified("orders")).path("id").asText()).isEqualTo(id);
    assertThat(asset("column", qualified("orders.id")).path("attributes").path("fieldId").asInt())
        .isEqualTo(1);
    assertThat(catalog.dropTable(name("orders"))).isTrue();
    assertThat(catalog.dropNamespace(namespace)).isTrue();
    lookUp("schema", "iceberg." + namespace).expect(404);
  }

  @Test
  void aCommitThatFailsLeavesNeitherTableNorEntry() throws Exception {
    Table table = createOrders();
    Table stale = catalog.loadTable(name("orders"));
    table.updateSchema().addColumn("total", Types.DoubleType.get()).commit();
    long before = seq();
    TableMetadata base = ((HasTableOperations) stale).operations().current();
    TableMetadata late = base.updateSchema(new Schema(ORDERS.findField(1), ORDERS.findField(2)));

    assertThatThrownBy(() -> ((HasTableOperations) stale).operations().commit(base, late))
        .isInstanceOf(CommitFailedException.class);
    assertThat(seq()).isEqualTo(before);
    assertThat(catalog.loadTable(name("orders")).schema().columns()).hasSize(4);
    assertThat(asset("column", qualified("orders.total")).path("name").asText()).isEqualTo("total");
  }

  @Test
  void severalTablesAreCommittedTogetherOrNot() throws Exception {
    catalog.createTable(name("one"), ORDERS);
    catalog.createTable(name("two"), ORDERS);
    Table one = catalog.loadTable(name("one"));
    Table two = catalog.loadTable(name("two"));
    TableMetadata oneBase = ((HasTableOperations) one).operations().current();
    TableMetadata twoBase = ((HasTableOperations) two).operations().current();
    Schema narrow = new Schema(List.of(ORDERS.findField(1)), Set.of(1));
    List<TableCommit> commits =
        List.of(
            TableCommit.create(name("one"), oneBase, oneBase.updateSchema(narrow)),
            TableCommit.create(name("two"), twoBase, twoBase.updateSchema(narrow)));
    long before = seq();
    catalog.commitTransaction(commits);

    assertThat(groups(entriesAfter(before))).hasSize(1);
    assertThat(catalog.loadTable(name("two")).schema().columns()).hasSize(1);
    lookUp("column", qualified("one.placed_at")).expect(404);
    lookUp("column", qualified("two.placed_at")).expect(404);

    long between = seq();
    TableMetadata oneNow =
        ((HasTableOperations) catalog.loadTable(name("one"))).operations().current();
    assertThatThrownBy(
            () ->
                catalog.commitTransaction(
                    List.of(
                        TableCommit.create(
                            name("one"), oneNow, oneNow.replaceProperties(Map.of("a", "b"))),
                        TableCommit.create(name("two"), twoBase, twoBase.updateSchema(narrow)))))
        .isInstanceOf(CommitFailedException.class);
    assertThat(seq()).isEqualTo(between);
    assertThat(catalog.loadTable(name("one")).properties()).doesNotContainKey("a");
  }

  @Test
  void whatPeopleDeletedComesBackWithTheNextCommit() throws Exception {
    Table table = createOrders();
    String schema = asset("schema", "iceberg." + namespace).path("id").asText();
    client.delete("/api/v1/assets/" + schema).expect(200);
    lookUp("table", qualified("orders")).expect(404);

    table.updateProperties().set("team", "finance").commit();
    assertThat(
            asset("table", qualified("orders"))
                .path("attributes")
                .path("properties")
                .path("team")
                .asText())
        .isEqualTo("finance");
    asset("column", qualified("orders.buyer.city"));

    client.delete("/api/v1/assets/" + asset("table", qualified("orders")).path("id").asText());
    catalog.renameTable(name("orders"), name("bought"));
    asset("column", qualified("bought.id"));
    client.delete("/api/v1/assets/" + asset("table", qualified("bought")).path("id").asText());
    assertThat(catalog.dropTable(name("bought"))).isTrue();
    lookUp("table", qualified("bought")).expect(404);
  }

  @Test
  void aNameThatAnotherAssetHasIsTakenOver() throws Exception {
    client
        .post(
            "/api/v1/assets",
            "{\"type\":\"table\",\"qualifiedName\":\""
                + qualified("bought")
                + "\",\"description\":\"From elsewhere.\"}")
        .expect(201);
    createOrders();
    catalog.renameTable(name("orders"), name("bought"));
    assertThat(asset("table", qualified("bought")).path("attributes").path("format").asText())
        .isEqualTo("iceberg");
    lookUp("table", qualified("orders")).expect(404);
  }

  @Test
  void aViewHasItsEntry() throws Exception {
    catalog
        .buildView(name("recent"))
        .withSchema(ORDERS)
        .withDefaultNamespace(namespace)
        .withQuery("trino", "SELECT * FROM orders")
        .withProperty("comment", "The latest.")
        .create();
    JsonNode view = asset("view", qualified("recent"));
    assertThat(view.path("description").asText()).isEqualTo("The latest.");
    assertThat(view.path("attributes").path("sql").asText()).isEqualTo("SELECT * FROM orders");
    assertThat(asset("column", qualified("recent.buyer.city")).path("parent"))
        .isEqualTo(view.path("id"));
    catalog.renameView(name("recent"), name("latest"));
    assertThat(asset("view", qualified("latest")).path("id")).isEqualTo(view.path("id"));
    assertThat(catalog.dropView(name("latest"))).isTrue();
    lookUp("view", qualified("latest")).expect(404);
  }
}
