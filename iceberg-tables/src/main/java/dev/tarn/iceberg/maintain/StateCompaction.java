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
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SortOrderComparators;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.CloseableIterator;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.util.SortedMerge;

/**
 * Merges files of a state table, and leaves their deleted rows out. The table must not change
 * meanwhile: the caller holds the materialiser of this process back, and when another process
 * changes it, the work is thrown away.
 */
final class StateCompaction {
  private final BranchTables branch;
  private final CatalogTable kind;
  private final MaintenanceSettings settings;
  private final Schema projection;

  StateCompaction(BranchTables branch, CatalogTable kind, MaintenanceSettings settings) {
    this.branch = branch;
    this.kind = kind;
    this.settings = settings;
    this.projection = TypeUtil.join(kind.schema(), new Schema(MetadataColumns.ROW_POSITION));
  }

  /** Returns whether files are due to be merged. */
  boolean isDue() {
    return !choose(DataFiles.list(branch.table(branch.head(), kind.tableName()))).isEmpty();
  }

  /** Merges some files, if any are due; returns whether it did. */
  boolean run() throws IOException {
    BranchHead head = branch.refresh();
    Table table = branch.table(head, kind.tableName());
    Snapshot base = table.currentSnapshot();
    List<LiveFile> replaced = choose(DataFiles.list(table));
    if (base == null || replaced.isEmpty()) {
      return false;
    }
    List<DataFile> merged = new ArrayList<>();
    Attempts attempts = new Attempts();
    try {
      merge(table, replaced, merged);
      branch.update(
          "compact", tables -> attempts.add(stage(tables, base.snapshotId(), replaced, merged)));
      return attempts.lastStaged();
    } finally {
      if (attempts.noneStaged()) {
        merged.forEach(file -> branch.io().deleteFile(file.location()));
      }
    }
  }

  private List<LiveFile> choose(List<LiveFile> live) {
    List<LiveFile> files = new ArrayList<>(live);
    files.sort(Comparator.comparingLong(LiveFile::liveRows));
    List<LiveFile> chosen = new ArrayList<>();
    long rows = 0;
    for (LiveFile file : files) {
      boolean joins = chosen.size() < settings.minStateFiles() || file.liveRows() <= rows;
      if (!joins || rows + file.liveRows() > settings.maxStateRows()) {
        break;
      }
      chosen.add(file);
      rows += file.liveRows();
    }
    if (chosen.size() >= settings.minStateFiles()) {
      return chosen;
    }
    return files.stream().filter(this::isWasteful).limit(1).toList();
  }

  private boolean isWasteful(LiveFile file) {
    return file.deletedRows() * 100 > file.file().recordCount() * settings.maxDeletedPercent();
  }

  /** The files are sorted, so that they are merged as they are read, whatever their size. */
  private void merge(Table table, List<LiveFile> replaced, List<DataFile> merged)
      throws IOException {
    long rows = replaced.stream().mapToLong(LiveFile::liveRows).sum();
    if (rows == 0) {
      return;
    }
    List<CloseableIterable<Record>> inputs = new ArrayList<>();
    for (LiveFile file : replaced) {
      if (file.liveRows() > 0) {
        inputs.add(live(file));
      }
    }
    Comparator<Record> order =
        SortOrderComparators.forSchema(kind.schema(), kind.sortOrder())::compare;
    try (CloseableIterable<Record> all = new SortedMerge<>(order, inputs);
        CloseableIterator<Record> iterator = all.iterator()) {
      while (iterator.hasNext()) {
        long count = Math.min(rows, settings.maxStateRows());
        merged.add(DataFiles.write(kind, table, new Part(iterator, count), count));
      }
    }
  }

  private CloseableIterable<Record> live(LiveFile file) {
    PositionDeleteIndex deleted = DataFiles.deletes(branch.io(), file);
    int position = projection.columns().size() - 1;
    return CloseableIterable.filter(
        DataFiles.read(branch.io(), file.file(), projection, Expressions.alwaysTrue()),
        row -> !deleted.isDeleted(row.get(position, Long.class)));
  }

  private boolean stage(
      EditableTables tables, long baseSnapshotId, List<LiveFile> replaced, List<DataFile> merged) {
    Table table = tables.table(kind.tableName());
    Snapshot current = table.currentSnapshot();
    if (current == null || current.snapshotId() != baseSnapshotId) {
      return false;
    }
    RewriteFiles rewrite = table.newRewrite().validateFromSnapshot(baseSnapshotId);
    for (LiveFile file : replaced) {
      rewrite.deleteFile(file.file());
      if (file.deletes() != null) {
        rewrite.deleteFile(file.deletes());
      }
    }
    merged.forEach(rewrite::addFile);
    rewrite.scanManifestsWith(SameThreadExecutor.INSTANCE);
    rewrite.commit();
    return true;
  }

  /** The next rows of an iterator, to be gone through once, after a look at the first. */
  private static final class Part implements Iterable<Record> {
    private final Iterator<Record> rows;
    private final long count;
    private final Record first;

    Part(Iterator<Record> rows, long count) {
      this.rows = rows;
      this.count = count;
      this.first = rows.next();
    }

    @Override
    public Iterator<Record> iterator() {
      return new Iterator<>() {
        private long given;

        @Override
        public boolean hasNext() {
          return given == 0 || (given < count && rows.hasNext());
        }

        @Override
        public Record next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          return given++ == 0 ? first : rows.next();
        }
      };
    }
  }
}
