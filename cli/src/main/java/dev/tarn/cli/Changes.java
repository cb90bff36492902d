package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** How entries of the change log read. */
final class Changes {
  /** Longer values are cut; {@code --json} has them whole. */
  private static final int MAX_VALUE_CHARS = 60;

  private static final String ATTRIBUTES = "attributes.";

  private Changes() {}

  /**
   * Returns what an entry is about: an asset's typed name, a relationship's ends, a type's name.
   */
  static String subject(JsonNode entry, Assets assets) {
    JsonNode after = entry.path("after");
    if (after.hasNonNull("qualifiedName")) {
      return Assets.typedName(after);
    }
    String source = Json.text(after, "source");
    if (!source.isEmpty()) {
      return Json.text(after, "type")
          + ": "
          + assets.label(source)
          + " → "
          + assets.label(Json.text(after, "target"));
    }
    return Json.text(entry, "kind") + ":" + Json.text(entry, "key");
  }

  /**
   * Returns the changed fields with their values before and after, and the reason if one was given.
   */
  static String difference(JsonNode entry) {
    List<String> parts = new ArrayList<>();
    for (JsonNode field : Json.elements(entry, "changedFields")) {
      String before = value(entry.path("before"), field.asText());
      String after = value(entry.path("after"), field.asText());
      parts.add(
          before.isEmpty() && after.isEmpty()
              ? field.asText()
              : field.asText() + ": " + shown(before) + " → " + shown(after));
    }
    String reason = Json.text(entry, "reason");
    if (!reason.isEmpty()) {
      parts.add("“" + reason + "”");
    }
    return String.join("; ", parts);
  }

  private static String value(JsonNode entity, String field) {
    JsonNode value =
        field.startsWith(ATTRIBUTES)
            ? entity.path("attributes").path(field.substring(ATTRIBUTES.length()))
            : entity.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    String text = value.isTextual() ? value.asText() : Json.compact(value);
    return text.codePointCount(0, text.length()) <= MAX_VALUE_CHARS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MAX_VALUE_CHARS - 1)) + "…";
  }

  private static String shown(String value) {
    return value.isEmpty() ? "(none)" : value;
  }
}
