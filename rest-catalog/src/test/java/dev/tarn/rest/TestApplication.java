package dev.tarn.rest;

import dev.tarn.core.audit.AuditTrail;
import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.CatalogSettings;
import dev.tarn.core.catalog.StateIndexes;
import dev.tarn.core.commit.CommitObserver;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.policy.Policy;
import dev.tarn.core.scope.Actor;
import dev.tarn.rest.iceberg.StorageAccess;
import dev.tarn.rest.request.PrincipalResolver;
import dev.tarn.testkit.InMemoryAuditTrail;
import java.time.Clock;
import org.apache.iceberg.inmemory.InMemoryFileIO;
import org.apache.iceberg.io.FileIO;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** What a server makes of the module, over stores in memory. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(RestConfiguration.class)
class TestApplication {

  @Bean
  Catalog catalog(
      CatalogSettings settings,
      StateIndexes indexes,
      CatalogStore store,
      Policy policy,
      CommitObserver observer) {
    return new Catalog(store, indexes, policy, settings, Clock.systemUTC(), observer);
  }

  @Bean
  AuditTrail auditTrail() {
    return new InMemoryAuditTrail();
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
    return request -> {
      String actor = request.getHeader(TestServer.ACTOR);
      return actor == null ? Actor.LOCAL_ADMINISTRATOR : new Actor(actor);
    };
  }
}
