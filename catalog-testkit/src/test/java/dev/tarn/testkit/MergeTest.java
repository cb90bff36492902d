package dev.tarn.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.catalog.CatalogReferences;
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
import dev.tarn.core.merge.RevertRequest;
import dev.tarn.core.merge.Side;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.ReferenceDetails;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.RelationshipQuery;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.AttributeDefinition;
import dev.tarn.core.type.AttributeKind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of what two branches have changed. */
final class MergeTest {
  private static final BranchName MAIN = BranchName.MAIN;
  private static final BranchName DEV = new BranchName("dev");

  private final TestCatalog catalog = new TestCatalog();

  @AfterEach
  void close() throws IOException {
    catalog.close();
  }

  private static Scope scope(BranchName branch) {
    return new Scope(TenantId.DEFAULT, branch);
  }

  /** Commits changes, all of which are to be applied. */
  private CommitId commit(BranchName branch, Change... changes) throws Exception {
    SubmissionResult result =
        catalog
            .catalog
            .submit(scope(branch), TestCatalog.submission(Atomicity.ALL, List.of(changes)))
            .get();
    assertThat(result.results())
        .allSatisfy(one -> assertThat(one).isNotInstanceOf(ChangeResult.Rejected.class));
    catalog.clock.set(catalog.clock.instant().plus(Duration.ofSeconds(1)));
    return result.commit();
  }

  private void branch(BranchName name, BranchName from) throws IOException {
    CatalogReferences references = catalog.catalog.references();
    var unused =
        references.createBranch(
            TestCatalog.ADMIN,
            scope(name),
            from,
            new PointInTime.AtCommit(catalog.catalog.head(TestCatalog.ADMIN, scope(from))),
            ReferenceDetails.UNKNOWN);
  }

  private static MergeRequest request(
      BranchName source, BranchName target, ConflictStrategy strategy, Map<String, Side> choices) {
    return new MergeRequest(source, target, choices, strategy, false, TestCatalog.context());
  }

  private MergeOutcome merge(BranchName source, BranchName target) throws IOException {
    return merge(source, target, ConflictStrategy.FAIL, Map.of());
  }

  private MergeOutcome merge(
      BranchName source, BranchName target, ConflictStrategy strategy, Map<String, Side> choices)
      throws IOException {
    return catalog
        .catalog
        .merges()
        .merge(TenantId.DEFAULT, request(source, target, strategy, choices));
  }

  private MergeOutcome revert(CommitId commit, ConflictStrategy strategy) throws IOException {
    return catalog
        .catalog
        .merges()
        .revert(
            TenantId.DEFAULT,
            new RevertRequest(MAIN, commit, Map.of(), strategy, false, TestCatalog.context()));
  }

  private void merged(MergeOutcome outcome) {
    assertThat(outcome.conflicts()).isEmpty();
    assertThat(outcome.status()).isEqualTo(Status.MERGED);
  }

  private Conflict conflicting(MergeOutcome outcome) {
    assertThat(outcome.status()).isEqualTo(Status.CONFLICTING);
    assertThat(outcome.open()).hasSize(1);
    return outcome.open().getFirst();
  }

  private StateSnapshot state(BranchName branch) throws IOException {
    return catalog.catalog.read(
        TestCatalog.ADMIN, scope(branch), catalog.catalog.head(TestCatalog.ADMIN, scope(branch)));
  }

  private Optional<Asset> find(BranchName branch, String type, String name) throws IOException {
    try (StateSnapshot state = state(branch)) {
      return state.assetNamed(type, name);
    }
  }

  private Asset asset(BranchName branch, String type, String name) throws IOException {
    return find(branch, type, name).orElseThrow();
  }

  private List<Relationship> edges(BranchName branch) throws IOException {
    try (StateSnapshot state = state(branch)) {
      return state.list(new RelationshipQuery(null, null, null, null, null, 100)).items();
    }
  }

  private List<LogEntry> log(BranchName branch, long afterSeq) throws IOException {
    try (var store = catalog.store.open(scope(branch))) {
      return StoreContract.entries(store.log(), afterSeq);
    }
  }

  private static Change tagged(String table, String tag) {
    return TestCatalog.patch("table", table, "tags", Map.of("add", List.of("tag:" + tag)));
  }

