package dev.tarn.iceberg.maintain;

import dev.tarn.iceberg.files.DataFiles;
import dev.tarn.iceberg.files.DataFiles.LiveFile;
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
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SortOrderComparators;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/** Merges files of a table that only grows. What it holds stays the same, row by row. */
final class AppendOnlyCompaction {
  /** Chooses files of one partition to merge into one. */
  @FunctionalInterface
  interface Choice {
    /** Returns files to merge; none if there is nothing to do. */
    List<DataFile> choose(List<LiveFile> live);
  }

  private final BranchTables branch;
  private final CatalogTable kind;
  private final Choice files;

  AppendOnlyCompaction(BranchTables branch, CatalogTable kind, Choice files) {
    this.branch = branch;
    this.kind = kind;
    this.files = files;
  }

  /** Merges some files, if any are due; returns whether it did. */
  boolean run() throws IOException {
    BranchHead head = branch.head();
    Table table = branch.table(head, kind.tableName());
    List<DataFile> replaced = files.choose(DataFiles.list(table));
    if (replaced.isEmpty()) {
      return false;
    }
    List<Record> rows = new ArrayList<>();
    for (DataFile file : replaced) {
      try (CloseableIterable<Record> read =
          DataFiles.read(branch.io(), file, kind.schema(), Expressions.alwaysTrue())) {
        read.forEach(rows::add);
      }
    }
    rows.sort(SortOrderComparators.forSchema(kind.schema(), kind.sortOrder()));
    DataFile merged = DataFiles.write(kind, table, rows, rows.size());
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
  private boolean stage(EditableTables tables, List<DataFile> replaced, DataFile merged) {
    Table table = tables.table(kind.tableName());
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
