package dev.tarn.iceberg.maintain;

import dev.tarn.iceberg.files.DataFiles;
import dev.tarn.iceberg.files.DataFiles.LiveFile;
import dev.tarn.iceberg.io.SameThreadExecutor;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.log.EditableTables;
import dev.tarn.iceberg.schema.CatalogTable;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFiles;
import org.apache.iceberg.Table;

/** Takes days that are too old out of a table that is partitioned by day. */
public record DayExpiry(BranchTables branch, CatalogTable kind) {
  /** Takes out the days that are over before a time. */
  public void run(Instant before) throws IOException {
    long firstDay = LocalDate.ofInstant(before, ZoneOffset.UTC).toEpochDay();
    if (!expired(branch.table(branch.head(), kind.tableName()), firstDay).isEmpty()) {
      branch.update("expire", tables -> stage(tables, firstDay));
    }
  }

  private void stage(EditableTables tables, long firstDay) {
    Table table = tables.table(kind.tableName());
    List<DataFile> expired = expired(table, firstDay);
    if (expired.isEmpty()) {
      return;
    }
    DeleteFiles delete = table.newDelete();
    expired.forEach(delete::deleteFile);
    delete.scanManifestsWith(SameThreadExecutor.INSTANCE);
    delete.commit();
  }

  private static List<DataFile> expired(Table table, long firstDay) {
    return DataFiles.list(table).stream()
        .map(LiveFile::file)
        .filter(file -> file.partition().get(0, Integer.class) < firstDay)
        .toList();
  }
}
