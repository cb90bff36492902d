package dev.tarn.rest.graphql;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.state.AssetQuery;
import graphql.schema.DataFetchingEnvironment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the arguments of a field. */
final class Arguments {
  static final String FIRST = "first";
  static final String AFTER = "after";
  static final String EXPECTED_VERSION = "expected_version";

  private Arguments() {}

  static @Nullable String text(DataFetchingEnvironment field, String name) {
    return field.getArgument(name);
  }

  static String requiredText(DataFetchingEnvironment field, String name) {
    return Objects.requireNonNull(text(field, name));
  }

  /** Returns an integer that the schema has a default for. */
  static int number(DataFetchingEnvironment field, String name) {
    Integer number = field.getArgument(name);
    if (number == null) {
      throw CatalogException.ofField(ErrorCode.INVALID_REQUEST, name, name + " is a number");
    }
    return number;
  }

  static @Nullable Long longNumber(DataFetchingEnvironment field, String name) {
    return field.getArgument(name);
  }

  /** Returns how many items are wanted. */
  static int first(DataFetchingEnvironment field) {
    return within(field, FIRST, 1, AssetQuery.MAX_LIMIT);
  }

  /** Returns an integer that the schema has a default for, within a range. */
  static int within(DataFetchingEnvironment field, String name, int min, int max) {
    int number = number(field, name);
    if (number < min || number > max) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST, name, name + " is from " + min + " to " + max);
    }
    return number;
  }

  /** Returns a list of texts; empty where there is none. */
  static List<String> texts(DataFetchingEnvironment field, String name) {
    List<String> texts = field.getArgument(name);
    return texts == null ? List.of() : texts;
  }

  /** Returns a constant that the schema has under the same name, and a default for. */
  static <E extends Enum<E>> E constant(
      DataFetchingEnvironment field, String name, Class<E> constants) {
    return Enum.valueOf(constants, requiredText(field, name));
  }

  /** Returns an object; empty where there is none. */
  static Map<String, @Nullable Object> object(DataFetchingEnvironment field, String name) {
    Map<String, @Nullable Object> object = field.getArgument(name);
    return object == null ? Map.of() : object;
  }

  static @Nullable String text(Map<String, @Nullable Object> object, String name) {
    return (String) object.get(name);
  }

  /** Returns the members of an input object under the names that changes have. */
  static Map<String, @Nullable Object> camelCase(Map<String, @Nullable Object> input) {
    Map<String, @Nullable Object> members = new HashMap<>();
    input.forEach((name, value) -> members.put(camelCase(name), value));
    return members;
  }

  private static String camelCase(String name) {
    StringBuilder camel = new StringBuilder(name.length());
    boolean upper = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '_') {
        upper = true;
      } else {
        camel.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return camel.toString();
  }
}
