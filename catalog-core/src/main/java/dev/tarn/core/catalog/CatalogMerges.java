package dev.tarn.core.catalog;

import dev.tarn.core.asset.Entity;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.Submission;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.diff.EntityKey;
import dev.tarn.core.diff.LogRange;
import dev.tarn.core.diff.MergeBase;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.history.HistoryReader;
import dev.tarn.core.merge.CommonPoint;
import dev.tarn.core.merge.ConflictStrategy;
import dev.tarn.core.merge.LastWritten;
import dev.tarn.core.merge.MergeOutcome;
import dev.tarn.core.merge.MergeOutcome.Status;
import dev.tarn.core.merge.MergePlan;
import dev.tarn.core.merge.MergePlanner;
import dev.tarn.core.merge.MergeRecord;
import dev.tarn.core.merge.MergeRequest;
import dev.tarn.core.merge.MergeSource;
import dev.tarn.core.merge.MergeTarget;
import dev.tarn.core.merge.RestoreRequest;
import dev.tarn.core.merge.RevertRequest;
import dev.tarn.core.merge.RevertedState;
import dev.tarn.core.merge.Side;
import dev.tarn.core.merge.TouchedEntities;
import dev.tarn.core.policy.Action;
import dev.tarn.core.review.BranchRules;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.StateSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Merges branches and takes commits back. Asks the policy, as {@link Catalog} does. Thread safe;
 * one is worked out at a time, so that there is a limit to the memory that it takes.
 *
 * <p>A merge is worked out beside the writers, at a commit of each side, and then committed at
 * once. If what it rests on has changed meanwhile, it is worked out again.
 */
public final class CatalogMerges {
  private static final int MAX_ATTEMPTS = 10;

  /** About what a change takes in memory, with the state before it. */
  private static final long CHANGE_BYTES = 3_000;

  private final Catalog catalog;
  private final BranchRules rules;
  private final ReentrantLock working = new ReentrantLock(true);

  CatalogMerges(Catalog catalog, BranchRules rules) {
    this.catalog = catalog;
    this.rules = rules;
  }

  /** What was worked out, and what is to be said of it. */
  private record Work(
      Scope target,
      CommitId at,
      CommitId base,
      CommitId source,
      MergePlan plan,
      List<Change.SetAsset> also) {
    MergeOutcome outcome(Status status, CommitId commit) {
      return new MergeOutcome(
          status,
          commit,
          base,
          source,
          plan.summary(),
          plan.pointers().size(),
          plan.dropped(),
          plan.conflicts());
    }
  }

  /** Works something out. */
  @FunctionalInterface
  private interface Attempt {
    Work run() throws IOException;
  }

  /**
   * Takes over into a branch what another one has changed, in one commit or not at all.
   *
   * @throws CatalogException {@code branch-not-found}, {@code merge-too-large}, {@code
   *     approval-required}, {@code checks-failed}, {@code branch-changed} if the target is written
   *     to faster than this can be worked out, and what stands against any commit
   */
  public MergeOutcome merge(TenantId tenant, MergeRequest request) throws IOException {
    return merge(
        tenant,
        request,
        would -> request.dryRun() ? List.of() : catalog.reviews().pass(request.context(), would));
  }

  /** Looks at a merge that was worked out. */
  @FunctionalInterface
  interface Viewer {
    void look(MergeGate.Candidate would) throws IOException;
  }

  /**
   * Works a merge out and shows it, if it has no open conflict and would change something; nothing
   * is changed.
   */
  MergeOutcome preview(TenantId tenant, MergeRequest request, Viewer viewer) throws IOException {
    MergeRequest dry =
        new MergeRequest(
            request.source(),
            request.target(),
            request.choices(),
            request.strategy(),
            true,
            request.context());
    return merge(
        tenant,
        dry,
        would -> {
          viewer.look(would);
          return List.of();
        });
  }

