package dev.tarn.rest.tenant;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tarn.core.tenant.TenantUsage;
import dev.tarn.rest.request.RateLimits;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a tenant takes. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "TenantUsage", description = "What a tenant takes.")
record TenantUsageView(
    @Schema(description = "Live assets of the main branch.") long assets,
    @Schema(description = "Bytes of files of its own; missing until they are counted.")
        @Nullable Long storageBytes,
    @Schema(description = "When they were counted.") @Nullable String storageCountedAt,
    @Schema(description = "Imports, rebuilds and collections that run on this server.")
        int runningTasks,
    @Schema(description = "Requests that this server has let pass since its start.") long requests,
    @Schema(description = "Requests that were too many.") long refusedRequests) {
  static TenantUsageView of(TenantUsage usage, RateLimits.Requests requests) {
    return new TenantUsageView(
        usage.assets(),
        usage.storageBytes(),
        usage.storageCountedAt() == null ? null : usage.storageCountedAt().toString(),
        usage.runningTasks(),
        requests.answered(),
        requests.refused());
  }
}
