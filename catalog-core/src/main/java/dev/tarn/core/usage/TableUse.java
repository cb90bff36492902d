package dev.tarn.core.usage;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.scope.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That a table was read or written.
 *
 * @param at when it was reported
 * @param table the asset; null if there is none of this name
 * @param tableName the table's qualified name then
 * @param operation {@link #SCAN}, or what a commit did, such as {@code append}
 * @param snapshotId of the snapshot that was read or made; null if there was none
 * @param engine with its version, where it says so
 * @param rows of a scan, about: the snapshot's rows by the share of its bytes that were read; of a
 *     commit, those that it added. null where nobody says
 * @param files data files read or added
 * @param bytes of those files
 * @param duration of the planning of a scan, or of a commit with its retries
 * @param filter of a scan, without its literals
 * @param columns that a scan read
 */
public record TableUse(
    Instant at,
    @Nullable AssetId table,
    String tableName,
    String operation,
    @Nullable Long snapshotId,
    Actor actor,
    @Nullable String engine,
    @Nullable Long rows,
    @Nullable Long files,
    @Nullable Long bytes,
    Duration duration,
    @Nullable String filter,
    List<String> columns,
    String requestId) {
  /** The operation of a scan. */
  public static final String SCAN = "scan";

  public TableUse {
    columns = List.copyOf(columns);
  }
}
