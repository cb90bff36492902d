package dev.tarn.server.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.server.e2e.Client;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Spark session, whose catalogs are branches of Tarn. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 8, unit = TimeUnit.MINUTES)
final class SparkTest {
  private static final int WRITERS = 4;

  @TempDir static Path folder;
  private IcebergServer server;
  private SparkProcess spark;
  private Client client;

  @BeforeAll
  void start() throws Exception {
    server = IcebergServer.start(folder);
    client = new Client(server.uri());
    client.post("/api/v1/branches", "{\"name\":\"draft\"}").expect(201);
    spark =
        SparkProcess.start(
            folder, server.uri().toString(), Map.of("tarn", "default", "draft", "default@draft"));
  }

  @AfterAll
  void stop() throws Exception {
    if (spark != null) {
      spark.stop();
    }
    server.stop();
  }

  private List<String> sql(String statement) throws Exception {
    return spark.sql(statement);
  }

  private JsonNode asset(String type, String qualifiedName) throws Exception {
    String head = client.get("/api/v1/status").expect(200).json().path("head").asText();
    return client
        .with("Tarn-Min-Commit", head)
        .get("/api/v1/assets/by-name?type=" + type + "&qualifiedName=" + qualifiedName)
        .expect(200)
        .json();
  }

  @Test
  void tablesAndViewsAreWrittenReadAndInTheCatalog() throws Exception {
    sql("CREATE NAMESPACE tarn.shop COMMENT 'The shop'");
    sql(
        "CREATE TABLE tarn.shop.orders (id BIGINT COMMENT 'number', day DATE, amount DOUBLE,"
            + " buyer STRUCT<name: STRING, city: STRING>) USING iceberg PARTITIONED BY (day)"
            + " COMMENT 'all orders'");
    sql(
        "INSERT INTO tarn.shop.orders VALUES"
            + " (1, DATE'2026-01-01', 1.5, named_struct('name', 'a', 'city', 'x')),"
            + " (2, DATE'2026-01-02', 2.5, named_struct('name', 'b', 'city', 'y'))");
    String first = sql("SELECT max(snapshot_id) FROM tarn.shop.orders.snapshots").getFirst();
    sql("UPDATE tarn.shop.orders SET amount = 9 WHERE id = 1");
    sql(
        "MERGE INTO tarn.shop.orders t USING (SELECT 2L id, 7D amount UNION ALL SELECT 3L, 8D) s"
            + " ON t.id = s.id WHEN MATCHED THEN UPDATE SET amount = s.amount"
            + " WHEN NOT MATCHED THEN INSERT (id, day, amount)"
            + " VALUES (s.id, DATE'2026-01-03', s.amount)");
    sql("DELETE FROM tarn.shop.orders WHERE id = 1");
    assertThat(sql("SELECT id, amount FROM tarn.shop.orders ORDER BY id"))
        .containsExactly("2,7.0", "3,8.0");
    assertThat(
            sql("SELECT id, amount FROM tarn.shop.orders VERSION AS OF " + first + " ORDER BY id"))
        .containsExactly("1,1.5", "2,2.5");

    String amount = asset("column", "iceberg.shop.orders.amount").path("id").asText();
    sql("ALTER TABLE tarn.shop.orders RENAME COLUMN amount TO total");
    sql("ALTER TABLE tarn.shop.orders ADD COLUMN note STRING COMMENT 'words' AFTER id");
    sql("ALTER TABLE tarn.shop.orders ADD PARTITION FIELD bucket(4, id)");
    sql("ALTER TABLE tarn.shop.orders WRITE ORDERED BY id DESC");
    sql("CREATE VIEW tarn.shop.big AS SELECT id, total FROM tarn.shop.orders WHERE total > 7");
    assertThat(sql("SELECT id FROM tarn.shop.big")).containsExactly("3");

    JsonNode table = asset("table", "iceberg.shop.orders");
    assertThat(table.path("description").asText()).isEqualTo("all orders");
    JsonNode attributes = table.path("attributes");
    assertThat(attributes.path("partitioning").toString()).isEqualTo("[\"day\",\"bucket[4](id)\"]");
    assertThat(attributes.path("sortOrder").toString()).isEqualTo("[\"id DESC NULLS LAST\"]");
    assertThat(attributes.path("rowCount").asLong()).isEqualTo(2);
    JsonNode total = asset("column", "iceberg.shop.orders.total");
    assertThat(total.path("id").asText()).isEqualTo(amount);
    assertThat(
            asset("column", "iceberg.shop.orders.note").path("attributes").path("ordinal").asInt())
        .isEqualTo(2);
    asset("view", "iceberg.shop.big");
    JsonNode history =
        client
            .get("/api/v1/assets/" + table.path("id").asText() + "/history")
            .expect(200)
            .json()
            .path("items");
    assertThat(history.toString()).contains("spark 4");

    assertThatThrownBy(() -> sql("CALL tarn.system.expire_snapshots('shop.orders')"))
        .hasMessageContaining("GC is disabled");
  }

  @Test
  void writersOfOneTableAllGetIn() throws Exception {
    sql("CREATE NAMESPACE tarn.hot");
    sql(
        "CREATE TABLE tarn.hot.t (id BIGINT) USING iceberg"
            + " TBLPROPERTIES ('commit.retry.num-retries' = '20')");
    spark.parallel(
        IntStream.range(0, WRITERS)
            .mapToObj(writer -> "INSERT INTO tarn.hot.t VALUES (" + writer + ")")
            .toList());
    assertThat(sql("SELECT count(*), count(DISTINCT id) FROM tarn.hot.t"))
        .containsExactly(WRITERS + "," + WRITERS);
    assertThat(asset("table", "iceberg.hot.t").path("attributes").path("rowCount").asInt())
        .isEqualTo(WRITERS);
  }

  @Test
  void aStreamAppends() throws Exception {
    sql("CREATE NAMESPACE tarn.streams");
    sql("CREATE TABLE tarn.streams.t (id BIGINT) USING iceberg");
    Path files = Files.createDirectory(folder.resolve("stream"));
    for (int i = 0; i < 3; i++) {
      Files.writeString(files.resolve(i + ".json"), "{\"id\":" + i + "}\n");
    }
    spark.stream(files, "tarn.streams.t");
    assertThat(sql("SELECT id FROM tarn.streams.t ORDER BY id")).containsExactly("0", "1", "2");
    assertThat(asset("table", "iceberg.streams.t").path("version").asInt()).isEqualTo(4);
  }

  @Test
  void anotherBranchIsAnotherCatalog() throws Exception {
    sql("CREATE NAMESPACE draft.only_here");
    sql("CREATE TABLE draft.only_here.t USING iceberg AS SELECT 1 AS x");
    assertThat(sql("SELECT x FROM draft.only_here.t")).containsExactly("1");
    assertThat(sql("SHOW NAMESPACES IN tarn")).doesNotContain("only_here");
  }

  @Test
  void tarnsOwnTablesAreRead() throws Exception {
    sql("CREATE NAMESPACE tarn.seen");
    assertThat(sql("SELECT operation FROM tarn.tarn.changes WHERE qualified_name = 'iceberg.seen'"))
        .containsExactly("create");
    assertThat(sql("SHOW TABLES IN tarn.tarn").toString()).contains("assets", "relationships");
  }
}
