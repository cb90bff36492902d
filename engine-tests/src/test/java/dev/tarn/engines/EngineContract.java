package dev.tarn.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an engine does to tables is done, and is what the catalog says of them. */
@ExtendWith(Engines.Shared.class)
abstract class EngineContract {
  /** How the engine says what the standard does not. */
  record Dialect(String text, String orders, String retype, String commentOnColumn) {}

  private static final long UNKNOWN = -1;

  private final Tarn tarn;
  private final SqlEngine engine;
  private final String named;
  private final Dialect dialect;
  private String namespace = "";

  /**
   * @param named what the engine calls itself in a snapshot
   */
  EngineContract(Tarn tarn, SqlEngine engine, String named, Dialect dialect) {
    this.tarn = tarn;
    this.engine = engine;
    this.named = named;
    this.dialect = dialect;
  }

  @BeforeEach
  void createSchema(TestInfo test) {
    String method = test.getTestMethod().orElseThrow().getName().toLowerCase();
    namespace = named.substring(0, named.indexOf(' ')) + "_" + method;
    engine.run("CREATE SCHEMA " + in(SqlEngine.CATALOG, namespace));
  }

  private static String in(String catalog, String name) {
    return catalog + "." + name;
  }

  private String name(String table) {
    return in(SqlEngine.CATALOG, namespace + "." + table);
  }

  private String qualified(String rest) {
    return "iceberg." + namespace + "." + rest;
  }

  private JsonNode table() {
    return tarn.asset("table", qualified("orders"));
  }

  private JsonNode column(String path) {
    return tarn.asset("column", qualified("orders." + path));
  }

  private JsonNode snapshot() {
    return table().path("attributes").path("metadata").path("snapshot");
  }

  private static List<@Nullable String> row(@Nullable String... values) {
    return Arrays.asList(values);
  }

  private List<List<@Nullable String>> orders() {
    return engine.rows("SELECT id, buyer, total FROM " + name("orders") + " ORDER BY id");
  }

  private void createOrders() {
    engine.run("CREATE TABLE " + name("orders") + " " + dialect.orders());
    engine.run(
        "INSERT INTO "
            + name("orders")
            + " VALUES (1, 'ann', 10, DATE '2026-01-01'), (2, 'bob', 20, DATE '2026-01-02'),"
            + " (3, 'cid', 30, DATE '2026-01-02')");
  }

  /** The entry says how many rows there are, or nothing where deletes beside the data hide it. */
  private void expectRows(long rows) {
    assertThat(engine.rows("SELECT count(*) FROM " + name("orders")))
        .containsExactly(row(Long.toString(rows)));
    boolean hidden =
        snapshot().path("summary").path("total-position-deletes").asLong() > 0
            && table().path("attributes").path("metadata").path("formatVersion").asInt() < 3;
    assertThat(table().path("attributes").path("rowCount").asLong(UNKNOWN))
        .isEqualTo(hidden ? UNKNOWN : rows);
  }

  /**
   * Does what is one commit of the table, and returns the one change of the table's asset. That of
   * the statistics that Trino then adds does not count.
   */
  private JsonNode change(String statement) {
    String table = table().path("id").asText();
    long before = tarn.seq();
    engine.run(statement);
    List<JsonNode> changes =
        tarn.changesAfter(before).stream()
            .filter(change -> change.path("key").asText().equals(table))
            .filter(EngineContract::changesMetadata)
            .toList();
    assertThat(changes).hasSize(1);
    return changes.getFirst();
  }

  static boolean changesMetadata(JsonNode change) {
    return change
        .path("changedFields")
        .valueStream()
        .anyMatch(field -> field.asText().equals("attributes.metadata"));
  }

