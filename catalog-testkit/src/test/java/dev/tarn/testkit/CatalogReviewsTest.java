package dev.tarn.testkit;

import static dev.tarn.testkit.StoreContract.assertRefused;
import static dev.tarn.testkit.TestCatalog.delete;
import static dev.tarn.testkit.TestCatalog.link;
import static dev.tarn.testkit.TestCatalog.patch;
import static dev.tarn.testkit.TestCatalog.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.catalog.CatalogReviews;
import dev.tarn.core.catalog.CatalogReviews.Proposal;
import dev.tarn.core.catalog.CatalogReviews.Resolution;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Submission;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.merge.ConflictStrategy;
import dev.tarn.core.merge.MergeOutcome;
import dev.tarn.core.merge.MergeRequest;
import dev.tarn.core.policy.Decision;
import dev.tarn.core.review.CheckResult;
import dev.tarn.core.review.DiffChecks;
import dev.tarn.core.review.Finding;
import dev.tarn.core.review.MergedState;
import dev.tarn.core.review.ReviewComment;
import dev.tarn.core.review.ReviewState;
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
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.AttributeDefinition;
import dev.tarn.core.type.AttributeKind;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Change requests by several people: who says what, what counts, and what it lets through. */
final class CatalogReviewsTest {
  private static final Actor ALICE = new Actor("user:alice");
  private static final Actor BOB = new Actor("user:bob");
  private static final Actor CAROL = new Actor("user:carol");
  private static final BranchName DRAFT = new BranchName("draft");
  private static final Scope ON_DRAFT = new Scope(TenantId.DEFAULT, DRAFT);
  private static final Scope ON_MAIN = Scope.DEFAULT;
  private static final Proposal PROPOSAL =
      new Proposal(DRAFT, "Owners for all", "As agreed.", List.of(BOB));

  private static final Resolution AS_IT_IS = new Resolution(Map.of(), ConflictStrategy.FAIL, false);

  private final TestCatalog test = new TestCatalog(request -> new Decision.Allow());
  private final CatalogReviews reviews = test.catalog.reviews();

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

  private static List<String> pii() {
    return List.of("classification:pii");
  }

  private static ChangeContext by(Actor actor) {
    return new ChangeContext(actor, "request", "test", null);
  }

  private CommitId submit(Scope scope, Change... changes) throws Exception {
    SubmissionResult result =
        test.catalog
            .submit(scope, new Submission(by(ALICE), List.of(changes), Atomicity.EACH, null, 100))
            .get();
    assertThat(result.results()).noneMatch(ChangeResult.Rejected.class::isInstance);
    return result.commit();
  }

  private Standing approve(Actor reviewer) throws IOException {
    return reviews.review(by(reviewer), ON_MAIN, "draft-1", Verdict.APPROVE, "", null);
  }

  private void rules(ReviewRules rules) throws IOException {
    var unused =
        test.catalog
            .references()
            .describe(ALICE, ON_MAIN, ReferenceKind.BRANCH, known -> known.withRules(rules));
  }

  private CommitId head() throws IOException {
    return test.catalog.head(ALICE, ON_DRAFT);
  }

  private MergeOutcome merge() throws IOException {
    return reviews.merge(by(ALICE), ON_MAIN, "draft-1", AS_IT_IS);
  }

  private MergeOutcome mergeWithoutRequest() throws IOException {
    return test.catalog
        .merges()
        .merge(
            TenantId.DEFAULT,
            new MergeRequest(
                DRAFT, BranchName.MAIN, Map.of(), ConflictStrategy.FAIL, false, by(ALICE)));
  }

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

  private List<CheckResult> check(String... names) throws IOException {
    return reviews.check(by(BOB), ON_MAIN, "draft-1", List.of(names)).request().checks();
  }

  private static List<String> findings(List<CheckResult> results, String check) {
    return results.stream()
        .filter(result -> result.check().equals(check))
        .flatMap(result -> result.findings().stream())
        .map(finding -> finding.name() + " " + finding.field() + ": " + finding.message())
        .toList();
  }

  @Test
  void checksFindWhatABranchBrings() throws Exception {
    reviews.create(by(ALICE), ON_MAIN, PROPOSAL);
    assertThat(check()).hasSize(4).allMatch(CheckResult::isPassed);
    submit(
        ON_DRAFT,
        upsert("schema", "sales", "owners", List.of("user:alice")),
        upsert("table", "sales.owned", "parent", "schema:sales"),
        upsert("table", "lonely"),
        link("lineage", "table:lonely", "table:orders"));
    List<CheckResult> results = check();
    assertThat(findings(results, "owner-set"))
        .containsExactly("table:lonely owners: nobody owns it, nor what contains it");
    CommitId checked = head();
    assertThat(results).hasSize(4).allMatch(result -> result.source().equals(checked));
    assertThat(results.stream().filter(CheckResult::isPassed)).hasSize(3);
    rules(new ReviewRules(0, List.of("owner-set"), false));
    assertThatThrownBy(this::merge)
        .isInstanceOf(CatalogException.class)
        .hasMessage("owner-set: 1, the first table:lonely (nobody owns it, nor what contains it)");
    assertRefused(ErrorCode.CHECKS_FAILED, this::mergeWithoutRequest);
    submit(ON_DRAFT, patch("table", "lonely", "owners", List.of("user:alice")));
    Standing standing = reviews.find(BOB, ON_MAIN, "draft-1", null);
    assertThat(standing.request().checks()).noneMatch(standing::isCurrent);
    assertThat(merge().status()).isEqualTo(MergeOutcome.Status.MERGED);
  }

