package dev.tarn.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Trino, a server of one node. */
final class TrinoTest extends EngineContract {
  private final Tarn tarn;
  private final Trino trino;

  TrinoTest(Engines engines) throws IOException {
    super(
        engines.tarn(),
        engines.trino(),
        engines.trino().named(),
        new Dialect(
            "VARCHAR",
            """
            (id BIGINT NOT NULL COMMENT 'The order''s number.', buyer VARCHAR, total INTEGER,
            placed DATE) COMMENT 'What customers bought.' WITH (partitioning = ARRAY['day(placed)'])
            """,
            "ALTER TABLE %s ALTER COLUMN %s SET DATA TYPE %s",
            "COMMENT ON COLUMN %s.%s IS '%s'"));
    this.tarn = engines.tarn();
    this.trino = engines.trino();
  }

  @Test
  void orderAndNestedFieldsAreInTheEntry() {
    trino.run("CREATE SCHEMA tarn.carved");
    trino.run(
        """
        CREATE TABLE tarn.carved.orders (id BIGINT, day DATE, buyer ROW(name VARCHAR, city VARCHAR))
        WITH (partitioning = ARRAY['day', 'bucket(id, 4)'], sorted_by = ARRAY['id DESC NULLS LAST'])
        """);
    trino.run("ALTER TABLE tarn.carved.orders ADD COLUMN note VARCHAR COMMENT 'words'");
    trino.run("ALTER TABLE tarn.carved.orders ADD COLUMN buyer.street VARCHAR");
    trino.run("ALTER TABLE tarn.carved.orders RENAME COLUMN buyer.city TO town");
    trino.run(
        "INSERT INTO tarn.carved.orders VALUES (1, DATE '2026-01-01', ROW('ann', 'Oslo', 'A1'),"
            + " 'x')");

    JsonNode attributes = tarn.asset("table", "iceberg.carved.orders").path("attributes");
    assertThat(attributes.path("partitioning").toString()).isEqualTo("[\"day\",\"bucket[4](id)\"]");
    assertThat(attributes.path("sortOrder").toString()).isEqualTo("[\"id DESC NULLS LAST\"]");
    assertThat(
            attributes
                .path("metadata")
                .path("snapshot")
                .path("summary")
                .path("trino_user")
                .asText())
        .isEqualTo(Trino.USER);
    assertThat(tarn.asset("column", "iceberg.carved.orders.note").path("description").asText())
        .isEqualTo("words");
    assertThat(tarn.isMissing("column", "iceberg.carved.orders.buyer.street")).isFalse();
    assertThat(tarn.isMissing("column", "iceberg.carved.orders.buyer.town")).isFalse();
    assertThat(tarn.isMissing("column", "iceberg.carved.orders.buyer.city")).isTrue();
    assertThat(trino.rows("SELECT buyer.town, note FROM tarn.carved.orders"))
        .containsExactly(List.of("Oslo", "x"));
  }

  @Test
  void aTableThatIsReplacedIsTheSameAsset() {
    trino.run("CREATE SCHEMA tarn.replaced");
    trino.run("CREATE TABLE tarn.replaced.orders AS SELECT 1 AS id, 'ann' AS buyer");
    String id = tarn.asset("table", "iceberg.replaced.orders").path("id").asText();
    trino.run("CREATE OR REPLACE TABLE tarn.replaced.orders AS SELECT 1 AS number");

    JsonNode replaced = tarn.asset("table", "iceberg.replaced.orders");
    assertThat(replaced.path("id").asText()).isEqualTo(id);
    assertThat(tarn.isMissing("column", "iceberg.replaced.orders.buyer")).isTrue();
    assertThat(tarn.isMissing("column", "iceberg.replaced.orders.number")).isFalse();
    assertThatThrownBy(() -> trino.run("DROP SCHEMA tarn.replaced"))
        .isInstanceOf(EngineException.class);
    assertThat(tarn.isMissing("schema", "iceberg.replaced")).isFalse();
  }

  @Test
  void upkeepOfATableIsInItsHistoryAndKeepsThePast() {
    trino.run("CREATE SCHEMA tarn.kept_up");
    trino.run("CREATE TABLE tarn.kept_up.orders (id BIGINT, day DATE)");
    trino.run("INSERT INTO tarn.kept_up.orders VALUES (1, DATE '2026-01-01')");
    trino.run("INSERT INTO tarn.kept_up.orders VALUES (2, DATE '2026-01-02')");
    trino.run("ALTER TABLE tarn.kept_up.orders SET PROPERTIES partitioning = ARRAY['month(day)']");
    trino.run("ALTER TABLE tarn.kept_up.orders EXECUTE optimize");

    JsonNode attributes = tarn.asset("table", "iceberg.kept_up.orders").path("attributes");
    assertThat(attributes.path("partitioning").toString()).isEqualTo("[\"month(day)\"]");
    assertThat(attributes.path("rowCount").asLong()).isEqualTo(2);
    assertThat(attributes.path("metadata").path("snapshot").path("operation").asText())
        .isEqualTo("replace");
    assertThat(trino.rows("SELECT count(*) FROM tarn.kept_up.\"orders$files\""))
        .containsExactly(List.of("1"));
    // Other branches may read them.
    assertThatThrownBy(() -> trino.run("ALTER TABLE tarn.kept_up.orders EXECUTE expire_snapshots"))
        .hasStackTraceContaining("GC is disabled");
    // That of the table as it was created, which has no rows, is one, too.
    assertThat(
            trino.rows(
                "SELECT operation FROM tarn.kept_up.\"orders$snapshots\" ORDER BY committed_at"))
        .containsExactly(
            List.of("append"), List.of("append"), List.of("append"), List.of("replace"));
  }
}
