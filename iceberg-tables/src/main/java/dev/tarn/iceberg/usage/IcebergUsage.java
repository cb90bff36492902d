package dev.tarn.iceberg.usage;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.usage.TableUse;
import dev.tarn.core.usage.UsageTable;
import dev.tarn.iceberg.files.DataFiles;
import dev.tarn.iceberg.files.DataFiles.LiveFile;
import dev.tarn.iceberg.io.SameThreadExecutor;
import dev.tarn.iceberg.log.BranchHead;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.log.EditableTables;
import dev.tarn.iceberg.schema.CatalogTable;
import dev.tarn.iceberg.schema.UsageRows;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/** The {@code usage} table of a branch. */
public final class IcebergUsage implements UsageTable {
  private final BranchTables branch;

  public IcebergUsage(BranchTables branch) {
    this.branch = branch;
  }

  @Override
  public void append(List<TableUse> uses) throws IOException {
    Table table = branch.table(branch.head(), CatalogTable.USAGE.tableName());
    SequencedMap<LocalDate, List<Record>> days =
        uses.stream()
            .sorted(
                Comparator.comparing(
                    TableUse::table, Comparator.nullsFirst(Comparator.comparing(AssetId::value))))
            .collect(
                Collectors.groupingBy(
                    use -> use.at().atOffset(ZoneOffset.UTC).toLocalDate(),
                    TreeMap::new,
                    Collectors.mapping(UsageRows::write, Collectors.toList())));
    List<DataFile> files = new ArrayList<>();
    boolean[] staged = new boolean[1];
    try {
      for (Map.Entry<LocalDate, List<Record>> day : days.entrySet()) {
        files.add(
            DataFiles.write(CatalogTable.USAGE, table, day.getValue(), day.getValue().size()));
      }
      branch.update(
          "usage",
          tables -> {
            staged[0] = true;
            stage(tables, files);
          });
    } finally {
      // Once they were part of a commit that was tried, they may become visible at any time.
      if (!staged[0]) {
        files.forEach(file -> branch.io().deleteFile(file.location()));
      }
    }
  }

  private static void stage(EditableTables tables, List<DataFile> files) {
    AppendFiles append = tables.table(CatalogTable.USAGE.tableName()).newAppend();
    files.forEach(append::appendFile);
    append.scanManifestsWith(SameThreadExecutor.INSTANCE);
    append.commit();
  }

  @Override
  public void scans(Instant from, Instant to, ScanVisitor visitor) throws IOException {
    BranchHead head = branch.refresh();
    Expression then =
        Expressions.and(
            Expressions.greaterThanOrEqual("reported_at", micros(from)),
            Expressions.lessThan("reported_at", micros(to)));
    for (LiveFile file : DataFiles.list(branch.table(head, CatalogTable.USAGE.tableName()), then)) {
      try (CloseableIterable<Record> rows =
          DataFiles.read(branch.io(), file.file(), UsageRows.SCAN_SCHEMA, then)) {
        for (Record row : rows) {
          AssetId table = UsageRows.scanned(row);
          Instant at = UsageRows.reportedAt(row);
          if (table != null && !at.isBefore(from) && at.isBefore(to)) {
            visitor.scan(table, at);
          }
        }
      }
    }
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
