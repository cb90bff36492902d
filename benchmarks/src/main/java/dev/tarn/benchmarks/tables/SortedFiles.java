package dev.tarn.benchmarks.tables;

import dev.tarn.iceberg.files.DataFiles;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.schema.CatalogTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.SortOrderComparators;
import org.apache.iceberg.data.Record;

/** Rows of one table, written to files of so many rows, each in the table's order. */
final class SortedFiles {
  private final BranchTables branch;
  private final CatalogTable table;
  private final int rowsPerFile;
  private final List<Record> rows = new ArrayList<>();
  private final List<DataFile> files = new ArrayList<>();

  SortedFiles(BranchTables branch, CatalogTable table, int rowsPerFile) {
    this.branch = branch;
    this.table = table;
    this.rowsPerFile = rowsPerFile;
  }

  void add(Record row) throws IOException {
    rows.add(row);
    if (rows.size() == rowsPerFile) {
      flush();
    }
  }

  /** Writes what is left. */
  void flush() throws IOException {
    if (!rows.isEmpty()) {
      rows.sort(SortOrderComparators.forSchema(table.schema(), table.sortOrder()));
      files.add(
          DataFiles.write(
              table, branch.table(branch.head(), table.tableName()), rows, rows.size()));
      rows.clear();
    }
  }

  List<DataFile> written() {
    return files;
  }
}
