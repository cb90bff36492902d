package dev.tarn.rest.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tarn.core.review.ChangeRequest;
import dev.tarn.core.review.CheckResult;
import dev.tarn.core.review.Finding;
import dev.tarn.core.review.Review;
import dev.tarn.core.review.Standing;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.Page;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change request, and how it stands now. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChangeRequestView(
    @Schema(description = "Names it, among those for the target.", example = "cleanup-1")
        String name,
    @Schema(description = "The id of its asset.") String id,
    String title,
    String description,
    String author,
    @Schema(description = "The branch that is to be merged.") String source,
    @Schema(description = "The branch that it is to be merged into.") String target,
    @Schema(allowableValues = {"open", "approved", "changes-requested", "merged", "closed"})
        String state,
    @Schema(description = "Who is asked.") List<String> reviewers,
    @Schema(description = "The newest commit of the source; absent if the branch is gone.")
        @Nullable String head,
    @Schema(description = "How many approve of the newest commit.") int approvals,
    @Schema(description = "How many the target wants.") int requiredApprovals,
    @Schema(description = "The checks that the target wants to pass.") List<String> requiredChecks,
    @Schema(description = "Who wants changes.") List<String> objectors,
    List<ChangeRequestView.Said> reviews,
    List<ChangeRequestView.Comment> comments,
    @Schema(description = "The last result of each check.") List<ChangeRequestView.Check> checks,
    @Schema(description = "The commit of the source that was merged.")
        @Nullable String mergedSource,
    Instant updatedAt) {

  /** What a reviewer said. */
  record Said(
      String reviewer,
      @Schema(allowableValues = {"approve", "request-changes"}) String verdict,
      String text,
      @Schema(description = "The commit of the source that the reviewer has seen.") String commit,
      @Schema(description = "Whether that is the newest; an approval of another does not count.")
          boolean current,
      Instant at) {
    static Said of(Review review, Standing standing) {
      return new Said(
          review.reviewer().name(),
          review.verdict().code(),
          review.text(),
          review.commit().toString(),
          standing.isCurrent(review),
          review.at());
    }
  }

  /** What was said besides. */
  record Comment(String author, String text, Instant at) {}

  /** What a check found. */
  record Check(
      String check,
      boolean passed,
      @Schema(description = "How much it found.") long total,
      @Schema(description = "The first 100 of it.") List<Finding> findings,
      @Schema(description = "The commit of the source that it looked at.") String commit,
      @Schema(description = "Whether that is the newest.") boolean current,
      Instant at) {
    static Check of(CheckResult result, Standing standing) {
      return new Check(
          result.check(),
          result.isPassed(),
          result.total(),
          result.findings(),
          result.source().toString(),
          standing.isCurrent(result),
          result.at());
    }
  }

  static ChangeRequestView of(Standing standing) {
    ChangeRequest request = standing.request();
    CommitId head = standing.head();
    CommitId merged = request.mergedSource();
    return new ChangeRequestView(
        request.name(),
        request.assetId().value(),
        request.title(),
        request.description(),
        request.author().name(),
        request.source().value(),
        request.target().value(),
        standing.state().code(),
        names(request.reviewers()),
        head == null ? null : head.toString(),
        standing.approvals(),
        standing.rules().requiredApprovals(),
        standing.rules().requiredChecks(),
        names(standing.objectors()),
        request.reviews().stream().map(review -> Said.of(review, standing)).toList(),
        request.comments().stream()
            .map(comment -> new Comment(comment.author().name(), comment.text(), comment.at()))
            .toList(),
        request.checks().stream().map(result -> Check.of(result, standing)).toList(),
        merged == null ? null : merged.toString(),
        request.updatedAt());
  }

  private static List<String> names(List<Actor> actors) {
    return actors.stream().map(Actor::name).toList();
  }

  /** A change request in a list. */
  record Item(
      String name,
      String id,
      String title,
      String author,
      String source,
      String target,
      @Schema(
              description = "As of its last event.",
              allowableValues = {"open", "approved", "changes-requested", "merged", "closed"})
          String state,
      List<String> reviewers,
      Instant updatedAt) {
    static Item of(ChangeRequest request) {
      return new Item(
          request.name(),
          request.assetId().value(),
          request.title(),
          request.author().name(),
          request.source().value(),
          request.target().value(),
          request.state().code(),
          names(request.reviewers()),
          request.updatedAt());
    }
  }

  /** A page of a list. */
  record Items(
      List<ChangeRequestView.Item> items,
      @Schema(description = "The cursor of the next page.") @Nullable String next) {
    static Items of(Page<ChangeRequest> page) {
      return new Items(page.items().stream().map(Item::of).toList(), page.next());
    }
  }
}
