package dev.tarn.iceberg.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.AppendOutcome;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.testkit.RandomLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Storage that cannot be written, at one step of an append or another, loses and doubles nothing.
 */
@ResourceLock(SharedNessie.LOCK)
@ExtendWith(SharedNessie.class)
class StorageFaultsTest {
  private static final String NO_FOLDER = "a file where a folder should be";

  @TempDir Path folder;

  @BeforeEach
  void forgetEarlierTests() throws IOException {
    SharedNessie.clear();
  }

  @ParameterizedTest
  @ValueSource(strings = {"journal/main", "tables/main/changes/metadata"})
  void aGroupThatCannotBeWrittenIsNotThereAndCanBeAppendedAgain(String broken) throws Exception {
    RandomLog random = new RandomLog(23);
    List<LogEntry> appended;
    try (NessieCatalogStore store = Warehouses.open(folder)) {
      store.createTenant(TenantId.DEFAULT);
      // Closed, so that no file of these is still to be synced when its folder is gone.
      try (BranchStore branch = store.open(Scope.DEFAULT)) {
        appended = new ArrayList<>(Logs.append(branch.log(), random, 3));
      }
      try (BranchStore branch = store.open(Scope.DEFAULT)) {
        ChangeLog log = branch.log();
        CommitId head = log.head();
        List<LogEntry> entries = random.entries("faulty", 3);

        Path target = folder.resolve("warehouse/default").resolve(broken);
        Path aside = folder.resolve("aside");
        Files.move(target, aside);
        Files.writeString(target, NO_FOLDER);
        assertThat(isCommitted(log, head, entries)).isFalse();
        Files.delete(target);
        Files.move(aside, target);

        assertThat(Logs.entries(log)).isEqualTo(appended);
        appendAsTheCommitterDoes(log, head, entries);
        appended.addAll(entries);
        appended.addAll(Logs.append(log, random, 3));
        assertThat(Logs.entries(log)).isEqualTo(appended);
      }
    }
    try (NessieCatalogStore store = Warehouses.open(folder);
        BranchStore branch = store.open(Scope.DEFAULT)) {
      assertThat(Logs.entries(branch.log())).isEqualTo(appended);
    }
  }

  private static boolean isCommitted(ChangeLog log, CommitId head, List<LogEntry> entries) {
    try {
      return log.append(head, "faulty", entries) instanceof AppendOutcome.Committed;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Appends once more; where an earlier attempt has its place already, that one becomes visible.
   */
  private static void appendAsTheCommitterDoes(ChangeLog log, CommitId head, List<LogEntry> entries)
      throws IOException {
    AppendOutcome outcome = log.append(head, "faulty", entries);
    if (!(outcome instanceof AppendOutcome.Committed)) {
      List<Group> groups = new ArrayList<>();
      log.head();
      log.read(head.seq(), 100, groups::add);
      assertThat(groups).extracting(Group::groupId).contains("faulty");
    }
  }
}
