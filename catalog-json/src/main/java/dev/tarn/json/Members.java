package dev.tarn.json;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of an object, taken out one by one; what is left at the end is unknown. Null is the
 * same as absent.
 */
final class Members {
  private final String path;
  private final Map<String, @Nullable Object> members;

  /**
   * @param path where the object is, ending in a dot; empty for the outermost
   * @param members modifiable
   */
  Members(String path, Map<String, @Nullable Object> members) {
    this.path = path;
    this.members = members;
  }

  /** Returns what is left. */
  Map<String, @Nullable Object> rest() {
    return members;
  }

  String text(String name) {
    return required(name, optionalText(name));
  }

  @Nullable String optionalText(String name) {
    Object value = members.remove(name);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw invalid(name, "expected a string");
  }

  long integer(String name) {
    return required(name, optionalInteger(name));
  }

  @Nullable Long optionalInteger(String name) {
    Object value = members.remove(name);
    if (value == null || value instanceof Long) {
      return (Long) value;
    }
    throw invalid(name, "expected an integer");
  }

  @Nullable Double optionalNumber(String name) {
    Object value = members.remove(name);
    if (value instanceof Long integer) {
      return integer.doubleValue();
    }
    if (value == null || value instanceof Double) {
      return (Double) value;
    }
    throw invalid(name, "expected a number");
  }

  boolean flag(String name) {
    Object value = members.remove(name);
    if (value == null || value instanceof Boolean) {
      return value != null && (Boolean) value;
    }
    throw invalid(name, "expected true or false");
  }

  @Nullable AssetId optionalId(String name) {
    String text = optionalText(name);
    return text == null ? null : id(name, text);
  }

  AssetId id(String name) {
    return id(name, text(name));
  }

  private AssetId id(String name, String text) {
    if (!AssetId.isId(text)) {
      throw error(
          ErrorCode.INVALID_REFERENCE, name, "an asset id is 32 lower-case hexadecimal digits");
    }
    return new AssetId(text);
  }

  List<AssetId> ids(String name) {
    List<AssetId> ids = new ArrayList<>();
    for (String text : texts(name)) {
      ids.add(id(name + "[" + ids.size() + "]", text));
    }
    return ids;
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Object element : list(name)) {
      if (!(element instanceof String text)) {
        throw invalid(name + "[" + texts.size() + "]", "expected a string");
      }
      texts.add(text);
    }
    return texts;
  }

  List<Members> objects(String name) {
    List<Members> objects = new ArrayList<>();
    for (Object element : list(name)) {
      objects.add(member(name + "[" + objects.size() + "]", element));
    }
    return objects;
  }

  Members object(String name) {
    return member(name, required(name, members.remove(name)));
  }

  @SuppressWarnings("unchecked")
  Map<String, @Nullable Object> map(String name) {
    Object value = members.remove(name);
    if (value == null) {
      return Map.of();
    }
    if (value instanceof Map<?, ?>) {
      return (Map<String, @Nullable Object>) value;
    }
    throw invalid(name, "expected an object");
  }

  /** Takes any value. */
  @Nullable Object any(String name) {
    return members.remove(name);
  }

  /** Returns a map without nulls, as an entity has it. */
  Map<String, Object> values(String name) {
    Map<String, @Nullable Object> map = map(name);
    for (Map.Entry<String, @Nullable Object> entry : map.entrySet()) {
      if (entry.getValue() == null) {
        throw invalid(name + "." + entry.getKey(), "an attribute is not null");
      }
    }
    @SuppressWarnings("unchecked")
    Map<String, Object> values = (Map<String, Object>) (Map<String, ?>) map;
    return values;
  }

  Instant time(String name) {
    String text = text(name);
    try {
      return Times.read(text);
    } catch (DateTimeException e) {
      throw invalid(name, "expected a time such as 2026-01-31T08:05:09.000042Z");
    }
  }

  private List<?> list(String name) {
    Object value = members.remove(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw invalid(name, "expected a list");
  }

  /** Returns the members of a value that was taken from here. */
  @SuppressWarnings("unchecked")
  Members member(String name, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return new Members(
          path + name + ".", new LinkedHashMap<>((Map<String, @Nullable Object>) map));
    }
    throw invalid(name, "expected an object");
  }

  /** Refuses what was not taken. */
  void end() {
    for (String name : members.keySet()) {
      throw error(ErrorCode.UNKNOWN_FIELD, JsonInput.abbreviated(name), "the field is unknown");
    }
  }

  private <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw error(ErrorCode.MISSING_FIELD, name, "the field is required");
    }
    return value;
  }

  CatalogException invalid(String name, String message) {
    return error(ErrorCode.INVALID_VALUE, name, message);
  }

  CatalogException error(ErrorCode code, String name, String message) {
    return CatalogException.ofField(code, path + name, message);
  }

  /** Returns an error that the core found, with the whole path of its field. */
  CatalogException within(CatalogException e) {
    String field = e.field();
    if (path.isEmpty()) {
      return e;
    }
    return CatalogException.ofField(
        e.code(),
        field == null ? path.substring(0, path.length() - 1) : path + field,
        e.getMessage());
  }
}
