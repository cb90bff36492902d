package dev.tarn.lucene;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.log.Group;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.StateIndex;
import dev.tarn.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A branch's index begins with the files of the index that its log shares a past with. */
@ExtendWith(Seeds.class)
final class BranchForkTest {
  private static final Scope DRAFT = new Scope(Scope.DEFAULT.tenant(), new BranchName("draft"));
  private static final Scope DEEPER = new Scope(Scope.DEFAULT.tenant(), new BranchName("deeper"));

  @TempDir Path root;
  private LuceneStateIndexes indexes;
  private GrowingLog log;

  @BeforeEach
  void begin(Random random) {
    indexes = new LuceneStateIndexes(root, LuceneIndexSettings.defaults());
    log = GrowingLog.main(random.nextLong());
  }

  private static void grow(StateIndex index, GrowingLog log, int groups) throws IOException {
    for (int i = 0; i < groups; i++) {
      index.apply(List.of(log.grow(15)));
    }
  }

  private boolean fork(Scope scope, GrowingLog of) throws IOException {
    return indexes.fork(scope, of.log(), Long.MAX_VALUE);
  }

  private static void catchUp(StateIndex index, GrowingLog log) throws IOException {
    long applied = index.applied().seq();
    List<Group> missing =
        log.groups().stream().filter(group -> group.commit().seq() > applied).toList();
    if (!missing.isEmpty()) {
      index.apply(missing);
    }
  }

  private Map<String, byte[]> files(Scope scope) throws IOException {
    Path branch = root.resolve(scope.tenant().value()).resolve(scope.branch().value());
    Path folder = branch.resolve(Files.readString(branch.resolve("current")).strip());
    Map<String, byte[]> contents = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        contents.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return contents;
  }

  /** What is still there has the same bytes; the rest was merged. */
  private static void assertUnchanged(Map<String, byte[]> before, Map<String, byte[]> after) {
    for (Map.Entry<String, byte[]> file : before.entrySet()) {
      byte[] now = after.get(file.getKey());
      if (now != null) {
        assertArrayEquals(file.getValue(), now, file.getKey());
      }
    }
  }

  @Test
  void bothSidesGoOnByThemselves(Random random) throws IOException {
    try (StateIndex main = indexes.open(Scope.DEFAULT)) {
      grow(main, log, 12);
      GrowingLog branched = log.branch(DRAFT, random.nextLong());
      assertTrue(fork(DRAFT, branched));
      Map<String, byte[]> shared = files(DRAFT);
      try (StateIndex draft = indexes.open(DRAFT)) {
        assertEquals(branched.head(), draft.applied());
        for (int i = 0; i < 10; i++) {
          grow(main, log, 1 + random.nextInt(3));
          grow(draft, branched, 1 + random.nextInt(3));
          if (random.nextBoolean()) {
            main.flush();
          }
          if (random.nextBoolean()) {
            draft.flush();
          }
          log.assertShownBy(main);
          branched.assertShownBy(draft);
        }
        assertUnchanged(shared, files(DRAFT));
        assertUnchanged(shared, files(Scope.DEFAULT));
      }
      assertFalse(fork(DRAFT, branched), "it has one");
    }
    try (StateIndex draft = indexes.open(DRAFT)) {
      assertTrue(draft.applied().seq() > 12 * 15);
      log.assertShownBy(reopened());
    }
  }

  private StateIndex reopened() throws IOException {
    StateIndex main = indexes.open(Scope.DEFAULT);
    main.close();
    return indexes.open(Scope.DEFAULT);
  }

  @Test
  void indexThatHasGoneOnGivesWhatItKept(Random random) throws IOException {
    try (StateIndex main = indexes.open(Scope.DEFAULT)) {
      grow(main, log, 5);
      indexes.keep(Scope.DEFAULT);
      long kept = main.applied().seq();
      grow(main, log, 1);
      GrowingLog branched = log.branch(DRAFT, random.nextLong());
      grow(main, log, 3);
      assertTrue(fork(DRAFT, branched));
      try (StateIndex draft = indexes.open(DRAFT)) {
        assertEquals(kept, draft.applied().seq());
        catchUp(draft, branched);
        grow(draft, branched, 4);
        branched.assertShownBy(draft);
      }
      log.assertShownBy(main);
    }
  }

