package dev.tarn.core.commit;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.type.AttributeDefinition;
import dev.tarn.core.type.AttributeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks attribute values and brings them into their one form. */
final class AttributeValues {
  static final int MAX_DEPTH = 32;
  static final int MAX_ELEMENTS = 10_000;

  /** The most characters of all texts of one value, each element counted as one more. */
  static final int MAX_VALUE_CHARS = 2 * TextRules.MAX_TEXT_CHARS;

  private AttributeValues() {}

  /** Returns the value as {@code Asset.attributes} holds it. */
  static Object check(String field, AttributeDefinition definition, Object value) {
    Object checked = check(field, definition.kind(), definition.elementKind(), value);
    if (definition.kind() == AttributeKind.ENUM
        && !definition.enumValues().contains((String) checked)) {
      throw invalid(field, "one of " + definition.enumValues());
    }
    checkRange(field, definition, checked);
    checkLength(field, definition, checked);
    if (size(checked) > MAX_VALUE_CHARS) {
      throw CatalogException.ofField(
          ErrorCode.VALUE_TOO_LARGE,
          field,
          "at most " + MAX_VALUE_CHARS + " characters are allowed in all");
    }
    return checked;
  }

  private static void checkRange(String field, AttributeDefinition definition, Object value) {
    if (value instanceof Number number) {
      double numeric = number.doubleValue();
      Double minimum = definition.minimum();
      Double maximum = definition.maximum();
      if ((minimum != null && numeric < minimum) || (maximum != null && numeric > maximum)) {
        throw CatalogException.ofField(
            ErrorCode.NUMBER_OUT_OF_RANGE,
            field,
            "%s is not from %s to %s"
                .formatted(
                    number, minimum == null ? "any" : minimum, maximum == null ? "any" : maximum));
      }
    }
  }

  private static void checkLength(String field, AttributeDefinition definition, Object value) {
    Integer maxLength = definition.maxLength();
    if (maxLength != null && length(value) > maxLength) {
      throw CatalogException.ofField(
          ErrorCode.VALUE_TOO_LARGE, field, length(value) + " long; at most " + maxLength);
    }
  }

  private static long size(Object value) {
    return switch (value) {
      case String text -> text.length();
      case List<?> list -> list.stream().mapToLong(element -> 1 + size(element)).sum();
      case Map<?, ?> map ->
          map.entrySet().stream()
              .mapToLong(entry -> 1 + size(entry.getKey()) + size(entry.getValue()))
              .sum();
      default -> 0;
    };
  }

  private static int length(Object value) {
    return switch (value) {
      case String text -> text.length();
      case List<?> list -> list.size();
      case Map<?, ?> map -> map.size();
      default -> 0;
    };
  }

  private static Object check(
      String field, AttributeKind kind, @Nullable AttributeKind elementKind, Object value) {
    return switch (kind) {
      case STRING, ENUM -> string(field, value);
      case INTEGER -> integer(field, value);
      case NUMBER -> number(field, value);
      case BOOLEAN -> {
        if (!(value instanceof Boolean)) {
          throw wrongKind(field, "true or false", value);
        }
        yield value;
      }
      case TIMESTAMP -> timestamp(field, value);
      case DATE -> date(field, value);
      case REFERENCE -> reference(field, value);
      case LIST -> list(field, elementKind == null ? AttributeKind.JSON : elementKind, value);
      case MAP -> map(field, elementKind == null ? AttributeKind.JSON : elementKind, value);
      case JSON -> json(field, value, 0);
    };
  }

  private static String string(String field, Object value) {
    if (!(value instanceof String text)) {
      throw wrongKind(field, "text", value);
    }
    return TextRules.text(field, text, TextRules.MAX_TEXT_CHARS);
  }

  private static Object integer(String field, Object value) {
    return switch (value) {
      case Long number -> number;
      case Integer number -> number.longValue();
      case Double number when number == Math.rint(number) && Math.abs(number) < 1L << 53 ->
          number.longValue();
      case BigInteger number -> throw outOfRange(field);
      default -> throw wrongKind(field, "an integer", value);
    };
  }

  private static Double number(String field, Object value) {
    if (!(value instanceof Number number)) {
      throw wrongKind(field, "a number", value);
    }
    double numeric = number.doubleValue();
    if (!Double.isFinite(numeric)) {
      throw outOfRange(field);
    }
    return numeric;
  }

