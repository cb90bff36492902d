package dev.tarn.iceberg.log;

import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;

/**
 * A table that every branch has.
 *
 * @param name within the namespace {@code tarn}
 * @param schema field ids as wished; creation may reassign them, so rows are written with the
 *     schema of the table
 * @param properties Iceberg's, with {@code format-version}
 */
public record TableDefinition(
    String name,
    Schema schema,
    PartitionSpec spec,
    SortOrder sortOrder,
    Map<String, String> properties) {
  public TableDefinition {
    properties = Map.copyOf(properties);
  }
}