  @Test
  void indexThatIsNotOpenIsForked(Random random) throws IOException {
    try (StateIndex main = indexes.open(Scope.DEFAULT)) {
      grow(main, log, 5);
    }
    GrowingLog branched = log.branch(DRAFT, random.nextLong());
    assertTrue(fork(DRAFT, branched));
    try (StateIndex draft = indexes.open(DRAFT)) {
      branched.assertShownBy(draft);
    }
  }

  @Test
  void forkOutlivesWhatItCameFrom(Random random) throws IOException {
    GrowingLog branched;
    try (StateIndex main = indexes.open(Scope.DEFAULT)) {
      grow(main, log, 8);
      branched = log.branch(DRAFT, random.nextLong());
      assertTrue(fork(DRAFT, branched));
    }
    indexes.discard(Scope.DEFAULT);
    try (StateIndex draft = indexes.open(DRAFT)) {
      branched.assertShownBy(draft);
      grow(draft, branched, 4);
      GrowingLog deeper = branched.branch(DEEPER, random.nextLong());
      grow(draft, branched, 2);
      assertFalse(indexes.fork(DEEPER, log.log(), 1), "nothing is so old");
      indexes.keep(DRAFT);
      assertFalse(fork(DEEPER, deeper), "what is there has gone on");
    }
  }

  @Test
  void branchOfABranchBeginsWithTheNewestThatItSharesWithAny(Random random) throws IOException {
    try (StateIndex main = indexes.open(Scope.DEFAULT)) {
      grow(main, log, 4);
      GrowingLog branched = log.branch(DRAFT, random.nextLong());
      assertTrue(fork(DRAFT, branched));
      try (StateIndex draft = indexes.open(DRAFT)) {
        grow(draft, branched, 4);
        GrowingLog deeper = branched.branch(DEEPER, random.nextLong());
        grow(main, log, 9);
        assertTrue(fork(DEEPER, deeper));
        try (StateIndex deep = indexes.open(DEEPER)) {
          assertEquals(deeper.head(), deep.applied());
          deeper.assertShownBy(deep);
        }
      }
    }
  }

  @Test
  void originsLogIsFollowedNoFurtherThanTheBranchShares(Random random) throws IOException {
    try (StateIndex main = indexes.open(Scope.DEFAULT)) {
      grow(main, log, 4);
      indexes.keep(Scope.DEFAULT);
      GrowingLog branched = log.branch(DRAFT, random.nextLong());
      grow(main, log, 2);
      assertTrue(indexes.fork(DRAFT, log.log(), branched.head().seq()));
      try (StateIndex draft = indexes.open(DRAFT)) {
        branched.assertShownBy(draft);
      }
    }
  }

  @Test
  void sharedSegmentsAreNotMergedSoon(Random random) throws IOException {
    try (StateIndex main = indexes.open(Scope.DEFAULT)) {
      for (int i = 0; i < 8; i++) {
        grow(main, log, 2);
        main.flush();
      }
      GrowingLog branched = log.branch(DRAFT, random.nextLong());
      assertTrue(fork(DRAFT, branched));
      Map<String, byte[]> shared = files(DRAFT);
      try (StateIndex draft = indexes.open(DRAFT)) {
        for (int i = 0; i < 30; i++) {
          draft.apply(List.of(branched.grow(1)));
          draft.flush();
        }
        Map<String, byte[]> after = files(DRAFT);
        long kept =
            shared.keySet().stream()
                .filter(name -> name.endsWith(".cfs") || name.endsWith(".fdt"))
                .filter(after::containsKey)
                .count();
        assertTrue(kept > 0, "segments of the origin stay");
        branched.assertShownBy(draft);
      }
    }
  }
}
