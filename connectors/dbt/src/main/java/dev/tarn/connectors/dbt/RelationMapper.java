package dev.tarn.connectors.dbt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.connectors.mapping.DatasetName;
import dev.tarn.connectors.mapping.Draft;
import dev.tarn.connectors.mapping.Json;
import dev.tarn.connectors.mapping.RecordScope;
import dev.tarn.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/** Maps models, seeds, snapshots and sources. */
final class RelationMapper {
  private final Project project;
  private final RecordScope scope;
  private final String path;

  RelationMapper(Project project, RecordScope scope, String path) {
    this.project = project;
    this.scope = scope;
    this.path = path;
  }

  void map(String key, String type, JsonNode entry) {
    DatasetName name = project.dataset(key);
    if (name == null) {
      scope.rejected(ErrorCode.MISSING_FIELD, "the field is required", path + ".name");
      return;
    }
    Draft draft = scope.fold().dataset(name);
    Shared shared = new Shared(scope);
    shared.describe(draft, entry);
    JsonNode config = entry.path("config");
    draft
        .attribute("subTypes", List.of(type))
        .attribute("materialization", Json.text(config, "materialized"))
        .property("dbt." + type, key)
        .property("dbt.language", Json.text(entry, "language"))
        .property("dbt.access", Json.text(entry, "access"))
        .property("dbt.version", Json.print(entry.path("version")))
        .property("dbt.deprecationDate", Json.text(entry, "deprecation_date"))
        .property("dbt.uniqueKey", Json.print(config.path("unique_key")));
    String code = Json.text(entry, "compiled_code");
    draft.attribute("sql", code == null ? Json.text(entry, "raw_code") : code);
    if (name.ref().type().equals("table")) {
      draft
          .attribute("format", Json.text(config, "file_format"))
          .attribute("partitioning", fields(config.path("partition_by")))
          .attribute("sortOrder", fields(config.path("cluster_by")));
      primaryKey(draft, entry.path("constraints"));
    }
    if (type.equals("source")) {
      source(draft, entry);
    }
    shared.columns(name, entry.path("columns"));
    new Dependencies(project, scope).lineage(entry, name.ref());
  }

  private static void source(Draft draft, JsonNode entry) {
    draft
        .property("dbt.source.name", Json.text(entry, "source_name"))
        .property("dbt.source.description", Json.text(entry, "source_description"))
        .property("dbt.loader", Json.text(entry, "loader"))
        .property("dbt.loadedAtField", Json.text(entry, "loaded_at_field"));
    JsonNode freshness = entry.path("freshness");
    if (freshness.isObject() && !freshness.isEmpty()) {
      draft.property("dbt.freshness", freshness.toString());
    }
    JsonNode external = entry.path("external");
    if (external.isObject()) {
      draft.attribute("location", Json.text(external, "location"));
    }
  }

  private void primaryKey(Draft draft, JsonNode constraints) {
    for (JsonNode constraint : constraints) {
      String type = Json.text(constraint, "type");
      if ("primary_key".equals(type)) {
        draft.attribute("primaryKey", Json.texts(constraint.path("columns")));
      } else {
        scope.notMapped("constraint." + type);
      }
    }
  }

  /** Adapters take a name, names, an object with a field, or several of these. */
  private static List<String> fields(JsonNode value) {
    List<String> fields = new ArrayList<>();
    if (value.isArray()) {
      for (JsonNode element : value) {
        fields.addAll(fields(element));
      }
      return fields;
    }
    String text = value.isObject() ? Json.text(value, "field") : Json.text(value);
    if (text != null) {
      fields.add(text);
    }
    return fields;
  }
}
