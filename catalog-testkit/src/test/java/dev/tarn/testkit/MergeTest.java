package dev.tarn.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Submission;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.change.UpsertMode;
import dev.tarn.core.merge.Conflict;
import dev.tarn.core.merge.ConflictKind;
import dev.tarn.core.merge.ConflictStrategy;
import dev.tarn.core.merge.MergeOutcome;
import dev.tarn.core.merge.MergeOutcome.Status;
import dev.tarn.core.merge.MergeRequest;
import dev.tarn.core.merge.Side;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.AttributeDefinition;
import dev.tarn.core.type.AttributeKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of fields that two branches have changed, and what is said of a merge. */
final class MergeTest extends MergeFixture {
  @Test
  void whatDifferentFieldsOfOneAssetSayIsPutTogether() throws Exception {
    begin(
        TestCatalog.upsert("tag", "pii"),
        TestCatalog.upsert("tag", "gold"),
        TestCatalog.upsert("tag", "old"),
        TestCatalog.upsert(
            "table",
            "t",
            "description",
            "one",
            "tags",
            List.of("tag:old"),
            "attributes",
            Map.of("properties", Map.of("a", "1", "b", "1", "c", "1"))));
    var unused =
        commit(
            DEV,
            TestCatalog.patch("table", "t", "description", "two"),
            tagged("t", "pii"),
            TestCatalog.patch("table", "t", "tags", Map.of("remove", List.of("tag:old"))),
            TestCatalog.patch(
                "table",
                "t",
                "attributes",
                Map.of("properties", TestCatalog.fields("a", "2", "c", null))));
    unused =
        commit(
            MAIN,
            TestCatalog.patch("table", "t", "displayName", "T"),
            tagged("t", "gold"),
            TestCatalog.patch(
                "table", "t", "attributes", Map.of("properties", Map.of("b", "3", "d", "3"))));

    merged(merge(DEV, MAIN));

    Asset t = asset(MAIN, "table", "t");
    assertThat(t.description()).isEqualTo("two");
    assertThat(t.displayName()).isEqualTo("T");
    assertThat(t.tags())
        .containsExactly(asset(MAIN, "tag", "gold").id(), asset(MAIN, "tag", "pii").id());
    assertThat(t.attributes().get("properties")).isEqualTo(Map.of("a", "2", "b", "3", "d", "3"));
  }

  @Test
  void oneFieldChangedOnBothSidesIsAConflictThatAChoiceOrAStrategyResolves() throws Exception {
    begin(TestCatalog.upsert("table", "t", "description", "base"));
    var unused = commit(DEV, TestCatalog.patch("table", "t", "description", "theirs"));
    CommitId before = commit(MAIN, TestCatalog.patch("table", "t", "description", "ours"));

    Conflict conflict = conflicting(merge(DEV, MAIN));
    assertThat(conflict.kind()).isEqualTo(ConflictKind.FIELD);
    assertThat(conflict.field()).isEqualTo("description");
    assertThat(conflict.label()).isEqualTo("table:t");
    assertThat(List.of("" + conflict.base(), "" + conflict.ours(), "" + conflict.theirs()))
        .containsExactly("base", "ours", "theirs");
    assertThat(catalog.catalog.head(TestCatalog.ADMIN, scope(MAIN))).isEqualTo(before);

    MergeOutcome done = merge(DEV, MAIN, ConflictStrategy.FAIL, Map.of(conflict.id(), Side.THEIRS));
    assertThat(done.status()).isEqualTo(Status.MERGED);
    assertThat(asset(MAIN, "table", "t").description()).isEqualTo("theirs");
    assertThat(merge(DEV, MAIN).status()).isEqualTo(Status.UP_TO_DATE);
  }

  @Test
  void theNewestOfTwoIsOfTheFieldNotOfTheAsset() throws Exception {
    begin(TestCatalog.upsert("table", "t", "description", "base", "displayName", "base"));
    var unused = commit(MAIN, TestCatalog.patch("table", "t", "description", "ours"));
    unused = commit(DEV, TestCatalog.patch("table", "t", "description", "theirs"));
    unused = commit(DEV, TestCatalog.patch("table", "t", "displayName", "theirs"));
    unused = commit(MAIN, TestCatalog.patch("table", "t", "displayName", "ours"));

    assertThat(merge(DEV, MAIN, ConflictStrategy.NEWEST, Map.of()).status())
        .isEqualTo(Status.MERGED);
    assertThat(asset(MAIN, "table", "t").description()).isEqualTo("theirs");
    assertThat(asset(MAIN, "table", "t").displayName()).isEqualTo("ours");
  }

  @Test
  void aChoiceOfNoConflictIsRefused() throws Exception {
    begin(TestCatalog.upsert("table", "t"));
    var unused = commit(DEV, TestCatalog.patch("table", "t", "description", "x"));
    assertThatThrownBy(
            () -> merge(DEV, MAIN, ConflictStrategy.FAIL, Map.of("asset:x#name", Side.OURS)))
        .hasMessageContaining("there is no conflict");
    assertThatThrownBy(() -> merge(DEV, DEV)).hasMessageContaining("another");
  }

