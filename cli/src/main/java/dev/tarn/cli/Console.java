package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Where a command prints.
 *
 * @param out the answer
 * @param err progress, hints and errors
 * @param outIsTerminal whether a person reads {@code out}; then JSON is indented and tables are cut
 *     to the width
 * @param errIsTerminal whether progress may be drawn over
 * @param colours whether {@code out} and {@code err}, where they are terminals, take colours
 * @param widthColumns of the terminal
 */
record Console(
    PrintStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal,
    boolean colours,
    int widthColumns) {

  /** The width of a terminal that does not tell. */
  static final int DEFAULT_WIDTH_COLUMNS = 120;

  /** ANSI "select graphic rendition" codes; ECMA-48, 8.3.117. */
  enum Style {
    PLAIN(""),
    BOLD("1"),
    DIM("2"),
    RED("31"),
    GREEN("32"),
    YELLOW("33"),
    CYAN("36");

    private final String code;

    Style(String code) {
      this.code = code;
    }
  }

  String styled(Style style, String text) {
    return outIsTerminal ? paint(style, text) : text;
  }

  private String paint(Style style, String text) {
    if (!colours || style == Style.PLAIN || text.isEmpty()) {
      return text;
    }
    return "\u001b[" + style.code + "m" + text + "\u001b[0m";
  }

  void line(String text) {
    out.println(text);
  }

  /** Says something beside the answer. */
  void note(String text) {
    err.println(errIsTerminal ? paint(Style.DIM, text) : text);
  }

  void error(String text) {
    err.println((errIsTerminal ? paint(Style.RED, "tarn:") : "tarn:") + " " + text);
  }

  /** Prints an answer of the API as it is, indented for a person. */
  void json(JsonNode node) {
    out.println(outIsTerminal ? Json.pretty(node) : Json.compact(node));
  }

  /**
   * Returns true if the reader of the answer is gone, as in {@code tarn changes --follow | head}.
   */
  boolean readerIsGone() {
    return out.checkError();
  }

  /**
   * Returns text that cannot move the cursor or change the terminal: control characters are shown
   * as escapes, since names come from systems that nobody vetted.
   */
  static String printable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isControl(text.charAt(i))) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int j = 0; j < text.length(); j++) {
          char c = text.charAt(j);
          switch (c) {
            case '\n' -> escaped.append("\\n");
            case '\r' -> escaped.append("\\r");
            case '\t' -> escaped.append("\\t");
            default -> {
              if (isControl(c)) {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
              } else {
                escaped.append(c);
              }
            }
          }
        }
        return escaped.toString();
      }
    }
    return text;
  }

  private static boolean isControl(char c) {
    // The second half: direction overrides, that make one name look like another.
    return Character.isISOControl(c)
        || (c >= '\u202a' && c <= '\u202e')
        || (c >= '\u2066' && c <= '\u2069');
  }

  /** Returns a count with thousands separated, the same in every locale. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
