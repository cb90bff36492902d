package dev.tarn.core.type;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What asset types and relationship types share. */
final class TypeNames {
  /** The most attributes of one type. */
  static final int MAX_ATTRIBUTES = 500;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final int MAX_NAME_CHARS = 64;

  private TypeNames() {}

  static void check(String name) {
    if (name.length() > MAX_NAME_CHARS || !NAME.matcher(name).matches()) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_NAME,
          "name",
          "a type's name is lower-case kebab of at most " + MAX_NAME_CHARS + " characters");
    }
  }

  static List<AttributeDefinition> distinct(List<AttributeDefinition> attributes) {
    if (attributes.size() > MAX_ATTRIBUTES) {
      throw CatalogException.ofField(
          ErrorCode.VALUE_TOO_LARGE, "attributes", "a type has at most " + MAX_ATTRIBUTES);
    }
    Set<String> names = new HashSet<>();
    for (AttributeDefinition attribute : attributes) {
      if (!names.add(attribute.name())) {
        throw CatalogException.ofField(
            ErrorCode.INVALID_VALUE, "attributes." + attribute.name(), "defined twice");
      }
    }
    return List.copyOf(attributes);
  }

  static Optional<AttributeDefinition> find(List<AttributeDefinition> attributes, String name) {
    for (AttributeDefinition attribute : attributes) {
      if (attribute.name().equals(name)) {
        return Optional.of(attribute);
      }
    }
    return Optional.empty();
  }
}
