package dev.tarn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Operation;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.merge.ConflictStrategy;
import dev.tarn.core.merge.MergeOutcome;
import dev.tarn.core.merge.MergeOutcome.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;

/** Writers of the target beside a merge: what they write is neither lost nor left hanging. */
@ExtendWith(Seeds.class)
final class MergeRaceTest extends MergeFixture {
  private static final int TABLES = 300;
  private static final int DOOMED = 30;
  private static final int WRITERS = 2;

  /** The most writes of one writer: without an end, a merge of what they write would have none. */
  private static final int WRITES = 3_000;

  @RepeatedTest(5)
  void nothingOfTheirsIsLost(Random random) throws Exception {
    List<Change> tables = new ArrayList<>();
    List<Change> better = new ArrayList<>();
    for (int i = 0; i < TABLES; i++) {
      tables.add(TestCatalog.upsert("table", "t" + i, "description", "base"));
      better.add(
          i < DOOMED
              ? TestCatalog.delete("table", "t" + i)
              : TestCatalog.patch("table", "t" + i, "description", "better"));
    }
    begin(tables.toArray(Change[]::new));
    var unused = commit(DEV, better.toArray(Change[]::new));
    AtomicBoolean merged = new AtomicBoolean();
    MergeOutcome outcome;
    try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        Random own = new Random(random.nextLong());
        writers.add(
            threads.submit(
                () -> {
                  write(own, merged);
                  return null;
                }));
      }
      outcome = merge();
      merged.set(true);
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
    assertThat(outcome.status()).isEqualTo(Status.MERGED);
    assertLogIsWhole(outcome);
  }

  private MergeOutcome merge() throws IOException {
    while (true) {
      try {
        return merge(DEV, MAIN, ConflictStrategy.THEIRS, Map.of());
      } catch (CatalogException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.BRANCH_CHANGED);
      }
    }
  }

  private void write(Random random, AtomicBoolean merged) throws Exception {
    for (int i = 0; i < WRITES && !merged.get(); i++) {
      String table = "t" + random.nextInt(TABLES);
      Change change =
          switch (random.nextInt(40)) {
            case 0 -> TestCatalog.patch("table", table, "displayName", "said " + i);
            case 1 ->
                TestCatalog.upsert(
                    "column", "c" + random.nextInt(), "parent", "table:t" + random.nextInt(DOOMED));
            case 2 ->
                TestCatalog.link("lineage", "table:" + table, "table:t" + random.nextInt(DOOMED));
            default -> TestCatalog.upsert("table", "other" + random.nextInt(), "description", "x");
          };
      var unused =
          catalog
              .catalog
              .submit(scope(MAIN), TestCatalog.submission(Atomicity.EACH, List.of(change)))
              .get();
    }
  }

  /** Each entry goes on from the one before, the merge is one group, and nothing hangs. */
  private void assertLogIsWhole(MergeOutcome outcome) throws IOException {
    Map<String, Entity> last = new HashMap<>();
    Map<AssetId, Asset> live = new HashMap<>();
    List<LogEntry> brought = new ArrayList<>();
    for (LogEntry entry : log(MAIN, 0)) {
      if (entry.before() != null) {
        assertThat(entry.before()).isEqualTo(last.get(entry.key()));
      }
      last.put(entry.key(), entry.after());
      if ("merge:dev".equals(entry.source())) {
        brought.add(entry);
        assertKeeps(entry);
      }
      if (entry.after() instanceof Asset asset) {
        if (asset.isDeleted()) {
          live.remove(asset.id());
        } else {
          live.put(asset.id(), asset);
        }
      }
    }
    assertThat(brought).extracting(LogEntry::groupId).containsOnly(brought.getFirst().groupId());
    assertThat(brought.getLast().seq()).isEqualTo(outcome.commit().seq());
    assertThat(live.values())
        .allSatisfy(
            asset ->
                assertThat(asset.parentId() == null || live.containsKey(asset.parentId()))
                    .isTrue());
    for (int i = 0; i < TABLES; i++) {
      Asset table = live.get(AssetId.derive("table", "t" + i));
      if (i < DOOMED) {
        assertThat(table).isNull();
      } else {
        assertThat(table.description()).isEqualTo("better");
      }
    }
    assertThat(edges(MAIN))
        .allSatisfy(
            edge -> assertThat(live).containsKey(edge.sourceId()).containsKey(edge.targetId()));
  }

  private static void assertKeeps(LogEntry entry) {
    if (entry.operation() == Operation.UPDATE
        && entry.before() instanceof Asset before
        && entry.after() instanceof Asset after) {
      assertThat(entry.changedFields()).containsExactly("description");
      assertThat(after.displayName()).isEqualTo(before.displayName());
    }
  }
}
