package dev.tarn.core.commit;

import dev.tarn.core.change.Guard;
import dev.tarn.core.change.Submission;
import dev.tarn.core.commit.GroupResolver.Resolved;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.AppendOutcome;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.log.FollowerRunner;
import dev.tarn.core.log.Group;
import dev.tarn.core.log.LogTail;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.table.PointerSnapshot;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one group after the other into the log, through lost races, lost answers and a store that
 * is away for a while. Only used by the committer's thread.
 */
final class GroupCommit {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
  private static final Duration INDEX_WAIT = Duration.ofMillis(200);

  /** What became of a group: durable, or nothing to do. */
  record Done(Resolved resolved, CommitId commit, Duration resolving, Duration appending) {}

  private final ChangeLog log;
  private final Committer.PointerSource pointers;
  private final LogTail tail;
  private final StateIndex index;
  private final FollowerRunner indexRunner;
  private final CommitterSettings settings;
  private final Clock clock;
  private final Supplier<String> groupIds;
  private final CommitObserver observer;
  private final CommittedState state;

  GroupCommit(
      ChangeLog log,
      Committer.PointerSource pointers,
      LogTail tail,
      StateIndex index,
      FollowerRunner indexRunner,
      CommitterSettings settings,
      Clock clock,
      Supplier<String> groupIds,
      CommitObserver observer) {
    this.log = log;
    this.pointers = pointers;
    this.tail = tail;
    this.index = index;
    this.indexRunner = indexRunner;
    this.settings = settings;
    this.clock = clock;
    this.groupIds = groupIds;
    this.observer = observer;
    this.state = new CommittedState(tail, settings.maxGroupChanges());
  }

  /** Forgets what is in memory of the state, after a defect. */
  void forget() {
    state.forget();
  }

  /**
   * Commits a group.
   *
   * @throws CatalogException {@code storage-unavailable} or {@code shutting-down} if nothing of the
   *     group is, or will be, visible; {@code commit-outcome-unknown} if that is open
   */
  Done commit(List<Submission> submissions) {
    return new Attempts(submissions, groupIds.get()).run();
  }

  /** An append whose answer was lost. */
  private record Doubt(CommitId head, Resolved resolved) {}

  /** The attempts at one group. */
  private final class Attempts {
    private final List<Submission> submissions;
    private final String groupId;
    private final Backoff backoff = new Backoff(settings.outcomeTimeout());

    /** What an append whose answer was lost may still make visible. */
    private @Nullable Doubt doubt;

    private long resolvingNanos;
    private long appendingNanos;

    Attempts(List<Submission> submissions, String groupId) {
      this.submissions = submissions;
      this.groupId = groupId;
    }

