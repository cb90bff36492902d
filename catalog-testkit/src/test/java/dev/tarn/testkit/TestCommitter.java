package dev.tarn.testkit;

import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.commit.CommitObserver;
import dev.tarn.core.commit.Committer;
import dev.tarn.core.commit.CommitterSettings;
import dev.tarn.core.log.AppendOutcome;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.log.FollowerRunner;
import dev.tarn.core.log.Group;
import dev.tarn.core.log.LogTail;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.table.PointerChange;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One committer over a log, with what it counts. */
final class TestCommitter implements AutoCloseable, CommitObserver {
  private static final AtomicInteger NAMES = new AtomicInteger();

  final TestCatalog.SetClock clock = new TestCatalog.SetClock();
  final AtomicInteger groups = new AtomicInteger();
  final AtomicInteger submissions = new AtomicInteger();
  final AtomicInteger conflicts = new AtomicInteger();
  final AtomicInteger unknowns = new AtomicInteger();
  final AtomicInteger refused = new AtomicInteger();
  final LogTail tail;
  final InMemoryStateIndex index = new InMemoryStateIndex();
  final FollowerRunner indexRunner;
  final Committer committer;

  TestCommitter(CatalogStore store, ChangeLog log) throws IOException {
    this(store, log, TestCatalog.committer(Duration.ofSeconds(30)));
  }

  /** A committer of the default branch, over its log or something around that. */
  TestCommitter(CatalogStore store, ChangeLog log, CommitterSettings settings) throws IOException {
    BranchStore branch = store.open(Scope.DEFAULT);
    this.tail = new LogTail(log, new CommitId(0, "00000000"), 100);
    tail.refresh();
    this.indexRunner =
        new FollowerRunner(
            index, tail, new FollowerRunner.Pace(Duration.ZERO, 1, 1_000), "test-index");
    String name = "committer-" + NAMES.incrementAndGet() + "-";
    AtomicInteger ids = new AtomicInteger();
    this.committer =
        new Committer(
            log,
            branch::pointers,
            tail,
            index,
            indexRunner,
            settings,
            clock,
            () -> name + ids.incrementAndGet(),
            this);
    indexRunner.start();
    committer.start();
  }

  CompletableFuture<SubmissionResult> send(Change... changes) {
    return committer.submit(TestCatalog.submission(Atomicity.EACH, List.of(changes)));
  }

  ChangeResult one(Change change) throws Exception {
    return send(change).get().results().getFirst();
  }

  @Override
  public void committed(
      Scope scope, int submissionCount, int entries, Duration resolving, Duration appending) {
    groups.incrementAndGet();
    submissions.addAndGet(submissionCount);
  }

  @Override
  public void conflicted(Scope scope) {
    conflicts.incrementAndGet();
  }

  @Override
  public void outcomeUnknown(Scope scope) {
    unknowns.incrementAndGet();
  }

  @Override
  public void queueFull(Scope scope) {
    refused.incrementAndGet();
  }

  @Override
  public void close() {
    committer.close();
    tail.close();
    indexRunner.close();
  }

  /** A log that says when an append begins. */
  static final class Watched implements ChangeLog {
    private final ChangeLog log;
    private final Runnable beforeAppend;

    Watched(ChangeLog log, Runnable beforeAppend) {
      this.log = log;
      this.beforeAppend = beforeAppend;
    }

    @Override
    public Scope scope() {
      return log.scope();
    }

    @Override
    public CommitId head() throws IOException {
      return log.head();
    }

    @Override
    public AppendOutcome append(
        CommitId expected, String groupId, List<LogEntry> entries, List<PointerChange> pointers)
        throws IOException {
      beforeAppend.run();
      return log.append(expected, groupId, entries, pointers);
    }

    @Override
    public CommitId read(long afterSeq, int maxEntries, Consumer<Group> consumer)
        throws IOException {
      return log.read(afterSeq, maxEntries, consumer);
    }

    @Override
    public void close() {
      log.close();
    }
  }
}