  private void begin(Change... changes) throws Exception {
    var unused = commit(MAIN, changes);
    branch(DEV, MAIN);
  }

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
    merged(merge(DEV, MAIN));
    String name;
    try (StateSnapshot state = state(MAIN)) {
      name =
          state
              .list(dev.tarn.core.state.AssetQuery.ofType("merge", null, 10))
              .items()
              .getFirst()
              .qualifiedName();
    }
    assertThat(rejection(TestCatalog.patch("merge", name, "attributes", Map.of("changes", 7))))
        .isEqualTo("read-only-field");
    assertThat(rejection(TestCatalog.delete("merge", name))).isEqualTo("read-only-field");
    assertThat(rejection(TestCatalog.upsert("merge", "mine"))).isEqualTo("read-only-field");
    unused = commit(MAIN, TestCatalog.patch("merge", name, "description", "the big one"));
  }

  private String rejection(Change change) throws Exception {
    SubmissionResult result =
        catalog
            .catalog
            .submit(scope(MAIN), TestCatalog.submission(Atomicity.EACH, List.of(change)))
            .get();
    return ((ChangeResult.Rejected) result.results().getFirst()).code().code();
  }

  @Test
  void aDeleteAgainstAnEditIsAConflict() throws Exception {
    begin(
        TestCatalog.upsert("table", "t"),
        TestCatalog.upsert("column", "t.a", "parent", "table:t"),
        TestCatalog.upsert("table", "u"),
        TestCatalog.link("lineage", "table:t", "table:u"));
    var unused = commit(DEV, TestCatalog.delete("table", "t"));
    unused = commit(MAIN, TestCatalog.patch("table", "t", "description", "needed"));

    Conflict conflict = conflicting(merge(DEV, MAIN));
    assertThat(conflict.kind()).isEqualTo(ConflictKind.DELETED);

    // What is kept is kept with all that the deletion took along.
    assertThat(merge(DEV, MAIN, ConflictStrategy.FAIL, Map.of(conflict.id(), Side.OURS)).status())
        .isEqualTo(Status.MERGED);
    assertThat(asset(MAIN, "table", "t").description()).isEqualTo("needed");
    assertThat(find(MAIN, "column", "t.a")).isPresent();
    assertThat(edges(MAIN)).hasSize(1);
  }

  @Test
  void anEditAgainstADeleteBringsBackWhatWentWithIt() throws Exception {
    begin(
        TestCatalog.upsert("schema", "s"),
        TestCatalog.upsert("table", "s.t", "parent", "schema:s"),
        TestCatalog.upsert("column", "s.t.a", "parent", "table:s.t"),
        TestCatalog.upsert("column", "s.t.b", "parent", "table:s.t"));
    var unused = commit(MAIN, TestCatalog.delete("schema", "s"));
    unused = commit(DEV, TestCatalog.patch("column", "s.t.a", "description", "the key"));

    MergeOutcome open = merge(DEV, MAIN);
    assertThat(open.status()).isEqualTo(Status.CONFLICTING);
    assertThat(merge(DEV, MAIN, ConflictStrategy.THEIRS, Map.of()).status())
        .isEqualTo(Status.MERGED);
    assertThat(asset(MAIN, "column", "s.t.a").description()).isEqualTo("the key");
    assertThat(find(MAIN, "schema", "s")).isPresent();
    assertThat(find(MAIN, "column", "s.t.b")).isPresent();
  }

  @Test
  void theSameWithOursLeavesItDeleted() throws Exception {
    begin(
        TestCatalog.upsert("table", "t"), TestCatalog.upsert("column", "t.a", "parent", "table:t"));
    var unused = commit(MAIN, TestCatalog.delete("table", "t"));
    unused =
        commit(
            DEV,
            TestCatalog.patch("column", "t.a", "description", "the key"),
            TestCatalog.upsert("column", "t.b", "parent", "table:t"));
    assertThat(merge(DEV, MAIN, ConflictStrategy.OURS, Map.of()).status()).isEqualTo(Status.MERGED);
    assertThat(find(MAIN, "table", "t")).isEmpty();
    assertThat(find(MAIN, "column", "t.a")).isEmpty();
    assertThat(find(MAIN, "column", "t.b")).isEmpty();
  }

  @Test
  void whatWasPutIntoSomethingThatTheBranchDeletesIsNotLostSilently() throws Exception {
    begin(TestCatalog.upsert("table", "t"));
    var unused = commit(DEV, TestCatalog.delete("table", "t"));
    unused =
        commit(
            MAIN,
            TestCatalog.upsert("column", "t.a", "parent", "table:t"),
            TestCatalog.upsert("column", "t.a.x", "parent", "column:t.a"));
    Conflict conflict = conflicting(merge(DEV, MAIN));
    assertThat(conflict.label()).isEqualTo("table:t");
    assertThat(merge(DEV, MAIN, ConflictStrategy.FAIL, Map.of(conflict.id(), Side.THEIRS)).status())
        .isEqualTo(Status.MERGED);
    assertThat(find(MAIN, "table", "t")).isEmpty();
    assertThat(find(MAIN, "column", "t.a")).isEmpty();
    assertThat(find(MAIN, "column", "t.a.x")).isEmpty();
  }

  @Test
  void relationshipsGoWithTheirEndsOnEitherSide() throws Exception {
    begin(
        TestCatalog.upsert("table", "a"),
        TestCatalog.upsert("table", "b"),
        TestCatalog.upsert("table", "c"));
    var unused =
        commit(
            DEV,
            TestCatalog.delete("table", "a"),
            TestCatalog.link("lineage", "table:b", "table:c"));
    unused =
        commit(
            MAIN,
            TestCatalog.link("lineage", "table:a", "table:b"),
            TestCatalog.delete("table", "c"));
    MergeOutcome outcome = merge(DEV, MAIN);
    merged(outcome);
    assertThat(outcome.dropped()).isEqualTo(1);
    assertThat(edges(MAIN)).isEmpty();
    assertThat(find(MAIN, "table", "a")).isEmpty();
  }

  @Test
  void aNameThatBothHaveGivenIsAConflictThatRenamingResolves() throws Exception {
    begin(TestCatalog.upsert("table", "a"), TestCatalog.upsert("table", "b"));
    var unused = commit(DEV, TestCatalog.patch("table", "a", "qualifiedName", "c"));
    unused = commit(MAIN, TestCatalog.patch("table", "b", "qualifiedName", "c"));
    Conflict conflict = conflicting(merge(DEV, MAIN));
    assertThat(conflict.kind()).isEqualTo(ConflictKind.NAME);
    assertThat(conflict.choices()).containsExactly(Side.OURS);
    assertThatThrownBy(
            () -> merge(DEV, MAIN, ConflictStrategy.FAIL, Map.of(conflict.id(), Side.THEIRS)))
        .hasMessageContaining("cannot be resolved");
    unused = commit(MAIN, TestCatalog.patch("table", "c", "qualifiedName", "d"));
    merged(merge(DEV, MAIN));
    assertThat(find(MAIN, "table", "c")).isPresent();
    assertThat(find(MAIN, "table", "d")).isPresent();
    assertThat(find(MAIN, "table", "a")).isEmpty();
  }

  @Test
  void namesAreSwappedAndAssetsKeepTheirIds() throws Exception {
    begin(TestCatalog.upsert("table", "a"), TestCatalog.upsert("table", "b"));
    var a = asset(MAIN, "table", "a").id();
    var unused =
        commit(
            DEV,
            TestCatalog.patch("table", "a", "qualifiedName", "x"),
            TestCatalog.patch("table", "b", "qualifiedName", "a"),
            TestCatalog.patch("table", "x", "qualifiedName", "b"),
            TestCatalog.upsert("table", "n"),
            TestCatalog.patch("table", "n", "qualifiedName", "m"));
    merged(merge(DEV, MAIN));
    assertThat(asset(MAIN, "table", "b").id()).isEqualTo(a);
    assertThat(asset(MAIN, "table", "m").id()).isEqualTo(asset(DEV, "table", "m").id());
  }

  @Test
  void twoMovesThatWouldPutAnAssetIntoItselfAreAConflict() throws Exception {
    begin(TestCatalog.upsert("container", "a"), TestCatalog.upsert("container", "b"));
    var unused = commit(DEV, TestCatalog.patch("container", "a", "parent", "container:b"));
    unused = commit(MAIN, TestCatalog.patch("container", "b", "parent", "container:a"));
    Conflict conflict = conflicting(merge(DEV, MAIN));
    assertThat(conflict.kind()).isEqualTo(ConflictKind.CONTAINMENT);
    assertThat(merge(DEV, MAIN, ConflictStrategy.OURS, Map.of()).status()).isEqualTo(Status.MERGED);
    assertThat(asset(MAIN, "container", "a").parentId()).isNull();
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

  @Test
  void whatWasMergedIsNotMergedAgainInEitherDirection() throws Exception {
    begin(TestCatalog.upsert("table", "t", "description", "base"));
    var unused = commit(DEV, TestCatalog.patch("table", "t", "description", "dev 1"));
    merged(merge(DEV, MAIN));
    unused = commit(MAIN, TestCatalog.patch("table", "t", "description", "main 1"));
    unused = commit(DEV, TestCatalog.patch("table", "t", "displayName", "dev 2"));
    // Only what is new on the branch: the description, merged before and changed since, is not.
    merged(merge(DEV, MAIN));
    assertThat(asset(MAIN, "table", "t").description()).isEqualTo("main 1");
    assertThat(asset(MAIN, "table", "t").displayName()).isEqualTo("dev 2");
    // And back: the branch has all that is new on main, without a conflict.
    merged(merge(MAIN, DEV));
    assertThat(asset(DEV, "table", "t").description()).isEqualTo("main 1");
    unused = commit(DEV, TestCatalog.patch("table", "t", "description", "dev 3"));
    merged(merge(DEV, MAIN));
    assertThat(asset(MAIN, "table", "t").description()).isEqualTo("dev 3");
  }

  @Test
  void aChoiceAgainstTheBranchHoldsWhenTheBranchTakesItOver() throws Exception {
    begin(TestCatalog.upsert("table", "t", "description", "base"));
    var unused = commit(DEV, TestCatalog.patch("table", "t", "description", "theirs"));
    unused = commit(MAIN, TestCatalog.patch("table", "t", "description", "ours"));
    assertThat(merge(DEV, MAIN, ConflictStrategy.OURS, Map.of()).status()).isEqualTo(Status.MERGED);
    merged(merge(MAIN, DEV));
    assertThat(asset(DEV, "table", "t").description()).isEqualTo("ours");
  }

  @Test
  void aChildOfABranchThatIsGoneStillKnowsWhereItBegan() throws Exception {
    begin(TestCatalog.upsert("table", "t", "description", "base"));
    BranchName child = new BranchName("child");
    var unused = commit(DEV, TestCatalog.patch("table", "t", "description", "dev"));
    branch(child, DEV);
    unused = commit(child, TestCatalog.patch("table", "t", "displayName", "child"));
    catalog
        .catalog
        .references()
        .delete(TestCatalog.ADMIN, scope(DEV), dev.tarn.core.scope.ReferenceKind.BRANCH);
    unused = commit(MAIN, TestCatalog.upsert("table", "later"));
    // Another branch of the same name, which began later, has nothing to do with it.
    branch(DEV, MAIN);
    unused = commit(MAIN, TestCatalog.patch("table", "t", "platform", "x"));
    merged(merge(child, MAIN));
    assertThat(asset(MAIN, "table", "t").description()).isEqualTo("dev");
    assertThat(asset(MAIN, "table", "t").displayName()).isEqualTo("child");
    assertThat(find(MAIN, "table", "later")).isPresent();
  }

  @Test
  void aCommitIsTakenBackAndLaterChangesOfOtherFieldsStay() throws Exception {
    begin(
        TestCatalog.upsert("table", "t", "description", "one"),
        TestCatalog.upsert("table", "gone"),
        TestCatalog.upsert("column", "gone.a", "parent", "table:gone"));
    CommitId bad =
        commit(
            MAIN,
            TestCatalog.patch("table", "t", "description", "two"),
            TestCatalog.upsert("table", "new"),
            TestCatalog.delete("table", "gone"));
    var unused = commit(MAIN, TestCatalog.patch("table", "t", "displayName", "T"));
    merged(revert(bad, ConflictStrategy.FAIL));
    assertThat(asset(MAIN, "table", "t").description()).isEqualTo("one");
    assertThat(asset(MAIN, "table", "t").displayName()).isEqualTo("T");
    assertThat(find(MAIN, "table", "new")).isEmpty();
    assertThat(find(MAIN, "column", "gone.a")).isPresent();
    assertThat(revert(bad, ConflictStrategy.FAIL).status()).isEqualTo(Status.UP_TO_DATE);
  }

  @Test
  void aLaterChangeOfTheSameFieldIsAConflictOfARevert() throws Exception {
    begin(TestCatalog.upsert("table", "t", "description", "one"));
    CommitId bad = commit(MAIN, TestCatalog.patch("table", "t", "description", "two"));
    var unused = commit(MAIN, TestCatalog.patch("table", "t", "description", "three"));
    Conflict conflict = conflicting(revert(bad, ConflictStrategy.FAIL));
    assertThat(List.of("" + conflict.base(), "" + conflict.ours(), "" + conflict.theirs()))
        .containsExactly("two", "three", "one");
    assertThat(revert(bad, ConflictStrategy.THEIRS).status()).isEqualTo(Status.MERGED);
    assertThat(asset(MAIN, "table", "t").description()).isEqualTo("one");
  }

  @Test
  void aMergeThatWasTakenBackCanBeDoneAgain() throws Exception {
    begin(TestCatalog.upsert("table", "t", "description", "one"));
    var unused =
        commit(
            DEV,
            TestCatalog.patch("table", "t", "description", "two"),
            TestCatalog.upsert("table", "n"));
    MergeOutcome first = merge(DEV, MAIN);
    merged(first);
    merged(revert(first.commit(), ConflictStrategy.FAIL));
    assertThat(asset(MAIN, "table", "t").description()).isEqualTo("one");
    assertThat(find(MAIN, "table", "n")).isEmpty();
    merged(merge(DEV, MAIN));
    assertThat(asset(MAIN, "table", "t").description()).isEqualTo("two");
    assertThat(find(MAIN, "table", "n")).isPresent();
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
}
