package dev.tarn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Rows under headings, aligned; the last column is cut to the terminal's width. */
final class Table {
  /** Between two columns. */
  private static final String GAP = "  ";

  /** The last column is never cut below this. */
  private static final int MIN_LAST_COLUMNS = 20;

  private final List<Cell> headings;
  private final List<List<Cell>> rows = new ArrayList<>();
  private final boolean[] rightAligned;

  /**
   * Makes an empty table.
   *
   * @param headings one per column; a heading that starts with {@code >} aligns its column right
   */
  Table(String... headings) {
    this.rightAligned = new boolean[headings.length];
    List<Cell> names = new ArrayList<>();
    for (int i = 0; i < headings.length; i++) {
      rightAligned[i] = headings[i].startsWith(">");
      names.add(
          Cell.of(rightAligned[i] ? headings[i].substring(1) : headings[i], Console.Style.BOLD));
    }
    this.headings = List.copyOf(names);
  }

  Table row(String... cells) {
    return row(Stream.of(cells).map(Cell::of).toArray(Cell[]::new));
  }

  Table row(Cell... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException("a row has " + headings.size() + " cells");
    }
    rows.add(List.of(cells));
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
      widths[column] = headings.get(column).width();
      for (List<Cell> row : rows) {
        widths[column] = Math.max(widths[column], row.get(column).width());
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
    if (headings.stream().anyMatch(heading -> heading.width() > 0)) {
      console.line(line(console, headings, widths, indent));
    }
    for (List<Cell> row : rows) {
      console.line(line(console, row, widths, indent));
    }
  }

  private String line(Console console, List<Cell> cells, int[] widths, String indent) {
    StringBuilder line = new StringBuilder(indent);
    for (int column = 0; column < widths.length; column++) {
      if (column > 0) {
        line.append(GAP);
      }
      Cell cell = cells.get(column).cut(widths[column]);
      String padding = " ".repeat(widths[column] - cell.width());
      String text = cell.painted(console);
      line.append(rightAligned[column] ? padding + text : text + padding);
    }
    return line.toString().stripTrailing();
  }
}
