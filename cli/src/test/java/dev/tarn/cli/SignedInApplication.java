package dev.tarn.cli;

import dev.tarn.control.ControlDatabase;
import dev.tarn.control.ControlSettings;
import dev.tarn.core.audit.AuditTrail;
import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.CatalogSettings;
import dev.tarn.core.catalog.StateIndexes;
import dev.tarn.core.commit.CommitObserver;
import dev.tarn.core.policy.Decision;
import dev.tarn.core.scope.SignedIn;
import dev.tarn.rest.RestConfiguration;
import dev.tarn.rest.iceberg.StorageAccess;
import dev.tarn.signin.SignInConfiguration;
import dev.tarn.testkit.InMemoryAuditTrail;
import dev.tarn.testkit.InMemoryCatalogStore;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.iceberg.inmemory.InMemoryFileIO;
import org.apache.iceberg.io.FileIO;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The metadata API with sign-in, over stores in memory: operators may do everything. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({RestConfiguration.class, SignInConfiguration.class})
class SignedInApplication {
  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean(destroyMethod = "close")
  ControlDatabase controlDatabase(@Value("${tarn.rest.work-directory}") Path folder) {
    return ControlDatabase.open(ControlSettings.embedded(folder.resolve("control")));
  }

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
            request.principal().roles().contains(SignedIn.OPERATOR)
                    || request.principal().credential().id() == null
                ? Decision.ALL
                : new Decision.Deny("only operators", false),
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
}
