package dev.tarn.iceberg.schema;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.usage.TableUse;
import java.time.Instant;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.jspecify.annotations.Nullable;

/** Uses of tables as rows of {@code usage}. */
public final class UsageRows {
  private static final int REPORTED_AT = CatalogTable.USAGE.position("reported_at");
  private static final int TABLE_ID = CatalogTable.USAGE.position("table_id");
  private static final int TABLE_NAME = CatalogTable.USAGE.position("table_name");
  private static final int OPERATION = CatalogTable.USAGE.position("operation");
  private static final int SNAPSHOT_ID = CatalogTable.USAGE.position("snapshot_id");
  private static final int ACTOR = CatalogTable.USAGE.position("actor");
  private static final int ENGINE = CatalogTable.USAGE.position("engine");
  private static final int ROW_COUNT = CatalogTable.USAGE.position("row_count");
  private static final int FILE_COUNT = CatalogTable.USAGE.position("file_count");
  private static final int SIZE_BYTES = CatalogTable.USAGE.position("size_bytes");
  private static final int DURATION_MS = CatalogTable.USAGE.position("duration_ms");
  private static final int FILTER = CatalogTable.USAGE.position("filter");
  private static final int COLUMNS = CatalogTable.USAGE.position("columns");
  private static final int REQUEST_ID = CatalogTable.USAGE.position("request_id");

  /** What tells of a scan which table it was of, and when. */
  public static final Schema SCAN_SCHEMA =
      CatalogTable.USAGE.schema().select("table_id", "operation", "reported_at");

  private UsageRows() {}

  /** Returns a use as a row. */
  public static Record write(TableUse use) {
    Record row = GenericRecord.create(CatalogTable.USAGE.schema());
    row.set(REPORTED_AT, Cells.time(use.at()));
    row.set(TABLE_ID, Cells.id(use.table()));
    row.set(TABLE_NAME, use.tableName());
    row.set(OPERATION, use.operation());
    row.set(SNAPSHOT_ID, use.snapshotId());
    row.set(ACTOR, use.actor().name());
    row.set(ENGINE, use.engine());
    row.set(ROW_COUNT, use.rows());
    row.set(FILE_COUNT, use.files());
    row.set(SIZE_BYTES, use.bytes());
    row.set(DURATION_MS, use.duration().toMillis());
    row.set(FILTER, use.filter());
    row.set(COLUMNS, use.columns());
    row.set(REQUEST_ID, use.requestId());
    return row;
  }

  /** Returns the asset that a row of {@link #SCAN_SCHEMA} is about, if it is a scan of one. */
  public static @Nullable AssetId scanned(Record row) {
    return TableUse.SCAN.equals(row.getField("operation"))
            && row.getField("table_id") instanceof String id
        ? new AssetId(id)
        : null;
  }

  /** Returns when a row was reported. */
  public static Instant reportedAt(Record row) {
    return Cells.time(row.getField("reported_at"));
  }
}
