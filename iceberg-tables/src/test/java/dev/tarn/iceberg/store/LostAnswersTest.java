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
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A lost request or answer, or a Nessie that is killed, loses and doubles no group. */
@ResourceLock(SharedNessie.LOCK)
@ExtendWith(SharedNessie.class)
class LostAnswersTest {
  private static final int GROUPS = 25;

  @TempDir Path folder;

  private final RandomLog random = new RandomLog(11);
  private final List<LogEntry> appended = new ArrayList<>();

  @BeforeEach
  void forgetEarlierTests() throws IOException {
    SharedNessie.clear();
  }

  @Test
  void theGroupIsInTheLogOrCanBeAppendedAgain() throws Exception {
    try (FaultProxy proxy = new FaultProxy(SharedNessie.uri());
        NessieCatalogStore store =
            NessieCatalogStore.open(
                IcebergSettings.shared(
                    folder.resolve("server"), folder.resolve("warehouse"), proxy.uri()))) {
      store.createTenant(TenantId.DEFAULT);
      try (BranchStore branch = store.open(Scope.DEFAULT)) {
        appended.addAll(Logs.append(branch.log(), random, 2));

        proxy.next(FaultProxy.Fault.LOSE_ANSWER);
        CommitId before = branch.log().head();
        List<LogEntry> entries = random.entries("answer-lost", 2);
        assertThat(branch.log().append(before, "answer-lost", entries))
            .isInstanceOf(AppendOutcome.Unknown.class);
        assertThat(find(branch.log(), before, "answer-lost")).isPresent();
        appended.addAll(entries);

        proxy.next(FaultProxy.Fault.LOSE_REQUEST);
        before = branch.log().head();
        entries = random.entries("request-lost", 3);
        assertThat(branch.log().append(before, "request-lost", entries))
            .isInstanceOf(AppendOutcome.Unknown.class);
        assertThat(find(branch.log(), before, "request-lost")).isEmpty();
        // The group has its place: a second try makes the first one visible.
        assertThat(branch.log().append(before, "request-lost", entries))
            .isInstanceOf(AppendOutcome.Conflict.class);
        assertThat(find(branch.log(), before, "request-lost")).isPresent();
        appended.addAll(entries);
        appended.addAll(Logs.append(branch.log(), random, 2));
        assertThat(Logs.entries(branch.log())).isEqualTo(appended);
      }
    }
  }

  @Test
  void aGroupWhoseWriterIsGoneIsPutBackByTheNext() throws Exception {
    List<LogEntry> orphaned;
    try (FaultProxy proxy = new FaultProxy(SharedNessie.uri());
        NessieCatalogStore store =
            NessieCatalogStore.open(
                IcebergSettings.shared(
                    folder.resolve("server"), folder.resolve("warehouse"), proxy.uri()))) {
      store.createTenant(TenantId.DEFAULT);
      try (BranchStore branch = store.open(Scope.DEFAULT)) {
        proxy.next(FaultProxy.Fault.LOSE_REQUEST);
        orphaned = random.entries("orphan", 2);
        assertThat(branch.log().append(branch.log().head(), "orphan", orphaned))
            .isInstanceOf(AppendOutcome.Unknown.class);
      }
    }
    try (NessieCatalogStore store = Warehouses.open(folder);
        BranchStore branch = store.open(Scope.DEFAULT)) {
      assertThat(Logs.entries(branch.log())).isEqualTo(orphaned);
    }
  }

  @Test
  void nessieIsKilledWhileGroupsAreAppended() throws Exception {
    Path data = folder.resolve("embedded");
    AtomicBoolean done = new AtomicBoolean();
    try (NessieCatalogStore store = NessieCatalogStore.open(IcebergSettings.in(data))) {
      store.createTenant(TenantId.DEFAULT);
      try (BranchStore branch = store.open(Scope.DEFAULT)) {
        Random dice = new Random(5);
        for (int i = 0; i < GROUPS; i++) {
          if (i == 8 || i == 16) {
            Thread.ofVirtual().start(() -> kill(data, dice.nextInt(20)));
          }
          appendUntilThere(branch.log(), "group-" + i, random.entries("group-" + i, 2));
        }
        done.set(true);
        assertThat(Logs.entries(branch.log())).isEqualTo(appended);
      }
    }
    assertThat(done).isTrue();
  }

  private static void kill(Path data, int spins) {
    try {
      for (int i = 0; i < spins * 1_000; i++) {
        Thread.onSpinWait();
      }
      String pid = Files.readString(data.resolve("nessie/nessie.pid")).strip();
      ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Does what the committer does. */
  private void appendUntilThere(ChangeLog log, String groupId, List<LogEntry> entries) {
    CommitId expected = new CommitId(entries.getFirst().seq() - 1, "00000000");
    while (true) {
      try {
        AppendOutcome outcome = log.append(expected, groupId, entries);
        if (outcome instanceof AppendOutcome.Committed
            || find(log, expected, groupId).isPresent()) {
          appended.addAll(entries);
          return;
        }
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
  }

  private static Optional<Group> find(ChangeLog log, CommitId after, String groupId)
      throws IOException {
    List<Group> groups = new ArrayList<>();
    log.head();
    log.read(after.seq(), 1_000, groups::add);
    return groups.stream().filter(group -> group.groupId().equals(groupId)).findFirst();
  }
}
