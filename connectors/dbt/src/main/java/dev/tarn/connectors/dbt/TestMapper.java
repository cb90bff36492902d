package dev.tarn.connectors.dbt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.connectors.mapping.DatasetName;
import dev.tarn.connectors.mapping.Draft;
import dev.tarn.connectors.mapping.Json;
import dev.tarn.connectors.mapping.RecordScope;
import dev.tarn.connectors.mapping.Ref;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps data tests and unit tests. */
final class TestMapper {
  private static final String TESTS = "tests";

  private final Project project;
  private final RecordScope scope;

  TestMapper(Project project, RecordScope scope) {
    this.project = project;
    this.scope = scope;
  }

  void map(String key, JsonNode entry) {
    Ref test = project.ref(key);
    if (test == null) {
      return;
    }
    Draft draft = scope.fold().asset(test).name(Json.text(entry, "name")).platform("dbt");
    new Shared(scope).describe(draft, entry);
    draft.attribute("externalId", key);
    JsonNode metadata = entry.path("test_metadata");
    String type = Json.text(metadata, "name");
    String namespace = Json.text(metadata, "namespace");
    draft
        .attribute("subTypes", List.of(type == null ? "singular test" : "generic test"))
        .attribute("testType", namespace == null || type == null ? type : namespace + "." + type)
        .attribute("severity", Json.text(entry.path("config"), "severity"));
    String code = Json.text(entry, "compiled_code");
    draft.attribute("sql", code == null ? Json.text(entry, "raw_code") : code.strip());
    if (Json.value(metadata.path("kwargs")) instanceof Map<?, ?> parameters) {
      draft.attribute("parameters", parameters);
    }
    columns(entry);

    Map<String, Ref> needed = new Dependencies(project, scope).of(entry);
    String attached = attached(entry, needed);
    needed.forEach(
        (id, node) -> {
          if (attached == null || id.equals(attached)) {
            tested(draft, test, id, node, attached == null ? null : column(entry));
          } else {
            scope.fold().edge("depends-on", test, node);
          }
        });
  }

  /** The node that a generic test is written at; of older manifests, the only one it needs. */
  private static @Nullable String attached(JsonNode entry, Map<String, Ref> needed) {
    String attached = Json.text(entry, "attached_node");
    if (attached != null && needed.containsKey(attached)) {
      return attached;
    }
    boolean generic = entry.path("test_metadata").isObject();
    return generic && needed.size() == 1 ? needed.keySet().iterator().next() : null;
  }

  private static @Nullable String column(JsonNode entry) {
    String column = Json.text(entry, "column_name");
    return column == null
        ? Json.text(entry.path("test_metadata").path("kwargs"), "column_name")
        : column;
  }

  private void tested(Draft draft, Ref test, String id, Ref node, @Nullable String column) {
    DatasetName dataset = project.dataset(id);
    if (column == null || dataset == null) {
      scope.fold().edge(TESTS, test, node);
    } else {
      scope.fold().dataset(dataset);
      scope.fold().column(dataset, unquoted(column));
      scope.fold().edge(TESTS, test, dataset.column(unquoted(column)));
      draft.parent(node);
    }
  }

  private static String unquoted(String column) {
    boolean quoted =
        column.length() > 2
            && (column.charAt(0) == '"' || column.charAt(0) == '`')
            && column.charAt(column.length() - 1) == column.charAt(0);
    return quoted ? column.substring(1, column.length() - 1) : column;
  }

  private void columns(JsonNode entry) {
    JsonNode columns = entry.path("columns");
    for (int i = 0; i < columns.size(); i++) {
      scope.notMapped("column of a test");
    }
  }

  void unitTest(String key, JsonNode entry) {
    Ref test = project.ref(key);
    if (test == null) {
      return;
    }
    Draft draft = scope.fold().asset(test).name(Json.text(entry, "name")).platform("dbt");
    new Shared(scope).describe(draft, entry);
    draft.attribute("externalId", key);
    draft.attribute("subTypes", List.of("unit test"));
    Map<String, Object> parameters = new LinkedHashMap<>();
    for (String field : List.of("given", "expect", "overrides")) {
      Object value = Json.value(entry.path(field));
      if (value != null) {
        parameters.put(field, value);
      }
    }
    draft.attribute("parameters", parameters);
    new Dependencies(project, scope)
        .of(entry)
        .values()
        .forEach(node -> scope.fold().edge(TESTS, test, node));
  }
}
