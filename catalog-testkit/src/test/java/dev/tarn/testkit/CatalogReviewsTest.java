package dev.tarn.testkit;

import static dev.tarn.testkit.StoreContract.assertRefused;
import static dev.tarn.testkit.TestCatalog.delete;
import static dev.tarn.testkit.TestCatalog.patch;
import static dev.tarn.testkit.TestCatalog.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.catalog.CatalogReviews.Proposal;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Submission;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.merge.MergeOutcome;
import dev.tarn.core.review.ReviewComment;
import dev.tarn.core.review.ReviewState;
import dev.tarn.core.review.Standing;
import dev.tarn.core.review.Verdict;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.ReviewRules;
import dev.tarn.core.state.StateSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Change requests by several people: who says what, what counts, and what it lets through. */
final class CatalogReviewsTest extends ReviewFixture {
  @Test
  void anApprovalIsOfWhatTheReviewerHasSeen() throws Exception {
    submit(ON_DRAFT, patch("table", "orders", "description", "All orders"));
    Standing open = reviews.create(by(ALICE), ON_MAIN, PROPOSAL);
    assertThat(open.state()).isEqualTo(ReviewState.OPEN);
    assertThat(open.request().name()).isEqualTo("draft-1");
    assertThat(open.head()).isEqualTo(head());
    assertRefused(ErrorCode.PERMISSION_DENIED, () -> approve(ALICE));
    Standing approved = approve(BOB);
    assertThat(approved.state()).isEqualTo(ReviewState.APPROVED);
    assertThat(approved.approvals()).isEqualTo(1);
    CommitId seen = head();

    submit(ON_DRAFT, patch("table", "orders", "description", "Some orders"));

    Standing stale = reviews.find(ALICE, ON_MAIN, "draft-1", null);
    assertThat(stale.state()).isEqualTo(ReviewState.OPEN);
    assertThat(stale.approvals()).isZero();
    assertThat(stale.request().reviews()).hasSize(1);
    assertThat(stale.isCurrent(stale.request().reviews().getFirst())).isFalse();
    // What was seen before is not approved now.
    assertThat(
            reviews
                .review(by(CAROL), ON_MAIN, "draft-1", Verdict.APPROVE, "good", seen)
                .approvals())
        .isZero();
    assertThat(approve(BOB).state()).isEqualTo(ReviewState.APPROVED);
    assertRefused(
        ErrorCode.COMMIT_NOT_FOUND,
        () ->
            reviews.review(
                by(BOB), ON_MAIN, "draft-1", Verdict.APPROVE, "", new CommitId(99, "c0ffee00")));
  }

  @Test
  void anObjectionStandsUntilItsReviewerApproves() throws Exception {
    reviews.create(by(ALICE), ON_MAIN, PROPOSAL);
    approve(BOB);
    Standing refused =
        reviews.review(
            by(CAROL), ON_MAIN, "draft-1", Verdict.REQUEST_CHANGES, "Not the tables", null);
    assertThat(refused.state()).isEqualTo(ReviewState.CHANGES_REQUESTED);
    submit(ON_DRAFT, patch("table", "orders", "description", "All orders"));
    assertThat(approve(BOB).state()).isEqualTo(ReviewState.CHANGES_REQUESTED);
    assertThat(approve(CAROL).state()).isEqualTo(ReviewState.APPROVED);
  }

  @Test
  void itIsAnAssetWithAHistoryOfItsOwn() throws Exception {
    Standing made = reviews.create(by(ALICE), ON_MAIN, PROPOSAL);
    reviews.comment(by(BOB), ON_MAIN, "draft-1", "Why?");
    approve(CAROL);
    String id = made.request().assetId().value();
    assertThat(reviews.find(ALICE, ON_MAIN, id, null).request().comments())
        .extracting(ReviewComment::author, ReviewComment::text)
        .containsExactly(tuple(BOB, "Why?"));
    List<LogEntry> history =
        test.catalog
            .history(ALICE, ON_MAIN)
            .history(EntityKind.ASSET, id, test.catalog.head(ALICE, ON_MAIN), null, 10);
    assertThat(history)
        .extracting(LogEntry::actor)
        .containsExactly("user:carol", "user:bob", "user:alice");
    assertThat(history.getFirst().changedFields())
        .containsExactlyInAnyOrder("attributes.reviews", "attributes.state");
  }

