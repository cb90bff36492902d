package dev.tarn.testkit;

import static dev.tarn.testkit.StoreContract.assertRefused;
import static dev.tarn.testkit.TestCatalog.delete;
import static dev.tarn.testkit.TestCatalog.link;
import static dev.tarn.testkit.TestCatalog.patch;
import static dev.tarn.testkit.TestCatalog.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.merge.MergeOutcome;
import dev.tarn.core.review.CheckResult;
import dev.tarn.core.review.DiffChecks;
import dev.tarn.core.review.Finding;
import dev.tarn.core.review.MergedState;
import dev.tarn.core.review.Standing;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.ReviewRules;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.AttributeDefinition;
import dev.tarn.core.type.AttributeKind;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What checks find in what a merge would change. */
final class ReviewChecksTest extends ReviewFixture {
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
    return Asset.bare(
        AssetId.derive("kpi", "revenue"),
        "kpi",
        "revenue",
        "revenue",
        Instant.EPOCH,
        "user:alice",
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
}
