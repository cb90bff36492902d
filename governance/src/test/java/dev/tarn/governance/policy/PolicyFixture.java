package dev.tarn.governance.policy;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.CatalogSettings;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.Submission;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.change.UpsertMode;
import dev.tarn.core.commit.CommitObserver;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Credential;
import dev.tarn.core.scope.Origin;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.SignedIn;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.testkit.InMemoryCatalogStore;
import dev.tarn.testkit.InMemoryStateIndex;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A catalog whose policies are its own assets. */
final class PolicyFixture implements AutoCloseable {
  static final TenantId ACME = TenantId.DEFAULT;

  /** What the policy takes for the time. */
  volatile Instant now = Instant.parse("2026-01-31T12:00:00Z");

  final CatalogPolicy policy =
      new CatalogPolicy(
          new Clock() {
            @Override
            public ZoneId getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
              throw new UnsupportedOperationException("nobody asks for " + zone);
            }

            @Override
            public Instant instant() {
              return now;
            }
          });
  final Catalog catalog;
  private CommitId last = CommitId.NOTHING;

  PolicyFixture() {
    catalog =
        new Catalog(
            new InMemoryCatalogStore(),
            InMemoryStateIndex.indexes(),
            policy,
            CatalogSettings.defaults(),
            Clock.systemUTC(),
            CommitObserver.NONE);
    policy.follow(catalog);
  }

  /** Someone of the tenant who brings roles along. */
  static Principal with(String actor, String... roles) {
    return someone(actor, ACME, Set.of(roles), Map.of(), Set.of());
  }

  static Principal someone(
      String actor,
      @Nullable TenantId tenant,
      Set<String> roles,
      Map<String, String> attributes,
      Set<String> scopes) {
    return new SignedIn(
        new Actor(actor),
        Optional.ofNullable(tenant),
        roles,
        Set.of(),
        attributes,
        new Credential(Credential.Kind.API_KEY, "key-1", scopes),
        Origin.IN_PROCESS);
  }

  static Change.UpsertAsset asset(String type, String name, Map<String, ?> fields) {
    return new Change.UpsertAsset(type, name, new HashMap<>(fields), UpsertMode.MERGE, null);
  }

  static Change.UpsertAsset policy(
      String name, String effect, List<String> subjects, List<String> actions, String condition) {
    return asset(
        "policy",
        name,
        Map.of(
            "attributes",
            Map.of(
                "effect",
                effect,
                "subjects",
                subjects,
                "actions",
                actions,
                "condition",
                condition)));
  }

  static Change.PutRelationship member(String member, String group) {
    return new Change.PutRelationship(
        "member-of", AssetLocator.parse(member), AssetLocator.parse(group), Map.of(), null);
  }

  /** Two domains with a table each, of which one has a column about persons. */
  void givenCompany() throws Exception {
    given(
        asset("domain", "finance", Map.of("name", "finance")),
        asset("domain", "sales", Map.of("name", "sales")),
        asset("classification", "pii", Map.of("name", "pii")),
        asset("table", "lake.pay", Map.of("name", "pay", "domain", "domain:finance")),
        asset("table", "lake.shop", Map.of("name", "shop", "domain", "domain:sales")),
        asset(
            "column",
            "lake.pay.iban",
            Map.of(
                "name", "iban",
                "description", "secret words",
                "parent", "table:lake.pay",
                "domain", "domain:finance",
                "classifications", List.of("classification:pii"))),
        asset("column", "lake.pay.amount", Map.of("name", "amount", "parent", "table:lake.pay")),
        asset("user", "sam", Map.of("name", "sam")),
        asset("team", "analysts", Map.of("name", "analysts")),
        asset("role", "analyst", Map.of("name", "analyst")));
  }

  /** The process itself changes something. */
  void given(Change... changes) throws Exception {
    for (ChangeResult result : submit(Actor.SYSTEM, changes)) {
      if (result instanceof ChangeResult.Rejected rejected) {
        throw new AssertionError(rejected);
      }
    }
  }

  List<ChangeResult> submit(Principal principal, Change... changes) throws Exception {
    Submission submission =
        new Submission(
            new ChangeContext(principal, "request-1", null, null),
            List.of(changes),
            Atomicity.EACH,
            null,
            100);
    SubmissionResult result = catalog.submit(Scope.DEFAULT, submission).get();
    last = result.commit();
    return result.results();
  }

  StateSnapshot read(Principal principal) throws IOException {
    return catalog.read(principal, Scope.DEFAULT, last);
  }

  /** Returns the qualified names of what someone sees of a type. */
  List<String> sees(Principal principal, String type) throws IOException {
    try (StateSnapshot state = read(principal)) {
      return state.list(AssetQuery.ofType(type, null, 100)).items().stream()
          .map(asset -> asset.qualifiedName())
          .toList();
    }
  }

  static AssetId id(String type, String name) {
    return AssetId.derive(type, name);
  }

  @Override
  public void close() throws IOException {
    catalog.close();
  }
}
