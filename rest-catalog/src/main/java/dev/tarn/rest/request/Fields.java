package dev.tarn.rest.request;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object. Each is taken once, by name and kind; {@link #end} complains of
 * those that nobody took.
 */
public final class Fields {
  private final String path;
  private final Map<String, @Nullable Object> left;

  private Fields(String path, Map<String, @Nullable Object> members) {
    this.path = path;
    this.left = members;
  }

  static Fields of(String path, @Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw wrong(path, "an object");
    }
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    map.forEach((name, member) -> members.put((String) name, member));
    return new Fields(path, members);
  }

  /** Returns whether a member is there and was not taken, be it null. */
  public boolean has(String name) {
    return left.containsKey(name);
  }

  /** Takes a string that has to be there. */
  public String requiredText(String name) {
    String text = text(name);
    if (text == null) {
      throw CatalogException.ofField(ErrorCode.MISSING_FIELD, path(name), "the field is required");
    }
    return text;
  }

  /** Takes a string. */
  public @Nullable String text(String name) {
    Object value = left.remove(name);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw wrong(path(name), "a string");
  }

  /** Takes a list of strings; empty where there is none. */
  public List<String> texts(String name) {
    Object value = left.remove(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw wrong(path(name), "a list");
    }
    List<String> texts = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      if (!(list.get(i) instanceof String text)) {
        throw wrong(path(name) + "[" + i + "]", "a string");
      }
      texts.add(text);
    }
    return texts;
  }

  /** Takes an integer; {@code otherwise} where there is none. */
  public int integer(String name, int otherwise) {
    Object value = left.remove(name);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Long number && number.intValue() == number) {
      return number.intValue();
    }
    throw wrong(path(name), "an integer of 32 bits");
  }

  /** Takes a whole number. */
  public @Nullable Long number(String name) {
    Object value = left.remove(name);
    if (value == null || value instanceof Long) {
      return (Long) value;
    }
    throw wrong(path(name), "a whole number of 64 bits");
  }

  /** Takes a truth value; false where there is none. */
  public boolean flag(String name) {
    Object value = left.remove(name);
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    throw wrong(path(name), "true or false");
  }

  /** Takes an object; one without members where there is none. */
  public Fields object(String name) {
    Object value = left.remove(name);
    return of(path(name), value == null ? Map.of() : value);
  }

  /** Takes an object whose members are strings or lists of strings; empty where there is none. */
  public Map<String, List<String>> textLists(String name) {
    Fields members = object(name);
    Map<String, List<String>> lists = new LinkedHashMap<>();
    for (String member : List.copyOf(members.left.keySet())) {
      boolean single = members.left.get(member) instanceof String;
      lists.put(member, single ? List.of(members.requiredText(member)) : members.texts(member));
    }
    return lists;
  }

  /** Takes all members that are left. */
  public Map<String, @Nullable Object> rest() {
    Map<String, @Nullable Object> rest = new LinkedHashMap<>(left);
    left.clear();
    return rest;
  }

  private String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /**
   * Ends the reading.
   *
   * @throws CatalogException {@code unknown-field} for a member that was not taken
   */
  public void end() {
    for (String name : left.keySet()) {
      throw CatalogException.ofField(
          ErrorCode.UNKNOWN_FIELD, path(name), "there is no such field here");
    }
  }

  private static CatalogException wrong(String path, String what) {
    return path.isEmpty()
        ? new CatalogException(ErrorCode.INVALID_VALUE, "the body is " + what)
        : CatalogException.ofField(ErrorCode.INVALID_VALUE, path, "the field is " + what);
  }
}
