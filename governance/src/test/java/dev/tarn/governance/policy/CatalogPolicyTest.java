package dev.tarn.governance.policy;

import static dev.tarn.governance.policy.PolicyFixture.asset;
import static dev.tarn.governance.policy.PolicyFixture.id;
import static dev.tarn.governance.policy.PolicyFixture.member;
import static dev.tarn.governance.policy.PolicyFixture.policy;
import static dev.tarn.governance.policy.PolicyFixture.someone;
import static dev.tarn.governance.policy.PolicyFixture.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.core.access.Redaction;
import dev.tarn.core.asset.Asset;
import dev.tarn.core.catalog.CatalogChanges;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.UpsertMode;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.lineage.LineageAnswer;
import dev.tarn.core.lineage.LineageDirection;
import dev.tarn.core.lineage.LineageQuery;
import dev.tarn.core.policy.AccessRequest;
import dev.tarn.core.policy.Action;
import dev.tarn.core.policy.Decision;
import dev.tarn.core.scope.Origin;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.SignedIn;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.StateSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the rules of a tenant let people see and do. */
final class CatalogPolicyTest {
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

  private static ErrorCode refused(List<ChangeResult> results) {
    assertThat(results.getFirst()).isInstanceOf(ChangeResult.Rejected.class);
    return ((ChangeResult.Rejected) results.getFirst()).code();
  }

  @Test
  void rolesAddUp() throws Exception {
    assertThat(test.sees(READER, "table")).containsExactly("lake.pay", "lake.shop");
    assertRefused(ErrorCode.PERMISSION_DENIED, () -> test.sees(NOBODY, "table"));
    assertRefused(
        ErrorCode.PERMISSION_DENIED,
        () -> test.submit(READER, asset("table", "lake.new", Map.of("name", "new"))));
    assertThat(test.submit(EDITOR, asset("table", "lake.new", Map.of("name", "new"))).getFirst())
        .isInstanceOf(ChangeResult.Applied.class);
    assertThat(test.catalog.allows(EDITOR, Scope.DEFAULT, Action.MANAGE_BRANCHES)).isFalse();
    assertThat(test.catalog.allows(ADMIN, Scope.DEFAULT, Action.MANAGE_BRANCHES)).isTrue();
    assertThat(test.catalog.allows(ADMIN, Scope.DEFAULT, Action.MANAGE_TENANTS)).isFalse();
  }

