package dev.tarn.iceberg.history;

import static org.apache.iceberg.expressions.Expressions.and;
import static org.apache.iceberg.expressions.Expressions.equal;
import static org.apache.iceberg.expressions.Expressions.greaterThan;
import static org.apache.iceberg.expressions.Expressions.greaterThanOrEqual;
import static org.apache.iceberg.expressions.Expressions.lessThanOrEqual;
import static org.apache.iceberg.expressions.Expressions.notNull;

import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.change.LogEntry;
import dev.tarn.iceberg.files.DataFiles;
import dev.tarn.iceberg.files.DataFiles.LiveFile;
import dev.tarn.iceberg.log.BranchHead;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.schema.CatalogTable;
import dev.tarn.iceberg.schema.ChangeRows;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
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
  private static final Schema KEYS = SCHEMA.select("seq", "group_id", "entity_kind", "entity_id");
  private static final Schema ENTITY = SCHEMA.select("entity_kind", "entity_id");

  private final BranchTables branch;

  ChangeScan(BranchTables branch) {
    this.branch = branch;
  }

  /** Hands over the entries from after one sequence number up to another, in no order. */
  void range(long afterSeq, long toSeq, Consumer<LogEntry> consumer) throws IOException {
    range(afterSeq, toSeq, row -> true, consumer);
  }

  /** Hands over those of the entries whose rows are wanted. */
  void range(long afterSeq, long toSeq, Predicate<Record> wanted, Consumer<LogEntry> consumer)
      throws IOException {
    ParallelReads.run(1, reads(afterSeq, toSeq, wanted, consumer));
  }

  /** Returns the reads that together do what {@code range} does; more can be added. */
  List<ParallelReads.Read> reads(
      long afterSeq, long toSeq, Predicate<Record> wanted, Consumer<LogEntry> consumer)
      throws IOException {
    return reads(
        afterSeq,
        toSeq,
        SCHEMA,
        row -> {
          if (wanted.test(row)) {
            consumer.accept(ChangeRows.read(row));
          }
        });
  }

  /** What an entry is about, without its content. */
  record Key(long seq, String groupId, EntityKind kind, String key) {}

  /** Hands over what the entries are about, as {@code range} does. */
  void keys(long afterSeq, long toSeq, Consumer<Key> consumer) throws IOException {
    ParallelReads.run(
        1,
        reads(
            afterSeq,
            toSeq,
            KEYS,
            row ->
                consumer.accept(
                    new Key(
                        row.get(0, Long.class),
                        row.get(1, String.class),
                        EntityKind.ofCode(row.get(2, String.class)),
                        row.get(3, String.class)))));
  }

  private List<ParallelReads.Read> reads(
      long afterSeq, long toSeq, Schema columns, Consumer<Record> consumer) throws IOException {
    List<ParallelReads.Read> reads = new ArrayList<>();
    if (toSeq <= afterSeq) {
      return reads;
    }
    Expression filter = and(greaterThan("seq", afterSeq), lessThanOrEqual("seq", toSeq));
    for (LiveFile file : files(toSeq, filter)) {
      reads.add(
          running -> {
            try (CloseableIterable<Record> rows =
                DataFiles.read(branch.io(), file.file(), columns, filter)) {
              for (Record row : rows) {
                long seq = row.get(0, Long.class);
                if (running.isStopped()) {
                  return;
                }
                if (seq > afterSeq && seq <= toSeq) {
                  consumer.accept(row);
                }
              }
            }
          });
    }
    return reads;
  }

  /**
   * Hands over the entries of keyed requests, in their order. Compacted files are sorted otherwise:
   * those that overlap are sorted together, which bounds memory by their keyed entries.
   *
   * @param from leaves out entries that are older
   */
  void keyed(Instant from, long toSeq, Consumer<LogEntry> consumer) throws IOException {
    Expression filter =
        and(
            and(lessThanOrEqual("seq", toSeq), notNull("idempotency_key")),
            greaterThanOrEqual("committed_at", ChronoUnit.MICROS.between(Instant.EPOCH, from)));
    List<LiveFile> files = files(toSeq, filter);
    files.sort(Comparator.comparingLong(file -> firstSeq(file.file())));
    List<LogEntry> overlapping = new ArrayList<>();
    long lastSeq = 0;
    for (LiveFile file : files) {
      if (firstSeq(file.file()) > lastSeq) {
        hand(overlapping, consumer);
      }
      lastSeq = Math.max(lastSeq, lastSeq(file.file()));
      try (CloseableIterable<Record> rows =
          DataFiles.read(branch.io(), file.file(), SCHEMA, filter)) {
        for (Record row : rows) {
          if (ChangeRows.isKeyed(row)
              && ChangeRows.seq(row) <= toSeq
              && !ChangeRows.committedAt(row).isBefore(from)) {
            overlapping.add(ChangeRows.read(row));
          }
        }
      }
    }
    hand(overlapping, consumer);
  }

  private static void hand(List<LogEntry> entries, Consumer<LogEntry> consumer) {
    entries.sort(Comparator.comparingLong(LogEntry::seq));
    entries.forEach(consumer);
    entries.clear();
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

  private static long firstSeq(DataFile file) {
    Long first = Bounds.least(file, SEQ);
    return first == null ? 0 : first;
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
