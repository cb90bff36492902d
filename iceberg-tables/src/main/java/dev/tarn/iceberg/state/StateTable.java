package dev.tarn.iceberg.state;

import dev.tarn.iceberg.files.DataFiles;
import dev.tarn.iceberg.files.DataFiles.LiveFile;
import dev.tarn.iceberg.io.SameThreadExecutor;
import dev.tarn.iceberg.log.BranchHead;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.log.EditableTables;
import dev.tarn.iceberg.schema.CatalogTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.SortOrderComparators;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.BaseDVFileWriter;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DeleteWriteResult;
import org.apache.iceberg.io.OutputFileFactory;
import org.jspecify.annotations.Nullable;

/** One table whose rows are replaced by deletion vectors, and where its rows are. Of one thread. */
final class StateTable {
  private final CatalogTable kind;
  private final BranchTables branch;
  private final PositionIndex index;
  private final Schema idAndPosition;

  /** The deletion vectors of the snapshot that the index belongs to, by data file. */
  private final Map<String, DeleteFile> vectors = new HashMap<>();

  private @Nullable Long vectorsSnapshotId;

  /**
   * Files of a replacement, not yet visible.
   *
   * @param baseSnapshotId what the positions are of
   * @param ids by row of the file
   * @param replacedVectors what {@code addedVectors} contain and take the place of
   */
  record Replacement(
      long baseSnapshotId,
      DataFile file,
      List<String> ids,
      List<DeleteFile> addedVectors,
      List<DeleteFile> replacedVectors) {
    /** Returns the locations of the files. */
    Set<String> locations() {
      Set<String> locations = new HashSet<>();
      locations.add(file.location());
      addedVectors.forEach(vector -> locations.add(vector.location()));
      return locations;
    }
  }

  StateTable(CatalogTable kind, BranchTables branch, PositionIndex index) {
    this.kind = kind;
    this.branch = branch;
    this.index = index;
    this.idAndPosition =
        new Schema(kind.schema().findField(kind.keyColumn()), MetadataColumns.ROW_POSITION);
  }

  static long snapshotId(TableMetadata metadata) {
    Snapshot snapshot = metadata.currentSnapshot();
    return snapshot == null ? PositionIndex.EMPTY : snapshot.snapshotId();
  }

  /** Brings the index to a head. */
  void follow(BranchHead head) throws IOException {
    TableMetadata metadata = head.metadata(kind.tableName());
    long current = snapshotId(metadata);
    Long known = index.snapshotId();
    boolean indexed = known != null && known == current;
    if (indexed && vectorsSnapshotId != null && vectorsSnapshotId == current) {
      return;
    }
    Table table = branch.table(head, kind.tableName());
    List<LiveFile> live = DataFiles.list(table);
    vectors.clear();
    for (LiveFile file : live) {
      DeleteFile vector = file.deletes();
      if (vector != null) {
        vectors.put(file.location(), vector);
      }
    }
    vectorsSnapshotId = current;
    if (!indexed) {
      index.belongsToNone();
      List<Snapshot> newer = known == null ? null : since(known, metadata);
      if (newer == null) {
        index.clear();
        for (LiveFile file : live) {
          scan(file.file(), DataFiles.deletes(branch.io(), file));
        }
      } else {
        catchUp(table, newer, live);
      }
      index.belongsTo(current);
    }
  }

  /** Returns the snapshots after one, in order; null if the table does not tell. */
  private static @Nullable List<Snapshot> since(long known, TableMetadata metadata) {
    List<Snapshot> newer = new ArrayList<>();
    Snapshot snapshot = metadata.currentSnapshot();
    while (snapshot != null) {
      if (snapshot.snapshotId() == known) {
        return newer.reversed();
      }
      newer.add(snapshot);
      Long parent = snapshot.parentId();
      if (parent == null) {
        return known == PositionIndex.EMPTY ? newer.reversed() : null;
      }
      snapshot = metadata.snapshot(parent);
    }
    return null;
  }

