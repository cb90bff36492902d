package dev.tarn.governance.policy;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.catalog.Catalog;
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
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.SignedIn;
import dev.tarn.core.scope.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The decision point. Who belongs to no tenant may do nothing but run the installation; who belongs
 * to one does not learn that there are others. In a tenant somebody may do what a built-in role
 * says, or a policy of the tenant's main branch allows; of that, policies that deny take away, and
 * those that mask hide fields. Policies hold for every branch of the tenant.
 *
 * <p>What is allowed is never more than what {@link Action#READ_ASSETS} shows: changes and tables
 * of hidden assets are hidden, too.
 */
public final class CatalogPolicy implements Policy {
  private static final Set<Action> OF_ASSETS =
      EnumSet.of(
          Action.READ_ASSETS,
          Action.WRITE_ASSETS,
          Action.READ_CHANGES,
          Action.READ_TABLES,
          Action.WRITE_TABLES);

  /** What runs the installation is nobody's of a tenant. */
  private static final Set<Action> OF_INSTALLATION = EnumSet.of(Action.MANAGE_TENANTS);

  private final Clock clock;
  private final Map<TenantId, FollowedPolicies> tenants = new ConcurrentHashMap<>();
  private final @Nullable Scope fixed;
  private volatile @Nullable Catalog catalog;

  public CatalogPolicy(Clock clock) {
    this(clock, null);
  }

  private CatalogPolicy(Clock clock, @Nullable Scope fixed) {
    this.clock = clock;
    this.fixed = fixed;
  }

  /**
   * Takes the catalog that has the policies: until then only the process itself may do anything.
   */
  public void follow(Catalog followed) {
    this.catalog = followed;
  }

  /** Returns the decisions as the policies of another branch would make them. */
  @Override
  public Policy ofBranch(Scope branch) {
    CatalogPolicy other = new CatalogPolicy(clock, branch);
    other.catalog = catalog;
    return other;
  }

  @Override
  public Decision decide(AccessRequest request) {
    Principal principal = request.principal();
    if (principal.actor().equals(Actor.SYSTEM)) {
      return Decision.ALL;
    }
    Set<String> scopes = principal.credential().scopes();
    if (!scopes.isEmpty() && !scopes.contains(request.action().code())) {
      return deny("what you have signed in with is not good for " + request.action().code());
    }
    if (principal.tenant().isEmpty()) {
      return principal.roles().contains(SignedIn.OPERATOR)
          ? Decision.ALL
          : new Decision.Deny("you belong to no tenant", true);
    }
    if (!principal.tenant().get().equals(request.scope().tenant())) {
      return new Decision.Deny("you belong to another tenant", true);
    }
    if (OF_INSTALLATION.contains(request.action())) {
      return deny("only who runs the installation may " + request.action().code());
    }
    try {
      return decide(request, policies(request.scope().tenant()));
    } catch (IOException e) {
      throw new UncheckedIOException("the policies cannot be read", e);
    }
  }

  private static Decision deny(String reason) {
    return new Decision.Deny(reason, false);
  }

  private FollowedPolicies policies(TenantId tenant) {
    Catalog known = catalog;
    if (known == null) {
      throw new IllegalStateException("the policy does not follow a catalog yet");
    }
    Scope scope = fixed == null ? new Scope(tenant, BranchName.MAIN) : fixed;
    return tenants.computeIfAbsent(tenant, any -> new FollowedPolicies(known, scope));
  }

  private Decision decide(AccessRequest request, FollowedPolicies policies) throws IOException {
    FollowedPolicies.Person person;
    try {
      person = policies.person(request.principal());
    } catch (CatalogException e) {
      if (e.code() == ErrorCode.TENANT_NOT_FOUND) {
        tenants.remove(request.scope().tenant());
        return new Decision.Deny("there is no such tenant", true);
      }
      throw e;
    }
    AssetAccess access =
        FollowedPolicies.answer(person, caller(request, person), request.action(), ANSWERING);
    if (access.assets().equals(AssetCondition.NONE)
        || (!OF_ASSETS.contains(request.action()) && !access.isWhole())) {
      return deny(
          "none of your roles lets you " + request.action().code() + " in " + request.scope());
    }
    return new Decision.Allow(access);
  }

  private Caller caller(AccessRequest request, FollowedPolicies.Person person) {
    return new Caller(
        request.principal(),
        request.scope(),
        person.subjects(),
        person.stewardOf(),
        clock.instant());
  }

  private static final FollowedPolicies.Answering ANSWERING =
      new FollowedPolicies.Answering() {
        @Override
        public AssetAccess of(PolicyState state, Caller caller, Action action) {
          AssetAccess own = new RuleSet(state, caller, action).access();
          if (!isOfWhatIsSeen(action)) {
            return own;
          }
          AssetAccess seen = new RuleSet(state, caller, Action.READ_ASSETS).access();
          return new AssetAccess(
              AssetCondition.all(List.of(own.assets(), seen.assets())), seen.masks());
        }

        @Override
        public boolean isSteady(PolicyState state, Caller caller, Action action) {
          return new RuleSet(state, caller, action).isSteady()
              && (!isOfWhatIsSeen(action)
                  || new RuleSet(state, caller, Action.READ_ASSETS).isSteady());
        }

        private static boolean isOfWhatIsSeen(Action action) {
          return action == Action.READ_CHANGES || action == Action.READ_TABLES;
        }
      };

  @Override
  public List<String> explain(AccessRequest request, @Nullable Asset asset) {
    List<String> lines = new ArrayList<>();
    Principal principal = request.principal();
    Optional<TenantId> tenant = principal.tenant();
    if (tenant.isPresent() && tenant.get().equals(request.scope().tenant())) {
      try {
        FollowedPolicies.Person person = policies(tenant.get()).person(principal);
        Caller caller = caller(request, person);
        lines.add(principal.actor() + " is " + String.join(", ", caller.subjects()));
        lines.addAll(new RuleSet(person.state(), caller, request.action()).explain(asset));
      } catch (IOException e) {
        throw new UncheckedIOException("the policies cannot be read", e);
      }
    }
    lines.add(verdict(decide(request), asset));
    return lines;
  }

  private static String verdict(Decision decision, @Nullable Asset asset) {
    return switch (decision) {
      case Decision.Deny(var reason, var conceals) -> "denied: " + reason;
      case Decision.Allow(var access) when asset == null ->
          access.isWhole() ? "allowed for all assets" : "allowed for some assets";
      case Decision.Allow(var access) when !access.shows(asset) ->
          "denied: the asset is not among those that this is allowed for";
      case Decision.Allow(var access) when access.hiddenOf(asset).isEmpty() -> "allowed";
      case Decision.Allow(var access) ->
          "allowed, without "
              + access.hiddenOf(asset).stream().map(f -> f.code()).sorted().toList();
    };
  }

  @Override
  public Set<String> people(TenantId tenant) {
    try {
      return policies(tenant).now().people();
    } catch (IOException e) {
      throw new UncheckedIOException("the policies cannot be read", e);
    }
  }
}
