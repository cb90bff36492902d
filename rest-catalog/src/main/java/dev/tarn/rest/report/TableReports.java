package dev.tarn.rest.report;

import static dev.tarn.rest.report.Columns.fraction;
import static dev.tarn.rest.report.Columns.number;
import static dev.tarn.rest.report.Columns.text;
import static dev.tarn.rest.report.Columns.time;

import java.util.List;

/** Reports of tables: how new, how large. */
final class TableReports {
  private static final Report FRESHNESS =
      new Report(
          "freshness",
          "When the data of each table last changed",
          List.of(
              text("qualified_name", "Full name"),
              text("platform", "Where it lives"),
              time("data_changed_at", "When its data last changed; null if nobody has said"),
              fraction("hours_since", "Hours from then until now"),
              text("operation", "What that change was, such as append"),
              number("row_count", "Rows, where known"),
              number("size_bytes", "Bytes, where known"),
              time("metadata_changed_at", "When its metadata last changed"),
              text("id", "Id of the asset")),
          sql ->
              """
              SELECT qualified_name, platform, data_changed_at, %2$s AS hours_since, operation,
                row_count, size_bytes, metadata_changed_at, id
              FROM (
                SELECT qualified_name, platform, %3$s AS data_changed_at, %4$s AS operation,
                  %5$s AS row_count, %6$s AS size_bytes, updated_at AS metadata_changed_at, id
                FROM %1$s
                WHERE type = 'table' AND status <> 'deleted'
              ) t
              """
                  .formatted(
                      sql.table("assets"),
                      sql.dialect().hoursSince("data_changed_at"),
                      sql.dialect()
                          .instant(
                              "coalesce("
                                  + sql.text("attributes", "metadata.snapshot.timestamp")
                                  + ", "
                                  + sql.text("attributes", "sourceUpdatedAt")
                                  + ")"),
                      sql.text("attributes", "metadata.snapshot.operation"),
                      sql.number("attributes", "rowCount"),
                      sql.number("attributes", "sizeBytes")));

  private static final Report TABLES_TO_MAINTAIN =
      new Report(
          "tables_to_maintain",
          "Tables that need their files compacted or snapshots expired, as of their last commit",
          List.of(
              text("qualified_name", "Full name"),
              text("needs", "compact-files, compact-deletes, expire-snapshots, as a JSON list"),
              number("data_files", "Data files"),
              number("average_file_bytes", "Bytes of a data file on average"),
              number("target_file_bytes", "Bytes that a data file is to have"),
              number("delete_files", "Delete files and deletion vectors"),
              number("snapshots", "Snapshots in the table's metadata"),
              time("oldest_snapshot_at", "When the oldest of them was made"),
              text("id", "Id of the asset")),
          sql ->
              """
              SELECT qualified_name, %2$s AS needs, %3$s AS data_files,
                %4$s AS average_file_bytes, %5$s AS target_file_bytes, %6$s AS delete_files,
                %7$s AS snapshots, %8$s AS oldest_snapshot_at, id
              FROM %1$s
              WHERE type = 'table' AND status <> 'deleted' AND %9$s IS NOT NULL
              """
                  .formatted(
                      sql.table("assets"),
                      sql.dialect().json("attributes", "maintenance"),
                      sql.number("attributes", "metadata.files.dataFiles"),
                      sql.number("attributes", "metadata.files.averageBytes"),
                      sql.number("attributes", "metadata.files.targetBytes"),
                      sql.number("attributes", "metadata.files.deleteFiles"),
                      sql.number("attributes", "metadata.snapshots"),
                      sql.dialect()
                          .instant(sql.text("attributes", "metadata.files.oldestSnapshotAt")),
                      sql.text("attributes", "maintenance[0]")));

  static final List<Report> ALL = List.of(FRESHNESS, TABLES_TO_MAINTAIN);

  private TableReports() {}
}
