package dev.tarn.core.commit;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;

/** What text may look like. */
final class TextRules {
  static final int MAX_QUALIFIED_NAME_CHARS = 2_048;
  static final int MAX_NAME_CHARS = 1_024;
  static final int MAX_PLATFORM_CHARS = 128;

  /** 1 Mi characters: a long document, yet a change that still fits a group. */
  static final int MAX_TEXT_CHARS = 1 << 20;

  private TextRules() {}

  /** Checks a name: one line, visible, without spaces at its ends. */
  static String name(String field, String text, int maxChars) {
    checkLength(field, text, maxChars);
    if (text.isBlank()) {
      throw CatalogException.ofField(ErrorCode.INVALID_NAME, field, "a name is not blank");
    }
    if (!text.strip().equals(text)) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_NAME, field, "a name does not begin or end with white space");
    }
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (Character.isISOControl(c) || isInvisible(c)) {
        throw CatalogException.ofField(
            ErrorCode.INVALID_NAME,
            field,
            "a name has no control or formatting characters, but U+%04X at %d".formatted(c, i));
      }
      checkCodePoint(field, c, i);
      i += Character.charCount(c);
    }
    return text;
  }

  /** Checks free text: any number of lines, valid Unicode, no NUL. */
  static String text(String field, String text, int maxChars) {
    checkLength(field, text, maxChars);
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (c == 0) {
        throw CatalogException.ofField(ErrorCode.INVALID_VALUE, field, "NUL at " + i);
      }
      checkCodePoint(field, c, i);
      i += Character.charCount(c);
    }
    return text;
  }

  private static void checkLength(String field, String text, int maxChars) {
    if (text.length() > maxChars) {
      throw CatalogException.ofField(
          ErrorCode.VALUE_TOO_LARGE,
          field,
          "%d characters; at most %d are allowed".formatted(text.length(), maxChars));
    }
  }

  private static void checkCodePoint(String field, int c, int index) {
    if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_VALUE, field, "half a surrogate pair at " + index);
    }
  }

  /**
   * Bidirectional controls, zero-width characters and the like, which make two names look alike.
   */
  private static boolean isInvisible(int c) {
    int type = Character.getType(c);
    return type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