  @Test
  void anotherTenantIsNotThere() {
    Principal stranger =
        someone("user:eve", new TenantId("globex"), Set.of("admin"), Map.of(), Set.of());
    assertThatThrownBy(() -> test.sees(stranger, "table"))
        .isInstanceOfSatisfying(
            CatalogException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.TENANT_NOT_FOUND);
              assertThat(e).hasMessage("no tenant default");
            });
    // A role of the installation does not count for who belongs to a tenant.
    Principal pretender =
        someone("user:eve", new TenantId("globex"), Set.of("operator"), Map.of(), Set.of());
    assertRefused(ErrorCode.TENANT_NOT_FOUND, () -> test.sees(pretender, "table"));
    Principal ofNone = someone("user:eve", null, Set.of("admin"), Map.of(), Set.of());
    assertRefused(ErrorCode.TENANT_NOT_FOUND, () -> test.sees(ofNone, "table"));
    Principal operator = someone("user:op", null, Set.of("operator"), Map.of(), Set.of());
    assertThat(test.catalog.allows(operator, Scope.DEFAULT, Action.MANAGE_TENANTS)).isTrue();
  }

  @Test
  void aKeyIsGoodForItsScopesOnly() throws Exception {
    Principal narrow =
        someone("user:rita", PolicyFixture.ACME, Set.of("admin"), Map.of(), Set.of("read-assets"));
    assertThat(test.sees(narrow, "table")).hasSize(2);
    assertRefused(
        ErrorCode.PERMISSION_DENIED,
        () -> test.submit(narrow, asset("table", "lake.new", Map.of("name", "new"))));
  }

  @Test
  void rolesComeThroughTeamsAndGoWithTheNextCommit() throws Exception {
    Principal sam = with("user:sam");
    test.given(
        policy(
            "analysts-read",
            "allow",
            List.of("role:analyst"),
            List.of("read-assets"),
            "asset.domain == 'finance' || below('lake.shop')"),
        member("user:sam", "team:analysts"),
        member("team:analysts", "role:analyst"));
    assertThat(test.sees(sam, "table")).containsExactly("lake.pay", "lake.shop");
    assertThat(test.sees(sam, "column")).containsExactly("lake.pay.iban");
    test.given(
        new Change.RemoveRelationship(
            "member-of",
            AssetLocator.parse("user:sam"),
            AssetLocator.parse("team:analysts"),
            null));
    assertRefused(ErrorCode.PERMISSION_DENIED, () -> test.sees(sam, "table"));
  }

  @Test
  void classifiedColumnsAreForStewardsOfTheirDomain() throws Exception {
    test.given(
        policy(
            "pii",
            "deny",
            List.of("*"),
            List.of("read-assets", "write-assets"),
            "asset.type == 'column' && 'pii' in asset.classifications"
                + " && !(asset.domain in principal.stewardOf)"),
        asset(
            "domain",
            "finance",
            Map.of("owners", List.of(Map.of("id", "user:sam", "kind", "steward")))));
    assertThat(test.sees(READER, "column")).containsExactly("lake.pay.amount");
    assertThat(test.sees(with("user:sam", "reader"), "column"))
        .containsExactly("lake.pay.amount", "lake.pay.iban");
    try (StateSnapshot state = test.read(READER)) {
      assertThat(state.assets(List.of(id("column", "lake.pay.iban")))).isEmpty();
      assertThat(state.assetNamed("column", "lake.pay.iban")).isEmpty();
      assertThat(state.childIds(id("table", "lake.pay"), 10))
          .containsExactly(id("column", "lake.pay.amount"));
      assertThat(state.assetCounts()).containsEntry("column", 1L);
    }
    // What cannot be seen cannot be changed, and the answer is that of what is not there.
    Change.PatchAsset patch =
        new Change.PatchAsset(
            AssetLocator.parse("column:lake.pay.iban"),
            Map.of("description", "mine"),
            UpsertMode.MERGE,
            7L);
    Change.PatchAsset absent =
        new Change.PatchAsset(
            AssetLocator.parse("column:lake.pay.none"),
            Map.of("description", "mine"),
            UpsertMode.MERGE,
            7L);
    assertThat(refused(test.submit(EDITOR, patch))).isEqualTo(ErrorCode.ASSET_NOT_FOUND);
    assertThat(refused(test.submit(EDITOR, absent))).isEqualTo(ErrorCode.ASSET_NOT_FOUND);
  }

  @Test
  void theFeedAndTheHistoryHideWhatIsHidden() throws Exception {
    test.given(
        policy(
            "pii", "deny", List.of("*"), List.of("read-assets"), "'pii' in asset.classifications"));
    CatalogChanges changes = test.catalog.changes(READER, Scope.DEFAULT);
    List<String> keys =
        changes.await(0, 1_000, Duration.ofSeconds(5)).stream()
            .flatMap(part -> part.entries().stream())
            .map(entry -> entry.key())
            .toList();
    assertThat(keys)
        .contains(id("column", "lake.pay.amount").value())
        .doesNotContain(id("column", "lake.pay.iban").value());
    assertThat(
            test.catalog
                .history(READER, Scope.DEFAULT)
                .asset(id("column", "lake.pay.iban"), changes.head()))
        .isEmpty();
  }

  @Test
  void aHiddenNodeIsARedactedNode() throws Exception {
    test.given(
        new Change.PutRelationship(
            "lineage",
            AssetLocator.parse("table:lake.shop"),
            AssetLocator.parse("table:lake.pay"),
            Map.of(),
            null),
        policy("money", "deny", List.of("*"), List.of("read-assets"), "asset.domain == 'finance'"));
    try (StateSnapshot state = test.read(READER)) {
      LineageAnswer answer =
          state
              .lineage()
              .explore(LineageQuery.around(id("table", "lake.shop"), LineageDirection.BOTH));
      assertThat(answer.nodes()).hasSize(2);
      assertThat(Redaction.isRedacted(answer.nodes().get(1).id())).isTrue();
      assertThat(answer.edges().getFirst().target()).isEqualTo(answer.nodes().get(1).id());
      assertThat(answer.toString()).doesNotContain(id("table", "lake.pay").value());
      LineageAnswer hidden =
          state
              .lineage()
              .explore(LineageQuery.around(id("table", "lake.pay"), LineageDirection.BOTH));
      assertThat(hidden.edges()).isEmpty();
    }
  }

  @Test
  void maskedFieldsAreEmptyAndCannotBeWritten() throws Exception {
    test.given(
        asset(
            "policy",
            "mask-pii",
            Map.of(
                "attributes",
                Map.of(
                    "effect", "mask",
                    "subjects", List.of("*"),
                    "actions", List.of("read-assets"),
                    "fields", List.of("description", "classifications"),
                    "condition", "'pii' in asset.classifications"))));
    try (StateSnapshot state = test.read(READER)) {
      Asset masked = state.assetNamed("column", "lake.pay.iban").orElseThrow();
      assertThat(masked.description()).isNull();
      assertThat(masked.classifications()).isEmpty();
      AssetQuery byClass =
          new AssetQuery(
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              id("classification", "pii"),
              null,
              null,
              null,
              null,
              10);
      assertThat(state.list(byClass).items()).isEmpty();
    }
    Change.PatchAsset patch =
        new Change.PatchAsset(
            AssetLocator.parse("column:lake.pay.iban"),
            Map.of("description", "mine"),
            UpsertMode.MERGE,
            null);
    assertThat(refused(test.submit(EDITOR, patch))).isEqualTo(ErrorCode.PERMISSION_DENIED);
  }

  @Test
  void whatDependsOnTheTimeIsDecidedEachTime() throws Exception {
    test.given(
        policy(
            "embargo",
            "deny",
            List.of("*"),
            List.of("read-assets"),
            "asset.domain == 'finance' && context.time >= timestamp('2030-01-01T00:00:00Z')"),
        policy(
            "at-home",
            "allow",
            List.of("user:nils"),
            List.of("read-assets"),
            "context.address.startsWith('10.') && asset.domain == 'sales'"));
    Action[] actions = {Action.READ_ASSETS, Action.READ_CHANGES, Action.READ_TABLES};
    for (Action action : actions) {
      assertThat(test.policy.decide(new AccessRequest(READER, Scope.DEFAULT, action)))
          .isEqualTo(Decision.ALL);
    }
    assertThat(test.sees(READER, "table")).containsExactly("lake.pay", "lake.shop");
    assertRefused(ErrorCode.PERMISSION_DENIED, () -> test.sees(NOBODY, "table"));
    Principal atHome =
        new SignedIn(
            NOBODY.actor(),
            NOBODY.tenant(),
            Set.of(),
            Set.of(),
            Map.of(),
            NOBODY.credential(),
            new Origin("10.1.2.3", "request-1"));
    assertThat(test.sees(atHome, "table")).containsExactly("lake.shop");
    test.now = Instant.parse("2030-01-01T00:00:00Z");
    for (Action action : actions) {
      assertThat(test.policy.decide(new AccessRequest(READER, Scope.DEFAULT, action)))
          .isNotEqualTo(Decision.ALL);
    }
    assertThat(test.sees(READER, "table")).containsExactly("lake.shop");
    assertRefused(ErrorCode.PERMISSION_DENIED, () -> test.sees(NOBODY, "table"));
  }

  @Test
  void nobodyGivesThemselvesMore() throws Exception {
    test.given(
        asset("user", "ed", Map.of("name", "ed")), asset("role", "admin", Map.of("name", "admin")));
    assertThat(refused(test.submit(EDITOR, member("user:ed", "role:admin"))))
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(
            refused(
                test.submit(EDITOR, policy("mine", "allow", List.of("user:ed"), List.of("*"), ""))))
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(test.submit(ADMIN, member("user:ed", "role:admin")).getFirst())
        .isInstanceOf(ChangeResult.Applied.class);
    assertThat(test.catalog.allows(with("user:ed"), Scope.DEFAULT, Action.MANAGE_ACCESS)).isTrue();
  }
}
