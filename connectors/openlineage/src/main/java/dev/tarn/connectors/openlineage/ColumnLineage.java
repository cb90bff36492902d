package dev.tarn.connectors.openlineage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.connectors.mapping.DatasetName;
import dev.tarn.connectors.mapping.Draft;
import dev.tarn.connectors.mapping.Json;
import dev.tarn.connectors.mapping.RecordScope;
import dev.tarn.connectors.mapping.Ref;
import dev.tarn.core.type.BuiltInTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps the column lineage facet of an output. */
final class ColumnLineage {
  private final RecordScope scope;
  private final DatasetName output;
  private final Ref job;
  private final String path;

  ColumnLineage(RecordScope scope, DatasetName output, Ref job, String path) {
    this.scope = scope;
    this.output = output;
    this.job = job;
    this.path = path;
  }

  void map(JsonNode facet) {
    facet
        .path("fields")
        .properties()
        .forEach(
            entry -> {
              String field = entry.getKey();
              if (field.isBlank()) {
                scope.notMapped("column without a name");
                return;
              }
              scope.fold().column(output, field);
              edges(
                  entry.getValue().path("inputFields"),
                  output.column(field),
                  entry.getValue(),
                  path + ".fields." + field + ".inputFields");
            });
    // What decides about whole rows: filters, joins, sorting.
    edges(facet.path("dataset"), output.ref(), facet, path + ".dataset");
  }

  private void edges(JsonNode inputs, Ref target, JsonNode whole, String at) {
    for (int i = 0; i < inputs.size(); i++) {
      JsonNode input = inputs.get(i);
      String inputPath = at + "[" + i + "]";
      String namespace = scope.name(input, "namespace", inputPath);
      String name = scope.name(input, "name", inputPath);
      String field = scope.name(input, "field", inputPath);
      if (namespace == null || name == null || field == null) {
        continue;
      }
      DatasetName source = EventNames.dataset(namespace, name);
      scope.fold().dataset(source);
      scope.fold().column(source, field);
      Draft edge = scope.fold().edge(BuiltInTypes.LINEAGE, source.column(field), target);
      edge.attribute("job", job.id());
      edge.attribute("transformation", Json.text(whole, "transformationDescription"));
      transformations(edge, input.path("transformations"), Json.text(whole, "transformationType"));
    }
  }

  private static void transformations(Draft edge, JsonNode list, @Nullable String ofWhole) {
    List<Object> all = new ArrayList<>();
    String first = null;
    for (JsonNode transformation : list) {
      Object value = Json.value(transformation);
      if (value != null) {
        all.add(value);
      }
      String type = Json.text(transformation, "subtype");
      if (type == null) {
        type = Json.text(transformation, "type");
      }
      if (first == null && type != null) {
        first = type;
      }
    }
    String type = first == null ? ofWhole : first;
    edge.attribute(
        "transformationType",
        type == null ? null : type.toLowerCase(Locale.ROOT).replace('_', '-'));
    if (!all.isEmpty()) {
      edge.attribute("properties", Map.of("transformations", all));
    }
  }
}
