package dev.tarn.iceberg.audit;

import dev.tarn.core.audit.AuditEntry;
import dev.tarn.core.audit.AuditTable;
import dev.tarn.iceberg.files.DataFiles;
import dev.tarn.iceberg.files.DataFiles.LiveFile;
import dev.tarn.iceberg.io.SameThreadExecutor;
import dev.tarn.iceberg.log.BranchHead;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.log.EditableTables;
import dev.tarn.iceberg.maintain.DayExpiry;
import dev.tarn.iceberg.schema.AuditRows;
import dev.tarn.iceberg.schema.CatalogTable;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/**
 * The {@code audit} table of a branch. The number of the last entry is a property of the table, and
 * changes in the commit that adds the entry.
 */
public final class IcebergAudit implements AuditTable {
  private static final String TABLE = CatalogTable.AUDIT.tableName();
  private static final String LAST_NUMBER = "tarn.last-number";
  private static final int PAGE = 1_000;

  private final BranchTables branch;

  public IcebergAudit(BranchTables branch) {
    this.branch = branch;
  }

  @Override
  public long lastNumber() throws IOException {
    return lastNumber(branch.refresh());
  }

  private static long lastNumber(BranchHead head) {
    return head.metadata(TABLE).propertyAsLong(LAST_NUMBER, 0);
  }

  @Override
  public void append(List<AuditEntry> entries) throws IOException {
    Table table = branch.table(branch.head(), TABLE);
    Map<LocalDate, List<Record>> days =
        entries.stream()
            .collect(
                Collectors.groupingBy(
                    entry -> entry.event().time().atOffset(ZoneOffset.UTC).toLocalDate(),
                    TreeMap::new,
                    Collectors.mapping(AuditRows::write, Collectors.toList())));
    List<DataFile> files = new ArrayList<>();
    boolean[] staged = new boolean[1];
    try {
      for (List<Record> day : days.values()) {
        files.add(DataFiles.write(CatalogTable.AUDIT, table, day, day.size()));
      }
      branch.update(
          "audit",
          tables -> {
            if (lastNumber(tables.head()) < entries.getFirst().number()) {
              staged[0] = true;
              stage(tables, files, entries.getLast().number());
            }
          });
    } finally {
      // Once they were part of a commit that was tried, they may become visible at any time.
      if (!staged[0]) {
        files.forEach(file -> branch.io().deleteFile(file.location()));
      }
    }
  }

  private static void stage(EditableTables tables, List<DataFile> files, long lastNumber) {
    AppendFiles append = tables.table(TABLE).newAppend();
    files.forEach(append::appendFile);
    append.scanManifestsWith(SameThreadExecutor.INSTANCE);
    append.commit();
    tables.setTableProperties(TABLE, Map.of(LAST_NUMBER, Long.toString(lastNumber)));
  }

  @Override
  public void redact(Entries current) throws IOException {
    Table table = branch.table(branch.refresh(), TABLE);
    for (LiveFile file : DataFiles.list(table)) {
      List<Record> rows = rows(file.file());
      if (replaceRedacted(rows, current)) {
        DataFile redacted = DataFiles.write(CatalogTable.AUDIT, table, rows, rows.size());
        try {
          branch.update("redact", tables -> replace(tables, file.file(), redacted));
        } catch (ValidationException e) {
          branch.io().deleteFile(redacted.location());
          throw new IOException("the file was merged with others meanwhile; try it again", e);
        }
      }
    }
  }

  private List<Record> rows(DataFile file) throws IOException {
    List<Record> rows = new ArrayList<>();
    try (CloseableIterable<Record> read =
        DataFiles.read(branch.io(), file, CatalogTable.AUDIT.schema(), Expressions.alwaysTrue())) {
      read.forEach(rows::add);
    }
    return rows;
  }

  /** An entry that was redacted has another salt; one that is no more stays until its day goes. */
  private static boolean replaceRedacted(List<Record> rows, Entries current) {
    long first = rows.stream().mapToLong(AuditRows::number).min().orElseThrow();
    long last = rows.stream().mapToLong(AuditRows::number).max().orElseThrow();
    Map<Long, AuditEntry> entries = new HashMap<>();
    List<AuditEntry> page;
    long after = first - 1;
    do {
      page = current.after(after, PAGE);
      for (AuditEntry entry : page) {
        entries.put(entry.number(), entry);
        after = entry.number();
      }
    } while (after < last && !page.isEmpty());
    boolean isChanged = false;
    for (int i = 0; i < rows.size(); i++) {
      AuditEntry entry = entries.get(AuditRows.number(rows.get(i)));
      if (entry != null && !Objects.equals(entry.salt(), AuditRows.salt(rows.get(i)))) {
        rows.set(i, AuditRows.write(entry));
        isChanged = true;
      }
    }
    return isChanged;
  }

  private static void replace(EditableTables tables, DataFile old, DataFile redacted) {
    RewriteFiles rewrite = tables.table(TABLE).newRewrite();
    rewrite.deleteFile(old);
    rewrite.addFile(redacted);
    rewrite.scanManifestsWith(SameThreadExecutor.INSTANCE);
    rewrite.commit();
  }

  @Override
  public void expire(Instant before) throws IOException {
    new DayExpiry(branch, CatalogTable.AUDIT).run(before);
  }
}
