package dev.tarn.control;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of a tenant, in every table that has a column {@code tenant}: so none is forgotten when
 * a module brings another one.
 */
public record TenantRows(ControlDatabase database) {
  private static final String COLUMN = "tenant";

  /** Deletes the rows of a tenant. */
  public void delete(String tenant) {
    var unused =
        database.inTransaction(
            sql -> {
              int deleted = 0;
              for (String table : tables(sql)) {
                deleted +=
                    sql.sql("DELETE FROM " + table + " WHERE " + COLUMN + " = ?")
                        .param(tenant)
                        .update();
              }
              return deleted;
            });
  }

  /** Counts the rows of a tenant. */
  public long count(String tenant) {
    long rows = 0;
    for (String table : tables(database.sql())) {
      rows +=
          database
              .sql()
              .sql("SELECT COUNT(*) FROM " + table + " WHERE " + COLUMN + " = ?")
              .param(tenant)
              .query(Long.class)
              .single();
    }
    return rows;
  }

  private static List<String> tables(JdbcClient sql) {
    return sql.sql(
            "SELECT table_name FROM information_schema.columns"
                + " WHERE column_name = ? AND table_schema = CURRENT_SCHEMA ORDER BY table_name")
        .param(COLUMN)
        .query(String.class)
        .list();
  }
}
