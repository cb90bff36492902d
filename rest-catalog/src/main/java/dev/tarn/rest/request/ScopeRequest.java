package dev.tarn.rest.request;

import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.Scope;

/** Who asks, and about which tenant and branch. */
public record ScopeRequest(Actor actor, Scope scope, String requestId) {}
