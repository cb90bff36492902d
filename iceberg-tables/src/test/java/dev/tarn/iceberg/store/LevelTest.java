package dev.tarn.iceberg.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.AppendOutcome;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.iceberg.log.BranchHead;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.schema.AssetRows;
import dev.tarn.iceberg.schema.CatalogTable;
import dev.tarn.iceberg.state.MaterialisedOffset;
import dev.tarn.iceberg.testing.TableScan;
import dev.tarn.testkit.RandomLog;
import dev.tarn.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A commit whose state tables are as far as its log, while others write: what a tag is put on. */
@ResourceLock(SharedNessie.LOCK)
@ExtendWith({SharedNessie.class, Seeds.class})
class LevelTest {
  private static final Scope MAIN = Scope.DEFAULT;
  private static final int TAGS = 5;

  @TempDir Path folder;

  @BeforeEach
  void forgetEarlierTests() throws IOException {
    SharedNessie.clear();
  }

  private static int write(BranchStore branch, RandomLog random, AtomicBoolean done)
      throws IOException {
    int groups = 0;
    while (!done.get()) {
      String groupId = "group-" + ++groups;
      List<LogEntry> entries = random.entries(groupId, 3);
      assertThat(branch.log().append(branch.log().head(), groupId, entries))
          .isInstanceOf(AppendOutcome.Committed.class);
    }
    return groups;
  }

  @Test
  void isFoundWhileOthersWrite(RandomLog random) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    try (NessieCatalogStore store = Warehouses.open(folder);
        NessieReferences nessie =
            NessieReferences.connect(SharedNessie.uri(), Duration.ofSeconds(10));
        ExecutorService writer = Executors.newSingleThreadExecutor()) {
      store.createTenant(TenantId.DEFAULT);
      try (BranchStore branch = store.open(MAIN)) {
        CommitId empty = branch.level();
        assertThat(empty).isEqualTo(branch.log().head());
        Future<Integer> writing = writer.submit(() -> write(branch, random, done));
        long last = 0;
        for (int i = 0; i < TAGS; i++) {
          CommitId level = branch.level();
          assertThat(level.seq()).isGreaterThanOrEqualTo(last);
          last = level.seq();
          BranchName tag = new BranchName("tag-" + i);
          assertThat(store.createTag(MAIN, tag, new PointInTime.AtCommit(level))).isEqualTo(level);
          assertThat(rows(nessie, level)).isEqualTo(state(branch, level));
        }
        done.set(true);
        assertThat(writing.get()).isPositive();
        // Where there is nothing to do, nothing is committed.
        CommitId level = branch.level();
        assertThat(branch.level()).isEqualTo(level).isEqualTo(branch.log().head());
      } finally {
        done.set(true);
      }
    }
  }

  /** Returns what the table of assets has at a commit, for whoever reads it without Tarn. */
  private Set<String> rows(NessieReferences nessie, CommitId commit) throws IOException {
    BranchTables tables =
        BranchTables.open(
            MAIN,
            nessie,
            new WarehouseLayout(folder.resolve("warehouse")),
            Arrays.stream(CatalogTable.values())
                .map(CatalogTable::tableName)
                .collect(Collectors.toSet()));
    BranchHead head = tables.at(commit.hash());
    assertThat(MaterialisedOffset.at(head).commit().seq()).isEqualTo(commit.seq());
    Set<String> rows = new TreeSet<>();
    TableScan.rows(tables, head, CatalogTable.ASSETS, AssetRows::read)
        .forEach(asset -> rows.add(asset.toString()));
    return rows;
  }

  private static Set<String> state(BranchStore branch, CommitId commit) throws IOException {
    Set<String> state = new TreeSet<>();
    branch.stateAt(commit).assets(1, asset -> state.add(asset.toString()));
    return state;
  }
}
