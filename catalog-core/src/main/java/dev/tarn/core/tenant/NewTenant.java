package dev.tarn.core.tenant;

import dev.tarn.core.scope.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * A tenant to make.
 *
 * @param storage of its tables, for good; null for that of the tenant it is cloned from, or for the
 *     installation's own
 */
public record NewTenant(TenantId id, TenantQuotas quotas, @Nullable StorageName storage) {}
