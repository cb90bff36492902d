package dev.tarn.rest.iceberg;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.state.StateReader;
import dev.tarn.core.table.EntryNames;
import dev.tarn.core.table.TableName;
import dev.tarn.core.usage.TableUse;
import dev.tarn.rest.scan.ScanPlans;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.apache.iceberg.FileScanTask;
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
import org.apache.iceberg.rest.requests.PlanTableScanRequest;
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

  /** Returns what a scan that was planned here is. */
  TableUse of(
      PlanTableScanRequest request,
      ScanPlans.Page first,
      Duration planning,
      Instant now,
      StateReader state)
      throws IOException {
    String qualifiedName = EntryNames.qualifiedName(name);
    Long snapshotId = request.snapshotId() == null ? request.endSnapshotId() : request.snapshotId();
    Snapshot read = snapshotId == null ? metadata.currentSnapshot() : metadata.snapshot(snapshotId);
    boolean whole = first.next() == null;
    return new TableUse(
        now,
        state.assetNamed(EntryNames.TABLE, qualifiedName).map(Asset::id).orElse(null),
        qualifiedName,
        TableUse.SCAN,
        read == null ? null : read.snapshotId(),
        context.actor(),
        context.source(),
        whole ? sum(first, task -> task.file().recordCount()) : null,
        whole ? (long) first.tasks().size() : null,
        whole ? sum(first, task -> task.file().fileSizeInBytes()) : null,
        planning,
        request.filter() == null ? null : ExpressionUtil.toSanitizedString(request.filter()),
        Objects.requireNonNullElse(request.select(), List.of()),
        context.requestId());
  }

  private static Long sum(ScanPlans.Page page, ToLongFunction<FileScanTask> value) {
    return page.tasks().stream().mapToLong(value).sum();
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
