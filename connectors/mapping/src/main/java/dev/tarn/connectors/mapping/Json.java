package dev.tarn.connectors.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads values out of JSON trees; what is absent or of another kind is null or empty. */
public final class Json {
  private static final Instant FIRST_TIME = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST_TIME = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private Json() {}

  /** Returns the text of a field, or null if it is absent, not text, or blank. */
  public static @Nullable String text(JsonNode node, String field) {
    return text(node.path(field));
  }

  /** Returns the node's text, or null if it is not text or is blank. */
  public static @Nullable String text(JsonNode node) {
    return node.isTextual() && !node.textValue().isBlank() ? node.textValue() : null;
  }

  /** Returns the text of a scalar, the JSON of anything else, or null if there is nothing. */
  public static @Nullable String print(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    return node.isValueNode() ? node.asText() : node.toString();
  }

  /** Returns an integer, or null. */
  public static @Nullable Long integer(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong() ? (Long) node.longValue() : null;
  }

  /** Returns a truth value, or null. */
  public static @Nullable Boolean flag(JsonNode node) {
    return node.isBoolean() ? (Boolean) node.booleanValue() : null;
  }

  /** Returns milliseconds since 1970 as an ISO-8601 time; null for 0, which means unknown. */
  public static @Nullable String timeOfMillis(JsonNode millis) {
    Long value = integer(millis);
    return value == null || value <= 0 || value > LAST_TIME.toEpochMilli()
        ? null
        : Instant.ofEpochMilli(value).toString();
  }

  /**
   * Returns an ISO-8601 time in UTC, or null if the node is none, or not of the years 1 to 9999.
   */
  public static @Nullable String time(JsonNode node) {
    String text = text(node);
    Instant time = text == null ? null : instant(text.strip());
    return time == null || time.isBefore(FIRST_TIME) || time.isAfter(LAST_TIME)
        ? null
        : time.toString();
  }

  private static @Nullable Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      try {
        return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
      } catch (DateTimeException noZone) {
        return null;
      }
    }
  }

  /** Returns the elements that are text. */
  public static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array) {
      String text = text(element);
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }

  /** Returns an object's fields as text, nested values as JSON. */
  public static Map<String, String> map(JsonNode object) {
    Map<String, String> map = new LinkedHashMap<>();
    object
        .properties()
        .forEach(
            entry -> {
              String value = print(entry.getValue());
              if (value != null) {
                map.put(entry.getKey(), value);
              }
            });
    return map;
  }

  /** Returns a tree as lists, maps, strings, numbers and booleans; nulls are left out. */
  public static @Nullable Object value(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue();
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isIntegralNumber()) {
      return node.canConvertToLong() ? (Object) node.longValue() : node.asText();
    }
    if (node.isNumber()) {
      return node.doubleValue();
    }
    if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      for (JsonNode element : node) {
        Object value = value(element);
        if (value != null) {
          list.add(value);
        }
      }
      return list;
    }
    if (node.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      node.properties()
          .forEach(
              entry -> {
                Object value = value(entry.getValue());
                if (value != null) {
                  map.put(entry.getKey(), value);
                }
              });
      return map;
    }
    return null;
  }
}
