package dev.tarn.core.commit;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.type.AttributeDefinition;
import dev.tarn.core.type.AttributeKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Attribute maps of assets and relationships. */
final class Attributes {
  private Attributes() {}

  /**
   * Returns {@code current} with the given values checked and laid over it, maps by key; null
   * removes.
   */
  static Map<String, Object> merge(
      String field,
      Map<String, Object> current,
      Map<?, ?> given,
      Function<String, Optional<AttributeDefinition>> definitions,
      String typeName) {
    Map<String, Object> merged = new LinkedHashMap<>(current);
    for (Map.Entry<?, ?> entry : given.entrySet()) {
      String name = String.valueOf(entry.getKey());
      String at = field + "." + References.clip(name);
      AttributeDefinition definition =
          definitions
              .apply(name)
              .orElseThrow(
                  () ->
                      CatalogException.ofField(
                          ErrorCode.UNKNOWN_ATTRIBUTE,
                          at,
                          "the type " + typeName + " has no such attribute"));
      Object value = entry.getValue();
      if (value == null) {
        merged.remove(name);
      } else {
        merged.put(name, AttributeValues.check(at, definition, laid(definition, merged, value)));
      }
    }
    return merged;
  }

  /**
   * Lays a map over the one that is there, by key, so that several sources can each keep theirs.
   */
  private static Object laid(
      AttributeDefinition definition, Map<String, Object> current, Object value) {
    if (definition.kind() != AttributeKind.MAP
        || !(value instanceof Map<?, ?> given)
        || !(current.get(definition.name()) instanceof Map<?, ?> old)) {
      return value;
    }
    Map<Object, Object> laid = new LinkedHashMap<>(old);
    for (Map.Entry<?, ?> entry : given.entrySet()) {
      if (entry.getValue() == null) {
        laid.remove(entry.getKey());
      } else {
        laid.put(entry.getKey(), entry.getValue());
      }
    }
    return laid;
  }

  /** Checks that nothing required is missing. */
  static void checkRequired(
      List<AttributeDefinition> definitions, Map<String, Object> attributes, String typeName) {
    for (AttributeDefinition definition : definitions) {
      if (definition.required() && !attributes.containsKey(definition.name())) {
        throw CatalogException.ofField(
            ErrorCode.MISSING_FIELD,
            "attributes." + definition.name(),
            "a " + typeName + " needs this attribute");
      }
    }
  }

  /** Returns {@code attributes.<name>} for each attribute that differs. */
  static List<String> changed(Map<String, Object> before, Map<String, Object> after) {
    List<String> changed = new ArrayList<>();
    for (Map.Entry<String, Object> entry : after.entrySet()) {
      if (!entry.getValue().equals(before.get(entry.getKey()))) {
        changed.add("attributes." + entry.getKey());
      }
    }
    for (String name : before.keySet()) {
      if (!after.containsKey(name)) {
        changed.add("attributes." + name);
      }
    }
    return changed;
  }
}
