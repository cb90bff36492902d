package dev.tarn.rest.entry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.jspecify.annotations.Nullable;

/**
 * What a table's files and snapshots say of its upkeep, as of a commit. Nothing here does it.
 *
 * @param dataFiles null where the summary does not tell
 * @param deleteFiles deletion vectors, too
 * @param averageBytes of data files, about; null if there are none
 * @param targetBytes of a data file, by the table's properties
 * @param agedSnapshots of those that no branch or tag names, older than the table's properties want
 */
record TableUpkeep(
    @Nullable Long dataFiles,
    long deleteFiles,
    @Nullable Long averageBytes,
    long targetBytes,
    int snapshots,
    int agedSnapshots,
    @Nullable Long oldestSnapshotMillis) {
  /** With fewer, a scan costs little however small they are. */
  private static final int MIN_SMALL_FILES = 32;

  /** A file is small that is less than this part of the target. */
  private static final int SMALL_PART = 4;

  private static final int MIN_DELETE_FILES = 10;

  /** Deletes weigh where there is one delete file for so many data files. */
  private static final int DATA_FILES_PER_DELETE = 10;

  /** Each takes about a kilobyte of metadata, which every load and commit carries. */
  private static final int MANY_SNAPSHOTS = 100;

  private static final int MANY_AGED_SNAPSHOTS = 10;

  static TableUpkeep of(TableMetadata table, Map<String, String> summary) {
    Long files = TableFields.number(summary.get(SnapshotSummary.TOTAL_DATA_FILES_PROP));
    Long deletes = TableFields.number(summary.get(SnapshotSummary.TOTAL_DELETE_FILES_PROP));
    Long bytes = TableFields.number(summary.get(SnapshotSummary.TOTAL_FILE_SIZE_PROP));
    long oldestKept =
        table.lastUpdatedMillis()
            - table.propertyAsLong(
                TableProperties.MAX_SNAPSHOT_AGE_MS, TableProperties.MAX_SNAPSHOT_AGE_MS_DEFAULT);
    int aged = 0;
    Long oldest = null;
    for (Snapshot snapshot : table.snapshots()) {
      long millis = snapshot.timestampMillis();
      oldest = oldest == null ? millis : Math.min(oldest, millis);
      if (millis < oldestKept
          && table.refs().values().stream()
              .noneMatch(ref -> ref.snapshotId() == snapshot.snapshotId())) {
        aged++;
      }
    }
    return new TableUpkeep(
        files,
        Objects.requireNonNullElse(deletes, 0L),
        files == null || files == 0 || bytes == null ? null : Long.valueOf(bytes / files),
        table.propertyAsLong(
            TableProperties.WRITE_TARGET_FILE_SIZE_BYTES,
            TableProperties.WRITE_TARGET_FILE_SIZE_BYTES_DEFAULT),
        table.snapshots().size(),
        aged,
        oldest);
  }

  /** Returns what the table needs. */
  List<String> needs() {
    List<String> needs = new ArrayList<>();
    long files = Objects.requireNonNullElse(dataFiles, 0L);
    if (files >= MIN_SMALL_FILES
        && averageBytes != null
        && averageBytes * SMALL_PART < targetBytes) {
      needs.add("compact-files");
    }
    if (deleteFiles >= MIN_DELETE_FILES && deleteFiles * DATA_FILES_PER_DELETE >= files) {
      needs.add("compact-deletes");
    }
    if (snapshots >= MANY_SNAPSHOTS || agedSnapshots >= MANY_AGED_SNAPSHOTS) {
      needs.add("expire-snapshots");
    }
    return needs;
  }

  /** Returns the figures, for the asset. */
  Map<String, @Nullable Object> figures() {
    Map<String, @Nullable Object> figures = new LinkedHashMap<>();
    figures.put("dataFiles", dataFiles);
    figures.put("deleteFiles", deleteFiles);
    figures.put("averageBytes", averageBytes);
    figures.put("targetBytes", targetBytes);
    figures.put("agedSnapshots", (long) agedSnapshots);
    figures.put(
        "oldestSnapshotAt",
        oldestSnapshotMillis == null ? null : TableFields.time(oldestSnapshotMillis));
    return figures;
  }
}
