package dev.tarn.iceberg.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.garbage.GarbageProgress;
import dev.tarn.core.garbage.GarbageReport;
import dev.tarn.core.garbage.GarbageRequest;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Reference;
import dev.tarn.core.scope.ReferenceDetails;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.iceberg.store.ReferenceList.Entry;
import dev.tarn.iceberg.store.ReferenceList.Phase;
import dev.tarn.testkit.RandomLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Creations, deletions and renamings of branches that ended half-way, or that Nessie has lost. */
class ReferenceRecoveryTest {
  private static final TenantId TENANT = TenantId.DEFAULT;
  private static final BranchName DEV = new BranchName("dev");
  private static final BranchName NEXT = new BranchName("next");
  private static final Scope ON_DEV = new Scope(TENANT, DEV);
  private static final Scope ON_NEXT = new Scope(TENANT, NEXT);

  @TempDir Path folder;

  private final RandomLog random = new RandomLog(11);

  private NessieCatalogStore open() throws IOException {
    return NessieCatalogStore.open(IcebergSettings.in(folder.resolve("data")));
  }

  private ReferenceList list() {
    Path warehouse = IcebergSettings.in(folder.resolve("data")).warehouse();
    return new ReferenceList(new WarehouseLayout(warehouse).references(TENANT));
  }

  private void keepCopy() throws IOException {
    Logs.copy(folder.resolve("data/nessie/rocksdb"), folder.resolve("copy"));
  }

  private void rollBack() throws IOException {
    Logs.copy(folder.resolve("copy"), folder.resolve("data/nessie/rocksdb"));
  }

  /** Makes {@code dev} of main, with changes of its own; returns its log. */
  private List<LogEntry> createDev() throws IOException {
    try (NessieCatalogStore store = open()) {
      store.createTenant(TENANT);
      CommitId start;
      try (BranchStore main = store.open(Scope.DEFAULT)) {
        Logs.append(main.log(), random, 3);
        start = main.log().head();
      }
      store.createBranch(ON_DEV, BranchName.MAIN, new PointInTime.AtCommit(start));
      try (BranchStore dev = store.open(ON_DEV)) {
        Logs.append(dev.log(), random, 3);
        return Logs.entries(dev.log());
      }
    }
  }

  private static GarbageRequest everything() {
    return new GarbageRequest(Instant.now().plus(Duration.ofHours(1)), GarbageRequest.Mode.DELETE);
  }

  private static List<LogEntry> entries(NessieCatalogStore store, Scope scope) throws IOException {
    try (BranchStore branch = store.open(scope)) {
      return Logs.entries(branch.log());
    }
  }

