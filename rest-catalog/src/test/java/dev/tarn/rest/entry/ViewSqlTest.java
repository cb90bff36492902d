package dev.tarn.rest.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What queries of engines read. */
final class ViewSqlTest {
  @Test
  void namesHaveTheirPartsWithoutQuotes() {
    assertThat(
            ViewSql.sources(
                """
                SELECT o.id, b."name", (SELECT max(x) FROM limits) AS most
                FROM tarn.shop.orders o
                LEFT JOIN "shop"."the buyers" b ON b.id = o.buyer
                JOIN `eu`.`west`.`cities` c ON c.id = b.city
                WHERE o.day IN (SELECT day FROM open_days)
                """))
        .containsExactlyInAnyOrder(
            List.of("tarn", "shop", "orders"),
            List.of("shop", "the buyers"),
            List.of("eu", "west", "cities"),
            List.of("limits"),
            List.of("open_days"));
  }

  @Test
  void namesOfTheQueryItselfAreNoTables() {
    assertThat(
            ViewSql.sources(
                """
                WITH recent AS (SELECT * FROM shop.orders WHERE day > DATE '2026-01-01')
                SELECT count(*) FROM recent r
                UNION ALL
                SELECT count(*) FROM shop.returns
                """))
        .containsExactlyInAnyOrder(List.of("shop", "orders"), List.of("shop", "returns"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id, CAST(json_extract(doc, '$.a') AS VARCHAR) FROM s.t",
        "SELECT id, get_json_object(doc, '$.a') FROM s.t",
        "SELECT t.id, e.item FROM s.t t CROSS JOIN UNNEST(t.items) AS e (item)",
        "SELECT id, item FROM s.t LATERAL VIEW explode(items) x AS item",
        "SELECT id, row_number() OVER (PARTITION BY city ORDER BY day DESC) AS n FROM s.t",
        "SELECT approx_distinct(id), count(*) FILTER (WHERE a > 1) FROM s.t GROUP BY city",
        "SELECT id, TRY_CAST(amount AS DOUBLE) AS amount FROM s.t",
        "SELECT id, day + INTERVAL '7' DAY FROM s.t WHERE city IS DISTINCT FROM 'x'",
        "SELECT * FROM s.t WHERE regexp_like(name, '^a') AND NOT EXISTS (SELECT 1 FROM s.t)",
        "SELECT DISTINCT a.b.c FROM s.t a",
        "SELECT id FROM s.t TABLESAMPLE BERNOULLI (10)",
      })
  void whatEnginesWriteIsUnderstood(String sql) {
    assertThat(ViewSql.sources(sql)).containsExactly(List.of("s", "t"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no query",
        "SELECT FROM WHERE",
        "DROP TABLE",
        "\u0000",
        "SELECT 1; DROP TABLE x"
      })
  void whatIsNotUnderstoodReadsNothing(String sql) {
    assertThat(ViewSql.sources(sql)).isEmpty();
  }

  @Test
  void aQueryThatIsTooDeepReadsNothing() {
    assertThat(ViewSql.sources("SELECT " + "(".repeat(20_000) + "1" + ")".repeat(20_000)))
        .isEmpty();
  }
}
