package dev.tarn.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.testkit.InMemoryState;
import dev.tarn.testkit.RandomLog;
import dev.tarn.testkit.Seeds;
import dev.tarn.testkit.StateComparison;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever moment an index ends at, what is found afterwards is the log up to its offset. */
@ExtendWith(Seeds.class)
final class CrashTest {
  private static final int GROUPS = 60;
  private static final int MAX_ENTRIES = 25;
  private static final int LIVES = 6;

  @TempDir Path root;

  /** Commits so often that most kills happen while one is under way, and merges all the time. */
  private static LuceneIndexSettings restless() {
    return new LuceneIndexSettings(1 << 20, 1 << 16, Duration.ofMillis(1), 5);
  }

  /** Commits only when it is told to. */
  private static LuceneIndexSettings idle() {
    return new LuceneIndexSettings(1 << 20, 1 << 16, Duration.ofDays(1), Integer.MAX_VALUE);
  }

  @Test
  void copyOfRunningIndexIsPrefixOfTheLog(RandomLog log, Random random) throws Exception {
    List<Group> groups = log.groups(GROUPS, MAX_ENTRIES);
    Path source = root.resolve("source");
    try (StateIndex index = new LuceneStateIndexes(source, idle()).open(Scope.DEFAULT)) {
      for (int i = 0; i < groups.size(); i++) {
        index.apply(List.of(groups.get(i)));
        if (random.nextInt(10) == 0) {
          index.flush();
        }
        if (random.nextInt(10) == 0) {
          Path copy = root.resolve("copy-" + i);
          copy(source, copy);
          try (StateIndex reopened = new LuceneStateIndexes(copy, idle()).open(Scope.DEFAULT)) {
            assertEquals(index.durable(), reopened.applied());
            assertPrefix(groups, reopened);
            reopened.apply(groups.subList(0, i + 1));
            assertPrefix(groups, reopened);
            assertEquals(index.applied(), reopened.applied());
          }
        }
      }
    }
  }

  @Test
  void killedIndexIsPrefixOfTheLog(Random random) throws Exception {
    long seed = random.nextInt(1_000_000);
    List<Group> groups = new RandomLog(seed).groups(GROUPS, MAX_ENTRIES);
    long known = 0;
    for (int life = 0; life < LIVES; life++) {
      int steps = 1 + random.nextInt(GROUPS / LIVES);
      long durable = liveAndDie(seed, steps, random.nextInt(4_000_000));
      try (StateIndex index = new LuceneStateIndexes(root, restless()).open(Scope.DEFAULT)) {
        long applied = index.applied().seq();
        assertTrue(
            applied >= durable && applied >= known,
            () -> "seed " + seed + ": at " + applied + ", but " + durable + " was durable");
        assertPrefix(groups, index);
        known = applied;
      }
    }
    try (StateIndex index = new LuceneStateIndexes(root, restless()).open(Scope.DEFAULT)) {
      index.apply(groups);
      assertEquals(groups.getLast().commit(), index.applied());
      assertPrefix(groups, index);
    }
  }

  /** Runs a process that applies groups, and kills it; returns what it has said was durable. */
  private long liveAndDie(long seed, int steps, int pauseNanos)
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
    long durable = 0;
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (int step = 0; step < steps; step++) {
        String line = said.readLine();
        if (line == null) {
          break;
        }
        durable = Long.parseLong(line);
      }
      long start = System.nanoTime();
      while (System.nanoTime() - start < pauseNanos) {
        Thread.onSpinWait();
      }
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }
    return durable;
  }

  /** Applies the groups of a seed one by one, and tells what is durable. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] arguments) throws IOException {
      List<Group> groups = new RandomLog(Long.parseLong(arguments[1])).groups(GROUPS, MAX_ENTRIES);
      try (StateIndex index =
          new LuceneStateIndexes(Path.of(arguments[0]), restless()).open(Scope.DEFAULT)) {
        for (Group group : groups) {
          if (group.commit().seq() > index.applied().seq()) {
            index.apply(List.of(group));
            System.out.println(index.durable().seq());
          }
        }
      }
    }
  }

  private static void assertPrefix(List<Group> groups, StateIndex index) throws IOException {
    CommitId applied = index.applied();
    List<Group> prefix =
        groups.stream().filter(group -> group.commit().seq() <= applied.seq()).toList();
    InMemoryState model = new InMemoryState(new CommitId(0, "00000000"));
    for (Group group : prefix) {
      group.entries().forEach(entry -> model.apply(entry, group.commit()));
    }
    assertEquals(model.commit().seq(), applied.seq(), "ends with a group");
    assertEquals(prefix.isEmpty() ? "" : prefix.getLast().groupId(), index.appliedGroupId());
    try (StateSnapshot snapshot = index.acquire()) {
      StateComparison.of(prefix).assertSame(model, snapshot);
    }
  }

  /** Copies as a crash would leave it: what merges delete meanwhile belongs to no commit. */
  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            try {
              Files.copy(file, to.resolve(from.relativize(file).toString()));
            } catch (NoSuchFileException e) {
              return visitFileFailed(file, e);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              assertTrue(Files.notExists(file));
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }
        });
  }
}
