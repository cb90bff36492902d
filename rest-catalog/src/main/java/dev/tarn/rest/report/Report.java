package dev.tarn.rest.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * A view over the catalog's own tables.
 *
 * @param comment what it shows, for people
 * @param columns in the order of the SQL
 * @param sql gives the SQL for an engine
 */
record Report(String name, String comment, List<Column> columns, Function<Sql, String> sql) {
  /** A column of a report. */
  record Column(String name, Type type, String doc) {}

  /**
   * What the SQL of a report is written with.
   *
   * @param catalog by which the engine knows this catalog
   */
  record Sql(Dialect dialect, String catalog) {
    /** Returns the name of one of the catalog's own tables. */
    String table(String name) {
      return dialect.table(catalog, name);
    }

    String text(String json, String path) {
      return dialect.text(json, path);
    }

    /** Returns the whole number at a path of a column of JSON. */
    String number(String json, String path) {
      return "CAST(" + text(json, path) + " AS bigint)";
    }
  }

  Schema schema() {
    List<Types.NestedField> fields = new ArrayList<>();
    // Ids of list elements come after those of all columns.
    int nested = columns.size();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      Type type =
          column.type() instanceof Types.ListType list
              ? Types.ListType.ofOptional(++nested, list.elementType())
              : column.type();
      fields.add(Types.NestedField.optional(i + 1, column.name(), type, column.doc()));
    }
    return new Schema(fields);
  }
}
