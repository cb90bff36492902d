package dev.tarn.rest.tenant;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.tenant.CloneSource;
import dev.tarn.core.tenant.Tenant;
import dev.tarn.core.tenant.TenantDetails;
import dev.tarn.core.tenant.TenantQuotas;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A tenant, for its operators and for itself. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Tenant", description = "A tenant.")
record TenantView(
    @Schema(example = "acme") String name,
    @Schema(description = "active, suspended or deleting.") String status,
    @Nullable String createdAt,
    String createdBy,
    @Schema(description = "What it may take; what is missing has no limit of its own.")
        Quotas quotas,
    @Schema(description = "Of its tables; default is the installation's own.", example = "eu")
        String storage,
    @Schema(description = "What it was cloned from.") @Nullable Origin clonedFrom,
    @Schema(description = "The head of the main branch of a new tenant.") @Nullable String commit) {
  /** What a tenant may take. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "TenantQuotas")
  record Quotas(
      @Schema(description = "Live assets of each branch.") @Nullable Long maxAssets,
      @Schema(description = "On each server, on average.") @Nullable Long maxRequestsPerSecond,
      @Schema(description = "Bytes of files of its own.") @Nullable Long maxStorageBytes,
      @Schema(description = "Imports, rebuilds and collections at once, on each server.")
          @Nullable Long maxTasks) {
    static Quotas of(TenantQuotas quotas) {
      return new Quotas(
          quotas.maxAssets(),
          quotas.maxRequestsPerSecond(),
          quotas.maxStorageBytes(),
          quotas.maxTasks());
    }
  }

  /** What a tenant was cloned from. */
  @Schema(name = "TenantOrigin")
  record Origin(String tenant, String commit) {
    static Origin of(CloneSource source) {
      return new Origin(source.tenant().value(), source.commit().toString());
    }
  }

  static TenantView of(Tenant tenant) {
    return of(tenant, null);
  }

  static TenantView of(Tenant tenant, @Nullable CommitId commit) {
    TenantDetails details = tenant.details();
    return new TenantView(
        tenant.id().value(),
        details.status().code(),
        details.createdAt() == null ? null : details.createdAt().toString(),
        details.createdBy().name(),
        Quotas.of(details.quotas()),
        details.storage().value(),
        details.clonedFrom() == null ? null : Origin.of(details.clonedFrom()),
        commit == null ? null : commit.toString());
  }
}
