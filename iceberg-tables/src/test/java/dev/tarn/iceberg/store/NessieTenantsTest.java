package dev.tarn.iceberg.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.garbage.GarbageProgress;
import dev.tarn.core.garbage.GarbageRequest;
import dev.tarn.core.garbage.GarbageRequest.Mode;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.tenant.TenantDetails;
import dev.tarn.core.tenant.TenantRemoval;
import dev.tarn.core.tenant.TenantStatus;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.iceberg.store.ForkingHistory.Reading;
import dev.tarn.testkit.TenantsContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The contract of {@code TenantStore}, kept by Iceberg and Nessie, and what files it is about. */
@ResourceLock(SharedNessie.LOCK)
@ExtendWith(SharedNessie.class)
class NessieTenantsTest extends TenantsContract {
  private static final TenantId SOURCE = new TenantId("source");
  private static final TenantId CLONE = new TenantId("clone");
  private static final Scope CLONE_MAIN = new Scope(CLONE, BranchName.MAIN);
  private static final BranchName DEV = new BranchName("dev");
  private static final PointInTime NEWEST = new PointInTime.AtTag(BranchName.MAIN);

  @TempDir Path folder;

  @BeforeEach
  void forgetEarlierTests() throws IOException {
    SharedNessie.clear();
  }

  @Override
  protected CatalogStore openStore() throws IOException {
    return Warehouses.open(folder);
  }

  private static void write(ForkingHistory history, BranchName branch, int times)
      throws IOException {
    for (int i = 0; i < times; i++) {
      history.write(branch);
    }
  }

  private Map<CommitId, Reading> readClone(List<CommitId> commits) throws IOException {
    try (CatalogStore store = openStore();
        BranchStore main = store.open(CLONE_MAIN)) {
      return readings(main, commits);
    }
  }

  private static Map<CommitId, Reading> readings(BranchStore main, List<CommitId> commits)
      throws IOException {
    Map<CommitId, Reading> readings = new LinkedHashMap<>();
    for (CommitId commit : commits) {
      readings.put(commit, ForkingHistory.read(main, commit));
    }
    return readings;
  }

  private boolean hasFiles(TenantId tenant) throws IOException {
    Path root = new WarehouseLayout(folder.resolve("warehouse")).tenant(tenant);
    if (!Files.exists(root)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files.anyMatch(Files::isRegularFile);
    }
  }

  /** Of everything that the source deletes, what the clone reads stays. */
  @Test
  void aCloneReadsItsPastWhateverItsSourceDeletes(Random random) throws IOException {
    try (NessieCatalogStore store = Warehouses.open(folder);
        ForkingHistory history = new ForkingHistory(store, SOURCE, random)) {
      write(history, BranchName.MAIN, 8);
      history.fork(BranchName.MAIN, DEV, history.head(BranchName.MAIN));
      write(history, DEV, 8);
      history.takeOver(DEV, BranchName.MAIN);
      write(history, BranchName.MAIN, 4);
      List<CommitId> commits = history.commits(BranchName.MAIN);
      store.tenantStore().cloneTenant(SOURCE, CLONE, NEWEST, TenantDetails.UNKNOWN);
      Map<CommitId, Reading> before = readClone(commits);
      assertThat(before.values()).anyMatch(reading -> !reading.tables().isEmpty());

      write(history, BranchName.MAIN, 4);
      history.delete(DEV);
      Instant later = Instant.now().plus(Duration.ofHours(1));
      store.collectGarbage(SOURCE, new GarbageRequest(later, Mode.DELETE), GarbageProgress.NONE);
      assertThat(readClone(commits)).isEqualTo(before);

      TenantRemoval source = store.tenantStore().delete(SOURCE, GarbageProgress.NONE);
      assertThat(source.remains()).isEmpty();
      assertThat(source.files()).isPositive();
      assertThat(source.keptFiles()).isPositive();
      assertThat(readClone(commits)).isEqualTo(before);
      assertThatThrownBy(() -> store.createTenant(SOURCE))
          .isInstanceOfSatisfying(
              CatalogException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TENANT_EXISTS));

      TenantRemoval clone = store.tenantStore().delete(CLONE, GarbageProgress.NONE);
      assertThat(clone.remains()).isEmpty();
      assertThat(clone.keptFiles()).isZero();
      assertThat(hasFiles(CLONE)).isFalse();
      assertThat(hasFiles(SOURCE)).as("what only the clone still needed").isFalse();
    }
  }

  /** A clone that Nessie loses is created again, from its source. */
  @Test
  void aCloneThatNessieLosesComesBack(Random random) throws IOException {
    Reading before;
    try (NessieCatalogStore store = Warehouses.open(folder);
        ForkingHistory history = new ForkingHistory(store, SOURCE, random)) {
      write(history, BranchName.MAIN, 6);
      store.tenantStore().cloneTenant(SOURCE, CLONE, NEWEST, TenantDetails.UNKNOWN);
      before = readNewest();
    }
    SharedNessie.clear();
    assertThat(readNewest()).isEqualTo(before);
  }

  private Reading readNewest() throws IOException {
    try (CatalogStore store = openStore();
        BranchStore main = store.open(CLONE_MAIN)) {
      return ForkingHistory.read(main, main.log().head());
    }
  }

  /** A deletion that a crash has ended goes on when it is asked for again. */
  @Test
  void aDeletionGoesOn(Random random) throws IOException {
    try (NessieCatalogStore store = Warehouses.open(folder)) {
      try (ForkingHistory history = new ForkingHistory(store, SOURCE, random)) {
        write(history, BranchName.MAIN, 4);
      }
      store.tenantStore().describe(SOURCE, known -> known.withStatus(TenantStatus.DELETING));
    }
    SharedNessie.clear();
    try (NessieCatalogStore store = Warehouses.open(folder)) {
      assertThat(store.tenants()).doesNotContain(SOURCE);
      TenantRemoval removal = store.tenantStore().delete(SOURCE, GarbageProgress.NONE);
      assertThat(removal.remains()).isEmpty();
      assertThat(removal.files()).isPositive();
      assertThat(hasFiles(SOURCE)).isFalse();
    }
  }
}
