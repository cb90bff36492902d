package dev.tarn.benchmarks.search;

import dev.tarn.connectors.sample.ScaleGenerator;
import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.CatalogSettings;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.Submission;
import dev.tarn.core.change.UpsertMode;
import dev.tarn.core.commit.CommitObserver;
import dev.tarn.core.policy.AccessRequest;
import dev.tarn.core.policy.Action;
import dev.tarn.core.policy.AssetAccess;
import dev.tarn.core.policy.Decision;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.Credential;
import dev.tarn.core.scope.Origin;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.SignedIn;
import dev.tarn.governance.policy.CatalogPolicy;
import dev.tarn.testkit.InMemoryCatalogStore;
import dev.tarn.testkit.InMemoryStateIndex;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A tenant with many roles and policies about the assets of a generator, in a small catalog of
 * their own: what they decide is asked of an index that holds the assets.
 */
final class ManyPolicies implements AutoCloseable {
  static final int ROLES = 500;
  static final int POLICIES = 10_000;
  static final int POLICIES_PER_ROLE = POLICIES / ROLES;

  /** Of a role, so many policies show what is below a schema or a table. */
  private static final int BELOW = 14;

  private static final int DOMAINS = 2;
  private static final int SHARED = 50;
  private static final int CHANGES_AT_ONCE = 1_000;

  private final CatalogPolicy policy = new CatalogPolicy(Clock.systemUTC());
  private final Catalog catalog;

  ManyPolicies(ScaleGenerator generator) throws IOException, InterruptedException {
    this.catalog =
        new Catalog(
            new InMemoryCatalogStore(),
            InMemoryStateIndex.indexes(),
            policy,
            CatalogSettings.defaults(),
            Clock.systemUTC(),
            CommitObserver.NONE);
    policy.follow(catalog);
    write(generator);
  }

  private void write(ScaleGenerator generator) throws IOException, InterruptedException {
    List<String> names = names(generator);
    List<Change> changes = new ArrayList<>();
    for (int role = 0; role < ROLES; role++) {
      changes.add(new Change.UpsertAsset("role", name(role), Map.of(), UpsertMode.MERGE, null));
      for (int i = 0; i < POLICIES_PER_ROLE; i++) {
        changes.add(policy(role, i, names));
      }
    }
    for (int from = 0; from < changes.size(); from += CHANGES_AT_ONCE) {
      submit(changes.subList(from, Math.min(changes.size(), from + CHANGES_AT_ONCE)));
    }
  }

  private static Change policy(int role, int i, List<String> names) {
    String tag = "'tag-" + (role * POLICIES_PER_ROLE + i) % SHARED + "' in asset.tags";
    if (i < BELOW) {
      String name = names.get((role * BELOW + i) % names.size());
      return policy(role, i, "allow", "below('" + name + "')", List.of());
    }
    if (i < BELOW + DOMAINS) {
      String domain = "domain-" + (role + i * ROLES) % SHARED;
      return policy(role, i, "allow", "asset.domain == '" + domain + "'", List.of());
    }
    return switch (i - BELOW - DOMAINS) {
      case 0 -> policy(role, i, "allow", "asset.type in ['tag', 'domain', 'user']", List.of());
      case 1 -> policy(role, i, "allow", "asset.type == 'table' && " + tag, List.of());
      case 2 ->
          policy(
              role,
              i,
              "deny",
              "asset.type == 'column' && below('" + hidden(role, names) + "')",
              List.of());
      default -> policy(role, i, "mask", "asset.type == 'table' && " + tag, List.of("owners"));
    };
  }

  private static String hidden(int role, List<String> names) {
    return names.get((role * BELOW + 1) % names.size());
  }

  private static Change policy(
      int role, int i, String effect, String condition, List<String> fields) {
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("effect", effect);
    attributes.put("subjects", List.of("role:" + name(role)));
    attributes.put("actions", List.of(Action.READ_ASSETS.code()));
    attributes.put("condition", condition);
    attributes.put("fields", fields);
    return new Change.UpsertAsset(
        "policy",
        name(role) + "-policy-" + i,
        Map.of("attributes", attributes),
        UpsertMode.MERGE,
        null);
  }

  private static String name(int role) {
    return "role-" + role;
  }

  /** Takes names of schemas and tables from every part of the catalog. */
  private static List<String> names(ScaleGenerator generator) {
    Set<String> names = new LinkedHashSet<>();
    int each = ROLES * BELOW / ScaleGenerator.MAX_PARTS;
    for (Iterator<Change> part : generator.parts(ScaleGenerator.MAX_PARTS)) {
      int wanted = each;
      while (wanted > 0 && part.hasNext()) {
        if (part.next() instanceof Change.UpsertAsset asset && asset.type().equals("table")) {
          String name = asset.qualifiedName();
          boolean schema = wanted % 4 == 0 && name.lastIndexOf('.') > 0;
          wanted -= names.add(schema ? name.substring(0, name.lastIndexOf('.')) : name) ? 1 : 0;
        }
      }
    }
    return List.copyOf(names);
  }

  private void submit(List<Change> changes) throws IOException, InterruptedException {
    try {
      List<ChangeResult> results =
          catalog
              .submit(
                  Scope.DEFAULT,
                  new Submission(
                      new ChangeContext(Actor.SYSTEM, "policies", null, null),
                      changes,
                      Atomicity.EACH,
                      null,
                      CHANGES_AT_ONCE))
              .get()
              .results();
      for (ChangeResult result : results) {
        if (result instanceof ChangeResult.Rejected) {
          throw new IOException("a policy was refused: " + result);
        }
      }
    } catch (ExecutionException e) {
      throw new IOException("policies cannot be written", e);
    }
  }

  /** Returns someone who has so many roles, from one on. */
  static SignedIn user(int firstRole, int roles) {
    return someone(
        "user:u-" + firstRole + "-" + roles,
        IntStream.range(firstRole, firstRole + roles)
            .mapToObj(role -> name(role % ROLES))
            .collect(Collectors.toSet()));
  }

  static SignedIn administrator() {
    return someone("user:administrator", Set.of("admin"));
  }

  private static SignedIn someone(String actor, Set<String> roles) {
    return new SignedIn(
        new Actor(actor),
        Optional.of(Scope.DEFAULT.tenant()),
        roles,
        Set.of(),
        Map.of(),
        new Credential(Credential.Kind.API_KEY, "key", Set.of()),
        Origin.IN_PROCESS);
  }

  /** Decides what someone may see. */
  AssetAccess access(SignedIn who) throws IOException {
    return switch (policy.decide(new AccessRequest(who, Scope.DEFAULT, Action.READ_ASSETS))) {
      case Decision.Allow(var access) -> access;
      case Decision.Deny(var reason, var conceals) -> throw new IOException(reason);
    };
  }

  @Override
  public void close() throws IOException {
    catalog.close();
  }
}
