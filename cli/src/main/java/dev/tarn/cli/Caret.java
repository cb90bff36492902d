package dev.tarn.cli;

import java.util.List;

/** Points at a character of a text. */
final class Caret {
  private static final String INDENT = "  ";

  /** How much of the text is shown on each side, in characters. */
  private static final int CONTEXT_CHARS = 60;

  private Caret() {}

  /**
   * Returns the text, and a line with a caret under one of its characters.
   *
   * @param position from 0; the text's length for its end
   */
  static List<String> under(String text, int position) {
    int at = Math.clamp(position, 0, text.length());
    int start = Math.max(0, at - CONTEXT_CHARS);
    int end = Math.min(text.length(), at + CONTEXT_CHARS);
    String before = (start > 0 ? "…" : "") + Console.printable(text.substring(start, at));
    String after = Console.printable(text.substring(at, end)) + (end < text.length() ? "…" : "");
    return List.of(
        INDENT + before + after,
        INDENT + " ".repeat(before.codePointCount(0, before.length())) + "^");
  }
}
