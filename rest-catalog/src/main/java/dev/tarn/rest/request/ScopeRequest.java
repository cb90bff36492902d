package dev.tarn.rest.request;

import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;

/** Who asks, and about which tenant and branch. */
public record ScopeRequest(Principal principal, Scope scope, String requestId) {}
