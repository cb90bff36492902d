package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A text on one line, in parts that may look different. */
record Cell(List<Part> parts) {
  private static final String CUT = "…";

  /** Some text; printable. */
  private record Part(String text, Console.Style style) {
    int width() {
      return text.codePointCount(0, text.length());
    }
  }

  static Cell of(String text) {
    return of(text, Console.Style.PLAIN);
  }

  static Cell of(String text, Console.Style style) {
    return new Cell(List.of(new Part(Console.printable(text), style)));
  }

  /**
   * Returns a text with parts of it marked.
   *
   * @param matches objects with {@code start} and {@code end} in the text, in order; those that lie
   *     outside of it are left out
   */
  static Cell marked(String text, List<JsonNode> matches, Console.Style style) {
    List<Part> parts = new ArrayList<>();
    int done = 0;
    for (JsonNode match : matches) {
      int start = match.path("start").asInt();
      int end = match.path("end").asInt();
      if (start >= done && end > start && end <= text.length()) {
        add(parts, text.substring(done, start), Console.Style.PLAIN);
        add(parts, text.substring(start, end), style);
        done = end;
      }
    }
    add(parts, text.substring(done), Console.Style.PLAIN);
    return new Cell(parts);
  }

  private static void add(List<Part> parts, String text, Console.Style style) {
    if (!text.isEmpty()) {
      parts.add(new Part(Console.printable(text), style));
    }
  }

  int width() {
    return parts.stream().mapToInt(Part::width).sum();
  }

  /** Returns the cell, cut where it is wider. */
  Cell cut(int width) {
    if (width() <= width) {
      return this;
    }
    List<Part> kept = new ArrayList<>();
    int left = width - CUT.length();
    for (Part part : parts) {
      if (part.width() > left) {
        String text = part.text.substring(0, part.text.offsetByCodePoints(0, left));
        kept.add(new Part(text + CUT, part.style));
        break;
      }
      kept.add(part);
      left -= part.width();
    }
    return new Cell(kept);
  }

  String painted(Console console) {
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(console.styled(part.style, part.text)));
    return text.toString();
  }
}