    Done run() {
      try {
        while (true) {
          try {
            Done done = attempt();
            if (done != null) {
              return done;
            }
          } catch (IOException e) {
            // Whatever failed, the group can be resolved and appended again: only one append at a
            // head
            // wins, so a repeated one cannot double it.
            giveUpIfOver(e);
            LOG.atWarn()
                .setMessage("A commit failed; it is tried again")
                .addKeyValue("scope", log.scope())
                .addKeyValue("groupId", groupId)
                .setCause(e)
                .log();
            backoff.pause();
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw doubt != null
            ? unknown(e)
            : new CatalogException(ErrorCode.SHUTTING_DOWN, "the server is stopping", e);
      }
    }

    private @Nullable Done attempt() throws IOException, InterruptedException {
      waitForIndex();
      long startNanos = System.nanoTime();
      CommitId head;
      Resolved resolved;
      PointerSnapshot at = pointers.pointers();
      try (StateSnapshot snapshot = index.acquire()) {
        head = state.follow(snapshot);
        Done late = landedLate(head);
        if (late != null) {
          return late;
        }
        if (at.commit().seq() != head.seq()) {
          // Another process was first, and the tail has not heard of it yet.
          observer.conflicted(log.scope());
          tail.refresh();
          return null;
        }
        resolved = resolve(snapshot, at, head);
      }
      resolvingNanos += System.nanoTime() - startNanos;
      if (resolved.entries().isEmpty()) {
        // No append will prove that this process knows the newest state, on which the answers rest.
        return tail.refresh().seq() > head.seq() ? null : done(resolved, head);
      }
      startNanos = System.nanoTime();
      AppendOutcome outcome = append(head, resolved);
      appendingNanos += System.nanoTime() - startNanos;
      switch (outcome) {
        case AppendOutcome.Committed(CommitId commit) -> {
          tail.publish(new Group(commit, groupId, resolved.entries()));
          return done(resolved, commit);
        }
        case AppendOutcome.Conflict() -> observer.conflicted(log.scope());
        case AppendOutcome.Unknown(Exception cause) -> {
          doubt = new Doubt(head, resolved);
          observer.outcomeUnknown(log.scope());
          LOG.atWarn()
              .setMessage("The answer to a commit was lost; it is looked up")
              .addKeyValue("scope", log.scope())
              .addKeyValue("groupId", groupId)
              .setCause(cause)
              .log();
        }
      }
      // Another process was first, or the answer was lost. Either way the log knows: take over what
      // it
      // has, and look for this very group in it, before anything is tried again.
      CommitId landed = lookUp(head);
      if (landed != null) {
        return done(resolved, landed);
      }
      if (tail.head().seq() > head.seq()) {
        // The log went on without the group: no append at the old head can land any more.
        doubt = null;
      } else {
        giveUpIfOver(null);
        backoff.pause();
      }
      return null;
    }

    /** Looks for a group that was in doubt in what the tail has since taken over, whoever asked. */
    private @Nullable Done landedLate(CommitId head) throws IOException, InterruptedException {
      Doubt doubtful = doubt;
      if (doubtful == null || head.seq() == doubtful.head().seq()) {
        return null;
      }
      CommitId landed = find(doubtful.head().seq());
      doubt = null;
      return landed == null ? null : done(doubtful.resolved(), landed);
    }

    private Resolved resolve(StateSnapshot snapshot, PointerSnapshot at, CommitId head)
        throws IOException, InterruptedException {
      List<Guard> broken = new ArrayList<>();
      for (Submission submission : submissions) {
        Guard guard = submission.guard();
        if (guard != null && isBroken(guard, head.seq())) {
          broken.add(guard);
        }
      }
      StateOverlay committed = state.over(new PrefetchedState(snapshot));
      NeededEntities.of(submissions).readFrom(committed);
      return new GroupResolver(
              committed,
              PointerOverlay.over(at, submissions),
              state.types(),
              groupId,
              state.nextTime(clock.instant()),
              head.seq() + 1)
          .resolve(submissions, broken);
    }

    /** Looks through what the log has beyond the commit at which a submission was worked out. */
    private boolean isBroken(Guard guard, long headSeq) throws IOException, InterruptedException {
      long seq = guard.asOfSeq();
      while (seq < headSeq) {
        for (Group group : tail.await(seq, settings.maxGroupChanges(), Duration.ZERO)) {
          long reached = seq;
          if (group.entries().stream()
              .anyMatch(entry -> entry.seq() > reached && guard.isBrokenBy(entry))) {
            return true;
          }
          seq = group.commit().seq();
        }
      }
      return false;
    }

    private AppendOutcome append(CommitId head, Resolved resolved) throws IOException {
      try {
        return log.append(head, groupId, resolved.entries(), resolved.pointers());
      } catch (RuntimeException e) {
        // A defect below says nothing about what the store did before it showed.
        return new AppendOutcome.Unknown(e);
      }
    }

    /**
     * Takes over what the log has beyond {@code head}; returns this group's commit if it is there.
     */
    private @Nullable CommitId lookUp(CommitId head) throws InterruptedException {
      while (true) {
        try {
          tail.refresh();
          return find(head.seq());
        } catch (IOException e) {
          giveUpIfOver(e);
          backoff.pause();
        }
      }
    }

    private @Nullable CommitId find(long afterSeq) throws IOException, InterruptedException {
      long seq = afterSeq;
      while (seq < tail.head().seq()) {
        for (Group group : tail.await(seq, settings.maxGroupChanges(), Duration.ZERO)) {
          if (group.groupId().equals(groupId)) {
            return group.commit();
          }
          seq = group.commit().seq();
        }
      }
      return null;
    }

    /** Bounds the memory of the overlay: the index may lag by a known number of entries. */
    private void waitForIndex() throws InterruptedException {
      while (tail.head().seq() - index.applied().seq() > settings.maxUnindexedEntries()) {
        long near = tail.head().seq() - settings.maxUnindexedEntries() / 2;
        if (!indexRunner.await(near, INDEX_WAIT)) {
          giveUpIfOver(null);
        }
      }
    }

    private void giveUpIfOver(@Nullable Exception cause) {
      if (backoff.isOver()) {
        throw doubt != null
            ? unknown(cause)
            : new CatalogException(
                ErrorCode.STORAGE_UNAVAILABLE, "the catalog's storage does not answer", cause);
      }
    }

    private static CatalogException unknown(@Nullable Exception cause) {
      return new CatalogException(
          ErrorCode.COMMIT_OUTCOME_UNKNOWN,
          "the commit may or may not become visible; repeat the request with its Idempotency-Key",
          cause);
    }

    private Done done(Resolved resolved, CommitId commit) {
      return new Done(
          resolved, commit, Duration.ofNanos(resolvingNanos), Duration.ofNanos(appendingNanos));
    }
  }
}
