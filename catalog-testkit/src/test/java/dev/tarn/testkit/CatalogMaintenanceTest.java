package dev.tarn.testkit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tarn.core.catalog.CatalogMaintenance;
import dev.tarn.core.catalog.GarbageRunReport;
import dev.tarn.core.catalog.RunStatus;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.garbage.GarbageProgress;
import dev.tarn.core.garbage.GarbageProgress.Phase;
import dev.tarn.core.garbage.GarbageReport;
import dev.tarn.core.garbage.GarbageRequest.Mode;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.scope.TenantId;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Collections of garbage are runs: one at a time and tenant, watched, ended. */
final class CatalogMaintenanceTest {
  private static final TenantId TENANT = TenantId.DEFAULT;
  private static final GarbageReport FOUND = new GarbageReport(1, 2, 3, 4, 5);

  @FunctionalInterface
  private interface Collection {
    GarbageReport run(GarbageProgress progress) throws Exception;
  }

  /** A store in memory that collects garbage as it is told to. */
  private static CatalogStore store(Collection collection) {
    InMemoryCatalogStore memory = new InMemoryCatalogStore();
    return (CatalogStore)
        Proxy.newProxyInstance(
            CatalogStore.class.getClassLoader(),
            new Class<?>[] {CatalogStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("collectGarbage")) {
                return collection.run((GarbageProgress) arguments[2]);
              }
              try {
                return method.invoke(memory, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static GarbageRunReport start(CatalogMaintenance maintenance) throws IOException {
    return maintenance.collectGarbage(TestCatalog.ADMIN, TENANT, Duration.ZERO, Mode.DELETE);
  }

  private static GarbageRunReport ended(CatalogMaintenance maintenance, GarbageRunReport run) {
    return await()
        .until(
            () -> maintenance.run(TestCatalog.ADMIN, TENANT, run.id()),
            report -> report.status() != RunStatus.RUNNING);
  }

  @Test
  void isOneAtATimeAndSaysWhatItFound() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (TestCatalog test =
        new TestCatalog(
            store(
                progress -> {
                  progress.reached(Phase.MARKING, 7);
                  go.await();
                  return FOUND;
                }),
            InMemoryStateIndex.indexes())) {
      CatalogMaintenance maintenance = test.catalog.maintenance();
      GarbageRunReport run = start(maintenance);
      await()
          .until(() -> maintenance.run(TestCatalog.ADMIN, TENANT, run.id()).count(), is -> is == 7);
      StoreContract.assertRefused(ErrorCode.MAINTENANCE_BUSY, () -> start(maintenance));
      go.countDown();
      GarbageRunReport done = ended(maintenance, run);
      assertEquals(RunStatus.SUCCEEDED, done.status());
      assertEquals(FOUND, done.found());
      assertEquals(1, maintenance.runs(TestCatalog.ADMIN, TENANT).size());
      StoreContract.assertRefused(
          ErrorCode.MAINTENANCE_RUN_NOT_FOUND,
          () -> maintenance.run(TestCatalog.ADMIN, new TenantId("globex"), run.id()));
      StoreContract.assertRefused(
          ErrorCode.TENANT_NOT_FOUND,
          () ->
              maintenance.collectGarbage(
                  TestCatalog.ADMIN, new TenantId("globex"), Duration.ZERO, Mode.DELETE));
    }
  }

  @Test
  void canBeCancelled() throws Exception {
    try (TestCatalog test =
        new TestCatalog(
            store(
                progress -> {
                  for (long i = 1; ; i++) {
                    progress.reached(Phase.DELETING, i);
                  }
                }),
            InMemoryStateIndex.indexes())) {
      CatalogMaintenance maintenance = test.catalog.maintenance();
      GarbageRunReport run = start(maintenance);
      var unused = maintenance.cancel(TestCatalog.ADMIN, TENANT, run.id());
      assertEquals(RunStatus.CANCELLED, ended(maintenance, run).status());
      // Whatever is under way when the catalog is closed ends, too.
      var second = start(maintenance);
      assertEquals(RunStatus.RUNNING, second.status());
    }
  }

  @Test
  void saysWhyItFailed() throws Exception {
    try (TestCatalog test =
        new TestCatalog(
            store(
                progress -> {
                  throw new CatalogException(ErrorCode.METADATA_UNREADABLE, "torn");
                }),
            InMemoryStateIndex.indexes())) {
      GarbageRunReport run = ended(test.catalog.maintenance(), start(test.catalog.maintenance()));
      assertEquals(RunStatus.FAILED, run.status());
      assertEquals(ErrorCode.METADATA_UNREADABLE, run.error());
      assertEquals("torn", run.detail());
    }
  }
}