  /**
   * Does what {@link #merge(TenantId, MergeRequest)} does, if a gate lets it pass in place of the
   * branch's rules.
   */
  private MergeOutcome merge(TenantId tenant, MergeRequest request, MergeGate gate)
      throws IOException {
    if (request.source().equals(request.target())) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST, "source", "a branch is merged into another one");
    }
    Scope source = new Scope(tenant, request.source());
    Scope target = new Scope(tenant, request.target());
    catalog.checkWhole(request.context().principal(), source, Action.READ_ASSETS);
    check(request.context().principal(), target, request.dryRun());
    ChangeContext context = from(request.context(), "merge:" + request.source());
    return run(
        target, context, request.dryRun(), () -> worked(source, target, request, context, gate));
  }

  /**
   * Takes back what a commit of a branch has changed, in a new commit. Types stay: there may be
   * assets of them.
   *
   * @throws CatalogException {@code branch-not-found}, {@code commit-not-found} and as {@link
   *     #merge}
   */
  public MergeOutcome revert(TenantId tenant, RevertRequest request) throws IOException {
    Scope scope = new Scope(tenant, request.branch());
    check(request.context().principal(), scope, request.dryRun());
    if (!request.dryRun()) {
      rules.checkWrite(request.context().principal(), scope);
    }
    ChangeContext context = from(request.context(), "revert:" + request.commit());
    return run(
        scope,
        context,
        request.dryRun(),
        () -> {
          HistoryReader history = catalog.branch(scope).store().history();
          CommitId commit = history.resolve(new PointInTime.AtCommit(request.commit()));
          CommitId before = EarlierCommit.of(history, commit);
          return undone(scope, before, commit, request.choices(), request.strategy(), context);
        });
  }

  /**
   * Takes back all that a branch has changed since a point of its past, in a new commit. Types
   * stay.
   *
   * @throws CatalogException {@code branch-not-found}, {@code commit-not-found} and as {@link
   *     #merge}
   */
  MergeOutcome restore(TenantId tenant, RestoreRequest request) throws IOException {
    Scope scope = new Scope(tenant, request.branch());
    OpenBranch branch = catalog.branch(scope);
    CommitId at = branch.store().history().resolve(request.at());
    ChangeContext context = from(request.context(), "restore:" + at);
    return run(
        scope,
        context,
        request.dryRun(),
        () -> undone(scope, at, branch.tail().head(), Map.of(), ConflictStrategy.THEIRS, context));
  }

  /** What is merged is not looked at asset by asset: all of them have to be open to who merges. */
  void check(Principal principal, Scope target, boolean dryRun) {
    catalog.checkWhole(principal, target, Action.READ_ASSETS);
    if (!dryRun) {
      catalog.checkWhole(principal, target, Action.WRITE_ASSETS);
    }
  }

  private static ChangeContext from(ChangeContext context, String source) {
    return new ChangeContext(context.principal(), context.requestId(), source, context.reason());
  }

  private MergeOutcome run(Scope target, ChangeContext context, boolean dryRun, Attempt attempt)
      throws IOException {
    try {
      working.lockInterruptibly();
      try {
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
          MergeOutcome outcome = committed(attempt.run(), context, dryRun);
          if (outcome != null) {
            return outcome;
          }
        }
      } finally {
        working.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CatalogException(ErrorCode.SHUTTING_DOWN, "interrupted", e);
    }
    throw new CatalogException(
        ErrorCode.BRANCH_CHANGED,
        target.branch() + " is written to faster than this can be worked out; try again");
  }

  private Work worked(
      Scope from, Scope to, MergeRequest request, ChangeContext context, MergeGate gate)
      throws IOException {
    OpenBranch source = catalog.branch(from);
    OpenBranch target = catalog.branch(to);
    try (StateSnapshot theirs = source.read(source.tail().head().seq());
        StateSnapshot ours = target.read(target.tail().head().seq())) {
      CommonPoint common =
          CommonPoint.of(side(to.branch(), target, ours), side(from.branch(), source, theirs));
      long fork = common.fork().seq();
      LogRange theirLog = new LogRange(source.store().log(), fork, theirs.commit().seq());
      LogRange ourLog = new LogRange(target.store().log(), fork, ours.commit().seq());
      TouchedEntities touched = new TouchedEntities(context);
      if (common.isTheirs()) {
        touched.since(new LogRange(theirLog.log(), common.commit().seq(), theirs.commit().seq()));
      } else {
        touched.since(
            theirLog,
            new LogRange(ourLog.log(), fork, common.commit().seq()),
            new LogRange(ourLog.log(), common.commit().seq(), ours.commit().seq()),
            ours);
      }
      MergeSource taken =
          new MergeSource(
              touched.touched(),
              theirs,
              source.store().pointerDiff(common.commit(), theirs.commit()),
              source.store().pointersAt(theirs.commit()));
      boolean some = !touched.touched().isEmpty() || !taken.tables().isEmpty();
      MergePlan plan =
          new MergePlanner(
                  target(target, ours, common.commit()),
                  taken,
                  request.choices(),
                  request.strategy(),
                  new LastWritten(ourLog, theirLog, touched.touched().keySet()),
                  context)
              .plan();
      List<Change.SetAsset> also = new ArrayList<>();
      if (some) {
        also.add(
            MergeRecord.of(
                request, context, common.commit(), theirs.commit(), ours.commit(), plan));
      }
      if (some && plan.open().isEmpty()) {
        also.addAll(
            gate.pass(
                new MergeGate.Candidate(
                    from, theirs.commit(), to, ours.commit(), plan, theirs, ours)));
      }
      return new Work(to, ours.commit(), common.commit(), theirs.commit(), plan, also);
    }
  }

  private static CommonPoint.Side side(BranchName name, OpenBranch branch, StateSnapshot state) {
    return new CommonPoint.Side(
        new MergeBase.Point(name, branch.store().history(), state.commit()), state);
  }

  private static MergeTarget target(OpenBranch branch, StateSnapshot ours, CommitId base)
      throws IOException {
    return new MergeTarget(
        ours,
        branch.store().pointerDiff(base, ours.commit()),
        branch.store().pointersAt(ours.commit()));
  }

  /** Works out what takes the commits after {@code before} back, up to {@code commit}. */
  private Work undone(
      Scope scope,
      CommitId before,
      CommitId commit,
      Map<String, Side> choices,
      ConflictStrategy strategy,
      ChangeContext context)
      throws IOException {
    OpenBranch branch = catalog.branch(scope);
    try (StateSnapshot ours = branch.read(Math.max(commit.seq(), branch.tail().head().seq()))) {
      TouchedEntities touched = new TouchedEntities(context);
      Map<EntityKey, @Nullable Entity> states =
          touched.undo(new LogRange(branch.store().log(), before.seq(), commit.seq()));
      LogRange nothing = new LogRange(branch.store().log(), commit.seq(), commit.seq());
      LogRange later = new LogRange(branch.store().log(), commit.seq(), ours.commit().seq());
      MergePlan plan =
          new MergePlanner(
                  target(branch, ours, commit),
                  new MergeSource(
                      touched.touched(),
                      new RevertedState(branch.store().history(), before, ours, states),
                      branch.store().pointerDiff(commit, before),
                      branch.store().pointersAt(before)),
                  choices,
                  strategy,
                  new LastWritten(later, nothing, touched.touched().keySet()),
                  context)
              .plan();
      return new Work(scope, ours.commit(), commit, before, plan, List.of());
    }
  }

  /** Returns null if it does not fit any more. */
  private @Nullable MergeOutcome committed(Work work, ChangeContext context, boolean dryRun)
      throws IOException, InterruptedException {
    MergePlan plan = work.plan();
    if (!plan.open().isEmpty()) {
      return work.outcome(Status.CONFLICTING, work.at());
    }
    if (plan.isEmpty() && work.also().isEmpty()) {
      return work.outcome(Status.UP_TO_DATE, work.at());
    }
    if (dryRun) {
      return work.outcome(Status.MERGEABLE, work.at());
    }
    List<Change> changes = new ArrayList<>(plan.changes());
    changes.addAll(work.also());
    Submission submission =
        new Submission(
            context,
            changes,
            plan.pointers(),
            Atomicity.ALL,
            null,
            new GuardedAssets(plan.guard(), work.also()),
            CHANGE_BYTES * changes.size());
    try {
      SubmissionResult result = catalog.submitReviewed(work.target(), submission).get();
      return GuardedAssets.fits(result) ? work.outcome(Status.MERGED, result.commit()) : null;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CatalogException refused) {
        throw refused;
      }
      throw new IOException("the merge could not be committed", e.getCause());
    }
  }
}
