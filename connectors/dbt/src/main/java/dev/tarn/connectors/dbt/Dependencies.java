package dev.tarn.connectors.dbt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.connectors.mapping.Json;
import dev.tarn.connectors.mapping.RecordScope;
import dev.tarn.connectors.mapping.Ref;
import dev.tarn.core.type.BuiltInTypes;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an entry depends on. */
final class Dependencies {
  private final Project project;
  private final RecordScope scope;

  Dependencies(Project project, RecordScope scope) {
    this.project = project;
    this.scope = scope;
  }

  /** Returns the nodes that an entry needs, by unique id; unknown ones are counted. */
  Map<String, Ref> of(JsonNode entry) {
    Map<String, Ref> found = new LinkedHashMap<>();
    for (String id : Json.texts(entry.path("depends_on").path("nodes"))) {
      Ref ref = project.ref(id);
      if (ref == null) {
        // Disabled nodes, and those of another project whose manifest is not here.
        scope.notMapped("dependency on what the manifest does not describe");
      } else {
        found.put(id, ref);
      }
    }
    return found;
  }

  void lineage(JsonNode entry, Ref target) {
    of(entry).values().forEach(source -> scope.fold().edge(BuiltInTypes.LINEAGE, source, target));
  }
}
