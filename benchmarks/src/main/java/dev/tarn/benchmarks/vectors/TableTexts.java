package dev.tarn.benchmarks.vectors;

/** What tables are called and described as, by number, and queries for them. */
interface TableTexts {
  String name(int number);

  String description(int number);

  String query(int number);

  /** Returns what the index embeds of a table. */
  default String embedded(int number) {
    return "table: " + name(number).replace('_', ' ') + ". " + description(number);
  }
}
