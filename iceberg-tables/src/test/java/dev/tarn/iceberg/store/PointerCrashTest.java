package dev.tarn.iceberg.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.AppendOutcome;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerChange;
import dev.tarn.core.table.TableName;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.iceberg.log.AppendObserver;
import dev.tarn.iceberg.log.AppendStep;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.log.CommitIndex;
import dev.tarn.iceberg.log.NessieChangeLog;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.nessie.ReferenceNames;
import dev.tarn.iceberg.testing.NessieServer;
import dev.tarn.testkit.Entries;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table's pointer and its entry agree wherever between the steps of a commit a process dies. */
class PointerCrashTest {
  private static final int CRASHED = 86;
  private static final int COMMITS_BEFORE = 3;
  private static final TableName ORDERS = TableName.of("orders");

  @TempDir Path nessieFolder;
  @TempDir Path folder;

  /** The table's version is the number of its commits, each of which has one entry. */
  private static PointerChange step(long seq) {
    return new PointerChange(ORDERS, seq == 0 ? null : version(seq), version(seq + 1));
  }

  private static Pointer version(long seq) {
    return new Pointer.Table("file:///orders/" + seq + ".json", seq, 0, 0, 0);
  }

  @Test
  void aKilledProcessLeavesBothOrNeither() throws Exception {
    try (NessieServer nessie = new NessieServer(nessieFolder);
        NessieReferences references = nessie.connect()) {
      Scope scope = nessie.newBranch(folder);
      long least = 0;
      for (AppendStep step : AppendStep.values()) {
        assertThat(runChild(nessie, scope, step)).as(step.code()).isEqualTo(CRASHED);
        least += COMMITS_BEFORE;
        try (Opened opened = Opened.open(references, folder, scope, AppendObserver.NONE)) {
          long seq = opened.log.head().seq();
          assertThat(opened.tables.pointers().find(List.of(ORDERS)))
              .as(step.code())
              .isEqualTo(Map.of(ORDERS, version(seq)));
          assertThat(seq).as(step.code()).isGreaterThanOrEqualTo(least);
          assertThat(seq).isGreaterThanOrEqualTo(acknowledged());
          assertThat(Logs.entries(opened.log)).hasSize(Math.toIntExact(seq));
          least = seq;
        }
      }
    }
  }

  private long acknowledged() throws IOException {
    return Files.readAllLines(folder.resolve("acknowledged")).stream()
        .mapToLong(Long::parseLong)
        .max()
        .orElse(0);
  }

  private int runChild(NessieServer nessie, Scope scope, AppendStep step) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                nessie.uri().toString(),
                folder.toString(),
                scope.tenant().value(),
                step.name())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("child.log").toFile())
            .start();
    if (!child.waitFor(3, TimeUnit.MINUTES)) {
      child.destroyForcibly();
    }
    return child.waitFor();
  }

  /** A branch as a process has it open. */
  private record Opened(BranchTables tables, NessieChangeLog log, CommitIndex commits)
      implements AutoCloseable {
    static Opened open(NessieReferences nessie, Path folder, Scope scope, AppendObserver observer)
        throws IOException {
      BranchTables tables = NessieServer.tables(nessie, folder, scope);
      CommitIndex commits =
          CommitIndex.open(
              nessie, ReferenceNames.branch(scope), Files.createTempFile(folder, "commits", ""));
      Path journal = new WarehouseLayout(folder).journal(scope);
      return new Opened(
          tables, NessieChangeLog.open(tables, nessie, journal, commits, observer), commits);
    }

    @Override
    public void close() throws IOException {
      log.close();
      commits.close();
      tables.sync();
    }
  }

  /** A process that commits a table and dies at a step of a later commit. */
  static final class Child {
    public static void main(String[] arguments) throws IOException {
      Path folder = Path.of(arguments[1]);
      Scope scope = new Scope(new TenantId(arguments[2]), BranchName.MAIN);
      AppendStep fatal = AppendStep.valueOf(arguments[3]);
      int[] committed = new int[1];
      AppendObserver observer =
          (any, step, took) -> {
            if (step == fatal && committed[0] == COMMITS_BEFORE) {
              Runtime.getRuntime().halt(CRASHED);
            }
          };
      try (NessieReferences nessie =
              NessieReferences.connect(URI.create(arguments[0]), Duration.ofSeconds(30));
          Opened opened = Opened.open(nessie, folder, scope, observer)) {
        while (true) {
          CommitId head = opened.log.head();
          String groupId = "group-" + (head.seq() + 1);
          List<LogEntry> entries =
              List.of(Entries.created(groupId, head.seq() + 1, "name." + head.seq()));
          AppendOutcome outcome =
              opened.log.append(head, groupId, entries, List.of(step(head.seq())));
          if (outcome instanceof AppendOutcome.Committed(CommitId commit)) {
            committed[0]++;
            Files.writeString(
                folder.resolve("acknowledged"),
                commit.seq() + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
          }
        }
      }
    }
  }
}
