package dev.tarn.core.tenant;

import dev.tarn.core.scope.TenantId;

/** A tenant and what is known of it. */
public record Tenant(TenantId id, TenantDetails details) {}
