package dev.tarn.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark, on two threads, in one JVM. */
final class SparkTest extends EngineContract {
  private static final String NAMED = "spark 4.1.2";
  private static final int WRITERS = 4;
  private static final int APPENDS = 5;

  private final Tarn tarn;
  private final Spark spark;

  SparkTest(Engines engines) throws IOException {
    super(
        engines.tarn(),
        engines.spark(),
        NAMED,
        new Dialect(
            "STRING",
            """
            (id BIGINT NOT NULL COMMENT 'The order''s number.', buyer STRING, total INT, placed DATE)
            USING iceberg PARTITIONED BY (days(placed)) COMMENT 'What customers bought.'
            """,
            "ALTER TABLE %s ALTER COLUMN %s TYPE %s",
            "ALTER TABLE %s ALTER COLUMN %s COMMENT '%s'"));
    this.tarn = engines.tarn();
    this.spark = engines.spark();
  }

  private long rowCount(String table) {
    return tarn.asset("table", "iceberg." + table).path("attributes").path("rowCount").asLong();
  }

  private List<JsonNode> appendsOf(String table) {
    String id = tarn.asset("table", "iceberg." + table).path("id").asText();
    return tarn.history(id).stream()
        .filter(change -> change.path("source").asText().equals(NAMED))
        .toList();
  }

  @Test
  void aStreamAppendsEachFileOnce(@TempDir Path folder) throws IOException {
    spark.run("CREATE SCHEMA tarn.streamed");
    spark.run("CREATE TABLE tarn.streamed.clicks (id BIGINT, page STRING) USING iceberg");
    Path input = Files.createDirectory(folder.resolve("input"));
    for (int file = 0; file < 3; file++) {
      Files.writeString(
          input.resolve(file + ".json"),
          "{\"id\":%d,\"page\":\"a\"}\n{\"id\":%d,\"page\":\"b\"}\n".formatted(file, file + 10));
    }
    Path checkpoint = folder.resolve("checkpoint");
    spark.stream(input, "id BIGINT, page STRING", checkpoint, "tarn.streamed.clicks");
    assertThat(rowCount("streamed.clicks")).isEqualTo(6);
    assertThat(appendsOf("streamed.clicks")).hasSize(3);

    Files.writeString(input.resolve("3.json"), "{\"id\":99,\"page\":\"c\"}\n");
    spark.stream(input, "id BIGINT, page STRING", checkpoint, "tarn.streamed.clicks");
    assertThat(rowCount("streamed.clicks")).isEqualTo(7);
    assertThat(appendsOf("streamed.clicks")).hasSize(4);
    assertThat(spark.rows("SELECT max(id), count(*) FROM tarn.streamed.clicks"))
        .containsExactly(List.of("99", "7"));
  }

  @Test
  void writersOfOneTableLoseNothing() {
    spark.run("CREATE SCHEMA tarn.crowded");
    // Four retries, as many as Iceberg's client makes by itself, are too few where four compete.
    spark.run(
        """
        CREATE TABLE tarn.crowded.visits (writer INT, visit INT) USING iceberg
        TBLPROPERTIES ('commit.retry.num-retries' = '20')
        """);
    spark.runAtOnce(threads("INSERT INTO tarn.crowded.visits VALUES (%d, %d)"));

    assertThat(
            spark.rows("SELECT count(*), count(DISTINCT writer, visit) FROM tarn.crowded.visits"))
        .containsExactly(List.of("20", "20"));
    assertThat(rowCount("crowded.visits")).isEqualTo(20);
    assertThat(appendsOf("crowded.visits")).hasSize(20);
  }

  @Test
  void writersOfDifferentTablesLoseNothing() {
    spark.run("CREATE SCHEMA tarn.beside");
    for (int writer = 0; writer < WRITERS; writer++) {
      spark.run("CREATE TABLE tarn.beside.t" + writer + " (writer INT, visit INT) USING iceberg");
    }
    spark.runAtOnce(threads("INSERT INTO tarn.beside.t%1$d VALUES (%1$d, %2$d)"));

    for (int writer = 0; writer < WRITERS; writer++) {
      assertThat(spark.rows("SELECT count(DISTINCT visit) FROM tarn.beside.t" + writer))
          .containsExactly(List.of(Integer.toString(APPENDS)));
      assertThat(rowCount("beside.t" + writer)).isEqualTo(APPENDS);
      assertThat(appendsOf("beside.t" + writer)).hasSize(APPENDS);
    }
  }

