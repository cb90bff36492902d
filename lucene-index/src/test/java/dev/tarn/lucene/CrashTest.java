package dev.tarn.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.search.AssetSearch;
import dev.tarn.core.search.SearchRequest;
import dev.tarn.core.search.SearchResult;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.testkit.InMemorySource;
import dev.tarn.testkit.InMemoryState;
import dev.tarn.testkit.LineageComparison;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever moment an index ends at, what is found afterwards is the log up to its offset. */
@ExtendWith(Seeds.class)
final class CrashTest {
  private static final int GROUPS = 60;
  private static final int MAX_ENTRIES = 25;
  private static final int LIVES = 3;
  private static final int MAX_GROUPS_AT_ONCE = 4;

  /** What a process says of itself begins with this; it logs, too. */
  private static final String DURABLE = "durable ";

  /** Names that a user can type as they are. */
  private static final Pattern PLAIN_NAME = Pattern.compile("[a-z]+\\.[a-z]+\\.[0-9]+");

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

  @RepeatedTest(3)
  void killedIndexIsPrefixOfTheLogAndFollowsItToTheEnd(Random random) throws Exception {
    long seed = random.nextInt(1_000_000);
    List<Group> groups = new RandomLog(seed).groups(GROUPS, MAX_ENTRIES);
    IndexContents reference = reference(groups);
    Path killed = root.resolve("killed");
    long known = 0;
    for (int life = 0; life < LIVES; life++) {
      int steps = 1 + random.nextInt(GROUPS / (LIVES * MAX_GROUPS_AT_ONCE));
      long durable = liveAndDie(killed, seed, steps, random.nextInt(4_000_000));
      Path copy = root.resolve("copy-" + life);
      copy(killed, copy);
      try (StateIndex index = new LuceneStateIndexes(killed, restless()).open(Scope.DEFAULT)) {
        long applied = index.applied().seq();
        assertTrue(
            applied >= durable && applied >= known,
            () -> "seed " + seed + ": at " + applied + ", but " + durable + " was durable");
        assertPrefix(groups, index);
        known = applied;
      }
      assertFollowsToTheEnd(groups, copy, reference, random);
    }
    assertFollowsToTheEnd(groups, killed, reference, random);
  }

  /** Returns what an index has that nothing ever happened to. */
  private IndexContents reference(List<Group> groups) throws IOException {
    LuceneStateIndexes indexes = new LuceneStateIndexes(root.resolve("built"), idle());
    try (StateIndex index =
        indexes.build(Scope.DEFAULT, InMemorySource.of(groups), BuildProgress.IGNORED)) {
      indexes.adopt(Scope.DEFAULT, index);
    }
    return IndexContents.read(root.resolve("built"));
  }

  private static void assertFollowsToTheEnd(
      List<Group> groups, Path folder, IndexContents reference, Random random) throws IOException {
    InMemoryState model = WrittenLog.model(groups);
    try (StateIndex index = new LuceneStateIndexes(folder, restless()).open(Scope.DEFAULT)) {
      index.apply(groups);
      assertEquals(groups.getLast().commit(), index.applied());
      assertPrefix(groups, index);
      try (StateSnapshot view = index.acquire()) {
        LineageComparison.assertSame(
            model, view.lineage(), List.copyOf(reference.nodes().keySet()), random);
        assertFindsWhatIsThere(groups, model, view.search().orElseThrow());
      }
    }
    IndexContents contents = IndexContents.read(folder);
    assertEquals(
        contents.nodes().size(),
        new HashSet<>(contents.nodes().values()).size(),
        "each asset has a number of its own");
    assertEquals(reference.nodes().keySet(), contents.nodes().keySet());
    assertEquals(reference.terms(), contents.terms());
  }

  private static void assertFindsWhatIsThere(
      List<Group> groups, InMemoryState model, AssetSearch search) throws IOException {
    Map<AssetId, Asset> live = new HashMap<>();
    model
        .list(AssetQuery.ofType(null, null, AssetQuery.MAX_LIMIT))
        .items()
        .forEach(asset -> live.put(asset.id(), asset));
    Map<AssetId, Asset> found = new HashMap<>();
    for (SearchResult.Hit hit :
        search.search(SearchRequest.of("", SearchRequest.MAX_LIMIT)).hits()) {
      assertNull(found.put(hit.asset().id(), hit.asset()), "found twice");
    }
    assertEquals(live, found);
    int renamed = 0;
    for (Group group : groups) {
      for (LogEntry entry : group.entries()) {
        if (entry.changedFields().contains("qualifiedName") && entry.after() instanceof Asset to) {
          Asset now = live.get(to.id());
          String name = now == null ? to.qualifiedName() : now.qualifiedName();
          if (PLAIN_NAME.matcher(name).matches()) {
            assertEquals(
                now != null,
                search.search(SearchRequest.of('"' + name + '"', 100)).hits().stream()
                    .anyMatch(hit -> hit.asset().id().equals(to.id())),
                name);
            renamed++;
          }
        }
      }
    }
    assertTrue(renamed > 0, "some have another name");
  }

  /** Runs a process that applies groups, and kills it; returns what it has said was durable. */
  private static long liveAndDie(Path folder, long seed, int steps, int pauseNanos)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                folder.toString(),
                Long.toString(seed))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long durable = 0;
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      int step = 0;
      while (step < steps) {
        String line = said.readLine();
        if (line == null) {
          break;
        }
        if (line.startsWith(DURABLE)) {
          durable = Long.parseLong(line.substring(DURABLE.length()));
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
    return durable;
  }

  /** Applies the groups of a seed, some at a time, and tells what is durable. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] arguments) throws IOException {
      long seed = Long.parseLong(arguments[1]);
      List<Group> groups = new RandomLog(seed).groups(GROUPS, MAX_ENTRIES);
      try (StateIndex index =
          new LuceneStateIndexes(Path.of(arguments[0]), restless()).open(Scope.DEFAULT)) {
        long applied = index.applied().seq();
        Random random = new Random(seed + applied);
        List<Group> rest = groups.stream().filter(group -> group.commit().seq() > applied).toList();
        while (!rest.isEmpty()) {
          int count = Math.min(rest.size(), 1 + random.nextInt(MAX_GROUPS_AT_ONCE));
          index.apply(rest.subList(0, count));
          if (random.nextInt(5) == 0) {
            index.flush();
          }
          rest = rest.subList(count, rest.size());
          System.out.println(DURABLE + index.durable().seq());
        }
      }
    }
  }

  private static void assertPrefix(List<Group> groups, StateIndex index) throws IOException {
    CommitId applied = index.applied();
    List<Group> prefix =
        groups.stream().filter(group -> group.commit().seq() <= applied.seq()).toList();
    InMemoryState model = WrittenLog.model(prefix);
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
