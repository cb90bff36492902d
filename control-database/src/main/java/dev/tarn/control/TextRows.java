package dev.tarn.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * All text that the rows of tenants hold, in every table that says whose its rows are: so none is
 * forgotten when a module brings another one.
 */
public record TextRows(ControlDatabase database) {
  private static final List<String> OWNERS = List.of("tenant", "chain");

  /** Takes a text. */
  @FunctionalInterface
  public interface Sink {
    void text(String table, String column, String text);
  }

  /** Reads the rows of tenants. */
  public void each(Set<String> tenants, Sink sink) {
    for (Map.Entry<String, List<String>> table : textColumns().entrySet()) {
      for (String owner : OWNERS) {
        if (table.getValue().contains(owner)) {
          read(table.getKey(), owner, table.getValue(), tenants, sink);
        }
      }
    }
  }

  private void read(
      String table, String owner, List<String> columns, Set<String> tenants, Sink sink) {
    for (String tenant : tenants) {
      database
          .sql()
          .sql(
              "SELECT "
                  + String.join(", ", columns)
                  + " FROM "
                  + table
                  + " WHERE "
                  + owner
                  + " = ?")
          .param(tenant)
          .query(
              row -> {
                for (String column : columns) {
                  String text = row.getString(column);
                  if (text != null) {
                    sink.text(table, column, text);
                  }
                }
              });
    }
  }

  private Map<String, List<String>> textColumns() {
    Map<String, List<String>> tables = new LinkedHashMap<>();
    JdbcClient sql = database.sql();
    sql.sql(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema ="
                + " CURRENT_SCHEMA AND lower(data_type) LIKE 'character varying%' ORDER BY"
                + " table_name, ordinal_position")
        .query(
            row -> {
              tables
                  .computeIfAbsent(row.getString(1), any -> new ArrayList<>())
                  .add(row.getString(2));
            });
    return tables;
  }
}