  /** A merge makes no such thing: what the check sees of it is made up here. */
  @Test
  void whatHangsInTheAirIsFound() throws Exception {
    submit(ON_MAIN, link("lineage", "table:orders", "table:buyers"), kpi());
    try (StateSnapshot state = test.catalog.read(ALICE, ON_MAIN, mainHead())) {
      Asset orders = state.assetNamed("table", "orders").orElseThrow();
      Asset buyers = state.assetNamed("table", "buyers").orElseThrow();
      Relationship edge = state.relationshipsOf(orders.id(), 1).getFirst();
      ChangeContext context = by(ALICE);
      Asset revenue = unitless();
      List<CheckResult> results =
          DiffChecks.load()
              .run(
                  List.of("no-dangling-relationship", "required-attributes"),
                  new MergedState(
                      state,
                      List.of(
                          new Change.SetAsset(revenue.id(), revenue, context),
                          new Change.SetAsset(orders.id(), null, context),
                          new Change.SetRelationship(
                              RelationshipId.derive("lineage", buyers.id(), orders.id()),
                              turned(edge),
                              context))),
                  mainHead(),
                  mainHead(),
                  test.clock.instant());
      assertThat(findings(results, "no-dangling-relationship"))
          .containsExactly(
              "table:orders null: it is deleted, and still has the relationship " + edge.id(),
              "lineage: "
                  + buyers.id()
                  + " → "
                  + orders.id()
                  + " target: there is no asset "
                  + orders.id());
      assertThat(findings(results, "required-attributes"))
          .containsExactly("kpi:revenue attributes.unit: a kpi needs this attribute");
    }
  }

  private CommitId mainHead() throws IOException {
    return test.catalog.head(ALICE, ON_MAIN);
  }

  private static Relationship turned(Relationship edge) {
    return new Relationship(
        RelationshipId.derive("lineage", edge.targetId(), edge.sourceId()),
        edge.type(),
        edge.targetId(),
        edge.sourceId(),
        edge.attributes(),
        false,
        edge.createdAt(),
        edge.createdBy(),
        edge.updatedAt(),
        edge.updatedBy(),
        1,
        1);
  }

  private static Change kpi() {
    AttributeDefinition unit =
        new AttributeDefinition(
            "unit", AttributeKind.STRING, null, true, List.of(), null, null, null, "Of it");
    return new Change.DefineAssetType(
        new AssetType("kpi", "A figure", List.of(), List.of(unit), false, 1), null);
  }

  private static Asset unitless() {
    Instant now = Instant.EPOCH;
    return new Asset(
        AssetId.derive("kpi", "revenue"),
        "kpi",
        "revenue",
        "revenue",
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        AssetStatus.ACTIVE,
        null,
        null,
        now,
        "user:alice",
        now,
        "user:alice",
        1,
        1);
  }

  @Test
  void aClassificationIsNotTakenAway() throws Exception {
    reviews.create(by(ALICE), ON_MAIN, PROPOSAL);
    submit(ON_DRAFT, patch("table", "buyers", "classifications", List.of()));
    assertThat(findings(check("no-classification-removed"), "no-classification-removed"))
        .containsExactly("table:buyers classifications: pii is removed");
    submit(
        ON_DRAFT,
        patch("table", "buyers", "classifications", pii()),
        delete("classification", "pii"));
    assertThat(findings(check("no-classification-removed"), "no-classification-removed"))
        .contains("classification:pii null: a classification is deleted");
  }

  @Test
  void allIsCountedAndTheFirstAreKept() throws Exception {
    reviews.create(by(ALICE), ON_MAIN, PROPOSAL);
    submit(
        ON_DRAFT,
        IntStream.range(0, 1_500).mapToObj(i -> upsert("table", "t" + i)).toArray(Change[]::new));
    CheckResult result = check("owner-set").getFirst();
    assertThat(result.total()).isEqualTo(1_500);
    assertThat(result.findings()).hasSize(100).extracting(Finding::entity).isSorted();
    assertRefused(ErrorCode.INVALID_VALUE, () -> check("no-such-check"));
    assertRefused(
        ErrorCode.INVALID_VALUE, () -> rules(new ReviewRules(0, List.of("spelling"), false)));
  }
}
