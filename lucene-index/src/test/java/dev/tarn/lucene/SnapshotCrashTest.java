package dev.tarn.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.log.Group;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.state.StateIndex;
import dev.tarn.testkit.InMemorySource;
import dev.tarn.testkit.Seeds;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever moment a process ends at, forks and snapshots are there whole, or not at all. */
@ExtendWith(Seeds.class)
final class SnapshotCrashTest {
  private static final int GROUPS = 80;
  private static final int GROUP_ENTRIES = 9;
  private static final int LIVES = 6;

  /** What a process says of itself begins with this; it logs, too. */
  private static final String DONE = "done ";

  @TempDir Path root;

  private static LuceneStateIndexes indexes(Path root) {
    return new LuceneStateIndexes(
        root, new LuceneIndexSettings(1 << 20, 1 << 16, Duration.ofMillis(1), 5));
  }

  private static GrowingLog log(long seed) throws IOException {
    GrowingLog log = GrowingLog.main(seed);
    for (int i = 0; i < GROUPS; i++) {
      log.grow(GROUP_ENTRIES);
    }
    return log;
  }

  private static Scope branch(long number) {
    return new Scope(Scope.DEFAULT.tenant(), new BranchName("b" + number));
  }

  @Test
  void forksAndSnapshotsAreWholeOrNot(Random random) throws Exception {
    long seed = random.nextInt(1_000_000);
    GrowingLog log = log(seed);
    int kept = 0;
    int branches = 0;
    for (int life = 0; life < LIVES; life++) {
      liveAndDie(seed, 2 + random.nextInt(12), random.nextInt(30_000_000));
      LuceneStateIndexes indexes = indexes(root);
      for (String name : branches()) {
        Scope scope = new Scope(Scope.DEFAULT.tenant(), new BranchName(name));
        try (StateIndex index = indexes.open(scope)) {
          assertPrefix(log, index);
          kept += assertSnapshots(indexes, scope, log);
        }
        branches++;
      }
    }
    assertTrue(branches > LIVES, "branches were made: " + branches);
    assertTrue(kept > 0, "snapshots were kept");
  }

  private List<String> branches() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("default"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static void assertPrefix(GrowingLog log, StateIndex index) throws IOException {
    assertEquals(0, index.applied().seq() % GROUP_ENTRIES);
    log.assertIs(index.acquire());
  }

  private int assertSnapshots(LuceneStateIndexes indexes, Scope scope, GrowingLog log)
      throws IOException {
    int found = 0;
    Path branch = root.resolve("default").resolve(scope.branch().value());
    for (KeptName name : SnapshotFolders.list(branch)) {
      assertEquals(KeptName.Kind.KEPT, name.kind(), "nobody reads the others any more");
      log.assertIs(indexes.snapshotAtHand(scope, log.log(), name.commit()).orElseThrow());
      found++;
    }
    try (Stream<Path> files = Files.list(branch)) {
      assertEquals(
          List.of(), files.filter(file -> file.getFileName().toString().startsWith("t")).toList());
    }
    return found;
  }

  /** Runs a process that does everything, and kills it a while after so many steps. */
  private void liveAndDie(long seed, int steps, int pauseNanos)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                root.toString(),
                Long.toString(seed))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      int step = 0;
      while (step < steps) {
        String line = said.readLine();
        if (line == null) {
          break;
        }
        if (line.startsWith(DONE)) {
          step++;
        }
      }
      long start = System.nanoTime();
      while (System.nanoTime() - start < pauseNanos) {
        Thread.onSpinWait();
      }
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }
  }

  /** Follows a log, and at each step keeps, forks, makes or rebuilds something. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] arguments) throws IOException {
      GrowingLog log = log(Long.parseLong(arguments[1]));
      LuceneStateIndexes indexes = indexes(Path.of(arguments[0]));
      StateIndex index = indexes.open(Scope.DEFAULT);
      for (Group group : log.groups()) {
        long seq = group.commit().seq();
        if (seq <= index.applied().seq()) {
          continue;
        }
        index.apply(List.of(group));
        switch ((int) (seq / GROUP_ENTRIES % 5)) {
          case 0 -> indexes.keep(Scope.DEFAULT);
          case 1 -> indexes.fork(branch(seq), log.log(), seq);
          case 2 -> readOneBefore(indexes, log, group.commit());
          case 3 -> index = rebuilt(indexes, index, log, seq);
          default -> indexes.maintain(Scope.DEFAULT);
        }
        System.out.println(DONE + seq);
      }
    }

    private static void readOneBefore(LuceneStateIndexes indexes, GrowingLog log, CommitId head)
        throws IOException {
      CommitId before = log.groups().get((int) (head.seq() / GROUP_ENTRIES) - 2).commit();
      indexes.snapshotAt(Scope.DEFAULT, log.log(), before).close();
    }

    private static StateIndex rebuilt(
        LuceneStateIndexes indexes, StateIndex index, GrowingLog log, long seq) throws IOException {
      List<Group> groups = log.groups().subList(0, (int) (seq / GROUP_ENTRIES));
      StateIndex built =
          indexes.build(Scope.DEFAULT, InMemorySource.of(groups), BuildProgress.IGNORED);
      indexes.adopt(Scope.DEFAULT, built);
      index.close();
      return built;
    }
  }
}
