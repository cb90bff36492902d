package dev.tarn.core.catalog;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.catalog.ChangeRequestStore.Kept;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.merge.ConflictStrategy;
import dev.tarn.core.merge.MergeOutcome;
import dev.tarn.core.merge.MergeOutcome.Status;
import dev.tarn.core.merge.MergeRequest;
import dev.tarn.core.merge.Side;
import dev.tarn.core.policy.Action;
import dev.tarn.core.review.ChangeRequest;
import dev.tarn.core.review.ChangeRequestAsset;
import dev.tarn.core.review.CheckResult;
import dev.tarn.core.review.DiffChecks;
import dev.tarn.core.review.Finding;
import dev.tarn.core.review.MergedState;
import dev.tarn.core.review.Review;
import dev.tarn.core.review.ReviewComment;
import dev.tarn.core.review.ReviewState;
import dev.tarn.core.review.Standing;
import dev.tarn.core.review.Verdict;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Reference;
import dev.tarn.core.scope.ReferenceKind;
import dev.tarn.core.scope.ReviewRules;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Change requests: proposed, commented on, reviewed, checked, merged. Asks the policy, as {@link
 * Catalog} does. Methods that name a change request take its name or its asset's id, and throw
 * {@code change-request-not-found}.
 */
public final class CatalogReviews {
  private static final int MAX_TITLE_CHARS = 1_000;

  private final Catalog catalog;
  private final CatalogStore store;
  private final KeptBranchRules rules;
  private final DiffChecks checks;
  private final ChangeRequestStore requests;

  CatalogReviews(Catalog catalog, CatalogStore store, KeptBranchRules rules, DiffChecks checks) {
    this.catalog = catalog;
    this.store = store;
    this.rules = rules;
    this.checks = checks;
    this.requests = new ChangeRequestStore(catalog);
  }

  /**
   * What someone proposes.
   *
   * @param source the branch to merge
   * @param reviewers who is asked
   */
  public record Proposal(
      BranchName source, String title, String description, List<Actor> reviewers) {
    public Proposal {
      reviewers = List.copyOf(reviewers);
      requireText("title", title, MAX_TITLE_CHARS);
      if (title.isBlank()) {
        throw CatalogException.ofField(ErrorCode.MISSING_FIELD, "title", "a title says something");
      }
      if (reviewers.size() > ChangeRequest.MAX_REVIEWERS) {
        throw CatalogException.ofField(
            ErrorCode.VALUE_TOO_LARGE,
            "reviewers",
            "at most " + ChangeRequest.MAX_REVIEWERS + " are asked");
      }
    }
  }

  /**
   * How conflicts of a merge are resolved.
   *
   * @param choices whose word counts, by the id of a conflict
   * @param strategy for conflicts without a choice
   * @param dryRun whether to say only what would happen
   */
  public record Resolution(Map<String, Side> choices, ConflictStrategy strategy, boolean dryRun) {
    public Resolution {
      choices = Map.copyOf(choices);
    }
  }

  private static void requireText(String field, String text, int maxChars) {
    if (text.length() > maxChars) {
      throw CatalogException.ofField(
          ErrorCode.VALUE_TOO_LARGE, field, "at most " + maxChars + " characters are allowed");
    }
  }

  /** Returns the names of the checks that there are. */
  public List<String> checkNames() {
    return checks.names();
  }

