package dev.tarn.core.policy;

import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.Scope;

/**
 * One question to the policy.
 *
 * @param scope what it is about; for tenants as a whole, the one that the request names
 */
public record AccessRequest(Actor actor, Scope scope, Action action) {}
