package dev.tarn.core.tenant;

import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.TenantId;

/**
 * What a tenant was cloned from.
 *
 * @param commit of the source's main branch, with which the clone's begins
 */
public record CloneSource(TenantId tenant, CommitId commit) {}