  @Test
  void ofTwoBranchesOneIsOpenAtATime() throws Exception {
    reviews.create(by(ALICE), ON_MAIN, PROPOSAL);
    assertRefused(
        ErrorCode.CHANGE_REQUEST_EXISTS, () -> reviews.create(by(BOB), ON_MAIN, PROPOSAL));
    for (int i = 2; i <= 6; i++) {
      assertThat(reviews.close(by(BOB), ON_MAIN, "draft-" + (i - 1)).state())
          .isEqualTo(ReviewState.CLOSED);
      assertThat(reviews.create(by(ALICE), ON_MAIN, PROPOSAL).request().name())
          .isEqualTo("draft-" + i);
    }
    assertRefused(ErrorCode.CHANGE_REQUEST_OVER, () -> approve(BOB));
    assertThat(
            reviews
                .list(BOB, ON_MAIN, request -> !request.state().isOver(), null, null, 2)
                .page()
                .items())
        .singleElement()
        .satisfies(request -> assertThat(request.name()).isEqualTo("draft-6"));
    assertRefused(
        ErrorCode.CHANGE_REQUEST_NOT_FOUND, () -> reviews.find(BOB, ON_MAIN, "draft-7", null));
    assertRefused(
        ErrorCode.CHANGE_REQUEST_NOT_FOUND, () -> reviews.find(BOB, ON_DRAFT, "draft-6", null));
    assertRefused(
        ErrorCode.BRANCH_NOT_FOUND,
        () ->
            reviews.create(
                by(BOB), ON_MAIN, new Proposal(new BranchName("none"), "Nothing", "", List.of())));
    assertRefused(ErrorCode.INVALID_VALUE, () -> reviews.create(by(BOB), ON_DRAFT, PROPOSAL));
  }

  @Test
  void nobodysWordsAreLost() throws Exception {
    reviews.create(by(ALICE), ON_MAIN, PROPOSAL);
    int people = 4;
    int each = 5;
    try (ExecutorService executor = Executors.newFixedThreadPool(people)) {
      List<Future<?>> talking = new ArrayList<>();
      for (int i = 0; i < people; i++) {
        Actor actor = new Actor("user:p" + i);
        talking.add(
            executor.submit(
                () -> {
                  for (int j = 0; j < each; j++) {
                    reviews.comment(by(actor), ON_MAIN, "draft-1", "Word " + j);
                  }
                  return null;
                }));
      }
      for (Future<?> talk : talking) {
        talk.get();
      }
    }
    assertThat(reviews.find(ALICE, ON_MAIN, "draft-1", null).request().comments())
        .hasSize(people * each)
        .doesNotHaveDuplicates();
  }

  @Test
  void aBranchWantsApprovalsBeforeItIsMergedInto() throws Exception {
    submit(ON_DRAFT, patch("table", "orders", "description", "All orders"));
    rules(new ReviewRules(2, List.of(), false));
    assertRefused(ErrorCode.APPROVAL_REQUIRED, this::mergeWithoutRequest);
    reviews.create(by(ALICE), ON_MAIN, PROPOSAL);
    approve(BOB);
    assertThatThrownBy(this::merge)
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("draft-1 has 1 of 2 approvals");
    assertThat(approve(CAROL).state()).isEqualTo(ReviewState.APPROVED);
    submit(ON_DRAFT, patch("table", "orders", "description", "More orders"));
    assertRefused(ErrorCode.APPROVAL_REQUIRED, this::merge);
    reviews.review(by(BOB), ON_MAIN, "draft-1", Verdict.REQUEST_CHANGES, "Fewer", null);
    approve(CAROL);
    assertThatThrownBy(this::merge).hasMessage("user:bob wants changes of draft-1");
    approve(BOB);

    MergeOutcome outcome = merge();

    assertThat(outcome.status()).isEqualTo(MergeOutcome.Status.MERGED);
    Standing merged = reviews.find(BOB, ON_MAIN, "draft-1", outcome.commit());
    assertThat(merged.state()).isEqualTo(ReviewState.MERGED);
    assertThat(merged.request().mergedSource()).isEqualTo(outcome.source());
    try (StateSnapshot state = test.catalog.read(BOB, ON_MAIN, outcome.commit())) {
      Asset orders = state.assetNamed("table", "orders").orElseThrow();
      Asset request = state.asset(merged.request().assetId()).orElseThrow();
      assertThat(orders.description()).isEqualTo("More orders");
      // One commit has both.
      var history = test.catalog.history(BOB, ON_MAIN);
      assertThat(history.commitOf(orders.seq())).isEqualTo(outcome.commit());
      assertThat(history.commitOf(request.seq())).isEqualTo(outcome.commit());
    }
    assertRefused(ErrorCode.CHANGE_REQUEST_OVER, this::merge);
    assertThat(reviews.create(by(ALICE), ON_MAIN, PROPOSAL).request().name()).isEqualTo("draft-2");
  }