  private static String timestamp(String field, Object value) {
    try {
      return OffsetDateTime.parse(string(field, value)).toInstant().toString();
    } catch (DateTimeException e) {
      throw invalid(field, "a time such as 2026-01-31T12:00:00Z");
    }
  }

  private static String date(String field, Object value) {
    try {
      return LocalDate.parse(string(field, value)).toString();
    } catch (DateTimeException e) {
      throw invalid(field, "a date such as 2026-01-31");
    }
  }

  private static String reference(String field, Object value) {
    String text = string(field, value);
    if (!AssetId.isId(text)) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REFERENCE, field, "an asset id: 32 lower-case hexadecimal digits");
    }
    return text;
  }

  private static List<Object> list(String field, AttributeKind elementKind, Object value) {
    if (!(value instanceof List<?> elements)) {
      throw wrongKind(field, "a list", value);
    }
    checkCount(field, elements.size());
    List<Object> checked = new ArrayList<>(elements.size());
    for (int i = 0; i < elements.size(); i++) {
      String elementField = field + "[" + i + "]";
      Object element = elements.get(i);
      if (element == null) {
        throw invalid(elementField, "not null");
      }
      checked.add(check(elementField, elementKind, null, element));
    }
    return Collections.unmodifiableList(checked);
  }

  private static Map<String, Object> map(String field, AttributeKind elementKind, Object value) {
    if (!(value instanceof Map<?, ?> entries)) {
      throw wrongKind(field, "a map", value);
    }
    checkCount(field, entries.size());
    Map<String, Object> checked = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      String key = TextRules.text(field, String.valueOf(entry.getKey()), TextRules.MAX_NAME_CHARS);
      if (entry.getValue() != null) {
        checked.put(key, check(field + "." + key, elementKind, null, entry.getValue()));
      }
    }
    return Collections.unmodifiableMap(checked);
  }

  private static Object json(String field, Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw CatalogException.ofField(
          ErrorCode.VALUE_TOO_LARGE, field, "nested deeper than " + MAX_DEPTH);
    }
    return switch (value) {
      case String text -> TextRules.text(field, text, TextRules.MAX_TEXT_CHARS);
      case Boolean flag -> flag;
      case Long number -> number;
      case Integer number -> number.longValue();
      case Double number -> number(field, number);
      case BigInteger number -> throw outOfRange(field);
      case BigDecimal number -> number(field, number);
      case List<?> elements -> {
        checkCount(field, elements.size());
        List<Object> checked = new ArrayList<>(elements.size());
        for (Object element : elements) {
          if (element != null) {
            checked.add(json(field, element, depth + 1));
          }
        }
        yield Collections.unmodifiableList(checked);
      }
      case Map<?, ?> entries -> {
        checkCount(field, entries.size());
        Map<String, Object> checked = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
          if (entry.getValue() != null) {
            String key =
                TextRules.text(field, String.valueOf(entry.getKey()), TextRules.MAX_TEXT_CHARS);
            checked.put(key, json(field, entry.getValue(), depth + 1));
          }
        }
        yield Collections.unmodifiableMap(checked);
      }
      default -> throw wrongKind(field, "a JSON value", value);
    };
  }

  private static void checkCount(String field, int count) {
    if (count > MAX_ELEMENTS) {
      throw CatalogException.ofField(
          ErrorCode.VALUE_TOO_LARGE,
          field,
          count + " elements; at most " + MAX_ELEMENTS + " are allowed");
    }
  }

  private static CatalogException outOfRange(String field) {
    return CatalogException.ofField(
        ErrorCode.NUMBER_OUT_OF_RANGE, field, "the number does not fit 64 bits");
  }

  private static CatalogException invalid(String field, String expected) {
    return CatalogException.ofField(ErrorCode.INVALID_VALUE, field, "expected " + expected);
  }

  static CatalogException wrongKind(String field, String expected, Object value) {
    String actual =
        switch (value) {
          case String text -> "text";
          case Boolean flag -> "a boolean";
          case Number number -> "a number";
          case List<?> list -> "a list";
          case Map<?, ?> map -> "a map";
          default -> value.getClass().getSimpleName();
        };
    return CatalogException.ofField(
        ErrorCode.INVALID_VALUE, field, "expected " + expected + " but got " + actual);
  }
}
