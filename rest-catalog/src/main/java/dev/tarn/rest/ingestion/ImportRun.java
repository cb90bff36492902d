package dev.tarn.rest.ingestion;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.ingest.ImportInput;
import dev.tarn.core.ingest.ImportPosition;
import dev.tarn.core.ingest.ImportSink;
import dev.tarn.core.ingest.Importer;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.rest.request.RejectedChangeException;
import dev.tarn.rest.stream.ChangeStream;
import dev.tarn.rest.stream.Outcomes;
import dev.tarn.rest.stream.StreamLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One import: what it reads, how far it is, and what became of it. Thread safe. */
final class ImportRun {
  private static final Logger LOG = LoggerFactory.getLogger(ImportRun.class);

  /** The most kinds of unmapped things that are told apart; the rest is counted together. */
  private static final int MAX_KINDS_NOT_MAPPED = 1_000;

  private static final String OTHER_KINDS = "other";

  /** About how much memory a change of an importer takes; its text is not known here. */
  private static final int CHANGE_BYTES = 1_024;

  enum Status {
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED
  }

  private final String id;
  private final Scope scope;
  private final ChangeContext context;
  private final Importer importer;
  private final List<ImportInput> inputs;
  private final int maxKeptRejections;
  private final Clock clock;
  private final Instant queuedAt;
  private final long bytesTotal;

  // Guarded by this.
  private Status status = Status.QUEUED;
  private @Nullable Instant startedAt;
  private @Nullable Instant finishedAt;
  private long bytesRead;
  private long created;
  private long updated;
  private long deleted;
  private long unchanged;
  private long rejected;
  private final List<RunReport.Rejection> rejections = new ArrayList<>();
  private final Map<String, Long> notMapped = new TreeMap<>();
  private @Nullable CommitId commit;
  private @Nullable CatalogException failure;
  private @Nullable RejectedChangeException firstRefusal;

  ImportRun(
      String id,
      Scope scope,
      ChangeContext context,
      Importer importer,
      List<ImportInput> inputs,
      int maxKeptRejections,
      Clock clock) {
    this.id = id;
    this.scope = scope;
    this.context = context;
    this.importer = importer;
    this.inputs = List.copyOf(inputs);
    this.maxKeptRejections = maxKeptRejections;
    this.clock = clock;
    this.queuedAt = clock.instant();
    this.bytesTotal = inputs.stream().mapToLong(ImportInput::sizeBytes).sum();
  }

  String id() {
    return id;
  }

  Scope scope() {
    return scope;
  }

  synchronized boolean isFinished() {
    return status == Status.SUCCEEDED || status == Status.FAILED;
  }

  synchronized @Nullable CommitId commit() {
    return commit;
  }

  /**
   * Reads everything and waits until it is committed; never throws for what the files or the stores
   * do.
   *
   * @param stopping when the import has to end early
   */
  void run(Catalog catalog, StreamLimits limits, BooleanSupplier stopping) {
    synchronized (this) {
      status = Status.RUNNING;
      startedAt = clock.instant();
    }
    CatalogException failed = null;
    try (ChangeStream<ImportPosition> stream =
        ChangeStream.open(catalog, scope, context, limits, this::took)) {
      importer.read(inputs, new Sink(stream, stopping));
      stream.finish();
    } catch (CatalogException e) {
      failed = e;
    } catch (IOException e) {
      LOG.atWarn().setMessage("An import cannot read its files").setCause(e).log();
      failed = new CatalogException(ErrorCode.INVALID_REQUEST, "a file cannot be read", e);
    } catch (RuntimeException e) {
      // The importer's defect; there is no request that could be told.
      LOG.atError()
          .setMessage("An import failed by a defect")
          .addKeyValue("format", importer.format())
          .setCause(e)
          .log();
      failed = new CatalogException(ErrorCode.INTERNAL_ERROR, "the importer failed", e);
    }
    finish(failed);
  }

  /** Ends a run that never began. */
  void abandon(CatalogException reason) {
    finish(reason);
  }

  private synchronized void finish(@Nullable CatalogException failed) {
    failure = failed;
    status = failed == null ? Status.SUCCEEDED : Status.FAILED;
    finishedAt = clock.instant();
    if (failed == null) {
      bytesRead = bytesTotal;
    }
  }

  private synchronized void took(
      List<Outcomes.Outcome<ImportPosition>> outcomes, @Nullable CommitId at) {
    for (Outcomes.Outcome<ImportPosition> outcome : outcomes) {
      switch (outcome.result()) {
        case ChangeResult.Applied applied -> {
          switch (applied.operation()) {
            case CREATE, RESTORE -> created++;
            case UPDATE -> updated++;
            case DELETE -> deleted++;
          }
        }
        case ChangeResult.Unchanged _ -> unchanged++;
        case ChangeResult.Rejected refused -> {
          rejected++;
          if (firstRefusal == null) {
            firstRefusal = new RejectedChangeException(refused, outcome.position().line());
          }
          if (rejections.size() < maxKeptRejections) {
            rejections.add(
                new RunReport.Rejection(
                    outcome.position().input(),
                    outcome.position().line(),
                    refused.code().code(),
                    refused.message(),
                    refused.field()));
          }
        }
      }
    }
    if (at != null && (commit == null || at.seq() > commit.seq())) {
      commit = at;
    }
  }

  /** Returns how the import is. */
  synchronized RunReport report() {
    return new RunReport(
        id,
        status.name().toLowerCase(Locale.ROOT),
        importer.format(),
        inputs.stream().map(ImportInput::name).toList(),
        context.actor().name(),
        queuedAt.toString(),
        startedAt == null ? null : startedAt.toString(),
        finishedAt == null ? null : finishedAt.toString(),
        bytesRead,
        bytesTotal,
        created,
        updated,
        deleted,
        unchanged,
        rejected,
        List.copyOf(rejections),
        Map.copyOf(notMapped),
        commit == null ? null : commit.toString(),
        failure == null
            ? null
            : new RunReport.Failure(failure.code().code(), failure.getMessage()));
  }

  /**
   * Throws what kept the import, or its first refused record, out; nothing if all is in.
   *
   * @throws CatalogException why the import failed
   */
  synchronized void throwIfRefused() {
    if (failure != null) {
      throw failure;
    }
    if (firstRefusal != null) {
      throw firstRefusal;
    }
  }

  private final class Sink implements ImportSink {
    private final ChangeStream<ImportPosition> stream;
    private final BooleanSupplier stopping;

    Sink(ChangeStream<ImportPosition> stream, BooleanSupplier stopping) {
      this.stream = stream;
      this.stopping = stopping;
    }

    @Override
    public void change(ImportPosition position, Change change) throws IOException {
      if (stopping.getAsBoolean()) {
        throw new CatalogException(ErrorCode.SHUTTING_DOWN, "the server is stopping");
      }
      stream.change(position, change, CHANGE_BYTES);
    }

    @Override
    public void rejected(
        ImportPosition position, ErrorCode code, String message, @Nullable String field) {
      CatalogException error =
          field == null
              ? new CatalogException(code, message)
              : CatalogException.ofField(code, field, message);
      try {
        stream.rejected(position, error);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void notMapped(String what) {
      synchronized (ImportRun.this) {
        boolean known = notMapped.containsKey(what) || notMapped.size() < MAX_KINDS_NOT_MAPPED;
        notMapped.merge(known ? what : OTHER_KINDS, 1L, Long::sum);
      }
    }

    @Override
    public void progress(long bytes) {
      synchronized (ImportRun.this) {
        bytesRead = Math.min(bytes, bytesTotal);
      }
    }
  }
}
