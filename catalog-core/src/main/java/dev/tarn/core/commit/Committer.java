package dev.tarn.core.commit;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.change.AssetField;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.Idempotency;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Submission;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.AppendOutcome;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.log.FollowerRunner;
import dev.tarn.core.log.Group;
import dev.tarn.core.log.LogTail;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.RecordedOutcome;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import dev.tarn.core.type.TypeRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
 * makes it safe to send the request again.
 */
public final class Committer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration INDEX_WAIT = Duration.ofMillis(200);

  private record Pending(Submission submission, CompletableFuture<SubmissionResult> future) {}

  /** A group resolved against one head. */
  private record Resolved(List<LogEntry> entries, List<List<ChangeResult>> results) {}

  private final Scope scope;
  private final ChangeLog log;
  private final LogTail tail;
  private final StateIndex index;
  private final FollowerRunner indexRunner;
  private final CommitterSettings settings;
  private final Clock clock;
  private final Supplier<String> groupIds;
  private final CommitObserver observer;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<Pending> queue = new ArrayDeque<>();
  private int queuedChanges;
  private long queuedBytes;
  private boolean closed;

  /** What the log has beyond the index; only used by the committer's thread. */
  private @Nullable StateOverlay unindexed;

  private long overlaidSeq;
  private Instant lastTime = Instant.EPOCH;
  private volatile TypeRegistry types = TypeRegistry.builtIn();

  /**
   * @param tail begins at or before what the index has applied
   * @param indexRunner drives {@code index} along {@code tail}
   * @param groupIds gives unique ids
   */
  public Committer(
      ChangeLog log,
      LogTail tail,
      StateIndex index,
      FollowerRunner indexRunner,
      CommitterSettings settings,
      Clock clock,
      Supplier<String> groupIds,
      CommitObserver observer) {
    this.scope = log.scope();
    this.log = log;
    this.tail = tail;
    this.index = index;
    this.indexRunner = indexRunner;
    this.settings = settings;
    this.clock = clock;
    this.groupIds = groupIds;
    this.observer = observer;
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
    int changes = submission.changes().size();
    lock.lock();
    try {
      if (closed) {
        throw new CatalogException(ErrorCode.SHUTTING_DOWN, "the server is stopping");
      }
      // One submission is always taken, however large, so that none is refused for ever.
      if (!queue.isEmpty()
          && (queuedChanges + changes > settings.maxQueuedChanges()
              || queuedBytes + submission.weightBytes() > settings.maxQueuedBytes())) {
        observer.queueFull(scope);
        throw new CatalogException(
            ErrorCode.QUEUE_FULL, queuedChanges + " changes are waiting to be committed");
      }
      Pending pending = new Pending(submission, new CompletableFuture<>());
      queue.addLast(pending);
      queuedChanges += changes;
      queuedBytes += submission.weightBytes();
      arrived.signal();
      return pending.future();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the number of changes that wait. */
  public int queuedChanges() {
    lock.lock();
    try {
      return queuedChanges;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (true) {
      List<Pending> group;
      try {
        group = gather();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      if (group.isEmpty()) {
        return;
      }
      try {
        commit(group);
      } catch (InterruptedException e) {
        fail(group, new CatalogException(ErrorCode.SHUTTING_DOWN, "the server is stopping", e));
        Thread.currentThread().interrupt();
        return;
      } catch (CatalogException e) {
        fail(group, e);
      } catch (IOException e) {
        LOG.atWarn()
            .setMessage("A group could not be committed")
            .addKeyValue("scope", scope)
            .setCause(e)
            .log();
        fail(
            group,
            new CatalogException(
                ErrorCode.STORAGE_UNAVAILABLE, "the catalog's storage does not answer", e));
      } catch (RuntimeException | Error e) {
        LOG.atError()
            .setMessage("A group failed for a defect")
            .addKeyValue("scope", scope)
            .setCause(e)
            .log();
        unindexed = null;
        fail(group, new CatalogException(ErrorCode.INTERNAL_ERROR, "the commit failed", e));
      }
    }
  }

  private static void fail(List<Pending> group, CatalogException failure) {
    group.forEach(pending -> pending.future().completeExceptionally(failure));
  }

  /** Waits for a first submission, then a moment for more. Empty when closed and all is done. */
  private List<Pending> gather() throws InterruptedException {
    lock.lock();
    try {
      while (queue.isEmpty() && !closed) {
        arrived.await();
      }
      long nanos = settings.gatherWindow().toNanos();
      while (nanos > 0
          && !closed
          && queuedChanges < settings.maxGroupChanges()
          && queuedBytes < settings.maxGroupBytes()) {
        nanos = arrived.awaitNanos(nanos);
      }
      List<Pending> group = new ArrayList<>();
      int changes = 0;
      long bytes = 0;
      while (!queue.isEmpty()) {
        Submission next = queue.getFirst().submission();
        boolean fits =
            changes + next.changes().size() <= settings.maxGroupChanges()
                && bytes + next.weightBytes() <= settings.maxGroupBytes();
        if (!group.isEmpty() && !fits) {
          break;
        }
        changes += next.changes().size();
        bytes += next.weightBytes();
        group.add(queue.removeFirst());
      }
      queuedChanges -= changes;
      queuedBytes -= bytes;
      return group;
    } finally {
      lock.unlock();
    }
  }

  private void commit(List<Pending> group) throws IOException, InterruptedException {
    String groupId = groupIds.get();
    long deadlineNanos = System.nanoTime() + settings.outcomeTimeout().toNanos();
    long resolvingNanos = 0;
    long appendingNanos = 0;
    Duration pause = FIRST_PAUSE;
    while (true) {
      waitForIndex(deadlineNanos);
      long startNanos = System.nanoTime();
      CommitId head = tail.head();
      Resolved resolved;
      try (StateSnapshot snapshot = index.acquire()) {
        head = overlay(snapshot);
        resolved = resolve(group, snapshot, groupId, head);
      }
      resolvingNanos += System.nanoTime() - startNanos;
      if (resolved.entries().isEmpty()) {
        answer(group, resolved, head);
        return;
      }
      startNanos = System.nanoTime();
      AppendOutcome outcome = log.append(head, groupId, resolved.entries());
      appendingNanos += System.nanoTime() - startNanos;
      switch (outcome) {
        case AppendOutcome.Committed(CommitId commit) -> {
          tail.publish(new Group(commit, groupId, resolved.entries()));
          committed(group, resolved, commit, resolvingNanos, appendingNanos);
          return;
        }
        case AppendOutcome.Conflict() -> observer.conflicted(scope);
        case AppendOutcome.Unknown(Exception cause) -> {
          observer.outcomeUnknown(scope);
          LOG.atWarn()
              .setMessage("The answer to a commit was lost; it is looked up")
              .addKeyValue("scope", scope)
              .addKeyValue("groupId", groupId)
              .setCause(cause)
              .log();
        }
      }
      // Another process was first, or the answer was lost. Either way the log knows: take over what
      // it
      // has, and look for this very group in it, before anything is tried again.
      CommitId landed = takeOver(head, groupId, deadlineNanos, pause);
      if (landed != null) {
        committed(group, resolved, landed, resolvingNanos, appendingNanos);
        return;
      }
      if (System.nanoTime() > deadlineNanos) {
        throw new CatalogException(
            ErrorCode.COMMIT_OUTCOME_UNKNOWN,
            "the commit may or may not become visible; repeat the request with its"
                + " Idempotency-Key");
      }
      if (tail.head().seq() == head.seq()) {
        Thread.sleep(pause);
        pause = longer(pause);
      }
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  /**
   * Takes over what the log has beyond {@code head}.
   *
   * @return the commit of the group, if it is there after all
   */
  private @Nullable CommitId takeOver(
      CommitId head, String groupId, long deadlineNanos, Duration firstPause)
      throws InterruptedException {
    Duration pause = firstPause;
    while (true) {
      try {
        tail.refresh();
        break;
      } catch (IOException e) {
        if (System.nanoTime() > deadlineNanos) {
          throw new CatalogException(
              ErrorCode.COMMIT_OUTCOME_UNKNOWN,
              "the log cannot be read; repeat the request with its Idempotency-Key",
              e);
        }
        Thread.sleep(pause);
        pause = longer(pause);
      }
    }
    long seq = head.seq();
    try {
      while (seq < tail.head().seq()) {
        for (Group group : tail.await(seq, settings.maxGroupChanges(), Duration.ZERO)) {
          if (group.groupId().equals(groupId)) {
            return group.commit();
          }
          seq = group.commit().seq();
        }
      }
    } catch (IOException e) {
      throw new CatalogException(
          ErrorCode.COMMIT_OUTCOME_UNKNOWN,
          "the log cannot be read; repeat the request with its Idempotency-Key",
          e);
    }
    return null;
  }

  /** Bounds the memory of the overlay: the index may lag by a known number of entries. */
  private void waitForIndex(long deadlineNanos) throws InterruptedException {
    while (tail.head().seq() - index.applied().seq() > settings.maxUnindexedEntries()) {
      indexRunner.await(tail.head().seq() - settings.maxUnindexedEntries() / 2, INDEX_WAIT);
      if (System.nanoTime() > deadlineNanos) {
        throw new CatalogException(
            ErrorCode.STORAGE_UNAVAILABLE, "the index is too far behind the log");
      }
    }
  }

  /**
   * Brings the overlay to the head of the tail, over this snapshot.
   *
   * @return the commit that snapshot and overlay together reflect
   */
  private CommitId overlay(StateSnapshot snapshot) throws IOException, InterruptedException {
    long indexedSeq = snapshot.commit().seq();
    StateOverlay overlay = unindexed;
    if (overlay == null || overlaidSeq < indexedSeq) {
      overlay = new StateOverlay(snapshot);
      overlaidSeq = indexedSeq;
      types = TypeRegistry.builtIn().with(snapshot.assetTypes(), snapshot.relationshipTypes());
    }
    overlay.rebase(snapshot);
    overlay.forgetThrough(indexedSeq);
    CommitId head = tail.head();
    while (overlaidSeq < head.seq()) {
      for (Group group : tail.await(overlaidSeq, settings.maxGroupChanges(), Duration.ZERO)) {
        for (LogEntry entry : group.entries()) {
          if (entry.seq() > overlaidSeq) {
            overlay.add(entry);
            takeType(entry);
            overlaidSeq = entry.seq();
          }
        }
        head = group.commit();
      }
    }
    unindexed = overlay;
    return head;
  }

  private void takeType(LogEntry entry) {
    types =
        switch (entry.kind()) {
          case ASSET, RELATIONSHIP -> types;
          case ASSET_TYPE -> types.with(List.of((AssetType) entry.after()), List.of());
          case RELATIONSHIP_TYPE ->
              types.with(List.of(), List.of((RelationshipType) entry.after()));
        };
    if (entry.committedAt().isAfter(lastTime)) {
      lastTime = entry.committedAt();
    }
  }

  private Resolved resolve(
      List<Pending> group, StateSnapshot snapshot, String groupId, CommitId head)
      throws IOException {
    StateOverlay committed = unindexed;
    if (committed == null) {
      throw new IllegalStateException("overlay() comes first");
    }
    PrefetchedState prefetched = new PrefetchedState(snapshot);
    committed.rebase(prefetched);
    prefetch(group, committed);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Instant time = now.isBefore(lastTime) ? lastTime : now;
    lastTime = time;
    long nextSeq = head.seq() + 1;
    TypeRegistry registry = types;
    StateOverlay groupState = new StateOverlay(committed);
    List<List<ChangeResult>> results = new ArrayList<>(group.size());
    for (Pending pending : group) {
      Submission submission = pending.submission();
      List<ChangeResult> repeated = firstAnswer(submission, groupState);
      if (repeated != null) {
        results.add(repeated);
        continue;
      }
      boolean all = submission.atomicity() == Atomicity.ALL;
      StateOverlay target = all ? new StateOverlay(groupState) : groupState;
      ChangeResolver resolver = new ChangeResolver(target, registry, groupId, time, nextSeq);
      List<ChangeResult> answers = resolve(submission, resolver);
      boolean undone =
          all && answers.stream().anyMatch(answer -> answer instanceof ChangeResult.Rejected);
      if (undone) {
        answers = answers.stream().map(Committer::withdrawn).toList();
      } else {
        if (all) {
          groupState.addAll(target.entries());
        }
        nextSeq = resolver.nextSeq();
        registry = resolver.types();
      }
      results.add(answers);
    }
    return new Resolved(List.copyOf(groupState.entries()), results);
  }

  private static ChangeResult withdrawn(ChangeResult result) {
    return result instanceof ChangeResult.Rejected
        ? result
        : new ChangeResult.Rejected(
            ErrorCode.REQUEST_REJECTED, "another change of the request was rejected", null, null);
  }

  private List<ChangeResult> resolve(Submission submission, ChangeResolver resolver)
      throws IOException {
    List<ChangeResult> answers = new ArrayList<>(submission.changes().size());
    int ordinal = 0;
    for (Change change : submission.changes()) {
      try {
        answers.add(
            resolver.resolve(change, submission.context(), submission.idempotency(), ordinal));
      } catch (CatalogException e) {
        answers.add(
            new ChangeResult.Rejected(e.code(), e.getMessage(), e.field(), e.currentVersion()));
      }
      ordinal++;
    }
    return answers;
  }

  /** Returns what a request with this key was answered before; null if it is new. */
  private static @Nullable List<ChangeResult> firstAnswer(Submission submission, StateOverlay state)
      throws IOException {
    Idempotency idempotency = submission.idempotency();
    if (idempotency == null) {
      return null;
    }
    List<RecordedOutcome> outcomes =
        state.outcomes(submission.context().actor().name(), idempotency.key());
    if (outcomes.isEmpty()) {
      return null;
    }
    ChangeResult[] answers = new ChangeResult[submission.changes().size()];
    for (RecordedOutcome outcome : outcomes) {
      if (!outcome.fingerprint().equals(idempotency.fingerprint())
          || outcome.ordinal() >= answers.length) {
        ChangeResult reused =
            new ChangeResult.Rejected(
                ErrorCode.IDEMPOTENCY_KEY_REUSED,
                "the idempotency key was used for another request",
                null,
                null);
        return submission.changes().stream().map(change -> reused).toList();
      }
      // Of a cascade, the first entry is that of the entity that was named.
      if (answers[outcome.ordinal()] == null) {
        answers[outcome.ordinal()] =
            new ChangeResult.Applied(
                outcome.operation(),
                outcome.kind(),
                outcome.key(),
                outcome.version(),
                outcome.seq());
      }
    }
    for (int i = 0; i < answers.length; i++) {
      if (answers[i] == null) {
        answers[i] =
            new ChangeResult.Rejected(
                ErrorCode.REQUEST_REJECTED,
                "the first request with this key changed nothing here",
                null,
                null);
      }
    }
    return List.of(answers);
  }

  /** Asks for all that the group is likely to need, in one look-up. */
  private static void prefetch(List<Pending> group, StateOverlay state) throws IOException {
    Set<AssetId> assets = new LinkedHashSet<>();
    Set<RelationshipId> edges = new LinkedHashSet<>();
    for (Pending pending : group) {
      for (Change change : pending.submission().changes()) {
        switch (change) {
          case Change.UpsertAsset upsert -> {
            assets.add(AssetId.derive(upsert.type(), upsert.qualifiedName()));
            if (upsert.fields().get(AssetField.PARENT.fieldName()) instanceof String parent) {
              locate(parent, assets);
            }
          }
          case Change.PatchAsset patch -> locate(patch.asset(), assets);
          case Change.DeleteAsset delete -> locate(delete.asset(), assets);
          case Change.RestoreAsset restore -> locate(restore.asset(), assets);
          case Change.PutRelationship put -> {
            AssetId source = locate(put.source(), assets);
            AssetId target = locate(put.target(), assets);
            edges.add(RelationshipId.derive(put.type(), source, target));
          }
          case Change.RemoveRelationship remove -> {
            AssetId source = locate(remove.source(), assets);
            AssetId target = locate(remove.target(), assets);
            edges.add(RelationshipId.derive(remove.type(), source, target));
          }
          case Change.DefineAssetType define -> {}
          case Change.DefineRelationshipType define -> {}
        }
      }
    }
    state.assets(assets);
    if (!edges.isEmpty()) {
      state.relationships(edges);
    }
  }

  private static void locate(String text, Set<AssetId> ids) {
    if (AssetId.isId(text) || text.indexOf(':') > 0 && text.indexOf(':') < text.length() - 1) {
      locate(AssetLocator.parse(text), ids);
    }
  }

  private static AssetId locate(AssetLocator locator, Set<AssetId> ids) {
    AssetId id =
        switch (locator) {
          case AssetLocator.ById byId -> byId.id();
          case AssetLocator.ByName byName -> AssetId.derive(byName.type(), byName.qualifiedName());
        };
    ids.add(id);
    return id;
  }

  private void committed(
      List<Pending> group,
      Resolved resolved,
      CommitId commit,
      long resolvingNanos,
      long appendingNanos) {
    observer.committed(
        scope,
        group.size(),
        resolved.entries().size(),
        Duration.ofNanos(resolvingNanos),
        Duration.ofNanos(appendingNanos));
    answer(group, resolved, commit);
  }

  private static void answer(List<Pending> group, Resolved resolved, CommitId commit) {
    for (int i = 0; i < group.size(); i++) {
      group.get(i).future().complete(new SubmissionResult(commit, resolved.results().get(i)));
    }
  }

  /** Commits what is queued, then stops. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
