package dev.tarn.core.catalog;

import dev.tarn.core.catalog.IndexRunReport.Kind;
import dev.tarn.core.catalog.IndexRunReport.Phase;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.FollowerRunner;
import dev.tarn.core.log.LogTail;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.tenant.TaskPermit;
import dev.tarn.core.verify.IndexVerification;
import dev.tarn.core.verify.Verification;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The rebuilds and verifications of the index of one branch, one at a time, and how the index is.
 * Thread safe.
 */
final class BranchIndex implements AutoCloseable {
  private static final BackgroundRuns.Kind INDEX =
      new BackgroundRuns.Kind(
          "index",
          ErrorCode.INDEX_BUSY,
          ErrorCode.INDEX_RUN_NOT_FOUND,
          "A run of the index failed; the index serves as before");

  /** How long a comparison waits for the index to show what is in the log. */
  private static final Duration INDEX_WAIT = Duration.ofSeconds(10);

  /** A comparison shares the machine with what is served meanwhile. */
  private static final int MAX_THREADS = 8;

  private final Scope scope;
  private final BranchStore store;
  private final StateIndexes indexes;
  private final ServingIndex serving;
  private final LogTail tail;
  private final FollowerRunner runner;
  private final Clock clock;
  private final int threads =
      Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, MAX_THREADS);
  private final BackgroundRuns<IndexRun> runs;

  /**
   * @param runner drives {@code serving} along {@code tail}
   */
  BranchIndex(
      Scope scope,
      BranchStore store,
      StateIndexes indexes,
      ServingIndex serving,
      LogTail tail,
      FollowerRunner runner,
      Clock clock) {
    this.scope = scope;
    this.store = store;
    this.indexes = indexes;
    this.serving = serving;
    this.tail = tail;
    this.runner = runner;
    this.clock = clock;
    this.runs = new BackgroundRuns<>(INDEX, scope);
  }

  /** What a run does; answers the commit that it came to. */
  @FunctionalInterface
  private interface Work {
    CommitId run(IndexRun run) throws IOException, InterruptedException;
  }

  /**
   * Begins to rebuild the index.
   *
   * @param check what is compared before the new index serves
   * @param permit given back at the end
   * @throws CatalogException {@code index-busy} if a run is under way
   */
  IndexRunReport rebuild(RebuildCheck check, TaskPermit permit) throws IOException {
    return start(Kind.REBUILD, permit, run -> rebuild(run, check));
  }

  /**
   * Begins to compare the index with the tables.
   *
   * @throws CatalogException {@code index-busy} if a run is under way
   */
  IndexRunReport verify(TaskPermit permit) throws IOException {
    return start(
        Kind.VERIFY,
        permit,
        run -> {
          // What was acknowledged before the request is compared; an index that is stuck is
          // compared where it is.
          var unused = runner.await(tail.head().seq(), INDEX_WAIT);
          Verification found = verify(run, serving);
          run.verified(found);
          return found.commit();
        });
  }

  private IndexRunReport start(Kind kind, TaskPermit permit, Work work) throws IOException {
    return runs.start(permit, () -> begin(kind), run -> run.succeeded(work.run(run))).report();
  }

  private IndexRun begin(Kind kind) throws IOException {
    try (StateSnapshot view = serving.acquire()) {
      return new IndexRun(
          UUID.randomUUID().toString(),
          kind,
          clock,
          view.assetCounts().values().stream().mapToLong(Long::longValue).sum(),
          view.relationshipCount());
    }
  }

  private CommitId rebuild(IndexRun run, RebuildCheck check)
      throws IOException, InterruptedException {
    CommitId commit =
        new IndexRebuild(scope, store, indexes, serving, tail, run)
            .run(
                built -> {
                  switch (check) {
                    case COUNTS -> {}
                    case EVERYTHING -> checkAll(run, built);
                  }
                });
    // Readers may wait for what the old index did not come to.
    runner.progressed();
    return commit;
  }

  private void checkAll(IndexRun run, StateIndex built) throws IOException {
    Verification found = verify(run, built);
    run.verified(found);
    if (!found.isClean()) {
      throw new CatalogException(
          ErrorCode.INDEX_NOT_VERIFIED,
          "the new index differs from the tables in " + found.differences() + " places");
    }
  }

  private Verification verify(IndexRun run, StateIndex index) throws IOException {
    run.enter(Phase.COMPARING);
    List<StateSnapshot> views = new ArrayList<>();
    try {
      views.add(index.acquire());
      CommitId commit = views.getFirst().commit();
      while (views.size() < threads) {
        StateSnapshot view = index.acquire();
        if (view.commit().seq() != commit.seq()) {
          view.close();
          break;
        }
        views.add(view);
      }
      CommitId inLog =
          LogAgreement.commitOf(commit.seq(), store.log())
              .orElseThrow(
                  () ->
                      new CatalogException(
                          ErrorCode.INDEX_NOT_VERIFIED,
                          "the index is at " + commit + ", which the log does not reach"));
      return IndexVerification.run(
          views, store.stateAt(inLog), IndexVerification.Limits.DEFAULT, run);
    } finally {
      views.forEach(StateSnapshot::close);
    }
  }

  /**
   * Asks a run to end.
   *
   * @throws CatalogException {@code index-run-not-found}
   */
  IndexRunReport cancel(String id) {
    IndexRun run = runs.find(id);
    run.cancel();
    return run.report();
  }

  /**
   * Returns a run.
   *
   * @throws CatalogException {@code index-run-not-found}
   */
  IndexRunReport report(String id) {
    return runs.find(id).report();
  }

  /** Returns the runs that are remembered, the newest first. */
  List<IndexRunReport> reports() {
    return runs.all().stream().map(IndexRun::report).toList();
  }

  IndexStatus status() throws IOException {
    CommitId head = tail.head();
    CommitId applied = serving.applied();
    List<IndexRunReport> known = reports();
    return new IndexStatus(
        head,
        applied,
        serving.durable(),
        Math.max(0, head.seq() - applied.seq()),
        runner.failure(),
        serving.size(),
        known.stream().filter(run -> run.status() == RunStatus.RUNNING).findFirst(),
        lastEnded(known, Kind.REBUILD),
        lastEnded(known, Kind.VERIFY));
  }

  /** Returns what is under way. */
  Optional<Kind> running() {
    return runs.running().map(IndexRun::kind);
  }

  private static Optional<IndexRunReport> lastEnded(List<IndexRunReport> runs, Kind kind) {
    return runs.stream()
        .filter(run -> run.kind() == kind && run.status() != RunStatus.RUNNING)
        .findFirst();
  }

  /** Ends the run that is under way, if there is one, and waits for it. */
  @Override
  public void close() {
    runs.close();
  }
}
