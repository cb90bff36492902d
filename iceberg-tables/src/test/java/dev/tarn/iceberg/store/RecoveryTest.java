package dev.tarn.iceberg.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.testkit.RandomLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Nessie's store loses with its unsynced writes is put back from the warehouse, once. */
class RecoveryTest {
  private static final Scope MAIN = Scope.DEFAULT;
  private static final Scope DEV = new Scope(TenantId.DEFAULT, new BranchName("Dev"));
  private static final BranchName TAG = new BranchName("v1.0");

  @TempDir Path folder;

  private final RandomLog random = new RandomLog(7);
  private final List<LogEntry> acknowledged = new ArrayList<>();

  private IcebergSettings settings() {
    return IcebergSettings.in(folder.resolve("data"));
  }

  private Path nessieStore() {
    return folder.resolve("data/nessie/rocksdb");
  }

  private void keepCopy() throws IOException {
    Logs.copy(nessieStore(), folder.resolve("copy"));
  }

  private void rollBack() throws IOException {
    Logs.copy(folder.resolve("copy"), nessieStore());
  }

  private void createTenant() throws IOException {
    try (NessieCatalogStore store = NessieCatalogStore.open(settings())) {
      store.createTenant(TenantId.DEFAULT);
    }
  }

  private void append(int groups) throws IOException {
    try (NessieCatalogStore store = NessieCatalogStore.open(settings());
        BranchStore main = store.open(MAIN)) {
      acknowledged.addAll(Logs.append(main.log(), random, groups));
    }
  }

  @Test
  void anOlderCopyOfNessiesStoreLosesNothing() throws Exception {
    createTenant();
    append(3);
    keepCopy();
    CommitId tagged;
    List<LogEntry> onDev;
    try (NessieCatalogStore store = NessieCatalogStore.open(settings());
        BranchStore main = store.open(MAIN)) {
      acknowledged.addAll(Logs.append(main.log(), random, 3));
      tagged = main.log().head();
      store.createTag(MAIN, TAG, new PointInTime.AtCommit(tagged));
      store.createBranch(DEV, BranchName.MAIN, new PointInTime.AtTag(TAG));
      acknowledged.addAll(Logs.append(main.log(), random, 2));
      try (BranchStore dev = store.open(DEV)) {
        RandomLog other = new RandomLog(7);
        other.entries("skipped", Math.toIntExact(tagged.seq()));
        onDev = Logs.append(dev.log(), other, 2);
      }
    }
    rollBack();
    try (NessieCatalogStore store = NessieCatalogStore.open(settings());
        BranchStore main = store.open(MAIN);
        BranchStore dev = store.open(DEV)) {
      assertThat(Logs.entries(main.log())).isEqualTo(acknowledged);
      assertThat(Logs.entries(dev.log()).subList(0, Math.toIntExact(tagged.seq())))
          .isEqualTo(acknowledged.subList(0, Math.toIntExact(tagged.seq())));
      assertThat(Logs.entries(dev.log()))
          .hasSize(Math.toIntExact(tagged.seq()) + onDev.size())
          .endsWith(onDev.toArray(LogEntry[]::new));
      assertThat(main.history().resolve(new PointInTime.AtTag(TAG)).seq()).isEqualTo(tagged.seq());
      acknowledged.addAll(Logs.append(main.log(), random, 2));
    }
    try (NessieCatalogStore store = NessieCatalogStore.open(settings());
        BranchStore main = store.open(MAIN)) {
      assertThat(Logs.entries(main.log())).isEqualTo(acknowledged);
    }
  }

  @Test
  void aTenantThatNessieHasNeverHeardOfIsWholeAgain() throws Exception {
    NessieCatalogStore.open(settings()).close();
    keepCopy();
    createTenant();
    append(4);
    rollBack();
    try (NessieCatalogStore store = NessieCatalogStore.open(settings());
        BranchStore main = store.open(MAIN)) {
      assertThat(store.tenants()).containsExactly(TenantId.DEFAULT);
      assertThat(Logs.entries(main.log())).isEqualTo(acknowledged);
    }
  }

  @Test
  void aTrimmedJournalBeginsAtItsCheckpoint() throws Exception {
    NessieCatalogStore.open(settings()).close();
    keepCopy();
    createTenant();
    IcebergSettings eager =
        new IcebergSettings(
            settings().dataFolder(),
            settings().warehouse(),
            null,
            null,
            settings().nessieTimeout(),
            Duration.ZERO,
            Duration.ofNanos(1),
            Duration.ofDays(400));
    try (NessieCatalogStore store = NessieCatalogStore.open(eager);
        BranchStore main = store.open(MAIN)) {
      acknowledged.addAll(Logs.append(main.log(), random, 40));
      main.maintain();
      acknowledged.addAll(Logs.append(main.log(), random, 2));
    }
    try (Stream<Path> journal =
        Files.list(settings().warehouse().resolve("default/journal/main"))) {
      assertThat(journal.filter(file -> file.toString().endsWith(".avro")).count()).isLessThan(42);
    }
    rollBack();
    try (NessieCatalogStore store = NessieCatalogStore.open(settings());
        BranchStore main = store.open(MAIN)) {
      assertThat(Logs.entries(main.log())).isEqualTo(acknowledged);
    }
  }

  @Test
  void aCommitWhoseFilesAreGoneIsPutBack() throws Exception {
    createTenant();
    append(4);
    try (Stream<Path> files =
        Files.list(settings().warehouse().resolve("default/tables/main/changes/metadata"))) {
      List<Path> newest =
          files
              .filter(file -> !file.toString().contains("00000-"))
              .filter(file -> !file.toString().contains("00001-"))
              .filter(file -> file.toString().endsWith(".json"))
              .toList();
      assertThat(newest).hasSizeGreaterThan(1);
      for (Path file : newest) {
        Files.write(file, new byte[100]);
      }
    }
    try (NessieCatalogStore store = NessieCatalogStore.open(settings());
        BranchStore main = store.open(MAIN)) {
      assertThat(Logs.entries(main.log())).isEqualTo(acknowledged);
      acknowledged.addAll(Logs.append(main.log(), random, 1));
      assertThat(Logs.entries(main.log())).isEqualTo(acknowledged);
    }
  }

  @Test
  void aChangeFileOfAnotherLogIsSetAside() throws Exception {
    createTenant();
    append(1);
    long seq = acknowledged.size();
    TenantId other = new TenantId("other");
    try (NessieCatalogStore store = NessieCatalogStore.open(settings())) {
      store.createTenant(other);
      try (BranchStore branch = store.open(new Scope(other, BranchName.MAIN))) {
        RandomLog strange = new RandomLog(8);
        branch.log().append(branch.log().head(), "x", strange.entries("x", (int) seq));
        branch.log().append(branch.log().head(), "y", strange.entries("y", 1));
      }
    }
    Path warehouse = settings().warehouse();
    String name = "%019d.avro".formatted(seq + 1);
    Files.copy(
        warehouse.resolve("other/journal/main").resolve(name),
        warehouse.resolve("default/journal/main").resolve(name));
    append(2);
    try (NessieCatalogStore store = NessieCatalogStore.open(settings());
        BranchStore main = store.open(MAIN)) {
      assertThat(Logs.entries(main.log())).isEqualTo(acknowledged);
    }
  }
}
