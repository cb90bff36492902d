package dev.tarn.core.review;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What someone wants to merge, and what others say of it: an asset of the target branch.
 *
 * @param id of the asset; null before it is made
 * @param name {@code <source>-<number>}, unique among those for the target
 * @param version of the asset; 0 before it is made
 * @param author who may not approve it
 * @param state as of its last event; {@link Standing} says what it is now
 * @param reviewers who is asked; others may review it, too
 * @param reviews in order; of each reviewer the last one counts
 * @param checks the last result of each
 * @param mergedSource the commit of the source that was merged; null before
 */
public record ChangeRequest(
    @Nullable AssetId id,
    String name,
    long version,
    String title,
    String description,
    Actor author,
    BranchName source,
    BranchName target,
    ReviewState state,
    List<Actor> reviewers,
    List<Review> reviews,
    List<ReviewComment> comments,
    List<CheckResult> checks,
    @Nullable CommitId mergedSource,
    Instant updatedAt) {
  public static final int MAX_REVIEWERS = 100;
  public static final int MAX_REVIEWS = 1_000;
  public static final int MAX_COMMENTS = 1_000;

  /** The longest comment, or words of a review, in characters. */
  public static final int MAX_COMMENT_CHARS = 10_000;

  public ChangeRequest {
    reviewers = List.copyOf(reviewers);
    reviews = List.copyOf(reviews);
    comments = List.copyOf(comments);
    checks = List.copyOf(checks);
  }

  /** Returns what someone proposes. */
  public static ChangeRequest proposed(
      String name,
      String title,
      String description,
      Actor author,
      BranchName source,
      BranchName target,
      List<Actor> reviewers,
      Instant now) {
    return new ChangeRequest(
        null,
        name,
        0,
        title,
        description,
        author,
        source,
        target,
        ReviewState.OPEN,
        reviewers,
        List.of(),
        List.of(),
        List.of(),
        null,
        now);
  }

  /** Returns the last word of each reviewer. */
  public List<Review> lastReviews() {
    List<Review> last = new ArrayList<>();
    for (Review review : reviews) {
      last.removeIf(earlier -> earlier.reviewer().equals(review.reviewer()));
      last.add(review);
    }
    return last;
  }

  /** Returns the id of one that is made. */
  public AssetId assetId() {
    return Objects.requireNonNull(id, "not made yet");
  }

  /** Returns the same in another state. */
  public ChangeRequest in(ReviewState changed) {
    return copy(changed, reviews, comments, checks, mergedSource);
  }

  /** Returns the same, merged. */
  public ChangeRequest mergedAt(CommitId commit) {
    return copy(ReviewState.MERGED, reviews, comments, checks, commit);
  }

  /** Returns the same with one more review. */
  public ChangeRequest with(Review review) {
    List<Review> more = new ArrayList<>(reviews);
    more.add(review);
    return copy(state, more, comments, checks, mergedSource);
  }

  /** Returns the same with one more comment. */
  public ChangeRequest with(ReviewComment comment) {
    List<ReviewComment> more = new ArrayList<>(comments);
    more.add(comment);
    return copy(state, reviews, more, checks, mergedSource);
  }

  /** Returns the same with new results of some checks. */
  public ChangeRequest with(List<CheckResult> results) {
    List<CheckResult> all = new ArrayList<>(checks);
    for (CheckResult result : results) {
      all.removeIf(earlier -> earlier.check().equals(result.check()));
      all.add(result);
    }
    return copy(state, reviews, comments, all, mergedSource);
  }

  /** What happens to a change request changes these, and nothing else. */
  private ChangeRequest copy(
      ReviewState newState,
      List<Review> newReviews,
      List<ReviewComment> newComments,
      List<CheckResult> newChecks,
      @Nullable CommitId newMergedSource) {
    return new ChangeRequest(
        id,
        name,
        version,
        title,
        description,
        author,
        source,
        target,
        newState,
        reviewers,
        newReviews,
        newComments,
        newChecks,
        newMergedSource,
        updatedAt);
  }
}
