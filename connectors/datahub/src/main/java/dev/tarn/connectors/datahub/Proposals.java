package dev.tarn.connectors.datahub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.connectors.mapping.Json;
import dev.tarn.connectors.mapping.JsonRecords;
import dev.tarn.connectors.mapping.RecordScope;
import dev.tarn.core.error.ErrorCode;
import java.util.Locale;

/** Takes aspects out of records, whichever envelope they come in. */
final class Proposals {
  /** Takes an aspect. */
  interface Handler {
    void aspect(String urn, String aspectName, JsonNode aspect);
  }

  private Proposals() {}

  static void read(JsonNode proposal, RecordScope scope, Handler handler) {
    JsonNode snapshot = proposal.path("proposedSnapshot");
    if (snapshot.isObject()) {
      // A union in Avro's JSON names its branch.
      JsonNode branch = snapshot.has("urn") ? snapshot : first(snapshot);
      event(branch, scope, handler);
      return;
    }
    String urn = scope.name(proposal, "entityUrn", "");
    if (urn == null) {
      return;
    }
    String aspectName = Json.text(proposal, "aspectName");
    String change = Json.text(proposal, "changeType");
    String kind = change == null ? "UPSERT" : change.toUpperCase(Locale.ROOT);
    switch (kind) {
      case "UPSERT", "CREATE", "CREATE_ENTITY", "UPDATE", "RESTATE" -> {
        if (aspectName == null) {
          scope.rejected(ErrorCode.MISSING_FIELD, "the field is required", "aspectName");
        } else {
          proposed(proposal.path("aspect"), urn, aspectName, scope, handler);
        }
      }
      default -> scope.notMapped("change." + kind.toLowerCase(Locale.ROOT));
    }
  }

  private static void proposed(
      JsonNode aspect, String urn, String aspectName, RecordScope scope, Handler handler) {
    JsonNode content = aspect.path("json");
    if (aspect.path("value").isTextual()) {
      try {
        content = JsonRecords.MAPPER.readTree(aspect.path("value").textValue());
      } catch (JsonProcessingException e) {
        scope.rejected(ErrorCode.MALFORMED_JSON, JsonRecords.message(e), "aspect.value");
        return;
      }
    }
    if (!content.isObject()) {
      scope.rejected(ErrorCode.INVALID_VALUE, "expected the aspect as an object", "aspect");
      return;
    }
    handler.aspect(urn, aspectName, content);
  }

  private static void event(JsonNode snapshot, RecordScope scope, Handler handler) {
    String urn = scope.name(snapshot, "urn", "proposedSnapshot");
    if (urn == null) {
      return;
    }
    for (JsonNode aspect : snapshot.path("aspects")) {
      aspect
          .properties()
          .forEach(
              branch -> {
                String className = branch.getKey();
                String simple = className.substring(className.lastIndexOf('.') + 1);
                if (simple.isEmpty() || !branch.getValue().isObject()) {
                  scope.notMapped("aspect without a name");
                  return;
                }
                String name = simple.substring(0, 1).toLowerCase(Locale.ROOT) + simple.substring(1);
                handler.aspect(
                    urn,
                    // The one class that is not named like its aspect.
                    name.equals("datasetDeprecation") ? "deprecation" : name,
                    branch.getValue());
              });
    }
  }

  private static JsonNode first(JsonNode object) {
    return object.isEmpty() ? object : object.elements().next();
  }
}
