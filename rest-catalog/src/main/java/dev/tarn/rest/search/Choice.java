package dev.tarn.rest.search;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The words that stand for the constants of an enum: {@code qualifiedName} for QUALIFIED_NAME. */
final class Choice {
  private Choice() {}

  /**
   * Returns the constant that a word stands for.
   *
   * @param otherwise where there is no word
   * @throws CatalogException {@code invalid-request} for a word that stands for none
   */
  static <E extends Enum<E>> E of(String field, @Nullable String word, E otherwise) {
    if (word == null) {
      return otherwise;
    }
    E[] constants = otherwise.getDeclaringClass().getEnumConstants();
    for (E constant : constants) {
      if (word(constant).equals(word)) {
        return constant;
      }
    }
    throw CatalogException.ofField(
        ErrorCode.INVALID_REQUEST,
        field,
        field
            + " is one of "
            + Arrays.stream(constants).map(Choice::word).collect(Collectors.joining(", ")));
  }

  private static String word(Enum<?> constant) {
    StringBuilder word = new StringBuilder();
    for (String part : constant.name().toLowerCase(Locale.ROOT).split("_", -1)) {
      word.append(
          word.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
    }
    return word.toString();
  }
}
