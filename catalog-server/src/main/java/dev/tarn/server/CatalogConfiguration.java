package dev.tarn.server;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.StateIndexes;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.policy.AccessObserver;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.search.EmbeddingModel;
import dev.tarn.governance.policy.CatalogPolicy;
import dev.tarn.iceberg.garbage.UserFiles;
import dev.tarn.iceberg.store.NessieCatalogStore;
import dev.tarn.lucene.LuceneIndexSettings;
import dev.tarn.lucene.LuceneStateIndexes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The stores, the policy and the catalog. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({TarnSettings.class, TenantSettings.class})
class CatalogConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogConfiguration.class);

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  CatalogPolicy policy(Clock clock) {
    return new CatalogPolicy(clock);
  }

  @Bean
  StateIndexes stateIndexes(
      TarnSettings settings, EmbeddingSettings embeddings, ObjectProvider<EmbeddingModel> model) {
    Path folder = settings.dataFolder().resolve("index");
    LuceneIndexSettings index = settings.indexSettings();
    EmbeddingModel chosen = model.getIfAvailable();
    return chosen == null
        ? new LuceneStateIndexes(folder, index)
        : new LuceneStateIndexes(folder, index, chosen, embeddings.vectorSettings());
  }

  /** The catalog owns the store: closing it ends the version store's process, too. */
  @Bean(destroyMethod = "close")
  Catalog catalog(
      TarnSettings settings,
      StateIndexes indexes,
      TenantSettings tenants,
      CatalogPolicy policy,
      AccessObserver access,
      Clock clock,
      CommitMetrics metrics,
      UserFiles files)
      throws IOException {
    CatalogStore store = NessieCatalogStore.open(settings.icebergSettings(), metrics, files);
    Catalog catalog =
        new Catalog(
            store,
            indexes,
            new ServedTenants(policy, tenants.served()),
            access,
            settings.catalogSettings(),
            clock,
            metrics);
    policy.follow(catalog);
    return catalog;
  }

  /** The server says that it is ready only when the default branch serves. */
  @Bean
  ApplicationRunner openDefaultBranch(Catalog catalog, TarnSettings settings) {
    return arguments -> {
      createDefaultTenant(catalog);
      try {
        LOG.atInfo()
            .setMessage("The catalog is open")
            .addKeyValue("scope", Scope.DEFAULT)
            .addKeyValue("head", catalog.head(Actor.SYSTEM, Scope.DEFAULT))
            .addKeyValue("dataFolder", settings.dataFolder().toAbsolutePath())
            .log();
      } catch (CatalogException e) {
        if (e.code() != ErrorCode.TENANT_CLOSED) {
          throw e;
        }
        LOG.atWarn()
            .setMessage("A person's replacement has not ended; asked for again, it goes on")
            .addKeyValue("scope", Scope.DEFAULT)
            .log();
      }
    };
  }

  private static void createDefaultTenant(Catalog catalog) throws IOException {
    if (catalog.tenants(Actor.SYSTEM).contains(TenantId.DEFAULT)) {
      return;
    }
    try {
      catalog.createTenant(Actor.SYSTEM, TenantId.DEFAULT);
    } catch (CatalogException e) {
      // Another server of the installation starts for the first time, too, and was faster.
      if (e.code() != ErrorCode.TENANT_EXISTS) {
        throw e;
      }
    }
  }
}
