package dev.tarn.iceberg.history;

import static org.apache.iceberg.expressions.Expressions.and;
import static org.apache.iceberg.expressions.Expressions.equal;
import static org.apache.iceberg.expressions.Expressions.greaterThan;
import static org.apache.iceberg.expressions.Expressions.lessThanOrEqual;

import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.change.LogEntry;
import dev.tarn.iceberg.files.DataFiles;
import dev.tarn.iceberg.files.DataFiles.LiveFile;
import dev.tarn.iceberg.log.BranchHead;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.schema.CatalogTable;
import dev.tarn.iceberg.schema.ChangeRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types.NestedField;

/** Reads of the log by what they are about. */
final class ChangeScan {
  private static final Schema SCHEMA = CatalogTable.CHANGES.schema();
  private static final NestedField SEQ = SCHEMA.findField("seq");
  private static final Schema ENTITY = SCHEMA.select("entity_kind", "entity_id");

  private final BranchTables branch;

  ChangeScan(BranchTables branch) {
    this.branch = branch;
  }

  /** Hands over the entries from after one sequence number up to another, in no order. */
  void range(long afterSeq, long toSeq, Consumer<LogEntry> consumer) throws IOException {
    if (toSeq <= afterSeq) {
      return;
    }
    Expression filter = and(greaterThan("seq", afterSeq), lessThanOrEqual("seq", toSeq));
    for (LiveFile file : files(toSeq, filter)) {
      try (CloseableIterable<Record> rows =
          DataFiles.read(branch.io(), file.file(), SCHEMA, filter)) {
        for (Record row : rows) {
          long seq = ChangeRows.seq(row);
          if (seq > afterSeq && seq <= toSeq) {
            consumer.accept(ChangeRows.read(row));
          }
        }
      }
    }
  }

  /** Returns the newest entries of one entity, newest first. */
  List<LogEntry> ofEntity(EntityKind kind, String key, long toSeq, int limit) throws IOException {
    Expression entity = and(equal("entity_id", key), equal("entity_kind", kind.code()));
    Expression filter = and(lessThanOrEqual("seq", toSeq), entity);
    PriorityQueue<LogEntry> newest = new PriorityQueue<>(Comparator.comparingLong(LogEntry::seq));
    List<LiveFile> files = files(toSeq, filter);
    files.sort(Comparator.comparingLong((LiveFile file) -> lastSeq(file.file())).reversed());
    for (LiveFile file : files) {
      boolean enough = newest.size() == limit;
      if (enough && lastSeq(file.file()) < Objects.requireNonNull(newest.peek()).seq()) {
        break;
      }
      if (!mayHave(file.file(), kind, key, entity)) {
        continue;
      }
      try (CloseableIterable<Record> rows =
          DataFiles.read(branch.io(), file.file(), SCHEMA, filter)) {
        for (Record row : rows) {
          if (ChangeRows.seq(row) <= toSeq && ChangeRows.isAbout(row, kind, key)) {
            newest.add(ChangeRows.read(row));
            if (newest.size() > limit) {
              newest.remove();
            }
          }
        }
      }
    }
    return newest.stream().sorted(Comparator.comparingLong(LogEntry::seq).reversed()).toList();
  }

  /** Looks through the two short columns before the long ones are decoded. */
  private boolean mayHave(DataFile file, EntityKind kind, String key, Expression entity)
      throws IOException {
    try (CloseableIterable<Record> rows = DataFiles.read(branch.io(), file, ENTITY, entity)) {
      for (Record row : rows) {
        if (key.equals(row.getField("entity_id"))
            && kind.code().equals(row.getField("entity_kind"))) {
          return true;
        }
      }
    }
    return false;
  }

  /** A file without statistics may have anything. */
  private static long lastSeq(DataFile file) {
    Long last = Bounds.greatest(file, SEQ);
    return last == null ? Long.MAX_VALUE : last;
  }

  private List<LiveFile> files(long toSeq, Expression filter) throws IOException {
    BranchHead head = branch.head();
    if (head.commit().seq() < toSeq) {
      head = branch.refresh();
    }
    return new ArrayList<>(
        DataFiles.list(branch.table(head, CatalogTable.CHANGES.tableName()), filter));
  }
}
