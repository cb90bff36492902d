package dev.tarn.governance.policy;

import static dev.tarn.governance.policy.PolicyFixture.asset;
import static dev.tarn.governance.policy.PolicyFixture.member;
import static dev.tarn.governance.policy.PolicyFixture.policy;
import static dev.tarn.governance.policy.PolicyFixture.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.catalog.CatalogAccess;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.Submission;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.policy.AccessRequest;
import dev.tarn.core.policy.Action;
import dev.tarn.core.policy.Decision;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.StateSnapshot;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people are told of their permissions, and of what a branch would change. */
final class AccessAnswersTest {
  private static final Principal READER = with("user:rita", "reader");
  private static final Principal EDITOR = with("user:ed", "editor");
  private static final Principal ADMIN = with("user:ada", "admin");
  private static final Principal NOBODY = with("user:nils");

  private PolicyFixture test;

  @BeforeEach
  void open() throws Exception {
    test = new PolicyFixture();
    test.givenCompany();
  }

  @AfterEach
  void close() throws Exception {
    test.close();
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(CatalogException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void aPolicyOnABranchDecidesNothingUntilItIsMerged() throws Exception {
    test.catalog
        .references()
        .createBranch(
            ADMIN,
            new Scope(PolicyFixture.ACME, new BranchName("trial")),
            BranchName.MAIN,
            new PointInTime.AtCommit(test.catalog.head(ADMIN, Scope.DEFAULT)),
            test.catalog.references().newDetails(ADMIN));
    Scope trial = new Scope(PolicyFixture.ACME, new BranchName("trial"));
    test.catalog
        .submit(
            trial,
            new Submission(
                new ChangeContext(ADMIN, "r", null, null),
                List.of(
                    policy(
                        "shop",
                        "deny",
                        List.of("*"),
                        List.of("read-assets"),
                        "below('lake.shop')")),
                Atomicity.ALL,
                null,
                100))
        .get();
    AccessRequest read = new AccessRequest(READER, Scope.DEFAULT, Action.READ_ASSETS);
    assertThat(test.policy.decide(read)).isEqualTo(Decision.ALL);
    Decision then = test.policy.ofBranch(trial).decide(read);
    assertThat(then)
        .isInstanceOfSatisfying(
            Decision.Allow.class, allow -> assertThat(allow.access().isWhole()).isFalse());
    test.given(
        asset("role", "reader", Map.of("name", "reader")), member("user:sam", "role:reader"));
    List<CatalogAccess.Effect> effects = test.catalog.access().simulate(ADMIN, trial);
    // What is of the branch alone is not in it: sam is a reader in main only.
    assertThat(effects)
        .filteredOn(effect -> effect.action() == Action.READ_ASSETS)
        .singleElement()
        .satisfies(
            effect -> {
              assertThat(effect.actor().name()).isEqualTo("user:sam");
              assertThat(effect.gained().count()).isZero();
              assertThat(effect.lost().count()).isPositive();
            });
    assertRefused(ErrorCode.PERMISSION_DENIED, () -> test.catalog.access().simulate(EDITOR, trial));
  }

  @Test
  void everybodyLearnsWhatTheyMayDoThemselves() throws Exception {
    CatalogAccess access = test.catalog.access();
    assertThat(access.of(READER, Scope.DEFAULT))
        .containsEntry(Action.READ_ASSETS, CatalogAccess.Extent.ALL)
        .containsEntry(Action.WRITE_ASSETS, CatalogAccess.Extent.NONE);
    assertThat(access.explain(NOBODY, Scope.DEFAULT, null, Action.READ_ASSETS, null).getLast())
        .startsWith("denied");
    assertRefused(
        ErrorCode.PERMISSION_DENIED,
        () ->
            access.explain(READER, Scope.DEFAULT, new Actor("user:ed"), Action.READ_ASSETS, null));
    test.given(
        policy("money", "deny", List.of("*"), List.of("read-assets"), "asset.domain == 'finance'"));
    AssetLocator pay = AssetLocator.parse("table:lake.pay");
    // Whoever asks why does not learn by it that there is something.
    assertRefused(
        ErrorCode.ASSET_NOT_FOUND,
        () -> access.explain(READER, Scope.DEFAULT, null, Action.READ_ASSETS, pay));
    assertThat(
            access
                .explain(ADMIN, Scope.DEFAULT, new Actor("user:rita"), Action.READ_ASSETS, pay)
                .getLast())
        .startsWith("denied");
  }

  @Test
  void aDecisionIsExplained() throws Exception {
    test.given(
        policy("money", "deny", List.of("*"), List.of("read-assets"), "asset.domain == 'finance'"),
        policy(
            "broken", "deny", List.of("role:auditor"), List.of("read-assets"), "asset.domain ="));
    Asset pay;
    try (StateSnapshot state = test.read(Actor.SYSTEM)) {
      pay = state.assetNamed("table", "lake.pay").orElseThrow();
    }
    assertThat(
            test.policy.explain(new AccessRequest(READER, Scope.DEFAULT, Action.READ_ASSETS), pay))
        .containsExactly(
            "user:rita is user:rita, role:reader, *",
            "role reader gives read-assets",
            "policy money takes read-assets",
            "denied: the asset is not among those that this is allowed for");
    // What is broken takes away everything from those whom it concerns, and says so.
    Principal auditor = with("user:aud", "reader", "auditor");
    assertRefused(ErrorCode.PERMISSION_DENIED, () -> test.sees(auditor, "table"));
    assertThat(
            test.policy.explain(new AccessRequest(auditor, Scope.DEFAULT, Action.READ_ASSETS), pay))
        .anyMatch(line -> line.contains("it is broken"));
  }
}
