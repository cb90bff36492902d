package dev.tarn.iceberg.store;

import static dev.tarn.iceberg.store.Tables.ORDERS;
import static dev.tarn.iceberg.store.Tables.SALES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.log.BranchStore;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerChange;
import dev.tarn.core.table.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Nessie's store loses of users' tables is put back from the warehouse. */
class PointerRecoveryTest {
  private static final Scope MAIN = Scope.DEFAULT;

  @TempDir Path folder;

  private final Tables tables = new Tables();

  private IcebergSettings settings() {
    return IcebergSettings.in(folder.resolve("data"));
  }

  /** Checkpoints at once, and keeps no journal beyond them. */
  private IcebergSettings eager() {
    return new IcebergSettings(
        settings().dataFolder(),
        settings().warehouse(),
        null,
        null,
        settings().nessieTimeout(),
        Duration.ZERO,
        Duration.ofNanos(1),
        Duration.ofDays(400));
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

  /** Does something on the branch, as a server of its own. */
  private void onBranch(IcebergSettings settings, Work work) throws Exception {
    try (NessieCatalogStore store = NessieCatalogStore.open(settings);
        BranchStore main = store.open(MAIN)) {
      work.on(main);
    }
  }

  @FunctionalInterface
  private interface Work {
    void on(BranchStore branch) throws Exception;
  }

  @Test
  void anOlderCopyOfNessiesStoreLosesNothing() throws Exception {
    createTenant();
    onBranch(settings(), main -> tables.append(main, Tables.creation()));
    keepCopy();
    onBranch(
        settings(),
        main -> {
          tables.append(main, tables.step(ORDERS));
          tables.append(main, tables.step(SALES.child("other")), tables.step(ORDERS));
          tables.append(
              main,
              PointerChange.drop(ORDERS, Tables.version(3)),
              PointerChange.create(SALES.child("renamed"), Tables.version(3)));
          tables.append(main, PointerChange.create(SALES.child("eu"), namespace("b")));
          tables.append(
              main, PointerChange.create(SALES.child("eu").child("t"), Tables.version(1)));
          tables.append(
              main,
              PointerChange.create(SALES.child("view"), new Pointer.View("file:///v.json", 3, 1)));
        });
    rollBack();
    onBranch(
        settings(),
        main -> {
          tables.assertThere(main);
          tables.append(main, tables.step(SALES.child("renamed")));
        });
    onBranch(settings(), tables::assertThere);
  }

  private static Pointer namespace(String owner) {
    return new Pointer.Namespace(Map.of("owner", owner));
  }

  @Test
  void aNessieThatHasLostEverythingGetsItFromTheCheckpoint() throws Exception {
    NessieCatalogStore.open(settings()).close();
    keepCopy();
    createTenant();
    onBranch(
        eager(),
        main -> {
          tables.append(main, Tables.creation());
          for (int i = 0; i < 30; i++) {
            tables.append(main, tables.step(ORDERS));
          }
          tables.append(main, PointerChange.create(SALES.child("eu"), namespace("b")));
          tables.append(
              main, PointerChange.create(SALES.child("eu").child("t"), Tables.version(4)));
          tables.append(
              main,
              PointerChange.create(SALES.child("view"), new Pointer.View("file:///v.json", 3, 1)));
          main.maintain();
          // Beyond the checkpoint, from the journal.
          tables.append(main, tables.step(ORDERS));
          tables.append(main, tables.step(SALES.child("late")));
        });
    assertThat(journalFiles()).isLessThan(36);
    rollBack();
    onBranch(
        settings(),
        main -> {
          tables.assertThere(main);
          assertThat(main.pointers().find(TableName.of("tarn", "assets"))).isPresent();
          tables.append(main, tables.step(ORDERS));
        });
    onBranch(settings(), tables::assertThere);
  }

  @Test
  void anOlderStateBecomesThatOfTheCheckpoint() throws Exception {
    createTenant();
    onBranch(
        settings(),
        main -> {
          tables.append(main, Tables.creation());
          tables.append(main, PointerChange.create(SALES.child("eu"), namespace("b")));
          tables.append(
              main, PointerChange.create(SALES.child("eu").child("t"), Tables.version(4)));
          tables.append(main, PointerChange.create(SALES.child("same"), Tables.version(5)));
        });
    keepCopy();
    onBranch(
        eager(),
        main -> {
          tables.append(
              main,
              PointerChange.drop(SALES.child("eu").child("t"), Tables.version(4)),
              PointerChange.drop(ORDERS, Tables.version(1)));
          tables.append(main, PointerChange.drop(SALES.child("eu"), namespace("b")));
          // A table where a namespace was, and a view where a table was.
          tables.append(main, PointerChange.create(SALES.child("eu"), Tables.version(9)));
          tables.append(
              main, PointerChange.create(ORDERS, new Pointer.View("file:///v.json", 1, 1)));
          for (int i = 0; i < 30; i++) {
            tables.append(main, tables.step(SALES.child("t" + i)));
          }
          main.maintain();
        });
    rollBack();
    onBranch(
        settings(),
        main -> {
          tables.assertThere(main);
          tables.append(main, tables.step(SALES.child("t3")));
        });
    onBranch(settings(), tables::assertThere);
  }

  private long journalFiles() throws IOException {
    try (Stream<Path> files = Files.list(settings().warehouse().resolve("default/journal/main"))) {
      return files.filter(file -> file.toString().endsWith(".avro")).count();
    }
  }

  @Test
  void namesAreDumpedOnceForEachState() throws Exception {
    createTenant();
    onBranch(
        eager(),
        main -> {
          main.maintain();
          assertThat(dumps()).isEmpty();
          tables.append(main, Tables.creation());
          main.maintain();
          List<Path> first = dumps();
          assertThat(first).hasSize(1);
          byte[] content = Files.readAllBytes(first.getFirst());
          tables.tryAppend(main.log(), "no-table", List.of());
          main.maintain();
          assertThat(dumps()).isEqualTo(first);
          assertThat(Files.readAllBytes(first.getFirst())).isEqualTo(content);
          tables.append(main, tables.step(ORDERS));
          main.maintain();
          assertThat(dumps()).hasSize(2).containsAll(first);
        });
  }

  private List<Path> dumps() throws IOException {
    try (Stream<Path> files = Files.list(settings().warehouse().resolve("default/checkpoints"))) {
      return files.filter(file -> file.toString().endsWith(".pointers.gz")).sorted().toList();
    }
  }
}
