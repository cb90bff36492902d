package dev.tarn.rest.report;

import static dev.tarn.rest.report.Columns.flag;
import static dev.tarn.rest.report.Columns.fraction;
import static dev.tarn.rest.report.Columns.number;
import static dev.tarn.rest.report.Columns.text;
import static dev.tarn.rest.report.Columns.texts;
import static dev.tarn.rest.report.Columns.time;

import java.util.List;

/** Reports of what people say about assets: owners, descriptions, classes, lineage. */
final class AssetReports {
  private static final Report TABLES_WITHOUT_OWNER =
      new Report(
          "tables_without_owner",
          "Tables and views that nobody answers for",
          List.of(
              text("id", "Id of the asset"),
              text("type", "table or view"),
              text("qualified_name", "Full name"),
              text("platform", "Where it lives"),
              fraction("popularity", "From 0 to 1"),
              time("created_at", "When it came into the catalog"),
              time("updated_at", "When its metadata last changed")),
          sql ->
              """
              SELECT id, type, qualified_name, platform, popularity, created_at, updated_at
              FROM %s
              WHERE status <> 'deleted' AND type IN ('table', 'view') AND cardinality(owners) = 0
              """
                  .formatted(sql.table("assets")));

  private static final Report ASSET_OWNERS =
      new Report(
          "asset_owners",
          "Each owner of each asset",
          List.of(
              text("id", "Id of the asset"),
              text("type", "Type of the asset"),
              text("qualified_name", "Full name"),
              text("owner_id", "Id of the user, team or role"),
              text("owner_name", "Its name, where the catalog has it as an asset"),
              text("owner_kind", "How it owns")),
          sql ->
              """
              SELECT a.id, a.type, a.qualified_name, a.owner_id, o.name AS owner_name, a.owner_kind
              FROM (
                SELECT id, type, qualified_name, owner_id, owner_kind
                FROM %1$s %2$s
                WHERE status <> 'deleted'
              ) a
              LEFT JOIN %1$s o ON o.id = a.owner_id AND o.status <> 'deleted'
              """
                  .formatted(sql.table("assets"), sql.dialect().eachOwner("owners")));

  private static final Report CLASSIFIED_ASSETS =
      new Report(
          "classified_assets",
          "Each classification of each asset: where sensitive data is",
          List.of(
              text("id", "Id of the asset"),
              text("type", "Type of the asset"),
              text("qualified_name", "Full name"),
              text("classification_id", "Id of the classification"),
              text("classification", "Its name"),
              text("sensitivity", "How far what is so classified may travel")),
          sql ->
              """
              SELECT a.id, a.type, a.qualified_name, a.classification_id,
                c.name AS classification, %3$s AS sensitivity
              FROM (
                SELECT id, type, qualified_name, classification_id
                FROM %1$s %2$s
                WHERE status <> 'deleted'
              ) a
              LEFT JOIN %1$s c ON c.id = a.classification_id AND c.status <> 'deleted'
              """
                  .formatted(
                      sql.table("assets"),
                      sql.dialect().eachText("classifications", "classification_id"),
                      sql.text("c.attributes", "sensitivity")));

  private static final Report COVERAGE =
      new Report(
          "coverage",
          "How many assets of each type and platform have an owner, a description, a class",
          List.of(
              text("type", "Type of the assets"),
              text("platform", "Where they live"),
              number("assets", "How many there are"),
              number("owned", "With at least one owner"),
              number("described", "With a description"),
              number("classified", "With at least one classification")),
          sql ->
              """
              SELECT type, platform, count(*) AS assets,
                count(CASE WHEN cardinality(owners) > 0 THEN 1 END) AS owned,
                count(CASE WHEN description <> '' THEN 1 END) AS described,
                count(CASE WHEN cardinality(classifications) > 0 THEN 1 END) AS classified
              FROM %s
              WHERE status <> 'deleted'
              GROUP BY type, platform
              """
                  .formatted(sql.table("assets")));

  private static final Report COLUMN_SEARCH =
      new Report(
          "column_search",
          "Columns with their tables: filter by column_name or data_type",
          List.of(
              text("column_name", "Name of the column"),
              text("column_path", "Path of a nested field; else the name"),
              text("data_type", "Type as the platform writes it"),
              flag("nullable", "Whether it may be empty"),
              text("description", "Description of the column"),
              texts("tags", "Ids of the column's tags"),
              texts("classifications", "Ids of the column's classifications"),
              text("table_name", "Full name of the table or view"),
              text("table_type", "table or view"),
              text("platform", "Where it lives"),
              text("column_id", "Id of the column's asset"),
              text("table_id", "Id of the table's asset")),
          sql ->
              """
              SELECT c.name AS column_name, coalesce(%2$s, c.name) AS column_path,
                %3$s AS data_type, CAST(%4$s AS boolean) AS nullable,
                c.description, c.tags, c.classifications, t.qualified_name AS table_name,
                t.type AS table_type, t.platform, c.id AS column_id, t.id AS table_id
              FROM %1$s c
              JOIN %1$s t ON t.id = c.parent_id
              WHERE c.type = 'column' AND c.status <> 'deleted' AND t.status <> 'deleted'
              """
                  .formatted(
                      sql.table("assets"),
                      sql.text("c.attributes", "fieldPath"),
                      sql.text("c.attributes", "dataType"),
                      sql.text("c.attributes", "nullable")));

  private static final Report LINEAGE_EDGES =
      new Report(
          "lineage_edges",
          "Where data flows from and to, with the names of both ends",
          List.of(
              text("source_name", "Full name of what data flows from"),
              text("source_type", "Its type"),
              text("target_name", "Full name of what data flows to"),
              text("target_type", "Its type"),
              text("transformation", "How the target is computed"),
              text("source_id", "Id of the source"),
              text("target_id", "Id of the target"),
              text("relationship_id", "Id of the edge"),
              text("created_by", "Who or what reported it first"),
              time("updated_at", "When it last changed")),
          sql ->
              """
              SELECT s.qualified_name AS source_name, s.type AS source_type,
                t.qualified_name AS target_name, t.type AS target_type,
                %3$s AS transformation, s.id AS source_id, t.id AS target_id,
                r.id AS relationship_id, r.created_by, r.updated_at
              FROM %2$s r
              JOIN %1$s s ON s.id = r.source_id
              JOIN %1$s t ON t.id = r.target_id
              WHERE r.type = 'lineage' AND NOT r.deleted
                AND s.status <> 'deleted' AND t.status <> 'deleted'
              """
                  .formatted(
                      sql.table("assets"),
                      sql.table("relationships"),
                      sql.text("r.attributes", "transformation")));

  static final List<Report> ALL =
      List.of(
          TABLES_WITHOUT_OWNER,
          ASSET_OWNERS,
          CLASSIFIED_ASSETS,
          COVERAGE,
          COLUMN_SEARCH,
          LINEAGE_EDGES);

  private AssetReports() {}
}
