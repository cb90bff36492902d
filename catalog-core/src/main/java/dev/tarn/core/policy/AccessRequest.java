package dev.tarn.core.policy;

import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;

/**
 * One question to the policy.
 *
 * @param scope what it is about; for tenants as a whole, the one that the request names
 */
public record AccessRequest(Principal principal, Scope scope, Action action) {}
