package dev.tarn.server.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.server.e2e.Client;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Trino, whose catalogs are branches of Tarn. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 8, unit = TimeUnit.MINUTES)
final class TrinoTest {
  @TempDir static Path folder;
  private IcebergServer server;
  private TrinoProcess trino;
  private Connection connection;
  private Client client;

  @BeforeAll
  void start() throws Exception {
    server = IcebergServer.start(folder);
    client = new Client(server.uri());
    client.post("/api/v1/branches", "{\"name\":\"draft\"}").expect(201);
    trino =
        TrinoProcess.start(
            folder, server.uri().toString(), Map.of("tarn", "default", "draft", "default@draft"));
    connection = trino.connect("tarn");
  }

  @AfterAll
  void stop() throws Exception {
    if (trino != null) {
      trino.stop();
    }
    server.stop();
  }

  /** Returns the rows, columns parted by commas. */
  private List<String> sql(String query) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      List<String> rows = new ArrayList<>();
      if (statement.execute(query)) {
        ResultSet result = statement.getResultSet();
        while (result.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            row.add(result.getString(i));
          }
          rows.add(String.join(",", row));
        }
      }
      return rows;
    }
  }

  private Client.Answer lookUp(String type, String qualifiedName) throws Exception {
    String head = client.get("/api/v1/status").expect(200).json().path("head").asText();
    return client
        .with("Tarn-Min-Commit", head)
        .get("/api/v1/assets/by-name?type=" + type + "&qualifiedName=" + qualifiedName);
  }

  private JsonNode asset(String type, String qualifiedName) throws Exception {
    return lookUp(type, qualifiedName).expect(200).json();
  }

  @Test
  void tablesAndViewsAreWrittenReadAndInTheCatalog() throws Exception {
    sql("CREATE SCHEMA tarn.shop");
    sql(
        "CREATE TABLE tarn.shop.orders (id BIGINT COMMENT 'number', day DATE, amount DOUBLE,"
            + " buyer ROW(name VARCHAR, city VARCHAR)) COMMENT 'all orders'"
            + " WITH (partitioning = ARRAY['day'])");
    sql(
        "INSERT INTO tarn.shop.orders VALUES (1, DATE '2026-01-01', 1.5, ROW('a', 'x')),"
            + " (2, DATE '2026-01-02', 2.5, ROW('b', 'y'))");
    String first =
        sql("SELECT max_by(snapshot_id, committed_at) FROM \"shop\".\"orders$snapshots\"")
            .getFirst();
    sql("UPDATE tarn.shop.orders SET amount = 9 WHERE id = 1");
    sql(
        "MERGE INTO tarn.shop.orders t USING (VALUES (2, 7e0), (3, 8e0)) s(id, amount)"
            + " ON t.id = s.id WHEN MATCHED THEN UPDATE SET amount = s.amount"
            + " WHEN NOT MATCHED THEN INSERT (id, day, amount)"
            + " VALUES (s.id, DATE '2026-01-03', s.amount)");
    sql("DELETE FROM tarn.shop.orders WHERE id = 1");

    assertThat(sql("SELECT id, amount FROM tarn.shop.orders ORDER BY id"))
        .containsExactly("2,7.0", "3,8.0");
    assertThat(
            sql(
                "SELECT id, amount FROM tarn.shop.orders FOR VERSION AS OF "
                    + first
                    + " ORDER BY id"))
        .containsExactly("1,1.5", "2,2.5");

    String amount = asset("column", "iceberg.shop.orders.amount").path("id").asText();
    sql("ALTER TABLE tarn.shop.orders RENAME COLUMN amount TO total");
    sql("ALTER TABLE tarn.shop.orders ADD COLUMN note VARCHAR COMMENT 'words'");
    sql("COMMENT ON COLUMN tarn.shop.orders.total IS 'in euros'");
    sql("CREATE VIEW tarn.shop.big AS SELECT id, total FROM tarn.shop.orders WHERE total > 7");
    assertThat(sql("SELECT id FROM tarn.shop.big")).containsExactly("3");

    JsonNode table = asset("table", "iceberg.shop.orders");
    assertThat(table.path("description").asText()).isEqualTo("all orders");
    assertThat(table.path("attributes").path("partitioning").toString()).isEqualTo("[\"day\"]");
    JsonNode snapshot = table.path("attributes").path("metadata").path("snapshot");
    assertThat(snapshot.path("id").asText())
        .isEqualTo(
            sql("SELECT max_by(snapshot_id, committed_at) FROM shop.\"orders$snapshots\"")
                .getFirst());
    assertThat(snapshot.path("summary").path("trino_user").asText()).isEqualTo("test");
    JsonNode total = asset("column", "iceberg.shop.orders.total");
    assertThat(total.path("id").asText()).isEqualTo(amount);
    assertThat(total.path("description").asText()).isEqualTo("in euros");
    assertThat(asset("view", "iceberg.shop.big").path("attributes").path("sql").asText())
        .contains("total > ");

    sql("CREATE OR REPLACE TABLE tarn.shop.copy AS SELECT id FROM tarn.shop.orders");
    sql("ALTER TABLE tarn.shop.copy RENAME TO tarn.shop.copied");
    asset("table", "iceberg.shop.copied");
    lookUp("table", "iceberg.shop.copy").expect(404);
    sql("DROP TABLE tarn.shop.copied");
    lookUp("table", "iceberg.shop.copied").expect(404);
    assertThatThrownBy(() -> sql("DROP SCHEMA tarn.shop")).isInstanceOf(SQLException.class);
  }

  @Test
  void anotherBranchIsAnotherCatalog() throws Exception {
    sql("CREATE SCHEMA draft.only_here");
    sql("CREATE TABLE draft.only_here.t AS SELECT 1 AS x");
    assertThat(sql("SELECT x FROM draft.only_here.t")).containsExactly("1");
    assertThat(sql("SHOW SCHEMAS FROM tarn")).doesNotContain("only_here");
  }

  @Test
  void tarnsOwnTablesAreReadAndNotWritten() throws Exception {
    sql("CREATE SCHEMA tarn.seen");
    assertThat(sql("SELECT operation FROM tarn.tarn.changes WHERE qualified_name = 'iceberg.seen'"))
        .containsExactly("create");
    assertThat(sql("SHOW TABLES FROM tarn.tarn")).contains("assets", "changes", "relationships");
    assertThatThrownBy(() -> sql("DROP TABLE tarn.tarn.changes")).isInstanceOf(SQLException.class);
    assertThat(sql("SELECT count(*) FROM tarn.tarn.changes").getFirst()).isNotEqualTo("0");
  }
}
