package dev.tarn.core.catalog;

import dev.tarn.core.catalog.BranchStatus.StoreStatus;
import dev.tarn.core.commit.CommitObserver;
import dev.tarn.core.commit.Committer;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.BackgroundFollower;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.FollowerRunner;
import dev.tarn.core.log.LogFollower;
import dev.tarn.core.log.LogTail;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.table.Freshness;
import dev.tarn.core.table.PointerSnapshot;
import dev.tarn.core.tenant.TaskPermit;
import dev.tarn.core.usage.UsageRecorder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A branch with its threads: committer, followers, and the two that look after them. */
final class OpenBranch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenBranch.class);
  private static final FollowerRunner.Pace BACKGROUND_PACE =
      new FollowerRunner.Pace(Duration.ofMillis(500), 2_000, 2_000);

  private final Scope scope;
  private final BranchStore store;
  private final StateIndexes indexes;
  private final ServingIndex index;
  private final BranchIndex branchIndex;
  private final List<BackgroundFollower> background;
  private final LogTail tail;
  private final FollowerRunner indexRunner;
  private final List<FollowerRunner> runners = new ArrayList<>();
  private final Committer committer;
  private final BranchUsage usage;
  private final ScheduledExecutorService scheduler;
  private final CatalogSettings settings;
  private final AssetQuota assetQuota = new AssetQuota();

  private OpenBranch(
      Scope scope,
      BranchStore store,
      StateIndexes indexes,
      StateIndex opened,
      List<BackgroundFollower> background,
      CatalogSettings settings,
      Clock clock,
      CommitObserver observer) {
    this.scope = scope;
    this.store = store;
    this.indexes = indexes;
    this.index = new ServingIndex(opened);
    this.background = background;
    this.settings = settings;
    this.tail = new LogTail(store.log(), index.applied(), settings.tailEntries());
    this.indexRunner = new FollowerRunner(index, tail, settings.indexPace(), "tarn-index-" + scope);
    this.branchIndex = new BranchIndex(scope, store, indexes, index, tail, indexRunner, clock);
    runners.add(indexRunner);
    for (LogFollower follower : store.followers()) {
      runners.add(
          new FollowerRunner(
              follower, tail, settings.tablesPace(), "tarn-" + follower.name() + "-" + scope));
    }
    for (LogFollower follower : background) {
      runners.add(
          new FollowerRunner(
              follower, tail, BACKGROUND_PACE, "tarn-" + follower.name() + "-" + scope));
    }
    this.committer =
        new Committer(
            store.log(),
            store::pointers,
            tail,
            index,
            indexRunner,
            settings.committer(),
            clock,
            () -> UUID.randomUUID().toString(),
            observer);
    this.usage =
        new BranchUsage(
            scope,
            new UsageRecorder(scope, store.usage(), settings.usage(), clock),
            index,
            committer);
    this.scheduler =
        Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().name("tarn-branch-" + scope + "-", 0).daemon().factory());
  }

  /**
   * Opens a branch: the index follows to the head of the log before the first request.
   *
   * @param store closed with the branch, and if it cannot be opened
   */
  static OpenBranch open(
      Scope scope,
      BranchStore store,
      StateIndexes indexes,
      CatalogSettings settings,
      Clock clock,
      CommitObserver observer)
      throws IOException {
    try (Closing closing = new Closing()) {
      closing.add(store);
      StateIndex index = IndexOpening.open(scope, store, indexes, closing);
      List<BackgroundFollower> background = indexes.followers(scope);
      background.forEach(closing::add);
      OpenBranch branch =
          new OpenBranch(scope, store, indexes, index, background, settings, clock, observer);
      closing.keep();
      branch.start();
      return branch;
    }
  }

  private void start() {
    runners.forEach(FollowerRunner::start);
    committer.start();
    schedule(this::refresh, settings.refreshInterval());
    schedule(this::maintain, settings.maintenanceInterval());
    schedule(usage::flush, settings.usage().flushInterval());
    schedule(usage::popularity, settings.usage().popularityInterval());
    if (index.isOutdated()) {
      rebuild();
    }
  }

  private void rebuild() {
    LOG.atInfo()
        .setMessage("The index is built anew beside the old one, which lacks what is asked now")
        .addKeyValue("scope", scope)
        .log();
    try {
      branchIndex.rebuild(RebuildCheck.COUNTS, TaskPermit.UNCOUNTED);
    } catch (IOException | CatalogException e) {
      LOG.atWarn()
          .setMessage("The index could not be built anew; the next start tries again")
          .addKeyValue("scope", scope)
          .setCause(e)
          .log();
    }
  }

  private void schedule(Runnable task, Duration interval) {
    var unused =
        scheduler.scheduleWithFixedDelay(
            task, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void refresh() {
    try {
      tail.refresh();
    } catch (IOException | RuntimeException e) {
      LOG.atWarn()
          .setMessage("The log cannot be asked for new commits; asked again soon")
          .addKeyValue("scope", scope)
          .setCause(e)
          .log();
    }
  }

  private void maintain() {
    try {
      indexes.maintain(scope);
      store.maintain();
    } catch (IOException | RuntimeException e) {
      LOG.atWarn()
          .setMessage("Housekeeping failed; it is tried again")
          .addKeyValue("scope", scope)
          .setCause(e)
          .log();
    }
  }

  Committer committer() {
    return committer;
  }

  LogTail tail() {
    return tail;
  }

  /** Returns what counts the branch's assets, with what the index shows now. */
  AssetQuota assetQuota() throws IOException {
    try (StateSnapshot view = index.acquire()) {
      assetQuota.indexed(view);
    }
    return assetQuota;
  }

  UsageRecorder usage() {
    return usage.recorder();
  }

  BranchStore store() {
    return store;
  }

  PointerSnapshot pointers(Freshness freshness) throws IOException {
    if (freshness == Freshness.NEWEST && !store.isAlone()) {
      var unused = store.log().head();
    }
    return store.pointers();
  }

  BranchIndex index() {
    return branchIndex;
  }

  StateSnapshot read(long atLeastSeq) throws IOException {
    reach(atLeastSeq);
    return index.acquire();
  }

  /** Returns a view of exactly this commit, if an index of it only has to be opened. */
  Optional<StateSnapshot> snapshotAtHand(CommitId commit) throws IOException {
    return indexes.snapshotAtHand(scope, store.log(), commit);
  }

  /** Returns a view of exactly this commit. */
  StateSnapshot snapshotAt(CommitId commit) throws IOException {
    reach(commit.seq());
    return indexes.snapshotAt(scope, store.log(), commit);
  }

  /** Keeps the index as it is at the head, for whoever begins here. */
  void keep() throws IOException {
    reach(tail.head().seq());
    indexes.keep(scope);
  }

  /** Gives a branch that was made of this one at a commit an index to begin with. */
  void forkIndex(Scope branch, CommitId at) throws IOException {
    indexes.fork(branch, store.log(), at.seq());
  }

  /** Keeps a tag's commit readable. */
  void keepTag(BranchName tag, CommitId commit) throws IOException {
    reach(commit.seq());
    indexes.keepTag(scope, tag, commit);
  }

  /** Waits until the index shows the log up to here. */
  private void reach(long seq) throws IOException {
    if (index.applied().seq() >= seq) {
      return;
    }
    try {
      if (tail.head().seq() < seq) {
        tail.refresh();
      }
      if (!indexRunner.await(seq, settings.readTimeout())) {
        throw new CatalogException(
            ErrorCode.COMMIT_NOT_REACHED,
            "the index is at "
                + index.applied().seq()
                + " and did not reach "
                + seq
                + " within "
                + settings.readTimeout().toSeconds()
                + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CatalogException(ErrorCode.SHUTTING_DOWN, "interrupted", e);
    }
  }

  BranchStatus status() throws IOException {
    CommitId head = tail.head();
    List<StoreStatus> stores = new ArrayList<>();
    for (FollowerRunner runner : runners) {
      CommitId applied = runner.applied();
      stores.add(
          new StoreStatus(
              runner.follower().name(),
              applied,
              runner.follower().durable(),
              Math.max(0, head.seq() - applied.seq()),
              runner.failure()));
    }
    try (StateSnapshot snapshot = index.acquire()) {
      return new BranchStatus(
          scope,
          head,
          committer.queuedChanges(),
          settings.committer().maxQueuedChanges(),
          stores,
          branchIndex.running(),
          snapshot.assetCounts(),
          snapshot.relationshipCount());
    }
  }

  /** Commits what is queued, lets the followers end, and closes everything, whatever fails. */
  @Override
  public void close() throws IOException {
    branchIndex.close();
    committer.close();
    scheduler.shutdown();
    try {
      if (!scheduler.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.atWarn().setMessage("Housekeeping is still busy").addKeyValue("scope", scope).log();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    usage.flush();
    tail.close();
    runners.forEach(FollowerRunner::close);
    try (Closing closing = new Closing()) {
      closing.add(store);
      closing.add(index);
      background.forEach(closing::add);
      index.flush();
    }
  }
}
