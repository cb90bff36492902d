package dev.tarn.iceberg.maintain;

import dev.tarn.iceberg.files.DataFiles;
import dev.tarn.iceberg.io.SameThreadExecutor;
import dev.tarn.iceberg.log.BranchHead;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.log.EditableTables;
import dev.tarn.iceberg.schema.CatalogTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SortOrderComparators;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/** Merges files of {@code changes}. What the log holds stays the same, row by row. */
final class ChangeCompaction {
  private static final Schema SCHEMA = CatalogTable.CHANGES.schema();

  private final BranchTables branch;
  private final ChangeFiles files;

  ChangeCompaction(BranchTables branch, MaintenanceSettings settings) {
    this.branch = branch;
    this.files = new ChangeFiles(settings);
  }

  /** Merges some files, if any are due; returns whether it did. */
  boolean run() throws IOException {
    BranchHead head = branch.head();
    Table table = branch.table(head, BranchTables.CHANGES);
    List<DataFile> replaced = files.choose(DataFiles.list(table));
    if (replaced.isEmpty()) {
      return false;
    }
    List<Record> rows = new ArrayList<>();
    for (DataFile file : replaced) {
      try (CloseableIterable<Record> read =
          DataFiles.read(branch.io(), file, SCHEMA, Expressions.alwaysTrue())) {
        read.forEach(rows::add);
      }
    }
    rows.sort(SortOrderComparators.forSchema(SCHEMA, CatalogTable.CHANGES.sortOrder()));
    DataFile merged = DataFiles.write(CatalogTable.CHANGES, table, rows, rows.size());
    Attempts attempts = new Attempts();
    try {
      branch.update("compact", tables -> attempts.add(stage(tables, replaced, merged)));
      return attempts.lastStaged();
    } finally {
      if (attempts.noneStaged()) {
        branch.io().deleteFile(merged.location());
      }
    }
  }

  /** Returns false if another process has replaced one of the files. */
  private static boolean stage(EditableTables tables, List<DataFile> replaced, DataFile merged) {
    Table table = tables.table(BranchTables.CHANGES);
    Snapshot current = table.currentSnapshot();
    if (current == null) {
      return false;
    }
    RewriteFiles rewrite = table.newRewrite().validateFromSnapshot(current.snapshotId());
    replaced.forEach(rewrite::deleteFile);
    rewrite.addFile(merged);
    rewrite.scanManifestsWith(SameThreadExecutor.INSTANCE);
    try {
      rewrite.commit();
      return true;
    } catch (ValidationException e) {
      return false;
    }
  }
}
