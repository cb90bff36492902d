package dev.tarn.server.permissions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** The fields that GraphQL begins with, as the running server's schema has them. */
final class GraphqlOperations {
  /** Asks for all types with their fields, and for what those take. */
  static final String INTROSPECTION =
      """
      { __schema {
          queryType { name } mutationType { name } subscriptionType { name }
          types {
            name kind enumValues { name }
            fields { name type { ...T } args { name defaultValue type { ...T } } }
            inputFields { name defaultValue type { ...T } } } } }
      fragment T on __Type { name kind ofType { name kind ofType { name kind ofType { name kind } } } }
      """;

  private final Map<String, JsonNode> types = new HashMap<>();

  private GraphqlOperations(JsonNode schema) {
    schema.path("types").forEach(type -> types.put(type.path("name").asText(), type));
  }

  /** Returns a request for each field. */
  static List<Operation> of(JsonNode schema) {
    GraphqlOperations operations = new GraphqlOperations(schema);
    List<Operation> found = new ArrayList<>();
    for (String kind : List.of("query", "mutation", "subscription")) {
      String root = schema.path(kind + "Type").path("name").asText();
      for (JsonNode field : operations.types.get(root).path("fields")) {
        found.add(operations.operation(kind, root, field));
      }
    }
    return found;
  }

  private Operation operation(String kind, String root, JsonNode field) {
    String name = field.path("name").asText();
    String query =
        kind + " { " + name + arguments(field) + (isLeaf(field) ? "" : " { __typename }") + " }";
    return new Operation(
        root + "." + name,
        HttpProtocol.GRAPHQL,
        "POST",
        "/graphql",
        Map.of(
            "Content-Type",
            "application/json",
            "Accept",
            kind.equals("subscription") ? "text/event-stream" : "application/json"),
        JsonNodeFactory.instance.objectNode().put("query", query).toString());
  }

  private boolean isLeaf(JsonNode field) {
    String kind = named(field.path("type")).path("kind").asText();
    return kind.equals("SCALAR") || kind.equals("ENUM");
  }

  /** An id says which, also where there is another way to. */
  private String arguments(JsonNode field) {
    StringJoiner arguments = new StringJoiner(", ", "(", ")").setEmptyValue("");
    for (JsonNode argument : field.path("args")) {
      if (isNeeded(argument) || argument.path("name").asText().equals("id")) {
        arguments.add(argument.path("name").asText() + ": " + value(argument.path("type")));
      }
    }
    return arguments.toString();
  }

  private static boolean isNeeded(JsonNode argument) {
    return argument.path("type").path("kind").asText().equals("NON_NULL")
        && argument.path("defaultValue").isNull();
  }

  private String value(JsonNode type) {
    return switch (type.path("kind").asText()) {
      case "NON_NULL" -> value(type.path("ofType"));
      case "LIST" -> "[" + value(type.path("ofType")) + "]";
      case "ENUM" -> named(type).path("enumValues").path(0).path("name").asText();
      case "INPUT_OBJECT" -> {
        StringJoiner members = new StringJoiner(", ", "{", "}");
        for (JsonNode member : named(type).path("inputFields")) {
          if (isNeeded(member)) {
            members.add(member.path("name").asText() + ": " + value(member.path("type")));
          }
        }
        yield members.toString();
      }
      default -> scalar(type.path("name").asText().toLowerCase(Locale.ROOT));
    };
  }

  private static String scalar(String name) {
    return switch (name) {
      case "int", "long", "float" -> "1";
      case "boolean" -> "false";
      case "id" -> '"' + Samples.ID + '"';
      default -> "\"table:x\"";
    };
  }

  /** Returns a type with its fields; what is around it, a list or a bang, is taken off. */
  private JsonNode named(JsonNode type) {
    JsonNode inner = type;
    while (inner.path("ofType").isObject()) {
      inner = inner.path("ofType");
    }
    return types.getOrDefault(inner.path("name").asText(), inner);
  }
}
