package dev.tarn.core.type;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One attribute of a type.
 *
 * @param name {@code [a-zA-Z][a-zA-Z0-9_]*}, at most 64 characters
 * @param elementKind the kind of a list's elements or a map's values: a scalar kind or JSON; STRING
 *     where nothing is said; null for other kinds
 * @param required whether an asset of the type must have a value
 * @param enumValues the values of an ENUM, at least one; empty for other kinds
 * @param minimum the least INTEGER or NUMBER, or null
 * @param maximum the greatest INTEGER or NUMBER, or null
 * @param maxLength the most characters of a STRING or elements of a LIST or MAP, or null
 * @param description for people
 */
public record AttributeDefinition(
    String name,
    AttributeKind kind,
    @Nullable AttributeKind elementKind,
    boolean required,
    List<String> enumValues,
    @Nullable Double minimum,
    @Nullable Double maximum,
    @Nullable Integer maxLength,
    @Nullable String description) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]{0,63}");

  public AttributeDefinition {
    Objects.requireNonNull(kind, "kind");
    enumValues = List.copyOf(enumValues);
    if (!NAME.matcher(name).matches()) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_NAME,
          "attributes.name",
          "an attribute's name is a letter and up to 63 of A-Z, a-z, 0-9 and '_'");
    }
    boolean collection = kind == AttributeKind.LIST || kind == AttributeKind.MAP;
    if (collection && elementKind == null) {
      elementKind = AttributeKind.STRING;
    }
    if (!collection && elementKind != null) {
      throw invalid(name, "only a list or a map has an element kind");
    }
    if (elementKind == AttributeKind.LIST
        || elementKind == AttributeKind.MAP
        || elementKind == AttributeKind.ENUM) {
      throw invalid(name, "elements are scalars or json");
    }
    if ((kind == AttributeKind.ENUM) == enumValues.isEmpty()) {
      throw invalid(name, "an enum, and only an enum, lists its values");
    }
    boolean numeric = kind == AttributeKind.INTEGER || kind == AttributeKind.NUMBER;
    if (!numeric && (minimum != null || maximum != null)) {
      throw invalid(name, "only integers and numbers have a range");
    }
    if (minimum != null && maximum != null && minimum > maximum) {
      throw invalid(name, "the range is empty");
    }
    if (maxLength != null && (maxLength < 1 || (!collection && kind != AttributeKind.STRING))) {
      throw invalid(name, "maxLength is a positive number, for strings, lists and maps");
    }
  }

  /** Returns an optional attribute of a scalar kind or JSON, or a list or map of strings. */
  public static AttributeDefinition optional(String name, AttributeKind kind, String description) {
    return new AttributeDefinition(
        name, kind, null, false, List.of(), null, null, null, description);
  }

  /** Returns an optional list or map of the given elements. */
  public static AttributeDefinition collection(
      String name, AttributeKind kind, AttributeKind elementKind, String description) {
    return new AttributeDefinition(
        name, kind, elementKind, false, List.of(), null, null, null, description);
  }

  /** Returns an optional enum. */
  public static AttributeDefinition oneOf(String name, List<String> values, String description) {
    return new AttributeDefinition(
        name, AttributeKind.ENUM, null, false, values, null, null, null, description);
  }

  private static CatalogException invalid(String name, String message) {
    return CatalogException.ofField(ErrorCode.INVALID_VALUE, "attributes." + name, message);
  }
}
