package dev.tarn.iceberg.state;

import dev.tarn.core.change.LogEntry;
import dev.tarn.iceberg.files.DataFiles;
import dev.tarn.iceberg.files.DataFiles.LiveFile;
import dev.tarn.iceberg.io.SameThreadExecutor;
import dev.tarn.iceberg.log.BranchHead;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.log.EditableTables;
import dev.tarn.iceberg.schema.CatalogTable;
import dev.tarn.iceberg.schema.TypeRows;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/** The table of types: so small that each change writes all of it. */
final class TypesTable {
  private final BranchTables branch;

  TypesTable(BranchTables branch) {
    this.branch = branch;
  }

  /** Writes a file with all types as of the head, and the changed ones over them. */
  DataFile prepare(BranchHead head, Collection<LogEntry> changed) throws IOException {
    Table table = branch.table(head, CatalogTable.TYPES.tableName());
    Map<String, Record> rows = new TreeMap<>();
    for (LiveFile file : DataFiles.list(table)) {
      try (CloseableIterable<Record> old =
          DataFiles.read(
              branch.io(), file.file(), CatalogTable.TYPES.schema(), Expressions.alwaysTrue())) {
        for (Record row : old) {
          rows.put(key(row), row);
        }
      }
    }
    for (LogEntry entry : changed) {
      Record row = TypeRows.write(entry);
      rows.put(key(row), row);
    }
    return DataFiles.write(CatalogTable.TYPES, table, rows.values(), rows.size());
  }

  private static String key(Record row) {
    return TypeRows.kind(row).code() + '/' + TypeRows.name(row);
  }

  /** Stages the file as the whole table. */
  void stage(EditableTables tables, DataFile file) {
    OverwriteFiles overwrite =
        tables
            .table(CatalogTable.TYPES.tableName())
            .newOverwrite()
            .overwriteByRowFilter(Expressions.alwaysTrue())
            .addFile(file);
    overwrite.scanManifestsWith(SameThreadExecutor.INSTANCE);
    overwrite.commit();
  }
}
