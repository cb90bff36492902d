package dev.tarn.connectors.sample;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the tables of a generated catalog are called and say, each computed from its number. */
interface ScaleTables {
  /** How many there are of each asset that all tables share, such as {@code domain-7}. */
  int SHARED_EACH = 50;

  int TABLES_PER_SCHEMA = 50;
  int SCHEMAS_PER_DATABASE = 20;

  /** Returns the qualified name of the database that a schema is in. */
  String database(long schema);

  /** Returns the qualified name of a schema. */
  String schema(long schema);

  /** Returns the qualified name of a table. */
  String table(long table);

  int columnCount(long table);

  /** Returns the short names of a table's columns, no two alike. */
  List<String> columns(long table);

  Map<String, @Nullable Object> tableFields(long table);

  /**
   * @param tableName as {@link #table}
   * @param name one of {@link #columns}
   * @param column its index there
   */
  Map<String, @Nullable Object> columnFields(long table, String tableName, String name, int column);
}
