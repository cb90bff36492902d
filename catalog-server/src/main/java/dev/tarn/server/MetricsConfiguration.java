package dev.tarn.server;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.rest.request.RateLimits;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Metrics and health. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class MetricsConfiguration {
  @Bean
  CommitMetrics commitMetrics(MeterRegistry registry) {
    return new CommitMetrics(registry);
  }

  @Bean
  SearchMetrics searchMetrics(MeterRegistry registry) {
    return new SearchMetrics(registry);
  }

  @Bean
  BranchMetrics branchMetrics(Catalog catalog, MeterRegistry registry) {
    return new BranchMetrics(catalog, registry);
  }

  @Bean
  TenantMetrics tenantMetrics(RateLimits rates, MeterRegistry registry) {
    return new TenantMetrics(rates, registry);
  }

  @Bean("catalogHealthIndicator")
  CatalogHealth catalogHealth(Catalog catalog) {
    return new CatalogHealth(catalog);
  }
}
