package dev.tarn.server;

import dev.tarn.core.policy.AccessRequest;
import dev.tarn.core.policy.Decision;
import dev.tarn.core.policy.Policy;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.TenantId;
import java.util.Set;

/**
 * Lets nobody ask for tenants that another server is there for; what Tarn does by itself passes.
 *
 * @param others decides about the tenants that are served
 * @param served none: all
 */
record ServedTenants(Policy others, Set<TenantId> served) implements Policy {
  @Override
  public Decision decide(AccessRequest request) {
    return served.isEmpty()
            || served.contains(request.scope().tenant())
            || request.principal().equals(Actor.SYSTEM)
        ? others.decide(request)
        : new Decision.Deny("no tenant " + request.scope().tenant(), true);
  }
}
