package dev.tarn.server.permissions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Makes values that a schema of the API's description lets pass: the least that it asks for. */
final class Samples {
  /** What is of no branch and no tenant, and well formed. */
  static final String ID = "00000000000000000000000000000000";

  private static final String COMMIT = "1-0000000000000000";
  private static final String REFERENCE = "#/components/schemas/";
  private static final int MAX_DEPTH = 8;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** By name, what is more than any text. */
  private static final Map<String, String> TEXTS =
      Map.of("id", ID, "commit", COMMIT, "type", "table", "name", "main", "at", COMMIT);

  private final JsonNode schemas;

  Samples(JsonNode description) {
    this.schemas = description.path("components").path("schemas");
  }

  JsonNode of(String name, JsonNode schema) {
    return of(name, schema, 0);
  }

  private JsonNode of(String name, JsonNode schema, int depth) {
    if (schema.has("$ref") && depth < MAX_DEPTH) {
      String target = schema.path("$ref").asText().substring(REFERENCE.length());
      return of(name, schemas.path(target), depth + 1);
    }
    for (String choice : new String[] {"oneOf", "anyOf", "allOf"}) {
      if (schema.has(choice)) {
        return of(name, schema.path(choice).path(0), depth + 1);
      }
    }
    for (String given : new String[] {"const", "default", "example"}) {
      if (schema.has(given)) {
        return schema.path(given);
      }
    }
    for (String several : new String[] {"enum", "examples"}) {
      if (!schema.path(several).isEmpty()) {
        return schema.path(several).path(0);
      }
    }
    return ofType(name, schema, depth);
  }

  private JsonNode ofType(String name, JsonNode schema, int depth) {
    JsonNode type = schema.path("type");
    return switch (type.isArray() ? type.path(0).asText() : type.asText()) {
      case "integer", "number" -> NODES.numberNode(schema.path("minimum").asInt(1));
      case "boolean" -> NODES.booleanNode(false);
      case "array" -> {
        ArrayNode array = NODES.arrayNode();
        array.add(of(name, schema.path("items"), depth + 1));
        yield array;
      }
      case "string" -> NODES.textNode(TEXTS.getOrDefault(name, "x"));
      default -> {
        ObjectNode object = NODES.objectNode();
        for (JsonNode required : schema.path("required")) {
          String member = required.asText();
          object.set(member, of(member, schema.path("properties").path(member), depth + 1));
        }
        yield object;
      }
    };
  }
}
