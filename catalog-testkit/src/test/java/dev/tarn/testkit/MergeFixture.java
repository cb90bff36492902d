package dev.tarn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.catalog.CatalogReferences;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.merge.Conflict;
import dev.tarn.core.merge.ConflictStrategy;
import dev.tarn.core.merge.MergeOutcome;
import dev.tarn.core.merge.MergeOutcome.Status;
import dev.tarn.core.merge.MergeRequest;
import dev.tarn.core.merge.RevertRequest;
import dev.tarn.core.merge.Side;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.ReferenceDetails;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.RelationshipQuery;
import dev.tarn.core.state.StateSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** Two branches of a catalog in memory, and what tests of merges do with them. */
abstract class MergeFixture {
  static final BranchName MAIN = BranchName.MAIN;
  static final BranchName DEV = new BranchName("dev");

  final TestCatalog catalog = new TestCatalog();

  @AfterEach
  void close() throws IOException {
    catalog.close();
  }

  static Scope scope(BranchName branch) {
    return new Scope(TenantId.DEFAULT, branch);
  }

  /** Commits changes, all of which are to be applied. */
  CommitId commit(BranchName branch, Change... changes) throws Exception {
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

  void branch(BranchName name, BranchName from) throws IOException {
    CatalogReferences references = catalog.catalog.references();
    var unused =
        references.createBranch(
            TestCatalog.ADMIN,
            scope(name),
            from,
            new PointInTime.AtCommit(catalog.catalog.head(TestCatalog.ADMIN, scope(from))),
            ReferenceDetails.UNKNOWN);
  }

  static MergeRequest request(
      BranchName source, BranchName target, ConflictStrategy strategy, Map<String, Side> choices) {
    return new MergeRequest(source, target, choices, strategy, false, TestCatalog.context());
  }

  MergeOutcome merge(BranchName source, BranchName target) throws IOException {
    return merge(source, target, ConflictStrategy.FAIL, Map.of());
  }

  MergeOutcome merge(
      BranchName source, BranchName target, ConflictStrategy strategy, Map<String, Side> choices)
      throws IOException {
    return catalog
        .catalog
        .merges()
        .merge(TenantId.DEFAULT, request(source, target, strategy, choices));
  }

  MergeOutcome revert(CommitId commit, ConflictStrategy strategy) throws IOException {
    return catalog
        .catalog
        .merges()
        .revert(
            TenantId.DEFAULT,
            new RevertRequest(MAIN, commit, Map.of(), strategy, false, TestCatalog.context()));
  }

  void merged(MergeOutcome outcome) {
    assertThat(outcome.conflicts()).isEmpty();
    assertThat(outcome.status()).isEqualTo(Status.MERGED);
  }

  Conflict conflicting(MergeOutcome outcome) {
    assertThat(outcome.status()).isEqualTo(Status.CONFLICTING);
    assertThat(outcome.open()).hasSize(1);
    return outcome.open().getFirst();
  }

  StateSnapshot state(BranchName branch) throws IOException {
    return catalog.catalog.read(
        TestCatalog.ADMIN, scope(branch), catalog.catalog.head(TestCatalog.ADMIN, scope(branch)));
  }

  Optional<Asset> find(BranchName branch, String type, String name) throws IOException {
    try (StateSnapshot state = state(branch)) {
      return state.assetNamed(type, name);
    }
  }

  Asset asset(BranchName branch, String type, String name) throws IOException {
    return find(branch, type, name).orElseThrow();
  }

  List<Relationship> edges(BranchName branch) throws IOException {
    try (StateSnapshot state = state(branch)) {
      return state.list(new RelationshipQuery(null, null, null, null, null, 100)).items();
    }
  }

  List<LogEntry> log(BranchName branch, long afterSeq) throws IOException {
    try (var store = catalog.store.open(scope(branch))) {
      return StoreContract.entries(store.log(), afterSeq);
    }
  }

  static Change tagged(String table, String tag) {
    return TestCatalog.patch("table", table, "tags", Map.of("add", List.of("tag:" + tag)));
  }

  void begin(Change... changes) throws Exception {
    var unused = commit(MAIN, changes);
    branch(DEV, MAIN);
  }
}
