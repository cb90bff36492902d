package dev.tarn.core.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextRulesTest {
  private static ErrorCode name(String text) {
    return code(() -> TextRules.name("name", text, TextRules.MAX_QUALIFIED_NAME_CHARS));
  }

  private static ErrorCode text(String text) {
    return code(() -> TextRules.text("description", text, TextRules.MAX_TEXT_CHARS));
  }

  private static ErrorCode code(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(CatalogException.class, call).code();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "..",
        "../../etc/passwd",
        "'; DROP TABLE assets; --",
        "${jndi:ldap://x}",
        "<script>",
        "a b",
        "表.列",
        "\uD83D\uDE00",
        "\uFFFD",
        "e\u0301"
      })
  void namesMayBeAnyVisibleText(String text) {
    assertEquals(text, TextRules.name("name", text, TextRules.MAX_QUALIFIED_NAME_CHARS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        " a",
        "a ",
        "a\nb",
        "a\tb",
        "a\u0000",
        "\u007Fa",
        "\u0085a",
        "\u202Ea",
        "a\u200Bb",
        "\uFEFFa",
        "a\u2028b"
      })
  void namesHaveNothingInvisible(String text) {
    assertEquals(ErrorCode.INVALID_NAME, name(text));
  }

  @Test
  void halfACharacterIsNone() {
    assertEquals(ErrorCode.INVALID_VALUE, name("a\uD800b"));
    assertEquals(ErrorCode.INVALID_VALUE, name("\uDC00"));
    assertEquals(ErrorCode.INVALID_VALUE, text("\uDE00\uD83D"));
    assertEquals(ErrorCode.INVALID_VALUE, text("end \uD83D"));
  }

  @Test
  void textMayHaveLinesButNoNul() {
    String text = "# Title\r\n\n\tcode \u0001 \u202E";
    assertEquals(text, TextRules.text("description", text, TextRules.MAX_TEXT_CHARS));
    assertEquals(ErrorCode.INVALID_VALUE, text("a\u0000b"));
  }

  @Test
  void lengthsHaveLimits() {
    String longest = "x".repeat(TextRules.MAX_QUALIFIED_NAME_CHARS);
    assertEquals(longest, TextRules.name("name", longest, TextRules.MAX_QUALIFIED_NAME_CHARS));
    assertEquals(ErrorCode.VALUE_TOO_LARGE, name(longest + "x"));
    assertEquals(ErrorCode.VALUE_TOO_LARGE, text("x".repeat(TextRules.MAX_TEXT_CHARS + 1)));
  }
}
