package dev.tarn.rest.iceberg;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.state.StateReader;
import dev.tarn.core.table.TableName;
import dev.tarn.core.usage.TableUse;
import dev.tarn.rest.entry.EntryNames;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.expressions.ExpressionUtil;
import org.apache.iceberg.metrics.CommitMetricsResult;
import org.apache.iceberg.metrics.CommitReport;
import org.apache.iceberg.metrics.CounterResult;
import org.apache.iceberg.metrics.MetricsReport;
import org.apache.iceberg.metrics.ScanMetricsResult;
import org.apache.iceberg.metrics.ScanReport;
import org.apache.iceberg.metrics.TimerResult;
import org.apache.iceberg.util.PropertyUtil;
import org.jspecify.annotations.Nullable;

/**
 * Engines' reports as uses of a table.
 *
 * @param metadata of the table as it is now
 */
record TableUses(ChangeContext context, TableName name, TableMetadata metadata) {
  private static final String ENGINE_NAME = "engine-name";
  private static final String ENGINE_VERSION = "engine-version";

  /** Returns what a report says; nothing of it is checked by anyone but the engine. */
  TableUse of(MetricsReport report, Instant now, StateReader state) throws IOException {
    String qualifiedName = EntryNames.qualifiedName(name);
    Asset asset = state.assetNamed(EntryNames.TABLE, qualifiedName).orElse(null);
    return switch (report) {
      case ScanReport scan -> scan(scan, now, asset, qualifiedName);
      case CommitReport commit -> commit(commit, now, asset, qualifiedName);
      default ->
          throw new IllegalArgumentException(
              "Cannot take a report of type " + report.getClass().getSimpleName());
    };
  }

  private TableUse scan(
      ScanReport report, Instant now, @Nullable Asset asset, String qualifiedName) {
    ScanMetricsResult metrics = report.scanMetrics();
    Long bytes = value(metrics.totalFileSizeInBytes());
    return new TableUse(
        now,
        asset == null ? null : asset.id(),
        qualifiedName,
        TableUse.SCAN,
        report.snapshotId() < 0 ? null : report.snapshotId(),
        context.actor(),
        engine(report.metadata()),
        rows(metadata.snapshot(report.snapshotId()), bytes),
        value(metrics.resultDataFiles()),
        bytes,
        duration(metrics.totalPlanningDuration()),
        ExpressionUtil.toSanitizedString(report.filter()),
        report.projectedFieldNames(),
        context.requestId());
  }

  private TableUse commit(
      CommitReport report, Instant now, @Nullable Asset asset, String qualifiedName) {
    CommitMetricsResult metrics = report.commitMetrics();
    return new TableUse(
        now,
        asset == null ? null : asset.id(),
        qualifiedName,
        report.operation().toLowerCase(Locale.ROOT),
        report.snapshotId(),
        context.actor(),
        engine(report.metadata()),
        value(metrics.addedRecords()),
        value(metrics.addedDataFiles()),
        value(metrics.addedFilesSizeInBytes()),
        duration(metrics.totalDuration()),
        null,
        List.of(),
        context.requestId());
  }

  /** Returns about how many rows there are in so many bytes of a snapshot. */
  private static @Nullable Long rows(@Nullable Snapshot snapshot, @Nullable Long bytes) {
    Map<String, String> summary = snapshot == null ? null : snapshot.summary();
    if (summary == null || bytes == null) {
      return null;
    }
    long rows = PropertyUtil.propertyAsLong(summary, SnapshotSummary.TOTAL_RECORDS_PROP, -1);
    long all = PropertyUtil.propertyAsLong(summary, SnapshotSummary.TOTAL_FILE_SIZE_PROP, -1);
    if (rows < 0 || all < 0) {
      return null;
    }
    return all == 0 ? 0L : Math.round(rows * Math.min(1.0, (double) bytes / all));
  }

  private static @Nullable Long value(@Nullable CounterResult counter) {
    return counter == null ? null : counter.value();
  }

  private static Duration duration(@Nullable TimerResult timer) {
    return timer == null ? Duration.ZERO : timer.totalDuration();
  }

  private @Nullable String engine(@Nullable Map<String, String> said) {
    Map<String, String> metadata = Objects.requireNonNullElse(said, Map.of());
    String engine = metadata.get(ENGINE_NAME);
    String version = metadata.get(ENGINE_VERSION);
    return engine == null ? context.source() : version == null ? engine : engine + " " + version;
  }
}
