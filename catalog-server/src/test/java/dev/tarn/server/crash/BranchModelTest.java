package dev.tarn.server.crash;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.CatalogSettings;
import dev.tarn.core.commit.CommitObserver;
import dev.tarn.core.commit.CommitterSettings;
import dev.tarn.core.log.FollowerRunner;
import dev.tarn.core.policy.AdministratorPolicy;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.TenantId;
import dev.tarn.iceberg.garbage.UserFiles;
import dev.tarn.iceberg.log.AppendObserver;
import dev.tarn.iceberg.store.IcebergSettings;
import dev.tarn.iceberg.store.NessieCatalogStore;
import dev.tarn.lucene.LuceneIndexSettings;
import dev.tarn.lucene.LuceneStateIndexes;
import dev.tarn.testkit.BranchModelContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The model, beside the stores that a server has; their version store is killed. */
@Isolated("it kills all version stores of this process")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class BranchModelTest extends BranchModelContract {
  private static final int STEPS = 300;
  private static final Duration OUTCOME_TIMEOUT = Duration.ofSeconds(1);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path data;

  @Override
  protected int steps() {
    return STEPS;
  }

  @Override
  protected Catalog open() throws IOException {
    CatalogSettings defaults = CatalogSettings.defaults();
    CommitterSettings committer = CommitterSettings.defaults();
    Catalog catalog =
        new Catalog(
            NessieCatalogStore.open(
                IcebergSettings.in(data), AppendObserver.NONE, UserFiles.inWarehouse()),
            new LuceneStateIndexes(data.resolve("index"), LuceneIndexSettings.defaults()),
            new AdministratorPolicy(Actor.LOCAL_ADMINISTRATOR),
            new CatalogSettings(
                new CommitterSettings(
                    Duration.ZERO,
                    committer.maxGroupChanges(),
                    committer.maxGroupBytes(),
                    committer.maxQueuedChanges(),
                    committer.maxQueuedBytes(),
                    committer.maxUnindexedEntries(),
                    OUTCOME_TIMEOUT),
                defaults.tailEntries(),
                defaults.readTimeout(),
                defaults.refreshInterval(),
                Duration.ofMillis(500),
                defaults.indexPace(),
                new FollowerRunner.Pace(Duration.ofMillis(300), 1_000, 20_000),
                defaults.usage(),
                defaults.maxOpenBranches()),
            Clock.systemUTC(),
            CommitObserver.NONE);
    if (!catalog.tenants(Actor.LOCAL_ADMINISTRATOR).contains(TenantId.DEFAULT)) {
      catalog.createTenant(Actor.LOCAL_ADMINISTRATOR, TenantId.DEFAULT);
    }
    return catalog;
  }

  /** What Nessie had not synced is lost; half of the time a request is the first to find out. */
  @Override
  protected void disturb(Random random) throws IOException {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    if (random.nextBoolean()) {
      beginWith(this::open);
    }
  }
}
