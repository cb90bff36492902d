package dev.tarn.server;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.policy.AccessRequest;
import dev.tarn.core.policy.Decision;
import dev.tarn.core.policy.Policy;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets nobody ask for tenants that another server is there for; what Tarn does by itself passes.
 *
 * @param others decides about the tenants that are served
 * @param served none: all
 */
record ServedTenants(Policy others, Set<TenantId> served) implements Policy {
  @Override
  public Decision decide(AccessRequest request) {
    return serves(request)
        ? others.decide(request)
        : new Decision.Deny("no tenant " + request.scope().tenant(), true);
  }

  private boolean serves(AccessRequest request) {
    return served.isEmpty()
        || served.contains(request.scope().tenant())
        || request.principal().equals(Actor.SYSTEM);
  }

  @Override
  public List<String> explain(AccessRequest request, @Nullable Asset asset) {
    return serves(request)
        ? others.explain(request, asset)
        : List.of("denied: no tenant " + request.scope().tenant());
  }

  @Override
  public Policy ofBranch(Scope branch) {
    return new ServedTenants(others.ofBranch(branch), served);
  }

  @Override
  public Set<String> people(TenantId tenant) {
    return others.people(tenant);
  }
}
