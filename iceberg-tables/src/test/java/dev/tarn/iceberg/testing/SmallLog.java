package dev.tarn.iceberg.testing;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.iceberg.io.SameThreadExecutor;
import dev.tarn.iceberg.log.BranchHead;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.schema.CatalogTable;
import dev.tarn.iceberg.schema.ChangeRows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.formats.FormatModelRegistry;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types.NestedField;

/** Appends groups to {@code changes} as small Avro files, one each, as the log does. */
public final class SmallLog {
  private static final NestedField SEQ = CatalogTable.CHANGES.schema().findField("seq");
  private static final NestedField TIME = CatalogTable.CHANGES.schema().findField("committed_at");

  private SmallLog() {}

  /** Appends a group; the answer has its commit. */
  public static Group append(BranchTables branch, Group group) throws IOException {
    BranchHead head =
        branch.update(
            "append",
            tables -> {
              Table table = tables.table(CatalogTable.CHANGES.tableName());
              AppendFiles append = table.newFastAppend().appendFile(write(table, group.entries()));
              append.scanManifestsWith(SameThreadExecutor.INSTANCE);
              append.commit();
              tables.setTableProperties(
                  CatalogTable.CHANGES.tableName(),
                  Map.of(
                      BranchTables.LAST_SEQ,
                      Long.toString(group.commit().seq()),
                      BranchTables.LAST_GROUP_ID,
                      group.groupId()));
            });
    return new Group(
        new CommitId(group.commit().seq(), head.commit().hash()), group.groupId(), group.entries());
  }

  /** Appends groups. */
  public static List<Group> append(BranchTables branch, List<Group> groups) throws IOException {
    List<Group> appended = new ArrayList<>();
    for (Group group : groups) {
      appended.add(append(branch, group));
    }
    return appended;
  }

  private static DataFile write(Table table, List<LogEntry> entries) throws IOException {
    List<Record> rows = entries.stream().map(ChangeRows::write).toList();
    PartitionKey partition = new PartitionKey(table.spec(), table.schema());
    partition.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(rows.getFirst()));
    DataWriter<Record> writer =
        FormatModelRegistry.<Record, Schema>dataWriteBuilder(
                FileFormat.AVRO,
                Record.class,
                OutputFileFactory.builderFor(table, 0, 0)
                    .format(FileFormat.AVRO)
                    .build()
                    .newOutputFile(table.spec(), partition))
            .schema(table.schema())
            .spec(table.spec())
            .partition(partition)
            .build();
    try (writer) {
      rows.forEach(writer::write);
    }
    LogEntry first = entries.getFirst();
    LogEntry last = entries.getLast();
    return DataFiles.builder(table.spec())
        .copy(writer.toDataFile())
        .withMetrics(
            new Metrics(
                (long) entries.size(),
                null,
                null,
                null,
                null,
                Map.of(SEQ.fieldId(), bound(SEQ, first.seq()), TIME.fieldId(), time(first)),
                Map.of(SEQ.fieldId(), bound(SEQ, last.seq()), TIME.fieldId(), time(last))))
        .build();
  }

  private static ByteBuffer time(LogEntry entry) {
    return bound(TIME, ChronoUnit.MICROS.between(Instant.EPOCH, entry.committedAt()));
  }

  private static ByteBuffer bound(NestedField column, long value) {
    return Conversions.toByteBuffer(column.type(), value);
  }

  /** Returns all entries of the log, in order. */
  public static List<LogEntry> entries(BranchTables branch, BranchHead head) throws IOException {
    return TableScan.rows(branch, head, CatalogTable.CHANGES, ChangeRows::read).stream()
        .sorted(Comparator.comparingLong(LogEntry::seq))
        .toList();
  }
}