  @Test
  void aMergeEndsTheOpenRequestHoweverItIsDone() throws Exception {
    submit(ON_DRAFT, patch("table", "orders", "description", "All orders"));
    reviews.create(by(ALICE), ON_MAIN, PROPOSAL);
    MergeOutcome outcome = mergeWithoutRequest();
    assertThat(outcome.status()).isEqualTo(MergeOutcome.Status.MERGED);
    assertThat(reviews.find(BOB, ON_MAIN, "draft-1", outcome.commit()).state())
        .isEqualTo(ReviewState.MERGED);
    Standing next = reviews.create(by(ALICE), ON_MAIN, PROPOSAL);
    assertThat(reviews.merge(by(ALICE), ON_MAIN, next.request().name(), AS_IT_IS).status())
        .isEqualTo(MergeOutcome.Status.UP_TO_DATE);
    assertThat(reviews.find(BOB, ON_MAIN, "draft-2", null).state()).isEqualTo(ReviewState.MERGED);
  }

  @Test
  void nobodyWritesWhatOthersSaid() throws Exception {
    Standing made = reviews.create(by(ALICE), ON_MAIN, PROPOSAL);
    Change forged =
        patch(
            "change-request",
            "main/draft-1",
            "attributes",
            Map.of("state", "approved", "reviews", List.of()));
    Change another = upsert("change-request", "main/draft-2", "attributes", Map.of());
    for (Change change : List.of(forged, another, delete("change-request", "main/draft-1"))) {
      SubmissionResult result =
          test.catalog
              .submit(
                  ON_MAIN, new Submission(by(ALICE), List.of(change), Atomicity.EACH, null, 100))
              .get();
      assertThat(result.results().getFirst())
          .isInstanceOfSatisfying(
              ChangeResult.Rejected.class,
              rejected -> assertThat(rejected.code()).isEqualTo(ErrorCode.READ_ONLY_FIELD));
    }
    submit(ON_MAIN, upsert("tag", "urgent"));
    submit(ON_MAIN, patch("change-request", "main/draft-1", "tags", List.of("tag:urgent")));
    // What people say of it stays when the catalog writes.
    approve(BOB);
    try (StateSnapshot state = test.catalog.read(BOB, ON_MAIN, test.catalog.head(BOB, ON_MAIN))) {
      assertThat(state.asset(made.request().assetId()).orElseThrow().tags()).hasSize(1);
    }
  }

  @Test
  void aBranchOfChangeRequestsIsWrittenToByThemOnly() throws Exception {
    submit(ON_DRAFT, patch("table", "orders", "description", "All orders"));
    rules(new ReviewRules(0, List.of(), true));
    assertRefused(
        ErrorCode.BRANCH_PROTECTED,
        () -> submit(ON_MAIN, patch("table", "orders", "description", "All orders")));
    assertRefused(ErrorCode.APPROVAL_REQUIRED, this::mergeWithoutRequest);
    reviews.create(by(ALICE), ON_MAIN, PROPOSAL);
    assertThat(merge().status()).isEqualTo(MergeOutcome.Status.MERGED);
    rules(ReviewRules.NONE);
    submit(ON_MAIN, patch("table", "orders", "description", "Few orders"));
  }
}