  /**
   * Takes over what the snapshots added. A row is never deleted without a newer one of its id, so
   * what is added later is right, and files that are gone again have nothing that later ones have
   * not.
   */
  private void catchUp(Table table, List<Snapshot> newer, List<LiveFile> live) throws IOException {
    Set<String> liveLocations = new HashSet<>();
    live.forEach(file -> liveLocations.add(file.location()));
    for (Snapshot snapshot : newer) {
      SnapshotChanges changes =
          SnapshotChanges.builderFor(table)
              .snapshot(snapshot)
              .executeWith(SameThreadExecutor.INSTANCE)
              .build();
      for (DataFile added : changes.addedDataFiles()) {
        if (liveLocations.contains(added.location())) {
          scan(added, PositionDeleteIndex.empty());
        }
      }
    }
  }

  private void scan(DataFile file, PositionDeleteIndex deleted) throws IOException {
    try (CloseableIterable<Record> rows =
        DataFiles.read(branch.io(), file, idAndPosition, Expressions.alwaysTrue())) {
      for (Record row : rows) {
        long position = row.get(1, Long.class);
        if (!deleted.isDeleted(position)) {
          index.put(row.get(0, String.class), file.location(), position);
        }
      }
    }
  }

  /**
   * Writes the files that replace or add rows. The index must be at the head.
   *
   * @param rows by id, at least one
   */
  Replacement prepare(BranchHead head, Map<String, Record> rows) throws IOException {
    Table table = branch.table(head, kind.tableName());
    List<Record> ordered = new ArrayList<>(rows.values());
    ordered.sort(SortOrderComparators.forSchema(kind.schema(), kind.sortOrder()));
    List<String> ids = new ArrayList<>(ordered.size());
    for (Record row : ordered) {
      ids.add(row.get(0, String.class));
    }
    DataFile file = DataFiles.write(kind, table, ordered, ordered.size());
    DeleteWriteResult deletes = writeVectors(table, ids);
    return new Replacement(
        snapshotId(head.metadata(kind.tableName())),
        file,
        ids,
        deletes.deleteFiles(),
        deletes.rewrittenDeleteFiles());
  }

  private DeleteWriteResult writeVectors(Table table, List<String> ids) throws IOException {
    OutputFileFactory names =
        OutputFileFactory.builderFor(table, 0, 0).format(FileFormat.PUFFIN).build();
    BaseDVFileWriter writer = new BaseDVFileWriter(names, this::deleted);
    try (writer) {
      for (String id : ids) {
        PositionIndex.Position position = index.find(id);
        if (position != null) {
          writer.delete(position.file(), position.row(), table.spec(), null);
        }
      }
    }
    return writer.result();
  }

  private @Nullable PositionDeleteIndex deleted(String file) {
    DeleteFile vector = vectors.get(file);
    return vector == null ? null : DataFiles.deletes(branch.io(), vector, file);
  }

  /**
   * Stages a replacement.
   *
   * @return the staged snapshot's id
   */
  long stage(EditableTables tables, Replacement replacement) {
    Table table = tables.table(kind.tableName());
    RowDelta delta = table.newRowDelta().addRows(replacement.file());
    replacement.addedVectors().forEach(delta::addDeletes);
    replacement.replacedVectors().forEach(delta::removeDeletes);
    if (replacement.baseSnapshotId() != PositionIndex.EMPTY) {
      // Without it, Iceberg looks for concurrent vectors in the table's whole history.
      delta.validateFromSnapshot(replacement.baseSnapshotId());
    }
    delta.scanManifestsWith(SameThreadExecutor.INSTANCE);
    delta.commit();
    return snapshotId(tables.table(kind.tableName()));
  }

  private static long snapshotId(Table table) {
    Snapshot snapshot = table.currentSnapshot();
    return snapshot == null ? PositionIndex.EMPTY : snapshot.snapshotId();
  }

  /** Takes over a replacement that is visible, as the newest snapshot. */
  void applied(Replacement replacement, long snapshotId) {
    index.belongsToNone();
    List<String> ids = replacement.ids();
    for (int row = 0; row < ids.size(); row++) {
      index.put(ids.get(row), replacement.file().location(), row);
    }
    for (DeleteFile vector : replacement.addedVectors()) {
      vectors.put(vector.referencedDataFile(), vector);
    }
    vectorsSnapshotId = snapshotId;
    index.belongsTo(snapshotId);
  }
}