  private static List<List<String>> threads(String statement) {
    List<List<String>> threads = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      List<String> statements = new ArrayList<>();
      for (int append = 0; append < APPENDS; append++) {
        statements.add(statement.formatted(writer, append));
      }
      threads.add(statements);
    }
    return threads;
  }

  @Test
  void partitioningOrderAndNestedFieldsAreInTheEntry() {
    spark.run("CREATE SCHEMA tarn.shaped");
    spark.run(
        """
        CREATE TABLE tarn.shaped.orders (id BIGINT, day DATE, buyer STRUCT<name: STRING, city: STRING>)
        USING iceberg PARTITIONED BY (day)
        """);
    spark.run("ALTER TABLE tarn.shaped.orders ADD COLUMN note STRING COMMENT 'words' AFTER id");
    spark.run("ALTER TABLE tarn.shaped.orders ADD PARTITION FIELD bucket(4, id)");
    spark.run("ALTER TABLE tarn.shaped.orders WRITE ORDERED BY id DESC");

    JsonNode attributes = tarn.asset("table", "iceberg.shaped.orders").path("attributes");
    assertThat(attributes.path("partitioning").toString()).isEqualTo("[\"day\",\"bucket[4](id)\"]");
    assertThat(attributes.path("sortOrder").toString()).isEqualTo("[\"id DESC NULLS LAST\"]");
    JsonNode note = tarn.asset("column", "iceberg.shaped.orders.note");
    assertThat(note.path("attributes").path("ordinal").asInt()).isEqualTo(2);
    assertThat(note.path("description").asText()).isEqualTo("words");
    assertThat(tarn.isMissing("column", "iceberg.shaped.orders.buyer.city")).isFalse();
  }

  @Test
  void snapshotsThatOtherBranchesReadAreNotExpired() {
    spark.run("CREATE SCHEMA tarn.kept");
    spark.run("CREATE TABLE tarn.kept.orders USING iceberg AS SELECT 1 AS id");
    assertThatThrownBy(() -> spark.run("CALL tarn.system.expire_snapshots('kept.orders')"))
        .hasMessageContaining("GC is disabled");
    assertThat(spark.rows("SHOW TABLES IN tarn.tarn").toString())
        .contains("assets", "changes", "relationships");
  }

  private void createMarked(String table, int formatVersion) {
    spark.run(
        """
        CREATE TABLE tarn.marked.%s (id INT) USING iceberg TBLPROPERTIES
        ('write.delete.mode' = 'merge-on-read', 'format-version' = '%d')
        """
            .formatted(table, formatVersion));
    spark.run("INSERT INTO tarn.marked." + table + " SELECT id FROM range(0, 100, 1, 1)");
    assertThat(rowCount("marked." + table)).isEqualTo(100);
    spark.run("DELETE FROM tarn.marked." + table + " WHERE id < 40");
    assertThat(spark.rows("SELECT count(*) FROM tarn.marked." + table))
        .containsExactly(List.of("60"));
  }

  @Test
  void rowsAreThoseThatDeletionVectorsLeave() {
    spark.run("CREATE SCHEMA tarn.marked");
    createMarked("vectors", 3);
    assertThat(rowCount("marked.vectors")).isEqualTo(60);

    // Such deletes may outlive the file that they are for: a number would be a guess.
    createMarked("positions", 2);
    JsonNode attributes = tarn.asset("table", "iceberg.marked.positions").path("attributes");
    assertThat(attributes.path("sizeBytes").isNumber()).isTrue();
    assertThat(attributes.path("rowCount").isNumber()).isFalse();
  }

  @Test
  void scansThatTheServerPlansReadTheSame() {
    spark.run("CREATE SCHEMA tarn.planned");
    spark.run(
        """
        CREATE TABLE tarn.planned.visits (id INT, day INT) USING iceberg PARTITIONED BY (day)
        TBLPROPERTIES ('write.delete.mode' = 'merge-on-read', 'format-version' = '3')
        """);
    spark.run("INSERT INTO tarn.planned.visits SELECT id, id % 4 FROM range(0, 100, 1, 1)");
    spark.run("DELETE FROM tarn.planned.visits WHERE id < 40");
    spark.connect("planner", "default", Map.of("scan-planning-mode", "server"));

    long before = tarn.plannedScans();
    assertThat(spark.rows("SELECT count(*), sum(id) FROM planner.planned.visits WHERE day = 3"))
        .isEqualTo(spark.rows("SELECT count(*), sum(id) FROM tarn.planned.visits WHERE day = 3"))
        .containsExactly(List.of("15", "1065"));
    assertThat(tarn.plannedScans()).isGreaterThan(before);
    assertThat(spark.rows("SELECT count(*) FROM planner.tarn.assets"))
        .isEqualTo(spark.rows("SELECT count(*) FROM tarn.tarn.assets"));
  }
}