  @Test
  void aDryRunChangesNothing() throws Exception {
    begin(TestCatalog.upsert("table", "t"));
    var unused =
        commit(
            DEV,
            TestCatalog.patch("table", "t", "description", "x"),
            TestCatalog.upsert("tag", "n"));
    MergeOutcome outcome =
        catalog
            .catalog
            .merges()
            .merge(
                TenantId.DEFAULT,
                new MergeRequest(
                    DEV, MAIN, Map.of(), ConflictStrategy.FAIL, true, TestCatalog.context()));
    assertThat(outcome.status()).isEqualTo(Status.MERGEABLE);
    assertThat(outcome.summary().total()).isEqualTo(2);
    assertThat(find(MAIN, "tag", "n")).isEmpty();
  }

  @Test
  void eachChangeSaysWhoMadeItOnTheBranchAndWhy() throws Exception {
    begin(TestCatalog.upsert("table", "t"));
    CommitId head = catalog.catalog.head(TestCatalog.ADMIN, scope(MAIN));
    // The writer of a branch; the policy of the test knows one administrator alone.
    Submission submission =
        new Submission(
            new ChangeContext(Actor.LOCAL_ADMINISTRATOR, "r", "dbt", "the yearly cleaning"),
            List.of(TestCatalog.patch("table", "t", "description", "x")),
            Atomicity.ALL,
            null,
            1);
    var unused = catalog.catalog.submit(scope(DEV), submission).get();
    merged(merge(DEV, MAIN));
    List<LogEntry> entries = log(MAIN, head.seq());
    assertThat(entries).hasSize(2);
    assertThat(entries.getFirst().reason()).isEqualTo("the yearly cleaning");
    assertThat(entries.getFirst().source()).isEqualTo("merge:dev");
    assertThat(entries.getFirst().changedFields()).containsExactly("description");
    assertThat(entries).extracting(LogEntry::groupId).containsOnly(entries.getFirst().groupId());
    Asset record = (Asset) entries.getLast().after();
    assertThat(record.type()).isEqualTo("merge");
    assertThat(record.attributes())
        .containsEntry("sourceBranch", "dev")
        .containsEntry("targetBranch", "main")
        .containsEntry("changes", 1L);
  }

  @Test
  void nobodyWritesWhatTheCatalogSaysOfAMerge() throws Exception {
    begin(TestCatalog.upsert("table", "t"));
    var unused = commit(DEV, TestCatalog.patch("table", "t", "description", "x"));
    MergeOutcome done = merge(DEV, MAIN);
    merged(done);
    String name;
    try (StateSnapshot state = state(MAIN)) {
      name = state.list(AssetQuery.ofType("merge", null, 10)).items().getFirst().qualifiedName();
    }
    assertThat(rejection(TestCatalog.patch("merge", name, "attributes", Map.of("changes", 7))))
        .isEqualTo("read-only-field");
    assertThat(rejection(TestCatalog.delete("merge", name))).isEqualTo("read-only-field");
    assertThat(rejection(TestCatalog.upsert("merge", "mine"))).isEqualTo("read-only-field");
    unused = commit(MAIN, TestCatalog.patch("merge", name, "description", "the big one"));
    AssetId record = asset(MAIN, "merge", name).id();
    merged(revert(done.commit(), ConflictStrategy.FAIL));
    assertThat(find(MAIN, "merge", name)).isEmpty();
    assertThat(rejection(TestCatalog.restore(record))).isEqualTo("read-only-field");
  }

  @Test
  void typesAreWidenedByBothSides() throws Exception {
    begin(TestCatalog.upsert("table", "t"));
    var unused = commit(DEV, type("vehicle", "wheels"));
    unused = commit(DEV, TestCatalog.upsert("vehicle", "v", "attributes", Map.of("wheels", "4")));
    unused = commit(MAIN, type("vehicle", "doors"));
    merged(merge(DEV, MAIN));
    try (StateSnapshot state = state(MAIN)) {
      AssetType vehicle =
          state.assetTypes().stream()
              .filter(type -> type.name().equals("vehicle"))
              .findFirst()
              .orElseThrow();
      assertThat(vehicle.attributes())
          .extracting(AttributeDefinition::name)
          .containsExactly("doors", "wheels");
    }
    assertThat(asset(MAIN, "vehicle", "v").attributes()).containsEntry("wheels", "4");
  }

  @Test
  void replacedFieldsAreChangesLikeOthers() throws Exception {
    begin(TestCatalog.upsert("table", "t", "description", "one", "displayName", "T"));
    var unused =
        commit(
            DEV,
            new Change.UpsertAsset(
                "table", "t", Map.of("description", "two"), UpsertMode.REPLACE, null));
    merged(merge(DEV, MAIN));
    assertThat(asset(MAIN, "table", "t").displayName()).isNull();
    assertThat(asset(MAIN, "table", "t").description()).isEqualTo("two");
  }

  private String rejection(Change change) throws Exception {
    SubmissionResult result =
        catalog
            .catalog
            .submit(scope(MAIN), TestCatalog.submission(Atomicity.EACH, List.of(change)))
            .get();
    return ((ChangeResult.Rejected) result.results().getFirst()).code().code();
  }

  private static Change type(String name, String attribute) {
    return new Change.DefineAssetType(
        new AssetType(
            name,
            "A vehicle.",
            List.of(),
            List.of(AttributeDefinition.optional(attribute, AttributeKind.STRING, "Some.")),
            false,
            1),
        null);
  }
}
