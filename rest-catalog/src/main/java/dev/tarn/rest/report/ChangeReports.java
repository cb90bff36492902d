package dev.tarn.rest.report;

import static dev.tarn.rest.report.Columns.number;
import static dev.tarn.rest.report.Columns.text;
import static dev.tarn.rest.report.Columns.texts;
import static dev.tarn.rest.report.Columns.time;

import java.util.List;

/** Reports of what has changed, by whom. */
final class ChangeReports {
  private static final Report CHANGES_TODAY =
      new Report(
          "changes_today",
          "Changes since midnight, in the time zone of the session",
          List.of(
              number("seq", "Position in the log"),
              time("committed_at", "When it was committed"),
              text("operation", "create, update, delete or restore"),
              text("entity_kind", "asset, relationship or a type"),
              text("entity_type", "Type of the asset or relationship"),
              text("qualified_name", "Full name of the asset"),
              texts("changed_fields", "What was changed"),
              text("actor", "Who changed it"),
              text("source", "Connector or client"),
              text("reason", "Why"),
              text("entity_id", "Id of what was changed")),
          sql ->
              """
              SELECT seq, committed_at, operation, entity_kind, entity_type, qualified_name,
                changed_fields, actor, source, reason, entity_id
              FROM %s
              WHERE committed_at >= CAST(current_date AS timestamp)
              """
                  .formatted(sql.table("changes")));

  private static final Report CHANGES_BY_ACTOR =
      new Report(
          "changes_by_actor",
          "Who changed how much, day by day",
          List.of(
              text("day", "As 2026-11-21, in the time zone of the session"),
              text("actor", "Who"),
              text("source", "Connector or client"),
              text("operation", "create, update, delete or restore"),
              number("changes", "How many")),
          sql ->
              """
              SELECT CAST(CAST(committed_at AS date) AS %2$s) AS day, actor, source, operation,
                count(*) AS changes
              FROM %1$s
              GROUP BY CAST(committed_at AS date), actor, source, operation
              """
                  .formatted(
                      sql.table("changes"), sql.dialect() == Dialect.TRINO ? "varchar" : "string"));

  private static final Report SCHEMA_CHANGES =
      new Report(
          "schema_changes",
          "What commits of engines did to the schemas of tables",
          List.of(
              time("committed_at", "When it was committed"),
              text("qualified_name", "Full name of the table"),
              text("schema_change", "Columns added, dropped, renamed and retyped, as JSON"),
              text("actor", "Who committed"),
              text("source", "With what"),
              text("table_id", "Id of the table")),
          sql ->
              """
              SELECT committed_at, qualified_name, schema_change, actor, source, table_id
              FROM (
                SELECT committed_at, qualified_name, %2$s AS schema_change, actor, source,
                  entity_id AS table_id
                FROM %1$s
                WHERE entity_type = 'table' AND operation = 'update' AND %3$s
              ) c
              WHERE schema_change IS NOT NULL
              """
                  .formatted(
                      sql.table("changes"),
                      sql.dialect().json("after", "attributes.metadata.schemaChange"),
                      sql.dialect().contains("changed_fields", "attributes.rawSchema")));

  static final List<Report> ALL = List.of(CHANGES_TODAY, CHANGES_BY_ACTOR, SCHEMA_CHANGES);

  private ChangeReports() {}
}
