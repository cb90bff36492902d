package dev.tarn.rest.table;

import dev.tarn.core.table.TableName;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewOperations;

/** A report, which only the catalog's own next version changes. */
record ReportOperations(TableName name, ViewMetadata current) implements ViewOperations {
  @Override
  public ViewMetadata refresh() {
    return current;
  }

  @Override
  public void commit(ViewMetadata base, ViewMetadata metadata) {
    throw name.reserved();
  }
}
