package dev.tarn.connectors.openlineage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.connectors.mapping.DatasetName;
import dev.tarn.connectors.mapping.Draft;
import dev.tarn.connectors.mapping.Json;
import dev.tarn.connectors.mapping.RecordScope;
import dev.tarn.connectors.mapping.Ref;
import org.jspecify.annotations.Nullable;

/**
 * Tags of jobs, runs, data sets and columns: a key, and a value that may say no more than "set".
 */
final class TagsFacet {
  private final RecordScope scope;

  TagsFacet(RecordScope scope) {
    this.scope = scope;
  }

  void map(JsonNode facet, Draft draft, @Nullable DatasetName dataset) {
    for (JsonNode tag : facet.path("tags")) {
      String key = Json.text(tag, "key");
      if (key == null) {
        scope.notMapped("tag without a key");
        continue;
      }
      String value = Json.print(tag.path("value"));
      Ref ref =
          new Ref(
              "tag",
              value == null || value.isBlank() || value.equalsIgnoreCase("true")
                  ? key
                  : key + ":" + value.strip());
      scope.fold().asset(ref);
      String field = Json.text(tag, "field");
      if (field == null || dataset == null) {
        draft.tag(ref);
      } else {
        scope.fold().column(dataset, field).tag(ref);
      }
    }
  }
}