  @Test
  void aTableHasItsEntryAsSoonAsItIsThere() {
    createOrders();

    JsonNode table = table();
    assertThat(table.path("parent"))
        .isEqualTo(tarn.asset("schema", "iceberg." + namespace).path("id"));
    assertThat(table.path("description").asText()).isEqualTo("What customers bought.");
    JsonNode attributes = table.path("attributes");
    assertThat(attributes.path("format").asText()).isEqualTo("iceberg");
    assertThat(attributes.path("partitioning").toString()).isEqualTo("[\"day(placed)\"]");
    assertThat(attributes.path("rowCount").asLong()).isEqualTo(3);
    assertThat(attributes.path("sizeBytes").asLong()).isPositive();
    assertThat(snapshot().path("operation").asText()).isEqualTo("append");
    assertThat(snapshot().path("summary").path("added-records").asText()).isEqualTo("3");
    expectColumn("id", 1, "long", false, false);
    expectColumn("buyer", 2, "string", true, false);
    expectColumn("total", 3, "int", true, false);
    expectColumn("placed", 4, "date", true, true);
    assertThat(column("id").path("description").asText()).isEqualTo("The order's number.");
    assertThat(orders())
        .containsExactly(row("1", "ann", "10"), row("2", "bob", "20"), row("3", "cid", "30"));
    assertThat(tarn.history(table.path("id").asText()).getFirst().path("source").asText())
        .isEqualTo(named);
  }

  private void expectColumn(
      String name, int fieldId, String type, boolean nullable, boolean partitionKey) {
    JsonNode column = column(name);
    assertThat(column.path("parent")).isEqualTo(table().path("id"));
    JsonNode attributes = column.path("attributes");
    assertThat(attributes.path("fieldId").asInt()).isEqualTo(fieldId);
    assertThat(attributes.path("dataType").asText()).isEqualTo(type);
    assertThat(attributes.path("nullable").asBoolean()).isEqualTo(nullable);
    assertThat(attributes.path("partitionKey").asBoolean()).isEqualTo(partitionKey);
  }

  @Test
  void eachWriteIsOneChangeThatSaysByWhom() {
    createOrders();
    String table = name("orders");

    JsonNode appended =
        change("INSERT INTO " + table + " VALUES (4, 'dan', 40, DATE '2026-01-03')");
    assertThat(appended.path("source").asText()).isEqualTo(named);
    assertThat(appended.path("actor").asText()).isEqualTo("user:admin");
    expectRows(4);

    JsonNode updated = change("UPDATE " + table + " SET total = 21 WHERE id = 2");
    assertThat(updated.path("source").asText()).isEqualTo(named);
    expectRows(4);

    JsonNode deleted = change("DELETE FROM " + table + " WHERE id = 3");
    assertThat(deleted.path("source").asText()).isEqualTo(named);
    expectRows(3);

    JsonNode merged =
        change(
            "MERGE INTO "
                + table
                + " t USING (SELECT 1 AS id, 11 AS total UNION ALL SELECT 5, 50) s ON t.id = s.id"
                + " WHEN MATCHED THEN UPDATE SET total = s.total"
                + " WHEN NOT MATCHED THEN INSERT (id, buyer, total, placed)"
                + " VALUES (s.id, 'eve', s.total, DATE '2026-01-04')");
    assertThat(merged.path("source").asText()).isEqualTo(named);
    expectRows(4);

    assertThat(orders())
        .containsExactly(
            row("1", "ann", "11"),
            row("2", "bob", "21"),
            row("4", "dan", "40"),
            row("5", "eve", "50"));
    // One when it was created, and one for each write, the first of which createOrders made.
    assertThat(tarn.history(table().path("id").asText())).hasSize(6);

    change("DELETE FROM " + table + " WHERE placed = DATE '2026-01-02'");
    expectRows(3);
  }

  @Test
  void thePastIsReadByTheSnapshotThatTheEntryNamed() {
    createOrders();
    String first = snapshot().path("id").asText();
    String then = snapshot().path("timestamp").asText().replace('T', ' ').replace("Z", " UTC");
    engine.run("DELETE FROM " + name("orders") + " WHERE id > 1");
    assertThat(snapshot().path("parentId").asText()).isEqualTo(first);

    assertThat(
            engine.rows("SELECT count(*) FROM " + name("orders") + " FOR VERSION AS OF " + first))
        .containsExactly(row("3"));
    assertThat(
            engine.rows(
                "SELECT count(*) FROM %s FOR TIMESTAMP AS OF TIMESTAMP '%s'"
                    .formatted(name("orders"), then)))
        .containsExactly(row("3"));
    assertThat(engine.rows("SELECT count(*) FROM " + name("orders"))).containsExactly(row("1"));
  }

