package dev.tarn.engines;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What one engine writes the other reads, and goes on from. */
@ExtendWith(Engines.Shared.class)
final class BothEnginesTest {
  private static final int WRITERS = 2;
  private static final int APPENDS = 5;

  private final Tarn tarn;
  private final Spark spark;
  private final Trino trino;

  BothEnginesTest(Engines engines) throws IOException {
    this.tarn = engines.tarn();
    this.spark = engines.spark();
    this.trino = engines.trino();
  }

  private void expectOfBoth(String query, List<List<@Nullable String>> rows) {
    assertThat(spark.rows(query)).isEqualTo(rows);
    assertThat(trino.rows(query)).isEqualTo(rows);
  }

  private static List<@Nullable String> row(@Nullable String... values) {
    return Arrays.asList(values);
  }

  private JsonNode table(String qualifiedName) {
    return tarn.asset("table", "iceberg." + qualifiedName);
  }

  /** Returns how many versions of a table a kind of engine has made. */
  private long commitsOf(String engine, JsonNode table) {
    return tarn.history(table.path("id").asText()).stream()
        .filter(EngineContract::changesMetadata)
        .filter(change -> change.path("source").asText().startsWith(engine + " "))
        .count();
  }

  private JsonNode takeTurnsAt(String name, int formatVersion) {
    String table = "tarn.shared." + name;
    String everything = "SELECT * FROM " + table + " ORDER BY id";
    spark.run("CREATE SCHEMA IF NOT EXISTS tarn.shared");
    spark.run(
        """
        CREATE TABLE %s (id BIGINT, item STRING) USING iceberg TBLPROPERTIES
        ('write.delete.mode' = 'merge-on-read', 'format-version' = '%d')
        """
            .formatted(table, formatVersion));
    spark.run("INSERT INTO " + table + " VALUES (1, 'bolt'), (2, 'nut'), (3, 'pin'), (4, 'cap')");
    expectOfBoth(
        everything, List.of(row("1", "bolt"), row("2", "nut"), row("3", "pin"), row("4", "cap")));

    trino.run("DELETE FROM " + table + " WHERE id = 1");
    trino.run("ALTER TABLE " + table + " ADD COLUMN pieces INTEGER");
    trino.run("INSERT INTO " + table + " VALUES (5, 'hook', 50)");
    expectOfBoth(
        everything,
        List.of(
            row("2", "nut", null),
            row("3", "pin", null),
            row("4", "cap", null),
            row("5", "hook", "50")));

    spark.run("DELETE FROM " + table + " WHERE id = 3");
    spark.run("UPDATE " + table + " SET pieces = 20 WHERE id = 2");
    spark.run("ALTER TABLE " + table + " RENAME COLUMN item TO part");
    expectOfBoth(
        "SELECT id, part, pieces FROM " + table + " ORDER BY id",
        List.of(row("2", "nut", "20"), row("4", "cap", null), row("5", "hook", "50")));

    JsonNode asset = table("shared." + name);
    assertThat(commitsOf("spark", asset)).isEqualTo(3);
    assertThat(commitsOf("trino", asset)).isEqualTo(2);
    return asset.path("attributes");
  }

  @Test
  void theyTakeTurnsAtATableOfPositionDeletes() {
    // Deletes of a file that Spark has rewritten are still there: the sum would be wrong.
    assertThat(takeTurnsAt("positions", 2).path("rowCount").isNumber()).isFalse();
  }

  @Test
  void theyTakeTurnsAtATableOfDeletionVectors() {
    assertThat(takeTurnsAt("vectors", 3).path("rowCount").asLong()).isEqualTo(3);
  }

  @Test
  void theyWriteAtOnceAndLoseNothing() throws ExecutionException, InterruptedException {
    spark.run("CREATE SCHEMA tarn.busy");
    spark.run(
        """
        CREATE TABLE tarn.busy.visits (writer STRING, visit INT) USING iceberg
        TBLPROPERTIES ('commit.retry.num-retries' = '20')
        """);
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<?> ofTrino = executor.submit(() -> appends("trino").forEach(trino::run));
      spark.runAtOnce(
          IntStream.range(0, WRITERS).mapToObj(writer -> appends("spark " + writer)).toList());
      ofTrino.get();
    }

    expectOfBoth(
        "SELECT writer, count(DISTINCT visit), count(*) FROM tarn.busy.visits"
            + " GROUP BY writer ORDER BY writer",
        List.of(row("spark 0", "5", "5"), row("spark 1", "5", "5"), row("trino", "5", "5")));
    JsonNode asset = table("busy.visits");
    assertThat(asset.path("attributes").path("rowCount").asLong()).isEqualTo(15);
    assertThat(commitsOf("spark", asset)).isEqualTo((long) WRITERS * APPENDS);
    assertThat(commitsOf("trino", asset)).isEqualTo(APPENDS);
  }

  private static List<String> appends(String writer) {
    return IntStream.range(0, APPENDS)
        .mapToObj(
            visit -> "INSERT INTO tarn.busy.visits VALUES ('%s', %d)".formatted(writer, visit))
        .toList();
  }

  @Test
  void lineageIsBetweenTheTablesThatTheyMade() {
    spark.run("CREATE SCHEMA tarn.flow");
    spark.run("CREATE TABLE tarn.flow.orders USING iceberg AS SELECT 1 AS id, 10 AS total");
    trino.run("CREATE TABLE tarn.flow.totals AS SELECT sum(total) AS total FROM tarn.flow.orders");
    String orders = table("flow.orders").path("id").asText();
    String totals = table("flow.totals").path("id").asText();
    tarn.event(
        """
        {"eventType": "COMPLETE", "eventTime": "2026-01-01T00:00:00Z", "producer": "https://example.org",
        "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
        "run": {"runId": "01890000-0000-7000-8000-000000000001"},
        "job": {"namespace": "nightly", "name": "totals"},
        "inputs": [{"namespace": "iceberg://tarn", "name": "flow.orders"}],
        "outputs": [{"namespace": "iceberg://tarn", "name": "flow.totals"}]}
        """);
    assertThat(around(orders)).contains(totals);

    trino.run("ALTER TABLE tarn.flow.totals RENAME TO tarn.flow.sums");
    spark.run("CREATE OR REPLACE TABLE tarn.flow.orders USING iceberg AS SELECT 2L AS id");
    assertThat(table("flow.orders").path("id").asText()).isEqualTo(orders);
    assertThat(table("flow.sums").path("id").asText()).isEqualTo(totals);
    assertThat(around(totals)).contains(orders);

    trino.run("DROP TABLE tarn.flow.sums");
    assertThat(around(orders)).doesNotContain(totals);
  }

  /** Returns the ids of what is upstream and downstream of an asset. */
  private List<String> around(String id) {
    return tarn.lineage(id)
        .path("nodes")
        .valueStream()
        .map(node -> node.path("asset").path("id").asText())
        .toList();
  }
}
