package dev.tarn.cli;

import dev.tarn.core.audit.AuditTrail;
import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.CatalogSettings;
import dev.tarn.core.catalog.StateIndexes;
import dev.tarn.core.commit.CommitObserver;
import dev.tarn.core.policy.Action;
import dev.tarn.core.policy.Decision;
import dev.tarn.core.scope.Actor;
import dev.tarn.rest.RestConfiguration;
import dev.tarn.rest.iceberg.StorageAccess;
import dev.tarn.rest.request.PrincipalResolver;
import dev.tarn.testkit.InMemoryAuditTrail;
import dev.tarn.testkit.InMemoryCatalogStore;
import java.time.Clock;
import java.util.Map;
import org.apache.iceberg.inmemory.InMemoryFileIO;
import org.apache.iceberg.io.FileIO;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The metadata API over stores in memory. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({RestConfiguration.class, TestApplication.Health.class})
class TestApplication {
  /** The tenant in which nobody may write. */
  static final String READ_ONLY_TENANT = "read-only";

  @Bean
  AuditTrail auditTrail() {
    return new InMemoryAuditTrail();
  }

  @Bean
  Catalog catalog(StateIndexes indexes) {
    return new Catalog(
        new InMemoryCatalogStore(),
        indexes,
        request ->
            request.scope().tenant().value().equals(READ_ONLY_TENANT)
                    && request.action() == Action.WRITE_ASSETS
                ? new Decision.Deny("nobody may write here", false)
                : Decision.ALL,
        CatalogSettings.defaults(),
        Clock.systemUTC(),
        CommitObserver.NONE);
  }

  @Bean
  FileIO fileIO() {
    return new InMemoryFileIO();
  }

  @Bean
  StorageAccess storageAccess() {
    return StorageAccess.NONE;
  }

  @Bean
  PrincipalResolver principalResolver() {
    return request -> Actor.LOCAL_ADMINISTRATOR;
  }

  /** What the server's actuator says. */
  @RestController
  static class Health {
    private volatile boolean ready = true;

    void ready(boolean isReady) {
      ready = isReady;
    }

    @GetMapping("/actuator/health/readiness")
    ResponseEntity<Map<String, String>> readiness() {
      return ready
          ? ResponseEntity.ok(Map.of("status", "UP"))
          : ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
              .body(Map.of("status", "OUT_OF_SERVICE"));
    }
  }
}