  @Test
  void columnsKeepTheirAssetsWhateverIsDoneToThem() {
    createOrders();
    String table = name("orders");
    String buyer = column("buyer").path("id").asText();
    String total = column("total").path("id").asText();

    change("ALTER TABLE " + table + " RENAME COLUMN buyer TO customer");
    JsonNode customer = column("customer");
    assertThat(customer.path("id").asText()).isEqualTo(buyer);
    assertThat(customer.path("attributes").path("fieldId").asInt()).isEqualTo(2);
    assertThat(tarn.isMissing("column", qualified("orders.buyer"))).isTrue();
    JsonNode renamed = schemaChange().path("renamed");
    assertThat(renamed).hasSize(1);
    assertThat(renamed.path(0).path("from").asText()).isEqualTo("buyer");
    assertThat(renamed.path(0).path("to").asText()).isEqualTo("customer");

    engine.run(String.format(dialect.retype(), table, "total", "BIGINT"));
    assertThat(column("total").path("id").asText()).isEqualTo(total);
    assertThat(column("total").path("attributes").path("dataType").asText()).isEqualTo("long");

    engine.run("ALTER TABLE " + table + " ADD COLUMN city " + dialect.text());
    expectColumn("city", 5, "string", true, false);
    assertThat(schemaChange().path("added").toString()).isEqualTo("[\"city\"]");

    engine.run(String.format(dialect.commentOnColumn(), table, "city", "Where."));
    assertThat(column("city").path("description").asText()).isEqualTo("Where.");

    engine.run("ALTER TABLE " + table + " DROP COLUMN total");
    assertThat(tarn.isMissing("column", qualified("orders.total"))).isTrue();
    assertThat(schemaChange().path("dropped").toString()).isEqualTo("[\"total\"]");
    assertThat(tarn.history(total)).hasSizeGreaterThanOrEqualTo(3);

    engine.run("INSERT INTO " + table + " VALUES (4, 'dan', DATE '2026-01-03', 'Delft')");
    assertThat(engine.rows("SELECT id, customer, city FROM " + table + " WHERE id > 2 ORDER BY id"))
        .containsExactly(row("3", "cid", null), row("4", "dan", "Delft"));
  }

  private JsonNode schemaChange() {
    return table().path("attributes").path("metadata").path("schemaChange");
  }

  @Test
  void viewsHaveEntries() {
    createOrders();
    engine.run(
        "CREATE VIEW "
            + name("dear")
            + " AS SELECT id, buyer FROM "
            + name("orders")
            + " WHERE total > 15");
    assertThat(engine.rows("SELECT * FROM " + name("dear") + " ORDER BY id"))
        .containsExactly(row("2", "bob"), row("3", "cid"));
    JsonNode view = tarn.asset("view", qualified("dear"));
    assertThat(view.path("attributes").path("sql").asText()).contains("total > 15");
    assertThat(tarn.asset("column", qualified("dear.buyer")).path("parent"))
        .isEqualTo(view.path("id"));

    engine.run(
        "CREATE OR REPLACE VIEW "
            + name("dear")
            + " AS SELECT id, buyer, total FROM "
            + name("orders")
            + " WHERE total > 25");
    assertThat(engine.rows("SELECT * FROM " + name("dear"))).containsExactly(row("3", "cid", "30"));
    JsonNode replaced = tarn.asset("view", qualified("dear"));
    assertThat(replaced.path("id")).isEqualTo(view.path("id"));
    assertThat(replaced.path("attributes").path("sql").asText()).contains("total > 25");
    assertThat(
            tarn.asset("column", qualified("dear.total"))
                .path("attributes")
                .path("dataType")
                .asText())
        .isEqualTo("int");

    engine.run("DROP VIEW " + name("dear"));
    assertThat(tarn.isMissing("view", qualified("dear"))).isTrue();
    assertThat(tarn.isMissing("column", qualified("dear.id"))).isTrue();
  }

