package dev.tarn.connectors.dbt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.connectors.mapping.ChangeFold;
import dev.tarn.connectors.mapping.Json;
import dev.tarn.connectors.mapping.RecordScope;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.ingest.ImportPosition;
import dev.tarn.core.ingest.ImportSink;

/** Hands each entry of a manifest to what maps its kind. */
final class ManifestMapper {
  private final Project project;
  private final ChangeFold fold;
  private final ImportSink report;

  ManifestMapper(Project project, ChangeFold fold, ImportSink report) {
    this.project = project;
    this.fold = fold;
    this.report = report;
  }

  void map(String section, String key, JsonNode entry, ImportPosition position) {
    int rank = section.equals("sources") ? Ranks.SOURCE : Ranks.NODE;
    fold.at(position, Ranks.order(rank, position.line()));
    RecordScope scope = new RecordScope(fold, report, position);
    switch (section) {
      case "macros" -> scope.notMapped("macro");
      case "docs" -> scope.notMapped("doc");
      case "functions" -> scope.notMapped("function");
      case "selectors" -> scope.notMapped("selector");
      case "disabled" -> disabled(scope, key, entry);
      default -> {
        if (!entry.isObject()) {
          scope.rejected(ErrorCode.INVALID_VALUE, "expected an object", section + "." + key);
          return;
        }
        documented(scope, section, key, entry);
      }
    }
  }

  private void documented(RecordScope scope, String section, String key, JsonNode entry) {
    String path = section + "." + key;
    String type = Project.type(section, key, entry);
    switch (type) {
      case "model", "seed", "snapshot", "source" ->
          new RelationMapper(project, scope, path).map(key, type, entry);
      case "test" -> new TestMapper(project, scope).map(key, entry);
      case "unit_test" -> new TestMapper(project, scope).unitTest(key, entry);
      case "analysis", "operation", "sql_operation", "sql operation" ->
          new ConsumerMapper(project, scope).query(key, type, entry);
      case "exposure" -> new ConsumerMapper(project, scope).exposure(key, entry);
      case "metric" -> new ConsumerMapper(project, scope).metric(key, entry);
      case "saved_query" -> new ConsumerMapper(project, scope).savedQuery(key, entry);
      case "semantic_model" -> new ConsumerMapper(project, scope).semanticModel(key, entry);
      case "group" -> new ConsumerMapper(project, scope).group(entry, path);
      default -> scope.notMapped(type.isEmpty() ? "node without a type" : type);
    }
    JsonNode macros = entry.path("depends_on").path("macros");
    for (int i = 0; i < macros.size(); i++) {
      scope.notMapped("dependency on a macro");
    }
  }

  /** An id may stand for several disabled nodes. */
  private static void disabled(RecordScope scope, String key, JsonNode entries) {
    if (entries.isEmpty()) {
      scope.notMapped("disabled." + Project.type("disabled", key, entries));
    }
    for (JsonNode entry : entries) {
      String type = Json.text(entry, "resource_type");
      scope.notMapped("disabled." + (type == null ? "node" : type));
    }
  }
}
