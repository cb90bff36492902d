package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Fields of an asset from the command line: {@code field=text}, {@code field:=json}, {@code field=}
 * (clear), {@code list+=reference} and {@code list-=reference}; {@code attributes.name} names an
 * attribute. What the field takes is for the server to say.
 */
final class FieldAssignments {
  private static final String ATTRIBUTES = "attributes.";

  private FieldAssignments() {}

  /**
   * Returns the fields as the API takes them.
   *
   * @throws CommandFailure {@link ExitCode#USAGE} if a text is not an assignment
   */
  static ObjectNode parse(List<String> assignments) {
    ObjectNode fields = Json.MAPPER.createObjectNode();
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals <= 0) {
        throw notAnAssignment(assignment);
      }
      char operator = assignment.charAt(equals - 1);
      boolean plain = operator != ':' && operator != '+' && operator != '-';
      String field = assignment.substring(0, plain ? equals : equals - 1);
      String value = assignment.substring(equals + 1);
      if (field.isEmpty()) {
        throw notAnAssignment(assignment);
      }
      ObjectNode target = fields;
      if (field.startsWith(ATTRIBUTES)) {
        target = fields.withObjectProperty("attributes");
        field = field.substring(ATTRIBUTES.length());
      }
      switch (operator) {
        case ':' -> target.set(field, json(assignment, value));
        case '+' -> list(target, field, "add").add(value);
        case '-' -> list(target, field, "remove").add(value);
        default -> {
          if (value.isEmpty()) {
            target.putNull(field);
          } else {
            target.put(field, value);
          }
        }
      }
    }
    return fields;
  }

  private static ArrayNode list(ObjectNode target, String field, String what) {
    ObjectNode edit =
        target.path(field).isObject() ? (ObjectNode) target.path(field) : target.putObject(field);
    return edit.withArrayProperty(what);
  }

  private static JsonNode json(String assignment, String value) {
    JsonNode parsed = Json.parse(value);
    if (parsed.isMissingNode()) {
      throw new CommandFailure(
          ExitCode.USAGE, "'" + assignment + "': what follows := is not JSON; text follows =");
    }
    return parsed;
  }

  private static CommandFailure notAnAssignment(String text) {
    return new CommandFailure(
        ExitCode.USAGE,
        "'" + text + "' is not field=text, field:=json, list+=reference or list-=reference");
  }
}
