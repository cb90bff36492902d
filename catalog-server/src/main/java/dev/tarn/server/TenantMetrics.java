package dev.tarn.server;

import dev.tarn.core.scope.TenantId;
import dev.tarn.rest.request.RateLimits;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * The requests of tenants, as counters {@code tarn_tenant_requests} by tenant and outcome: {@code
 * answered}, or {@code refused} as more than the tenant's quota.
 */
final class TenantMetrics {
  private static final String REFRESH_INTERVAL = "PT2S";

  private final RateLimits rates;
  private final MeterRegistry registry;
  private final Set<TenantId> known = new HashSet<>();

  TenantMetrics(RateLimits rates, MeterRegistry registry) {
    this.rates = rates;
    this.registry = registry;
  }

  /** Takes in the tenants that have sent their first request. */
  @Scheduled(fixedDelayString = REFRESH_INTERVAL)
  synchronized void refresh() {
    for (TenantId tenant : rates.all().keySet()) {
      if (known.add(tenant)) {
        register(tenant, "answered", RateLimits.Requests::answered);
        register(tenant, "refused", RateLimits.Requests::refused);
      }
    }
  }

  private void register(
      TenantId tenant, String outcome, ToDoubleFunction<RateLimits.Requests> count) {
    FunctionCounter.builder(
            "tarn.tenant.requests", rates, limits -> count.applyAsDouble(limits.of(tenant)))
        .description("Requests of a tenant")
        .tag("tenant", tenant.value())
        .tag("outcome", outcome)
        .register(registry);
  }
}