  private Entry entry(BranchName name) throws IOException {
    return list().read().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void aDeletionThatOnlyTheListKnowsEnds() throws Exception {
    createDev();
    list().replace(DEV, entry(DEV).in(Phase.DELETING));
    try (NessieCatalogStore store = open()) {
      assertThat(store.branches(TENANT)).containsExactly(BranchName.MAIN);
      assertThat(list().read()).extracting(Entry::name).containsExactly(BranchName.MAIN);
      assertThatThrownBy(() -> store.open(ON_DEV)).isInstanceOf(CatalogException.class);
      // Nor is it forgotten what the branch has left.
      Path journal = folder.resolve("data/warehouse/default/journal/dev");
      assertThat(journal).exists();
      assertThat(store.collectGarbage(TENANT, everything(), GarbageProgress.NONE))
          .returns(0, GarbageReport::unknownBranches)
          .returns(0L, GarbageReport::keptFiles);
      assertThat(journal).doesNotExist();
    }
  }

  @Test
  void aCreationThatDidNotEndLeavesNothing() throws Exception {
    List<LogEntry> dev = createDev();
    Reference next = entry(DEV).reference().named(NEXT);
    list().add(new Entry(next, "next", Phase.CREATING, null));
    try (NessieCatalogStore store = open()) {
      assertThat(store.branches(TENANT)).containsExactly(DEV, BranchName.MAIN);
      store.createBranch(ON_NEXT, DEV, new PointInTime.AtTag(DEV), ReferenceDetails.UNKNOWN);
      assertThat(entries(store, ON_NEXT)).isEqualTo(dev);
    }
  }

  @Test
  void aRenamingEndsUnderOneOfTheTwoNames() throws Exception {
    List<LogEntry> dev = createDev();
    Entry creating = new Entry(entry(DEV).reference().named(NEXT), "dev", Phase.CREATING, DEV);
    list().add(creating);
    // Nessie was not asked yet.
    try (NessieCatalogStore store = open()) {
      assertThat(store.branches(TENANT)).containsExactly(DEV, BranchName.MAIN);
      assertThat(entries(store, ON_DEV)).isEqualTo(dev);
      store.rename(TENANT, DEV, NEXT);
    }
    // Nessie knows the new name only, and the list both.
    list()
        .write(
            List.of(
                entry(BranchName.MAIN),
                entry(NEXT).with(entry(NEXT).reference().named(DEV)),
                creating));
    try (NessieCatalogStore store = open()) {
      assertThat(store.branches(TENANT)).containsExactly(BranchName.MAIN, NEXT);
      assertThat(entries(store, ON_NEXT)).isEqualTo(dev);
    }
  }

  @Test
  void whatADeletedBranchLeftIsWholeAfterNessiesLoss() throws Exception {
    NessieCatalogStore.open(IcebergSettings.in(folder.resolve("data"))).close();
    keepCopy();
    List<LogEntry> expected = createDev();
    try (NessieCatalogStore store = open()) {
      store.createBranch(ON_NEXT, DEV, new PointInTime.AtTag(DEV), ReferenceDetails.UNKNOWN);
      store.delete(TENANT, DEV, any -> {});
      try (BranchStore next = store.open(ON_NEXT)) {
        Logs.append(next.log(), random, 2);
        expected = Logs.entries(next.log());
      }
      // Nor is anything garbage that this takes.
      assertThat(store.collectGarbage(TENANT, everything(), GarbageProgress.NONE).keptFiles())
          .isPositive();
    }
    rollBack();
    try (NessieCatalogStore store = open()) {
      assertThat(store.branches(TENANT)).containsExactly(BranchName.MAIN, NEXT);
      assertThat(entries(store, ON_NEXT)).isEqualTo(expected);
      // Where the branch's commits are is not known any more: that is said, and nothing guessed.
      assertThat(store.collectGarbage(TENANT, everything(), GarbageProgress.NONE))
          .returns(1, GarbageReport::unknownBranches);
      assertThat(entries(store, ON_NEXT)).isEqualTo(expected);
    }
  }

  @Test
  void whatNessieHasBeyondTheListIsNothing() throws Exception {
    List<LogEntry> dev = createDev();
    keepCopy();
    try (NessieCatalogStore store = open()) {
      store.delete(TENANT, DEV, any -> {});
    }
    rollBack();
    try (NessieCatalogStore store = open()) {
      assertThat(store.branches(TENANT)).containsExactly(BranchName.MAIN);
      store.createBranch(ON_DEV, BranchName.MAIN, new PointInTime.AtTag(BranchName.MAIN));
      long shared = entry(DEV).reference().commit().seq();
      assertThat(entries(store, ON_DEV)).isEqualTo(dev.subList(0, Math.toIntExact(shared)));
    }
    assertThat(entry(DEV).folder()).isEqualTo("dev~1");
  }

  @Test
  void deletionTakesTheLocalFilesAlong() throws Exception {
    createDev();
    Path positions = folder.resolve("data/positions/default/dev.mv");
    Path commits = folder.resolve("data/commits/default/dev.index");
    assertThat(positions).exists();
    assertThat(commits).exists();
    try (NessieCatalogStore store = open()) {
      store.delete(TENANT, DEV, any -> {});
    }
    assertThat(positions).doesNotExist();
    assertThat(commits).doesNotExist();
    assertThat(Files.isDirectory(folder.resolve("data/warehouse/default/journal/dev"))).isTrue();
  }

  @Test
  void aListOfBeforeDetailsIsRead() throws Exception {
    createDev();
    Path file = folder.resolve("data/warehouse/default/references.json");
    CommitId commit = entry(DEV).reference().commit();
    Files.writeString(
        file,
        """
        {"references":[{"name":"main","kind":"BRANCH","from":"main","commit":"%1$s"},
        {"name":"dev","kind":"BRANCH","from":"main","commit":"%1$s"}]}
        """
            .formatted(commit));
    try (NessieCatalogStore store = open()) {
      assertThat(store.references(TENANT))
          .filteredOn(reference -> reference.name().equals(DEV))
          .extracting(Reference::details)
          .containsExactly(ReferenceDetails.UNKNOWN);
      assertThat(entries(store, ON_DEV)).hasSizeGreaterThan(Math.toIntExact(commit.seq()));
    }
  }
}
