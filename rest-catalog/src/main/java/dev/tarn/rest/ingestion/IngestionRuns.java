package dev.tarn.rest.ingestion;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.ingest.ImportInput;
import dev.tarn.core.ingest.Importer;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.tenant.TaskPermit;
import dev.tarn.rest.stream.StreamLimits;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/** The imports of this process: those that wait, those that run, and the last ones that have. */
public final class IngestionRuns implements AutoCloseable {
  private static final int CLOSE_TIMEOUT_SECONDS = 30;

  /**
   * Limits of imports.
   *
   * @param maxRunning at once
   * @param maxQueued that wait; more are refused
   * @param maxKept that are remembered
   * @param maxKeptRejections that are listed of one import
   */
  public record Limits(int maxRunning, int maxQueued, int maxKept, int maxKeptRejections) {}

  private final Catalog catalog;
  private final StreamLimits streamLimits;
  private final Limits limits;
  private final Clock clock;
  private final ThreadPoolExecutor executor;
  private final Map<String, ImportRun> runs = new LinkedHashMap<>();
  private volatile boolean stopping;

  public IngestionRuns(Catalog catalog, StreamLimits streamLimits, Limits limits, Clock clock) {
    this.catalog = catalog;
    this.streamLimits = streamLimits;
    this.limits = limits;
    this.clock = clock;
    this.executor =
        new ThreadPoolExecutor(
            limits.maxRunning(),
            limits.maxRunning(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(limits.maxQueued()),
            Thread.ofPlatform().name("tarn-import-", 0).daemon().factory());
  }

  /** Runs an import and waits for its end. */
  ImportRun runNow(
      Scope scope, ChangeContext context, Importer importer, List<ImportInput> inputs) {
    ImportRun run = newRun(scope, context, importer, inputs);
    run.run(catalog, streamLimits, () -> stopping);
    return run;
  }

  /**
   * Queues an import.
   *
   * @param cleanUp what to do after the end, whatever it is
   * @throws CatalogException {@code queue-full} or {@code quota-exceeded}; {@code cleanUp} is not
   *     called then
   */
  ImportRun start(
      Scope scope,
      ChangeContext context,
      Importer importer,
      List<ImportInput> inputs,
      Runnable cleanUp) {
    ImportRun run = newRun(scope, context, importer, inputs);
    TaskPermit permit = catalog.quotas().beginTask(scope.tenant());
    remember(run);
    try {
      executor.execute(() -> execute(run, permit, cleanUp));
    } catch (RejectedExecutionException e) {
      forget(run);
      permit.close();
      throw new CatalogException(
          ErrorCode.QUEUE_FULL, "more than " + limits.maxQueued() + " imports are waiting", e);
    }
    return run;
  }

  private ImportRun newRun(
      Scope scope, ChangeContext context, Importer importer, List<ImportInput> inputs) {
    return new ImportRun(
        UUID.randomUUID().toString(),
        scope,
        context,
        importer,
        inputs,
        limits.maxKeptRejections(),
        clock);
  }

  private void execute(ImportRun run, TaskPermit permit, Runnable cleanUp) {
    try (permit) {
      if (stopping) {
        run.abandon(new CatalogException(ErrorCode.SHUTTING_DOWN, "the server is stopping"));
      } else {
        run.run(catalog, streamLimits, () -> stopping);
      }
    } finally {
      cleanUp.run();
    }
  }

  private void remember(ImportRun run) {
    synchronized (runs) {
      runs.put(run.id(), run);
      var oldest = runs.values().iterator();
      int tooMany = runs.size() - limits.maxKept();
      while (tooMany > 0 && oldest.hasNext()) {
        if (oldest.next().isFinished()) {
          oldest.remove();
          tooMany--;
        }
      }
    }
  }

  private void forget(ImportRun run) {
    synchronized (runs) {
      runs.remove(run.id());
    }
  }

  /** Returns the run of a branch. */
  Optional<ImportRun> find(Scope scope, String id) {
    synchronized (runs) {
      return Optional.ofNullable(runs.get(id)).filter(run -> run.scope().equals(scope));
    }
  }

  /** Returns the runs of a branch, the newest first. */
  List<ImportRun> list(Scope scope) {
    synchronized (runs) {
      List<ImportRun> found =
          new ArrayList<>(runs.values().stream().filter(run -> run.scope().equals(scope)).toList());
      return found.reversed();
    }
  }

  /** Ends the imports that run; their files can be imported again, and what is done stays done. */
  @EventListener(ContextClosedEvent.class)
  void stop() {
    stopping = true;
  }

  @Override
  public void close() {
    stopping = true;
    executor.shutdown();
    try {
      boolean _ = executor.awaitTermination(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
