package dev.tarn.rest.scan;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.IncrementalAppendScan;
import org.apache.iceberg.Scan;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterator;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.rest.requests.PlanTableScanRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.core.task.support.ExecutorServiceAdapter;

/** Plans scans, a bounded number of files at a time. Thread safe. */
public final class ScanPlans {
  private static final Logger LOG = LoggerFactory.getLogger(ScanPlans.class);

  private static final ExecutorService SAME_THREAD =
      new ExecutorServiceAdapter(new SyncTaskExecutor());

  /** Of an answer; each is about a kilobyte of JSON. */
  public static final int MAX_TASKS = 1_000;

  /** Plans whose next page only has to be read on. Each holds open a manifest. */
  private static final int MAX_SUSPENDED = 200;

  private static final Duration SUSPENDED_TIME = Duration.ofMinutes(5);

  private static final int MAX_PLANS = 10_000;
  private static final Duration PLAN_TIME = Duration.ofHours(1);

  /**
   * A part of a plan.
   *
   * @param next the token of the next part; null for the last
   */
  public record Page(TableMetadata table, List<FileScanTask> tasks, @Nullable String next) {
    public Page {
      tasks = List.copyOf(tasks);
    }
  }

  /** A plan with its id. */
  public record Plan(String id, Page first) {}

  private final Function<String, TableMetadata> metadata;

  /** By the token of their next page. */
  private final Cache<String, CloseableIterator<FileScanTask>> suspended =
      Caffeine.newBuilder()
          .maximumSize(MAX_SUSPENDED)
          .expireAfterWrite(SUSPENDED_TIME)
          .<String, CloseableIterator<FileScanTask>>removalListener(
              (token, tasks, cause) -> {
                if (cause.wasEvicted() && tasks != null) {
                  close(tasks);
                }
              })
          .build();

  private final Cache<String, PlannedScan> plans =
      Caffeine.newBuilder().maximumSize(MAX_PLANS).expireAfterWrite(PLAN_TIME).build();

  /**
   * @param metadata reads a table's metadata file
   */
  public ScanPlans(Function<String, TableMetadata> metadata) {
    this.metadata = metadata;
  }

  /**
   * Plans a scan of a table as a metadata file has it, and returns the first part.
   *
   * @param io reads what the table leads to
   */
  public Plan plan(FileIO io, String metadataLocation, PlanTableScanRequest request) {
    PlannedScan scan = new PlannedScan(metadataLocation, request, 0);
    Page first = page(io, scan);
    String id = UUID.randomUUID().toString();
    plans.put(id, scan);
    return new Plan(id, first);
  }

  /** Returns the first part of a plan again; empty if this server knows no such plan. */
  public Optional<Page> first(FileIO io, String planId) {
    return Optional.ofNullable(plans.getIfPresent(planId)).map(scan -> page(io, scan));
  }

  /** Forgets a plan. */
  public void cancel(String planId) {
    plans.invalidate(planId);
  }

  /** What a token leads to: which file of which table. */
  @FunctionalInterface
  public interface Check {
    /** Refuses a metadata file that is not one of the table, or not in reach. */
    void check(String metadataLocation);
  }

  /**
   * Returns the part of a plan that a token names.
   *
   * @throws CatalogException {@code invalid-request} if it is no token
   */
  public Page next(FileIO io, String token, Check check) {
    PlannedScan scan = PlannedScan.parse(token);
    check.check(scan.metadataLocation());
    CloseableIterator<FileScanTask> tasks = suspended.asMap().remove(token);
    return tasks == null ? page(io, scan) : page(scan, tasks);
  }

  private Page page(FileIO io, PlannedScan scan) {
    TableMetadata table = metadata.apply(scan.metadataLocation());
    CloseableIterator<FileScanTask> tasks = tasks(io, table, scan.request());
    boolean done = false;
    try {
      for (long skipped = 0; skipped < scan.offset() && tasks.hasNext(); skipped++) {
        tasks.next();
      }
      done = true;
    } finally {
      if (!done) {
        close(tasks);
      }
    }
    return page(scan, tasks);
  }

  private Page page(PlannedScan scan, CloseableIterator<FileScanTask> tasks) {
    TableMetadata table = metadata.apply(scan.metadataLocation());
    List<FileScanTask> page = new ArrayList<>();
    boolean goesOn = false;
    try {
      while (page.size() < MAX_TASKS && tasks.hasNext()) {
        page.add(tasks.next());
      }
      if (tasks.hasNext()) {
        String next = scan.from(scan.offset() + page.size()).token();
        CloseableIterator<FileScanTask> other = suspended.asMap().put(next, tasks);
        goesOn = true;
        if (other != null) {
          close(other);
        }
        return new Page(table, page, next);
      }
      return new Page(table, page, null);
    } finally {
      if (!goesOn) {
        close(tasks);
      }
    }
  }

  private static CloseableIterator<FileScanTask> tasks(
      FileIO io, TableMetadata metadata, PlanTableScanRequest request) {
    Table table = new BaseTable(new StaticTableOperations(metadata, io), "planned");
    if (request.startSnapshotId() == null && request.endSnapshotId() == null) {
      TableScan scan = configured(table.newScan(), request);
      Long snapshotId = request.snapshotId();
      return (snapshotId == null ? scan : scan.useSnapshot(known(metadata, snapshotId)))
          .planFiles()
          .iterator();
    }
    IncrementalAppendScan scan = configured(table.newIncrementalAppendScan(), request);
    Long start = request.startSnapshotId();
    if (start != null) {
      scan = scan.fromSnapshotExclusive(start);
    }
    Long end = request.endSnapshotId();
    if (end != null) {
      scan = scan.toSnapshot(known(metadata, end));
    }
    return scan.planFiles().iterator();
  }

  private static long known(TableMetadata metadata, long snapshotId) {
    if (metadata.snapshot(snapshotId) == null) {
      throw new CatalogException(
          ErrorCode.INVALID_REQUEST, "the table has no snapshot " + snapshotId);
    }
    return snapshotId;
  }

  private static <T extends Scan<T, ?, ?>> T configured(T scan, PlanTableScanRequest request) {
    // One manifest after the other: a plan has to come in the same order again.
    T configured = scan.caseSensitive(request.caseSensitive()).planWith(SAME_THREAD);
    List<String> select = request.select();
    if (select != null) {
      configured = configured.select(select);
    }
    Expression filter = request.filter();
    if (filter != null) {
      configured = configured.filter(filter);
    }
    List<String> stats = request.statsFields();
    if (stats != null) {
      configured = configured.includeColumnStats(stats);
    }
    Long rows = request.minRowsRequested();
    return rows == null ? configured : configured.minRowsRequested(rows);
  }

  private static void close(CloseableIterator<FileScanTask> tasks) {
    try {
      tasks.close();
    } catch (IOException | UncheckedIOException e) {
      LOG.atDebug().setMessage("A plan that nobody reads could not be closed").setCause(e).log();
    }
  }
}
