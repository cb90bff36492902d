package dev.tarn.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A Markdown table, its title, and the machine. */
public final class Report {
  private final String title;
  private final List<List<String>> rows = new ArrayList<>();

  public Report(String title, String... header) {
    this.title = title;
    rows.add(List.of(header));
  }

  public Report row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(text(cell));
    }
    rows.add(row);
    return this;
  }

  public void print() {
    System.out.println();
    System.out.println("### " + title);
    System.out.println();
    System.out.println(line(rows.getFirst()));
    System.out.println(line(rows.getFirst().stream().map(cell -> "---").toList()));
    rows.stream().skip(1).forEach(row -> System.out.println(line(row)));
    System.out.println();
    System.out.println(Machine.description());
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  private static String text(Object cell) {
    return switch (cell) {
      case Double number when number >= 100 -> String.format(Locale.ROOT, "%,.0f", number);
      case Double number when number >= 10 -> String.format(Locale.ROOT, "%.1f", number);
      case Double number -> String.format(Locale.ROOT, "%.2f", number);
      case Long number -> String.format(Locale.ROOT, "%,d", number);
      case Integer number -> String.format(Locale.ROOT, "%,d", number);
      default -> cell.toString();
    };
  }
}
