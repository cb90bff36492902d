package dev.tarn.core.catalog;

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
import dev.tarn.core.review.CheckResult;
import dev.tarn.core.review.DiffChecks;
import dev.tarn.core.review.Review;
import dev.tarn.core.review.ReviewComment;
import dev.tarn.core.review.ReviewState;
import dev.tarn.core.review.Standing;
import dev.tarn.core.review.Verdict;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Change requests: proposed, commented on, reviewed, checked, merged. Asks the policy, as {@link
 * Catalog} does. Methods that name a change request take its name or its asset's id, and throw
 * {@code change-request-not-found}.
 */
public final class CatalogReviews {
  private static final int MAX_TITLE_CHARS = 1_000;

  private final Catalog catalog;
  private final DiffChecks checks;
  private final ChangeRequestStore requests;
  private final ReviewGate gate;

  CatalogReviews(Catalog catalog, CatalogStore store, KeptBranchRules rules, DiffChecks checks) {
    this.catalog = catalog;
    this.checks = checks;
    this.requests = new ChangeRequestStore(catalog);
    this.gate = new ReviewGate(catalog, store, rules, checks);
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
    catalog.check(context.principal(), target, Action.REVIEW_CHANGES);
    BranchName source = proposal.source();
    if (source.equals(target.branch())) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_VALUE, "source", "a branch is not merged into itself");
    }
    if (gate.source(target.tenant(), source).isEmpty()) {
      throw new CatalogException(ErrorCode.BRANCH_NOT_FOUND, "there is no branch " + source);
    }
    return gate.standing(
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
                    gate.now())));
  }

  /**
   * Returns a page of the change requests for a branch, by name, each as of its last event.
   *
   * @param filter which ones
   * @param atLeast waits, for a bounded time, for this commit of the target
   */
  public Listed list(
      Principal principal,
      Scope target,
      Predicate<ChangeRequest> filter,
      @Nullable CommitId atLeast,
      @Nullable String cursor,
      int limit)
      throws IOException {
    catalog.checkWhole(principal, target, Action.READ_ASSETS);
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
  public Standing find(Principal principal, Scope target, String name, @Nullable CommitId atLeast)
      throws IOException {
    catalog.checkWhole(principal, target, Action.READ_ASSETS);
    return gate.standing(target, requests.require(target, name, atLeast));
  }

  /**
   * Says something about a change request.
   *
   * @throws CatalogException {@code value-too-large} if it is too long, or one too many
   */
  public Standing comment(ChangeContext context, Scope target, String name, String text)
      throws IOException {
    catalog.check(context.principal(), target, Action.REVIEW_CHANGES);
    requireText("text", text, ChangeRequest.MAX_COMMENT_CHARS);
    ReviewComment comment = new ReviewComment(context.actor(), text, gate.now());
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
    catalog.check(context.principal(), target, Action.REVIEW_CHANGES);
    catalog.checkWhole(context.principal(), target, Action.READ_ASSETS);
    requireText("text", text, ChangeRequest.MAX_COMMENT_CHARS);
    ChangeRequest known = requests.require(target, name, null).request();
    OpenBranch source = catalog.branch(new Scope(target.tenant(), known.source()));
    CommitId head = source.tail().head();
    CommitId commit =
        seen == null || seen.equals(head)
            ? head
            : source.store().history().resolve(new PointInTime.AtCommit(seen));
    Review review = new Review(reviewer, verdict, text, commit, gate.now());
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
    catalog.check(context.principal(), target, Action.REVIEW_CHANGES);
    ChangeRequest known = requests.require(target, name, null).request();
    requireOpen(known);
    checks.require(names);
    List<CheckResult> results =
        gate.preview(context, target, known.source(), names.isEmpty() ? checks.names() : names);
    return edit(
        context,
        target,
        name,
        request -> {
          requireOpen(request);
          return request.with(results);
        });
  }

  /**
   * Closes a change request that is not to be merged.
   *
   * @throws CatalogException {@code change-request-over}
   */
  public Standing close(ChangeContext context, Scope target, String name) throws IOException {
    catalog.check(context.principal(), target, Action.REVIEW_CHANGES);
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
    Standing before = gate.standing(target, requests.require(target, name, null));
    return gate.standing(
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

  /**
   * Merges a change request. However its source is merged, the same commit says so of it.
   *
   * @param resolution what is done with conflicts
   * @throws CatalogException {@code change-request-over}, {@code approval-required}, {@code
   *     checks-failed} and as {@link CatalogMerges#merge}
   */
  public MergeOutcome merge(ChangeContext context, Scope target, String name, Resolution resolution)
      throws IOException {
    catalog.merges().check(context.principal(), target, resolution.dryRun());
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

  /** Lets a merge pass, as {@link ReviewGate#pass} does. */
  List<Change.SetAsset> pass(ChangeContext context, MergeGate.Candidate would) throws IOException {
    return gate.pass(context, would);
  }
}
