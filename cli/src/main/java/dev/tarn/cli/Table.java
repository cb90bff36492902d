package dev.tarn.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows under headings, aligned; the last column is cut to the terminal's width. */
final class Table {
  /** Between two columns. */
  private static final String GAP = "  ";

  /** The last column is never cut below this. */
  private static final int MIN_LAST_COLUMNS = 20;

  private final List<String> headings;
  private final List<List<String>> rows = new ArrayList<>();
  private final boolean[] rightAligned;

  /**
   * Makes an empty table.
   *
   * @param headings one per column; a heading that starts with {@code >} aligns its column right
   */
  Table(String... headings) {
    this.rightAligned = new boolean[headings.length];
    List<String> names = new ArrayList<>();
    for (int i = 0; i < headings.length; i++) {
      rightAligned[i] = headings[i].startsWith(">");
      names.add(rightAligned[i] ? headings[i].substring(1) : headings[i]);
    }
    this.headings = List.copyOf(names);
  }

  Table row(String... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException("a row has " + headings.size() + " cells");
    }
    List<String> row = new ArrayList<>();
    for (String cell : cells) {
      row.add(Console.printable(cell));
    }
    rows.add(row);
    return this;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  void print(Console console) {
    print(console, "");
  }

  /** Prints the table with each line behind {@code indent}; without headings if all are empty. */
  void print(Console console, String indent) {
    int[] widths = new int[headings.size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = width(headings.get(column));
      for (List<String> row : rows) {
        widths[column] = Math.max(widths[column], width(row.get(column)));
      }
    }
    if (console.outIsTerminal()) {
      int others = indent.length() + GAP.length() * (widths.length - 1);
      for (int column = 0; column < widths.length - 1; column++) {
        others += widths[column];
      }
      int last = widths.length - 1;
      widths[last] =
          Math.min(widths[last], Math.max(MIN_LAST_COLUMNS, console.widthColumns() - others));
    }
    if (headings.stream().anyMatch(heading -> !heading.isEmpty())) {
      console.line(console.styled(Console.Style.BOLD, line(headings, widths, indent)));
    }
    for (List<String> row : rows) {
      console.line(line(row, widths, indent));
    }
  }

  private String line(List<String> cells, int[] widths, String indent) {
    StringBuilder line = new StringBuilder(indent);
    for (int column = 0; column < widths.length; column++) {
      if (column > 0) {
        line.append(GAP);
      }
      String cell = cut(cells.get(column), widths[column]);
      String padding = " ".repeat(widths[column] - width(cell));
      line.append(rightAligned[column] ? padding + cell : cell + padding);
    }
    return line.toString().stripTrailing();
  }

  private static String cut(String cell, int width) {
    if (width(cell) <= width) {
      return cell;
    }
    return cell.substring(0, cell.offsetByCodePoints(0, width - 1)) + "…";
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