  @Test
  void anotherNameKeepsTheAssetAndADropItsHistory() {
    createOrders();
    String id = table().path("id").asText();
    String column = column("buyer").path("id").asText();
    // Within the catalog: Spark takes a third part for a namespace.
    engine.run("ALTER TABLE " + name("orders") + " RENAME TO " + namespace + ".bought");
    assertThat(tarn.asset("table", qualified("bought")).path("id").asText()).isEqualTo(id);
    assertThat(tarn.asset("column", qualified("bought.buyer")).path("id").asText())
        .isEqualTo(column);
    assertThat(tarn.isMissing("table", qualified("orders"))).isTrue();

    int versions = tarn.history(id).size();
    engine.run("DROP TABLE " + name("bought"));
    assertThat(tarn.isMissing("table", qualified("bought"))).isTrue();
    assertThat(tarn.isMissing("column", qualified("bought.buyer"))).isTrue();
    assertThat(tarn.history(id)).hasSize(versions + 1);
    engine.run("DROP SCHEMA " + in(SqlEngine.CATALOG, namespace));
    assertThat(tarn.isMissing("schema", "iceberg." + namespace)).isTrue();
  }

  @Test
  void aTagIsReadAndNotWritten() {
    createOrders();
    String tag = named.substring(0, named.indexOf(' ')) + "-q1";
    tarn.tag(tag);
    engine.run("DELETE FROM " + name("orders") + " WHERE id > 1");
    engine.connect("q1", "default@" + tag);

    String tagged = in("q1", namespace + ".orders");
    assertThat(engine.rows("SELECT count(*) FROM " + tagged)).containsExactly(row("3"));
    assertThat(engine.rows("SELECT count(*) FROM " + name("orders"))).containsExactly(row("1"));
    long before = tarn.seq();
    assertThatThrownBy(
            () -> engine.run("INSERT INTO " + tagged + " VALUES (9, 'x', 9, DATE '2026-01-09')"))
        .isInstanceOf(EngineException.class);
    assertThat(tarn.seq()).isEqualTo(before);
  }

  @Test
  void aBranchIsWrittenAlone() {
    createOrders();
    String branch = named.substring(0, named.indexOf(' ')) + "-draft";
    tarn.branch(branch);
    engine.connect("draft", "default@" + branch);
    String drafted = in("draft", namespace + ".orders");
    long before = tarn.seq();
    engine.run("INSERT INTO " + drafted + " VALUES (9, 'ivy', 9, DATE '2026-01-09')");
    engine.run("ALTER TABLE " + drafted + " ADD COLUMN city " + dialect.text());

    assertThat(engine.rows("SELECT id, city FROM " + drafted + " WHERE id = 9"))
        .containsExactly(row("9", null));
    assertThat(engine.rows("SELECT count(*) FROM " + name("orders"))).containsExactly(row("3"));
    assertThat(tarn.seq()).isEqualTo(before);
    assertThat(tarn.isMissing("column", qualified("orders.city"))).isTrue();
    engine.run("INSERT INTO " + name("orders") + " VALUES (4, 'dan', 40, DATE '2026-01-03')");
    assertThat(engine.rows("SELECT count(*) FROM " + drafted)).containsExactly(row("4"));
    expectRows(4);
  }

  @Test
  void theLogOfChangesIsATable() {
    createOrders();
    String id = table().path("id").asText();
    assertThat(
            engine.rows(
                "SELECT count(*) FROM "
                    + in(SqlEngine.CATALOG, "tarn.changes")
                    + " WHERE entity_id = '"
                    + id
                    + "'"))
        .containsExactly(row(Integer.toString(tarn.history(id).size())));
  }
}
