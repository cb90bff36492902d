package dev.tarn.core.commit;

import dev.tarn.core.change.Submission;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.commit.SubmissionQueue.Pending;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.log.FollowerRunner;
import dev.tarn.core.log.LogTail;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.table.PointerSnapshot;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of a branch in this process: group commit.
 *
 * <p>Submissions queue up; a thread takes what has gathered, resolves it in the order of arrival,
 * and appends it to the log in one commit. While that commit is under way the next group gathers,
 * so the group grows with the load and the cost of a commit is shared. Other processes may write to
 * the same branch: a lost race means reading what the other wrote, resolving again and trying
 * again.
 *
 * <p>A future completes only after its changes are durable, or were refused; it fails with {@code
 * commit-outcome-unknown} if neither can be found out in time, and then an {@code Idempotency-Key}
 * makes it safe to send the request again. Futures complete on the committer's thread: what depends
 * on one must not block.
 */
public final class Committer implements AutoCloseable {
  /** Gives the pointers of the newest commit that this process knows. */
  @FunctionalInterface
  public interface PointerSource {
    PointerSnapshot pointers() throws IOException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

  private final Scope scope;
  private final CommitObserver observer;
  private final SubmissionQueue queue;
  private final GroupCommit groupCommit;
  private final Thread thread;

  /**
   * @param tail begins at or before what the index has applied
   * @param indexRunner drives {@code index} along {@code tail}
   * @param groupIds gives unique ids
   */
  public Committer(
      ChangeLog log,
      PointerSource pointers,
      LogTail tail,
      StateIndex index,
      FollowerRunner indexRunner,
      CommitterSettings settings,
      Clock clock,
      Supplier<String> groupIds,
      CommitObserver observer) {
    this.scope = log.scope();
    this.observer = observer;
    this.queue = new SubmissionQueue(settings, () -> observer.queueFull(scope));
    this.groupCommit =
        new GroupCommit(
            log, pointers, tail, index, indexRunner, settings, clock, groupIds, observer);
    this.thread = Thread.ofPlatform().name("tarn-commit-" + scope).daemon().unstarted(this::run);
  }

  /** Starts to commit. */
  public void start() {
    thread.start();
  }

  /**
   * Queues a submission.
   *
   * @throws CatalogException {@code queue-full} or {@code shutting-down}
   */
  public CompletableFuture<SubmissionResult> submit(Submission submission) {
    return queue.submit(submission);
  }

  /** Returns the number of changes that wait. */
  public int queuedChanges() {
    return queue.queuedChanges();
  }

  private void run() {
    try {
      while (true) {
        List<Pending> group = queue.take();
        if (group.isEmpty()) {
          return;
        }
        commit(group);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      // Nobody waits for an answer from a thread that is gone, whatever ended it.
      queue.refuseRest();
    }
  }

  private void commit(List<Pending> group) throws InterruptedException {
    CatalogException failure = new CatalogException(ErrorCode.INTERNAL_ERROR, "the commit failed");
    boolean answered = false;
    try {
      GroupCommit.Done done = groupCommit.commit(group.stream().map(Pending::submission).toList());
      answered = true;
      answer(group, done);
    } catch (CatalogException e) {
      failure = e;
    } catch (RuntimeException e) {
      // A defect fails the group it shows in; the branch must stay writable for all others.
      LOG.atError()
          .setMessage("A group failed for a defect")
          .addKeyValue("scope", scope)
          .setCause(e)
          .log();
      groupCommit.forget();
      failure = new CatalogException(ErrorCode.INTERNAL_ERROR, "the commit failed", e);
    } finally {
      if (!answered) {
        fail(group, failure);
      }
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private void fail(List<Pending> group, CatalogException failure) {
    group.forEach(pending -> pending.future().completeExceptionally(failure));
    if (queue.isClosed()) {
      // The rest would wait as long for a store that is away; a stop does not take that long.
      queue.refuseRest();
    }
  }

  private void answer(List<Pending> group, GroupCommit.Done done) {
    for (int i = 0; i < group.size(); i++) {
      GroupResolver.Answer answer = done.resolved().answers().get(i);
      group
          .get(i)
          .future()
          .complete(new SubmissionResult(done.commit(), answer.changes(), answer.pointers()));
    }
    int entries = done.resolved().entries().size();
    if (entries > 0) {
      observer.committed(scope, group.size(), entries, done.resolving(), done.appending());
    }
  }

  /** Commits what is queued, then stops. */
  @Override
  public void close() {
    queue.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
