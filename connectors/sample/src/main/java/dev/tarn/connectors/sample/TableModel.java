package dev.tarn.connectors.sample;

import java.util.List;

/**
 * A table of the company, for those that read it.
 *
 * @param reference {@code table:…} or {@code view:…}
 * @param name what lakehouse models call it, such as {@code shop_orders} or {@code
 *     core.fact_orders}
 * @param row what one row is
 */
record TableModel(
    String reference,
    String name,
    String row,
    String description,
    String domain,
    String team,
    List<Vocabulary.Column> columns) {

  String qualifiedName() {
    return reference.substring(reference.indexOf(':') + 1);
  }

  /** Returns the {@code column:…} of this name. */
  String columnReference(String column) {
    return "column:" + qualifiedName() + "." + column;
  }

  boolean hasColumn(String name) {
    return columns.stream().anyMatch(column -> column.name().equals(name));
  }

  /** Writes the columns; the table is there already. */
  void writeColumns(Draft draft, String platform) {
    int ordinal = 1;
    for (Vocabulary.Column column : columns) {
      draft
          .asset("column", qualifiedName() + "." + column.name())
          .with("description", column.description())
          .with("parent", reference)
          .with("platform", platform)
          .with(
              "classifications",
              column.classification().isEmpty()
                  ? List.of()
                  : List.of("classification:" + column.classification()))
          .with("terms", draft.vocabulary.terms(column.name()))
          .attribute("dataType", column.dataType())
          .attribute("ordinal", (long) ordinal)
          .attribute("nullable", ordinal > 1)
          .attribute("primaryKey", column.name().equals("id"))
          .add();
      ordinal++;
    }
  }
}
