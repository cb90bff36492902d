package dev.tarn.connectors.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetNameTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "postgres, shop.public.orders, table:postgres.shop.public.orders",
        "postgresql, shop.public.orders, table:postgres.shop.public.orders",
        "Snowflake, SHOP.PUBLIC.ORDERS, table:snowflake.shop.public.orders",
        "snowflake, shop.public.\"my.table\", table:snowflake.shop.public.\"my.table\"",
        "bigquery, `proj`.set.Orders, table:bigquery.proj.set.Orders",
        "mysql, shop.orders, table:mysql.shop.orders",
        "hive, one, table:hive.one",
        "hive, ..., table:hive.\"...\"",
        "kafka, orders.v1, topic:kafka.orders.v1",
        "kafka@dev, orders.v1, topic:kafka@dev.orders.v1",
        "s3, bucket/a/b.parquet, file:s3://bucket/a/b.parquet",
        "s3a, s3a://bucket/a/, dataset:s3://bucket/a",
        "s3@dev, bucket/a, dataset:s3://@dev/bucket/a",
        "file, /tmp/x, dataset:file:///tmp/x",
        "looker, model.explore.x, dataset:looker.model.explore.x",
      })
  void namesFollowTheirPlatform(String platform, String name, String expected) {
    assertThat(DatasetName.of(platform, name).ref()).hasToString(expected);
  }

  @Test
  void whatContainsATableIsInItsName() {
    DatasetName table = DatasetName.table("snowflake", List.of("ACCOUNT", "DB", "S", "T"));
    assertThat(table.ancestors())
        .extracting(ancestor -> ancestor.ref().toString())
        .containsExactly(
            "platform:snowflake", "database:snowflake.account.db", "schema:snowflake.account.db.s");
    assertThat(table.name()).isEqualTo("t");
  }

  @Test
  void columnsFoldCaseWhereThePlatformDoes() {
    assertThat(DatasetName.of("snowflake", "A.B.C").column("Order_ID"))
        .isEqualTo(new Ref("column", "snowflake.a.b.c.order_id"));
    assertThat(DatasetName.of("postgres", "a.b.c").column("Order_ID"))
        .isEqualTo(new Ref("column", "postgres.a.b.c.Order_ID"));
    assertThat(DatasetName.of("s3", "b/x.csv").column("id"))
        .isEqualTo(new Ref("column", "s3://b/x.csv#id"));
    assertThat(DatasetName.of("postgres", "a.b.c").columnName("buyer.mail")).isEqualTo("mail");
  }

  @Test
  void productionIsNotNamed() {
    assertThat(DatasetName.platformName("PostgreSQL", "PROD")).isEqualTo("postgres");
    assertThat(DatasetName.platformName("kafka", "DEV")).isEqualTo("kafka@dev");
    assertThat(DatasetName.platformName(" ")).isEqualTo("unknown");
  }

  @Test
  void aTableNeedsAName() {
    assertThatThrownBy(() -> DatasetName.table("hive", List.of(" ", "")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
