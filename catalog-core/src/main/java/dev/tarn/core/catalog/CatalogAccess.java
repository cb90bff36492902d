package dev.tarn.core.catalog;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.policy.AccessRequest;
import dev.tarn.core.policy.Action;
import dev.tarn.core.policy.AssetAccess;
import dev.tarn.core.policy.AssetCondition;
import dev.tarn.core.policy.Decision;
import dev.tarn.core.policy.Policy;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.Credential;
import dev.tarn.core.scope.Origin;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.SignedIn;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.StateSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Says who may do what, and why. Asks the policy, as {@link Catalog} does. */
public final class CatalogAccess {
  /** The most assets that a simulation names of each gain or loss. */
  public static final int MAX_NAMED = 10;

  /** The most people of a simulation. */
  public static final int MAX_PEOPLE = 10_000;

  private final Catalog catalog;
  private final Policy policy;

  CatalogAccess(Catalog catalog, Policy policy) {
    this.catalog = catalog;
    this.policy = policy;
  }

  /** Which assets an action may concern. */
  public enum Extent {
    ALL,
    SOME,
    NONE
  }

  /** Returns what someone may do. */
  public Map<Action, Extent> of(Principal principal, Scope scope) {
    requireTenant(principal, scope);
    Map<Action, Extent> extents = new EnumMap<>(Action.class);
    for (Action action : Action.values()) {
      extents.put(
          action,
          switch (policy.decide(new AccessRequest(principal, scope, action))) {
            case Decision.Deny deny -> Extent.NONE;
            case Decision.Allow(var access) -> access.isWhole() ? Extent.ALL : Extent.SOME;
          });
    }
    return extents;
  }

  /** Of a tenant that is not the principal's, nothing is said but that there is none. */
  private void requireTenant(Principal principal, Scope scope) {
    if (policy.decide(new AccessRequest(principal, scope, Action.READ_STATUS))
        instanceof Decision.Deny deny) {
      if (deny.conceals()) {
        catalog.check(principal, scope, Action.READ_STATUS);
      }
    }
  }

  /**
   * Returns why somebody may do something, or may not, a line for each reason; the last is the
   * decision.
   *
   * @param actor whose permissions are asked for; null for one's own. Those of others are told to
   *     who manages access
   * @param asset of which it is asked; null for no particular one. One that is hidden from who asks
   *     is not found, unless they manage access
   */
  public List<String> explain(
      Principal principal,
      Scope scope,
      @Nullable Actor actor,
      Action action,
      @Nullable AssetLocator asset)
      throws IOException {
    requireTenant(principal, scope);
    boolean manages = catalog.allows(principal, scope, Action.MANAGE_ACCESS);
    Principal whom = principal;
    if (actor != null && !actor.equals(principal.actor())) {
      catalog.check(principal, scope, Action.MANAGE_ACCESS);
      whom = member(scope.tenant(), actor);
    }
    return policy.explain(
        new AccessRequest(whom, scope, action),
        asset == null ? null : asset(manages ? Actor.SYSTEM : principal, scope, asset));
  }

  private Asset asset(Principal reader, Scope scope, AssetLocator locator) throws IOException {
    try (StateSnapshot state = catalog.read(reader, scope, null)) {
      Optional<Asset> found =
          switch (locator) {
            case AssetLocator.ById byId -> state.asset(byId.id());
            case AssetLocator.ByName byName ->
                state.assetNamed(byName.type(), byName.qualifiedName());
          };
      return found
          .filter(asset -> !asset.isDeleted())
          .orElseThrow(
              () ->
                  new CatalogException(
                      ErrorCode.ASSET_NOT_FOUND,
                      "there is no such asset, or none that you may see"));
    }
  }

  /** Returns somebody with nothing but what the tenant itself gives them. */
  private static Principal member(TenantId tenant, Actor actor) {
    return new SignedIn(
        actor,
        Optional.of(tenant),
        Set.of(),
        Set.of(),
        Map.of(),
        Credential.IN_PROCESS,
        Origin.IN_PROCESS);
  }

  /**
   * What a branch would change for somebody.
   *
   * @param gained assets, and the names of some
   * @param lost assets, and the names of some
   * @param masksChange whether other fields would be hidden
   */
  public record Effect(
      Actor actor, Action action, Assets gained, Assets lost, boolean masksChange) {}

  /**
   * Some assets.
   *
   * @param names qualified names of at most {@link #MAX_NAMED}
   */
  public record Assets(long count, List<String> names) {
    static final Assets NONE = new Assets(0, List.of());

    public Assets {
      names = List.copyOf(names);
    }
  }

  /**
   * Returns who would gain and who would lose what if the policies of a branch were merged: for
   * everybody of whom its rules or those of main say something, by what is in main now. What roles
   * their tokens and keys may bring is not known.
   *
   * @throws CatalogException {@code request-too-large}
   */
  public List<Effect> simulate(Principal principal, Scope branch) throws IOException {
    Scope main = new Scope(branch.tenant(), BranchName.MAIN);
    catalog.check(principal, main, Action.MANAGE_ACCESS);
    var unused = catalog.head(principal, branch);
    Policy proposed = policy.ofBranch(branch);
    Set<String> people = new TreeSet<>(policy.people(branch.tenant()));
    people.addAll(proposed.people(branch.tenant()));
    if (people.size() > MAX_PEOPLE) {
      throw new CatalogException(
          ErrorCode.REQUEST_TOO_LARGE, "a simulation is of at most " + MAX_PEOPLE + " people");
    }
    List<Effect> effects = new ArrayList<>();
    Map<AssetCondition, Assets> counted = new HashMap<>();
    for (String name : people) {
      Principal person = member(branch.tenant(), new Actor(name));
      for (Action action : Action.values()) {
        AccessRequest request = new AccessRequest(person, main, action);
        AssetAccess before = access(policy.decide(request));
        AssetAccess after = access(proposed.decide(request));
        if (!before.equals(after)) {
          effects.add(
              new Effect(
                  person.actor(),
                  action,
                  assets(main, minus(after, before), counted),
                  assets(main, minus(before, after), counted),
                  !before.masks().equals(after.masks())));
        }
      }
    }
    return effects;
  }

  private static AssetAccess access(Decision decision) {
    return switch (decision) {
      case Decision.Allow(var access) -> access;
      case Decision.Deny deny -> new AssetAccess(AssetCondition.NONE, List.of());
    };
  }

  private static AssetCondition minus(AssetAccess one, AssetAccess other) {
    return AssetCondition.all(List.of(one.assets(), AssetCondition.not(other.assets())));
  }

  private Assets assets(Scope main, AssetCondition condition, Map<AssetCondition, Assets> counted)
      throws IOException {
    Assets known = condition.equals(AssetCondition.NONE) ? Assets.NONE : counted.get(condition);
    if (known == null) {
      try (StateSnapshot state =
          catalog
              .read(Actor.SYSTEM, main, null)
              .restrictedTo(new AssetAccess(condition, List.of()))) {
        known =
            new Assets(
                state.assetCounts().values().stream().mapToLong(Long::longValue).sum(),
                state.list(AssetQuery.ofType(null, null, MAX_NAMED)).items().stream()
                    .map(Asset::qualifiedName)
                    .toList());
      }
      counted.put(condition, known);
    }
    return known;
  }
}
