package dev.tarn.core.review;

import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.ReviewRules;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a change request stands beside the newest commit of its source. An approval is of what the
 * reviewer saw: a newer commit makes it stale, and it no longer counts. An objection stands until
 * its reviewer approves.
 *
 * @param read the commit of the target that it was read at
 * @param head the newest commit of the source; null if there is no such branch any more
 * @param begun when the source was made; what was said before is of another branch of this name
 * @param rules of the target
 */
public record Standing(
    ChangeRequest request,
    CommitId read,
    @Nullable CommitId head,
    @Nullable Instant begun,
    ReviewRules rules) {

  /** Returns how another change request of the same branches would stand. */
  public Standing of(ChangeRequest changed) {
    return new Standing(changed, read, head, begun, rules);
  }

  /** Returns how it stands beside another commit of the source. */
  public Standing at(CommitId commit) {
    return new Standing(request, read, commit, begun, rules);
  }

  /** Returns whether a review is of the newest commit. */
  public boolean isCurrent(Review review) {
    return isCurrent(review.commit(), review.at());
  }

  /** Returns whether the result of a check is of the newest commit of the source. */
  public boolean isCurrent(CheckResult result) {
    return isCurrent(result.source(), result.at());
  }

  private boolean isCurrent(CommitId commit, Instant at) {
    // The hash may be of a commit that changed no entry.
    return head != null && head.seq() == commit.seq() && (begun == null || !at.isBefore(begun));
  }

  /** Returns how many approve of the newest commit. */
  public int approvals() {
    return (int)
        request.lastReviews().stream()
            .filter(review -> review.verdict() == Verdict.APPROVE && isCurrent(review))
            .filter(review -> !review.reviewer().equals(request.author()))
            .count();
  }

  /** Returns who wants changes. */
  public List<Actor> objectors() {
    return request.lastReviews().stream()
        .filter(review -> review.verdict() == Verdict.REQUEST_CHANGES)
        .map(Review::reviewer)
        .toList();
  }

  /** Returns what it is now: approved by as many as the rules want, and by one at least. */
  public ReviewState state() {
    if (request.state().isOver()) {
      return request.state();
    }
    if (!objectors().isEmpty()) {
      return ReviewState.CHANGES_REQUESTED;
    }
    return approvals() >= Math.max(1, rules.requiredApprovals())
        ? ReviewState.APPROVED
        : ReviewState.OPEN;
  }

  /** Returns whether all approvals are there that the rules want, and nobody objects. */
  public boolean mayBeMerged() {
    return !request.state().isOver()
        && objectors().isEmpty()
        && approvals() >= rules.requiredApprovals();
  }
}
