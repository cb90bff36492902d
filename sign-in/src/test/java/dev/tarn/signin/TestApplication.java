package dev.tarn.signin;

import dev.tarn.core.audit.AuditTrail;
import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.CatalogSettings;
import dev.tarn.core.catalog.StateIndexes;
import dev.tarn.core.commit.CommitObserver;
import dev.tarn.rest.RestConfiguration;
import dev.tarn.rest.iceberg.StorageAccess;
import dev.tarn.signin.web.FailedSignIn;
import dev.tarn.signin.web.SignInObserver;
import dev.tarn.testkit.InMemoryAuditTrail;
import dev.tarn.testkit.InMemoryCatalogStore;
import java.time.Clock;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.iceberg.inmemory.InMemoryFileIO;
import org.apache.iceberg.io.FileIO;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The metadata API with sign-in, over stores in memory. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({RestConfiguration.class, SignInConfiguration.class})
class TestApplication {
  @Bean
  AuditTrail auditTrail() {
    return new InMemoryAuditTrail();
  }

  @Bean
  Catalog catalog(StateIndexes indexes) {
    return new Catalog(
        new InMemoryCatalogStore(),
        indexes,
        new RolesPolicy(),
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
  Failures failures() {
    return new Failures();
  }

  /** Keeps what was not let in. */
  static final class Failures implements SignInObserver {
    final Queue<FailedSignIn> all = new ConcurrentLinkedQueue<>();

    @Override
    public void failed(FailedSignIn failure) {
      all.add(failure);
    }
  }
}