  /**
   * Proposes to merge a branch.
   *
   * @throws CatalogException {@code branch-not-found}; {@code change-request-exists} if one of the
   *     same two branches is open
   */
  public Standing create(ChangeContext context, Scope target, Proposal proposal)
      throws IOException {
    catalog.check(context.actor(), target, Action.REVIEW_CHANGES);
    BranchName source = proposal.source();
    if (source.equals(target.branch())) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_VALUE, "source", "a branch is not merged into itself");
    }
    if (source(target.tenant(), source).isEmpty()) {
      throw new CatalogException(ErrorCode.BRANCH_NOT_FOUND, "there is no branch " + source);
    }
    return standing(
        target,
        requests.create(
            context,
            target,
            source,
            name ->
                ChangeRequest.proposed(
                    name,
                    proposal.title(),
                    proposal.description(),
                    context.actor(),
                    source,
                    target.branch(),
                    proposal.reviewers(),
                    now())));
  }

  /**
   * Returns a page of the change requests for a branch, by name, each as of its last event.
   *
   * @param filter which ones
   * @param atLeast waits, for a bounded time, for this commit of the target
   */
  public Listed list(
      Actor actor,
      Scope target,
      Predicate<ChangeRequest> filter,
      @Nullable CommitId atLeast,
      @Nullable String cursor,
      int limit)
      throws IOException {
    catalog.check(actor, target, Action.READ_ASSETS);
    if (limit < 1 || limit > AssetQuery.MAX_LIMIT) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST, "limit", "limit is from 1 to " + AssetQuery.MAX_LIMIT);
    }
    ChangeRequestStore.KeptPage kept = requests.list(target, filter, atLeast, cursor, limit);
    return new Listed(kept.page(), kept.commit());
  }

  /**
   * Change requests, each as of its last event.
   *
   * @param read the commit of the target that they were read at
   */
  public record Listed(Page<ChangeRequest> page, CommitId read) {}

  /**
   * Returns how a change request stands now.
   *
   * @param atLeast waits, for a bounded time, for this commit of the target
   */
  public Standing find(Actor actor, Scope target, String name, @Nullable CommitId atLeast)
      throws IOException {
    catalog.check(actor, target, Action.READ_ASSETS);
    return standing(target, requests.require(target, name, atLeast));
  }

  /**
   * Says something about a change request.
   *
   * @throws CatalogException {@code value-too-large} if it is too long, or one too many
   */
  public Standing comment(ChangeContext context, Scope target, String name, String text)
      throws IOException {
    catalog.check(context.actor(), target, Action.REVIEW_CHANGES);
    requireText("text", text, ChangeRequest.MAX_COMMENT_CHARS);
    ReviewComment comment = new ReviewComment(context.actor(), text, now());
    return edit(
        context,
        target,
        name,
        request -> {
          requireRoom(request.comments(), ChangeRequest.MAX_COMMENTS, "comments");
          return request.with(comment);
        });
  }

  /**
   * Approves a change request, or objects to it.
   *
   * @param seen the commit of the source that the reviewer has seen; null for the newest
   * @throws CatalogException {@code change-request-over}; {@code permission-denied} if the author
   *     approves; {@code commit-not-found}
   */
  public Standing review(
      ChangeContext context,
      Scope target,
      String name,
      Verdict verdict,
      String text,
      @Nullable CommitId seen)
      throws IOException {
    Actor reviewer = context.actor();
    catalog.check(reviewer, target, Action.REVIEW_CHANGES);
    requireText("text", text, ChangeRequest.MAX_COMMENT_CHARS);
    ChangeRequest known = requests.require(target, name, null).request();
    OpenBranch source = catalog.branch(new Scope(target.tenant(), known.source()));
    CommitId head = source.tail().head();
    CommitId commit =
        seen == null || seen.equals(head)
            ? head
            : source.store().history().resolve(new PointInTime.AtCommit(seen));
    Review review = new Review(reviewer, verdict, text, commit, now());
    return edit(
        context,
        target,
        name,
        request -> {
          requireOpen(request);
          if (verdict == Verdict.APPROVE && reviewer.equals(request.author())) {
            throw new CatalogException(
                ErrorCode.PERMISSION_DENIED, "nobody approves a change request of their own");
          }
          requireRoom(request.reviews(), ChangeRequest.MAX_REVIEWS, "reviews");
          return request.with(review);
        });
  }

  private static void requireOpen(ChangeRequest request) {
    if (request.state().isOver()) {
      throw new CatalogException(
          ErrorCode.CHANGE_REQUEST_OVER, request.name() + " is " + request.state().code());
    }
  }

  private static void requireRoom(Collection<?> there, int max, String what) {
    if (there.size() >= max) {
      throw new CatalogException(
          ErrorCode.VALUE_TOO_LARGE, "a change request has at most " + max + " " + what);
    }
  }

  /**
   * Runs checks on what the source brings now, and keeps what they find.
   *
   * @param names of checks; none for all
   * @throws CatalogException {@code change-request-over}; {@code invalid-value} for a name that is
   *     of no check; {@code request-too-large}
   */
  public Standing check(ChangeContext context, Scope target, String name, Collection<String> names)
      throws IOException {
    catalog.check(context.actor(), target, Action.REVIEW_CHANGES);
    ChangeRequest known = requests.require(target, name, null).request();
    requireOpen(known);
    checks.require(names);
    List<CheckResult> results =
        run(context, target, known.source(), names.isEmpty() ? checks.names() : names);
    return edit(
        context,
        target,
        name,
        request -> {
          requireOpen(request);
          return request.with(results);
        });
  }

  /** Runs checks on what a merge would do now, were the source right in every conflict. */
  private List<CheckResult> run(
      ChangeContext context, Scope target, BranchName source, Collection<String> names)
      throws IOException {
    MergeRequest request =
        new MergeRequest(
            source, target.branch(), Map.of(), ConflictStrategy.THEIRS, false, context);
    List<CheckResult> results = new ArrayList<>();
    MergeOutcome outcome =
        catalog
            .merges()
            .preview(target.tenant(), request, would -> results.addAll(run(would, names)));
    if (results.isEmpty()) {
      for (String name : names) {
        results.add(new CheckResult(name, 0, List.of(), outcome.source(), outcome.commit(), now()));
      }
    }
    return results;
  }

  private List<CheckResult> run(MergeGate.Candidate would, Collection<String> names)
      throws IOException {
    MergedState merged = new MergedState(would.ours(), would.plan().changes());
    return checks.run(names, merged, would.sourceCommit(), would.at(), now());
  }

  /**
   * Closes a change request that is not to be merged.
   *
   * @throws CatalogException {@code change-request-over}
   */
  public Standing close(ChangeContext context, Scope target, String name) throws IOException {
    catalog.check(context.actor(), target, Action.REVIEW_CHANGES);
    return edit(
        context,
        target,
        name,
        request -> {
          requireOpen(request);
          return request.in(ReviewState.CLOSED);
        });
  }

  /** An edit that may refuse. */
  @FunctionalInterface
  private interface Edit {
    ChangeRequest apply(ChangeRequest request);
  }

  private Standing edit(ChangeContext context, Scope target, String name, Edit edit)
      throws IOException {
    Standing before = standing(target, requests.require(target, name, null));
    return standing(
        target,
        requests.edit(
            context,
            target,
            name,
            request -> {
              ChangeRequest edited = edit.apply(request);
              return edited.in(before.of(edited).state());
            }));
  }

  private Instant now() {
    return catalog.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }

  private Standing standing(Scope target, Kept kept) throws IOException {
    ReviewRules asked = rules.of(target);
    ChangeRequest request = kept.request();
    CommitId read = kept.commit();
    Optional<Reference> source = source(target.tenant(), request.source());
    if (source.isEmpty()) {
      return new Standing(request, read, null, null, asked);
    }
    CommitId head = catalog.branch(new Scope(target.tenant(), request.source())).tail().head();
    return new Standing(request, read, head, source.get().details().createdAt(), asked);
  }

  private Optional<Reference> source(TenantId tenant, BranchName name) throws IOException {
    return store.references(tenant).stream()
        .filter(reference -> reference.kind() == ReferenceKind.BRANCH)
        .filter(reference -> reference.name().equals(name))
        .findFirst();
  }

  /**
   * Merges a change request. However its source is merged, the same commit says so of it.
   *
   * @param resolution what is done with conflicts
   * @throws CatalogException {@code change-request-over}, {@code approval-required}, {@code
   *     checks-failed} and as {@link CatalogMerges#merge}
   */
  public MergeOutcome merge(ChangeContext context, Scope target, String name, Resolution resolution)
      throws IOException {
    ChangeRequest known = requests.require(target, name, null).request();
    requireOpen(known);
    MergeOutcome outcome =
        catalog
            .merges()
            .merge(
                target.tenant(),
                new MergeRequest(
                    known.source(),
                    target.branch(),
                    resolution.choices(),
                    resolution.strategy(),
                    resolution.dryRun(),
                    context));
    if (outcome.status() == Status.UP_TO_DATE && !resolution.dryRun()) {
      // It was all there before.
      var unused =
          requests.edit(context, target, name, request -> request.mergedAt(outcome.source()));
    }
    return outcome;
  }

  /**
   * Lets a merge pass if the rules of the target do.
   *
   * @return the change request that it ends, if there is one
   */
  List<Change.SetAsset> pass(ChangeContext context, MergeGate.Candidate would) throws IOException {
    ReviewRules asked = rules.of(would.target());
    BranchName source = would.source().branch();
    Asset asset =
        ChangeRequestStore.last(would.ours(), would.target().branch(), source).orElse(null);
    ChangeRequest open = asset == null ? null : ChangeRequestAsset.of(asset);
    if (open != null && open.state().isOver()) {
      open = null;
    }
    if (asked.needsChangeRequest()) {
      if (open == null) {
        throw new CatalogException(
            ErrorCode.APPROVAL_REQUIRED,
            would.target().branch() + " wants a change request for " + source);
      }
      checkApproved(standing(would.target(), new Kept(open, would.at())).at(would.sourceCommit()));
    }
    checkPassed(run(would, asked.requiredChecks()));
    if (open == null) {
      return List.of();
    }
    ChangeRequest merged = open.mergedAt(would.sourceCommit());
    return List.of(
        new Change.SetAsset(open.assetId(), ChangeRequestAsset.content(merged, asset), context));
  }

  private static void checkApproved(Standing standing) {
    if (!standing.objectors().isEmpty()) {
      throw new CatalogException(
          ErrorCode.APPROVAL_REQUIRED,
          standing.objectors().getFirst() + " wants changes of " + standing.request().name());
    }
    if (!standing.mayBeMerged()) {
      throw new CatalogException(
          ErrorCode.APPROVAL_REQUIRED,
          standing.request().name()
              + " has "
              + standing.approvals()
              + " of "
              + standing.rules().requiredApprovals()
              + " approvals of "
              + standing.head());
    }
  }

  private static void checkPassed(List<CheckResult> results) {
    List<CheckResult> failed = results.stream().filter(result -> !result.isPassed()).toList();
    if (!failed.isEmpty()) {
      throw new CatalogException(
          ErrorCode.CHECKS_FAILED,
          failed.stream().map(CatalogReviews::said).collect(Collectors.joining("; ")));
    }
  }

  private static String said(CheckResult failed) {
    Finding first = failed.findings().getFirst();
    return failed.check()
        + ": "
        + failed.total()
        + ", the first "
        + first.name()
        + " ("
        + first.message()
        + ")";
  }
}
