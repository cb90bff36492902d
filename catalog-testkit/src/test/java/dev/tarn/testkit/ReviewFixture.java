package dev.tarn.testkit;

import static dev.tarn.testkit.TestCatalog.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.catalog.CatalogReviews;
import dev.tarn.core.catalog.CatalogReviews.Proposal;
import dev.tarn.core.catalog.CatalogReviews.Resolution;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.Submission;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.merge.ConflictStrategy;
import dev.tarn.core.merge.MergeOutcome;
import dev.tarn.core.merge.MergeRequest;
import dev.tarn.core.policy.Decision;
import dev.tarn.core.review.Standing;
import dev.tarn.core.review.Verdict;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.ReferenceKind;
import dev.tarn.core.scope.ReviewRules;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A draft of a catalog, and people who propose and review it. */
abstract class ReviewFixture {
  static final Actor ALICE = new Actor("user:alice");
  static final Actor BOB = new Actor("user:bob");
  static final Actor CAROL = new Actor("user:carol");
  static final BranchName DRAFT = new BranchName("draft");
  static final Scope ON_DRAFT = new Scope(TenantId.DEFAULT, DRAFT);
  static final Scope ON_MAIN = Scope.DEFAULT;
  static final Proposal PROPOSAL =
      new Proposal(DRAFT, "Owners for all", "As agreed.", List.of(BOB));

  static final Resolution AS_IT_IS = new Resolution(Map.of(), ConflictStrategy.FAIL, false);

  final TestCatalog test = new TestCatalog(request -> Decision.ALL);
  final CatalogReviews reviews = test.catalog.reviews();

  @BeforeEach
  void aDraft() throws Exception {
    submit(
        ON_MAIN,
        upsert("user", "alice"),
        upsert("classification", "pii"),
        upsert("table", "orders", "owners", List.of("user:alice")),
        upsert("table", "buyers", "owners", List.of("user:alice"), "classifications", pii()));
    var unused =
        test.catalog
            .references()
            .createBranch(
                ALICE,
                ON_DRAFT,
                BranchName.MAIN,
                new PointInTime.AtCommit(test.catalog.head(ALICE, ON_MAIN)),
                test.catalog.references().newDetails(ALICE));
  }

  @AfterEach
  void close() throws IOException {
    test.close();
  }

  static List<String> pii() {
    return List.of("classification:pii");
  }

  static ChangeContext by(Actor actor) {
    return new ChangeContext(actor, "request", "test", null);
  }

  CommitId submit(Scope scope, Change... changes) throws Exception {
    SubmissionResult result =
        test.catalog
            .submit(scope, new Submission(by(ALICE), List.of(changes), Atomicity.EACH, null, 100))
            .get();
    assertThat(result.results()).noneMatch(ChangeResult.Rejected.class::isInstance);
    return result.commit();
  }

  Standing approve(Actor reviewer) throws IOException {
    return reviews.review(by(reviewer), ON_MAIN, "draft-1", Verdict.APPROVE, "", null);
  }

  void rules(ReviewRules rules) throws IOException {
    var unused =
        test.catalog
            .references()
            .describe(ALICE, ON_MAIN, ReferenceKind.BRANCH, known -> known.withRules(rules));
  }

  CommitId head() throws IOException {
    return test.catalog.head(ALICE, ON_DRAFT);
  }

  MergeOutcome merge() throws IOException {
    return reviews.merge(by(ALICE), ON_MAIN, "draft-1", AS_IT_IS);
  }

  MergeOutcome mergeWithoutRequest() throws IOException {
    return test.catalog
        .merges()
        .merge(
            TenantId.DEFAULT,
            new MergeRequest(
                DRAFT, BranchName.MAIN, Map.of(), ConflictStrategy.FAIL, false, by(ALICE)));
  }
}
