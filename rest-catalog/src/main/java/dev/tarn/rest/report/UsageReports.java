package dev.tarn.rest.report;

import static dev.tarn.rest.report.Columns.number;
import static dev.tarn.rest.report.Columns.text;
import static dev.tarn.rest.report.Columns.time;

import java.util.List;

/** Reports of who reads which table. */
final class UsageReports {
  private static final Report TABLE_USAGE =
      new Report(
          "table_usage",
          "How much each table was read in the last 30 days, and by how many",
          List.of(
              text("qualified_name", "Full name of the table"),
              number("scans", "How often it was read"),
              number("readers", "How many different users and services read it"),
              number("row_count", "Rows that were read, about"),
              number("size_bytes", "Bytes of the files that were read"),
              time("last_scan_at", "When it was read last"),
              text("table_id", "Id of the table's asset")),
          sql ->
              """
              SELECT max(table_name) AS qualified_name, count(*) AS scans,
                count(DISTINCT actor) AS readers, sum(row_count) AS row_count,
                sum(size_bytes) AS size_bytes, max(reported_at) AS last_scan_at, table_id
              FROM %s
              WHERE operation = 'scan' AND reported_at >= current_timestamp - INTERVAL '30' DAY
              GROUP BY table_id, CASE WHEN table_id IS NULL THEN table_name END
              """
                  .formatted(sql.table("usage")));

  private static final Report COLUMN_USAGE =
      new Report(
          "column_usage",
          "How often each column was read in the last 30 days",
          List.of(
              text("qualified_name", "Full name of the table"),
              text("column_name", "Name of the column"),
              number("scans", "How many scans read it"),
              time("last_scan_at", "When it was read last")),
          sql ->
              """
              SELECT table_name AS qualified_name, column_name, count(*) AS scans,
                max(reported_at) AS last_scan_at
              FROM %s %s
              WHERE operation = 'scan' AND reported_at >= current_timestamp - INTERVAL '30' DAY
              GROUP BY table_name, column_name
              """
                  .formatted(sql.table("usage"), sql.dialect().eachText("columns", "column_name")));

  private static final Report UNUSED_TABLES =
      new Report(
          "unused_tables",
          "Tables of this catalog that nobody has read for 90 days",
          List.of(
              text("qualified_name", "Full name of the table"),
              number("size_bytes", "Bytes, where known"),
              number("row_count", "Rows, where known"),
              time("last_scan_at", "When it was read last; null if never"),
              time("created_at", "When it came into the catalog"),
              text("id", "Id of the table's asset")),
          sql ->
              """
              SELECT t.qualified_name, %3$s AS size_bytes, %4$s AS row_count, u.last_scan_at,
                t.created_at, t.id
              FROM %1$s t
              LEFT JOIN (
                SELECT table_id, max(reported_at) AS last_scan_at
                FROM %2$s
                WHERE operation = 'scan' AND table_id IS NOT NULL
                GROUP BY table_id
              ) u ON u.table_id = t.id
              WHERE t.type = 'table' AND t.platform = 'iceberg' AND t.status <> 'deleted'
                AND (u.last_scan_at IS NULL
                  OR u.last_scan_at < current_timestamp - INTERVAL '90' DAY)
              """
                  .formatted(
                      sql.table("assets"),
                      sql.table("usage"),
                      sql.number("t.attributes", "sizeBytes"),
                      sql.number("t.attributes", "rowCount")));

  static final List<Report> ALL = List.of(TABLE_USAGE, COLUMN_USAGE, UNUSED_TABLES);

  private UsageReports() {}
}
