package dev.tarn.iceberg.maintain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.asset.Entity;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.iceberg.files.DataFiles;
import dev.tarn.iceberg.files.DataFiles.LiveFile;
import dev.tarn.iceberg.history.TableHistory;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.schema.CatalogTable;
import dev.tarn.iceberg.schema.ChangeRows;
import dev.tarn.iceberg.state.Materialiser;
import dev.tarn.iceberg.testing.NessieServer;
import dev.tarn.iceberg.testing.SmallLog;
import dev.tarn.iceberg.testing.TableScan;
import dev.tarn.testkit.InMemoryState;
import dev.tarn.testkit.RandomLog;
import dev.tarn.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Merging files changes nothing that anybody can read. */
@ExtendWith(Seeds.class)
final class TableMaintenanceTest {
  private static final MaintenanceSettings EAGER =
      new MaintenanceSettings(
          4, 60, 1 << 20, 3, 80, 20, Duration.ofDays(400), Duration.ofSeconds(30));
  private static final CommitId NOTHING = new CommitId(0, "00000000");

  @TempDir static Path nessieFolder;
  private static NessieServer nessie;

  @TempDir Path folder;
  private NessieReferences references;
  private Scope scope;
  private BranchTables branch;
  private Materialiser materialiser;
  private TableMaintenance maintenance;

  @BeforeAll
  static void startNessie() throws IOException {
    nessie = new NessieServer(nessieFolder);
  }

  @AfterAll
  static void stopNessie() throws IOException {
    nessie.close();
  }

  @BeforeEach
  void open() throws IOException {
    references = nessie.connect();
    scope = nessie.newBranch(folder);
    branch = nessie.open(references, folder, scope);
    materialiser = Materialiser.open(branch, folder.resolve("positions.mv"));
    maintenance = new TableMaintenance(branch, materialiser, EAGER, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    materialiser.close();
    references.close();
  }

  @Test
  void theTablesHoldTheSameBeforeAndAfter(RandomLog log) throws IOException {
    List<Group> groups = new ArrayList<>();
    TableHistory history = new TableHistory(branch);
    for (int round = 0; round < 5; round++) {
      List<Group> appended = SmallLog.append(branch, log.groups(5, 20));
      groups.addAll(appended);
      for (Group group : appended) {
        materialiser.apply(List.of(group));
      }
      maintenance.run();
      assertHolds(groups);
    }
    assertThat(files(CatalogTable.CHANGES)).hasSizeLessThan(groups.size() / 2);
    assertThat(files(CatalogTable.ASSETS)).hasSizeLessThan(groups.size() / 2);
    assertThat(files(CatalogTable.RELATIONSHIPS)).hasSizeLessThan(groups.size() / 2);
    assertThat(branch.head().metadata("assets").snapshots()).hasSizeLessThanOrEqualTo(20);

    InMemoryState model = new InMemoryState(NOTHING);
    for (Group group : groups) {
      group.entries().forEach(entry -> model.apply(entry, group.commit()));
      if (group.commit().seq() % 4 == 0) {
        AssetQuery all = AssetQuery.ofType(null, null, 1_000);
        assertThat(history.list(all, group.commit()).items()).isEqualTo(model.list(all).items());
      }
    }
    LogEntry last = groups.getLast().entries().getLast();
    assertThat(history.history(last.kind(), last.key(), groups.getLast().commit(), null, 1_000))
        .isEqualTo(
            groups.stream()
                .flatMap(group -> group.entries().stream())
                .filter(entry -> entry.kind() == last.kind() && entry.key().equals(last.key()))
                .toList()
                .reversed());
  }

  @Test
  void mergedFilesAreRangesOfTheLogSortedByEntity(RandomLog log) throws IOException {
    SmallLog.append(branch, log.groups(30, 20));
    maintenance.run();

    long next = 1;
    List<LiveFile> files = files(CatalogTable.CHANGES);
    files.sort((one, other) -> Long.compare(firstSeq(one), firstSeq(other)));
    for (LiveFile file : files) {
      List<LogEntry> entries = new ArrayList<>();
      try (var rows =
          DataFiles.read(
              branch.io(), file.file(), CatalogTable.CHANGES.schema(), Expressions.alwaysTrue())) {
        rows.forEach(row -> entries.add(ChangeRows.read(row)));
      }
      assertThat(entries.stream().mapToLong(LogEntry::seq).min()).hasValue(next);
      next += entries.size();
      assertThat(entries.stream().mapToLong(LogEntry::seq).max()).hasValue(next - 1);
      if (file.file().format() == FileFormat.PARQUET) {
        assertThat(entries).extracting(LogEntry::key).isSorted();
      }
    }
    assertThat(next).isEqualTo(log.seq() + 1);
  }

  private static long firstSeq(LiveFile file) {
    return ChangeFiles.firstSeq(file.file());
  }

  @Test
  void mergesWhileOthersAppendAndMerge(RandomLog log) throws Exception {
    List<Group> groups = log.groups(30, 15);
    try (NessieReferences otherReferences = nessie.connect();
        ExecutorService threads = Executors.newFixedThreadPool(3)) {
      BranchTables other = nessie.open(otherReferences, folder, scope);
      try (Materialiser otherMaterialiser = Materialiser.open(other, folder.resolve("other.mv"))) {
        TableMaintenance otherMaintenance =
            new TableMaintenance(other, otherMaterialiser, EAGER, Clock.systemUTC());
        Future<List<Group>> appended = threads.submit(() -> SmallLog.append(branch, groups));
        Future<?> one = threads.submit(() -> maintainUntil(appended, maintenance, branch));
        Future<?> two = threads.submit(() -> maintainUntil(appended, otherMaintenance, other));
        one.get();
        two.get();
        materialiser.apply(groups.subList(0, 20));
        otherMaterialiser.apply(groups);
        maintenance.run();
        materialiser.apply(groups);
      }
    }
    assertHolds(groups);
  }

  private static Void maintainUntil(
      Future<?> done, TableMaintenance maintenance, BranchTables branch) throws IOException {
    while (!done.isDone()) {
      maintenance.run();
      branch.refresh();
    }
    return null;
  }

  private List<LiveFile> files(CatalogTable table) {
    return new ArrayList<>(DataFiles.list(branch.table(branch.head(), table.tableName())));
  }

  private void assertHolds(List<Group> groups) throws IOException {
    branch.refresh();
    List<LogEntry> entries = groups.stream().flatMap(group -> group.entries().stream()).toList();
    assertThat(SmallLog.entries(branch, branch.head())).isEqualTo(entries);
    Map<String, Entity> model = new LinkedHashMap<>();
    entries.forEach(entry -> model.put(entry.kind() + entry.key(), entry.after()));
    List<Entity> found = new ArrayList<>(TableScan.assets(branch, branch.head()));
    found.addAll(TableScan.relationships(branch, branch.head()));
    found.addAll(TableScan.types(branch, branch.head()));
    assertThat(found).containsExactlyInAnyOrderElementsOf(model.values());
  }
}
