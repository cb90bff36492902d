package dev.tarn.iceberg.schema;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types.ListType;
import org.apache.iceberg.types.Types.LongType;
import org.apache.iceberg.types.Types.StringType;
import org.apache.iceberg.types.Types.TimestampType;

/** The columns of {@code usage}. Ids 1 to 14 and 101 are taken. */
final class UsageColumns {
  static final Schema SCHEMA =
      new Schema(
          List.of(
              required(1, "reported_at", TimestampType.withZone(), "When the engine reported it"),
              optional(2, "table_id", StringType.get(), "Id of the table's asset, if it has one"),
              required(3, "table_name", StringType.get(), "Qualified name of the table then"),
              required(
                  4,
                  "operation",
                  StringType.get(),
                  "scan, or what a commit did: append, overwrite, replace or delete"),
              optional(5, "snapshot_id", LongType.get(), "Snapshot that was read or made"),
              required(6, "actor", StringType.get(), "Who used it, such as user:alice"),
              optional(7, "engine", StringType.get(), "Engine or client, with its version"),
              optional(
                  8,
                  "row_count",
                  LongType.get(),
                  "Rows a scan read, by the share of the table's bytes; rows a commit added"),
              optional(9, "file_count", LongType.get(), "Data files read or added"),
              optional(10, "size_bytes", LongType.get(), "Bytes of those files"),
              required(
                  11,
                  "duration_ms",
                  LongType.get(),
                  "Milliseconds to plan a scan, or to commit with all retries"),
              optional(12, "filter", StringType.get(), "Filter of a scan, without its literals"),
              required(
                  13,
                  "columns",
                  ListType.ofRequired(101, StringType.get()),
                  "Columns that a scan read"),
              required(14, "request_id", StringType.get(), "Request, as in server logs")));

  private UsageColumns() {}
}
