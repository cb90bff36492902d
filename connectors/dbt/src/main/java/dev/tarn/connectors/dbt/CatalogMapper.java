package dev.tarn.connectors.dbt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.connectors.mapping.ChangeFold;
import dev.tarn.connectors.mapping.DatasetName;
import dev.tarn.connectors.mapping.Draft;
import dev.tarn.connectors.mapping.Json;
import dev.tarn.connectors.mapping.RecordScope;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.ingest.ImportPosition;
import dev.tarn.core.ingest.ImportSink;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Maps {@code catalog.json}: what the warehouse said about tables and columns. */
final class CatalogMapper {
  private final Project project;
  private final ChangeFold fold;
  private final ImportSink report;

  CatalogMapper(Project project, ChangeFold fold, ImportSink report) {
    this.project = project;
    this.fold = fold;
    this.report = report;
  }

  void map(String section, String key, JsonNode entry, ImportPosition position) {
    RecordScope scope = new RecordScope(fold, report, position);
    JsonNode metadata = entry.path("metadata");
    DatasetName table = project.cataloged(key, metadata);
    String path = section + "." + key;
    if (table == null) {
      scope.rejected(ErrorCode.MISSING_FIELD, "the field is required", path + ".metadata.name");
      return;
    }
    if (!project.knowsPlatform()) {
      scope.notMapped("platform of a catalog without its manifest");
    }
    fold.at(position, Ranks.order(Ranks.COMMENT, position.line()));
    Draft draft = fold.dataset(table);
    draft.description(Json.text(metadata, "comment"));
    long warehouse = Ranks.order(Ranks.WAREHOUSE, position.line());
    fold.rank(warehouse);
    draft
        .property("dbt.relationType", Json.text(metadata, "type"))
        .property("dbt.relationOwner", Json.text(metadata, "owner"));
    if (table.ref().type().equals("table")) {
      stats(draft, entry.path("stats"));
    }
    entry
        .path("columns")
        .properties()
        .forEach(
            column ->
                column(scope, table, column.getKey(), column.getValue(), warehouse, position));
  }

  private void column(
      RecordScope scope,
      DatasetName table,
      String key,
      JsonNode column,
      long warehouse,
      ImportPosition position) {
    String name = Json.text(column, "name");
    String path = name == null ? key : name;
    if (path.isBlank()) {
      scope.notMapped("column without a name");
      return;
    }
    fold.rank(Ranks.order(Ranks.COMMENT, position.line()));
    Draft draft = fold.column(table, path).description(Json.text(column, "comment"));
    fold.rank(warehouse);
    draft
        .attribute("dataType", Json.text(column, "type"))
        .attribute("ordinal", Json.integer(column.path("index")));
  }

  private static void stats(Draft draft, JsonNode stats) {
    stats
        .properties()
        .forEach(
            entry -> {
              JsonNode stat = entry.getValue();
              Long number = number(stat.path("value"));
              switch (entry.getKey().toLowerCase(Locale.ROOT)) {
                // Says whether there are others.
                case "has_stats" -> {}
                case "row_count", "num_rows", "rows" -> draft.attribute("rowCount", number);
                case "bytes", "num_bytes", "size" -> draft.attribute("sizeBytes", number);
                default ->
                    draft.property("dbt.stats." + entry.getKey(), Json.print(stat.path("value")));
              }
            });
  }

  private static @Nullable Long number(JsonNode value) {
    if (value.isNumber()) {
      double number = value.doubleValue();
      return number >= 0 && number < 1L << 53 ? (Long) (long) number : null;
    }
    return null;
  }
}
