package dev.tarn.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The index of a branch as it was at commits. */
@ExtendWith(Seeds.class)
final class SnapshotsTest {
  private static final BranchName TAG = new BranchName("release-1");

  @TempDir Path root;
  private final List<StateSnapshot> open = new ArrayList<>();
  private Instant now = Instant.parse("2026-02-01T12:00:00Z");
  private LuceneStateIndexes indexes;
  private StateIndex index;
  private GrowingLog log;

  private static PastSettings past(int maxReplayedChanges, int maxOpen) {
    PastSettings defaults = PastSettings.defaults();
    return new PastSettings(
        defaults.interval(),
        defaults.keepAll(),
        defaults.keepHourly(),
        defaults.maxTags(),
        defaults.maxExtraPercent(),
        maxReplayedChanges,
        maxOpen,
        Duration.ofDays(1));
  }

  private void open(PastSettings past) throws IOException {
    LuceneIndexSettings settings =
        new LuceneIndexSettings(1 << 20, 1 << 16, Duration.ofDays(1), 1_000_000).withPast(past);
    InstantSource clock = () -> now;
    indexes = new LuceneStateIndexes(root, settings, clock);
    index = indexes.open(Scope.DEFAULT);
  }

  @BeforeEach
  void begin(Random random) throws IOException {
    log = GrowingLog.main(random.nextLong());
    open(past(100_000, 4));
  }

  @AfterEach
  void end() throws IOException {
    open.forEach(StateSnapshot::close);
    index.close();
  }

  private Path branch() {
    return root.resolve("default").resolve("main");
  }

  private Set<String> folders() throws IOException {
    try (Stream<Path> files = Files.list(branch())) {
      Set<String> names = new HashSet<>();
      files.filter(Files::isDirectory).forEach(file -> names.add(file.getFileName().toString()));
      names.remove("tags");
      return names;
    }
  }

  private void grow(int groups, int entries) throws IOException {
    for (int i = 0; i < groups; i++) {
      index.apply(List.of(log.grow(entries)));
    }
  }

  private StateSnapshot at(CommitId commit) throws IOException {
    return indexes.snapshotAt(Scope.DEFAULT, log.log(), commit);
  }

  private Optional<StateSnapshot> atHand(CommitId commit) throws IOException {
    Optional<StateSnapshot> found = indexes.snapshotAtHand(Scope.DEFAULT, log.log(), commit);
    found.ifPresent(open::add);
    return found;
  }

  /** A minute passes, and the housekeeping comes by. */
  private void pass(Duration time) throws IOException {
    now = now.plus(time);
    indexes.maintain(Scope.DEFAULT);
  }

  @Test
  void everyCommitCanBeRead(Random random) throws IOException {
    for (int i = 0; i < 40; i++) {
      grow(1, 1 + random.nextInt(20));
      if (random.nextInt(4) == 0) {
        pass(Duration.ofMinutes(1));
      }
      if (random.nextInt(3) == 0) {
        List<Group> groups = log.groups();
        CommitId commit = groups.get(random.nextInt(groups.size())).commit();
        if (hasIndexBefore(commit)) {
          StateSnapshot snapshot = at(commit);
          assertEquals(commit, snapshot.commit());
          log.assertIs(snapshot);
        }
      }
      if (random.nextInt(15) == 0) {
        index.close();
        open(past(100_000, 2));
      }
    }
    log.assertShownBy(index);
  }

  private boolean hasIndexBefore(CommitId commit) throws IOException {
    return index.applied().seq() <= commit.seq()
        || SnapshotFolders.list(branch()).stream()
            .anyMatch(kept -> kept.commit().seq() <= commit.seq());
  }

  @Test
  void presentCommitIsAtHandUntilTheNext() throws IOException {
    grow(3, 10);
    CommitId commit = index.applied();
    log.assertIs(atHand(commit).orElseThrow());
    StateSnapshot before = atHand(commit).orElseThrow();
    grow(1, 10);
    assertTrue(atHand(commit).isEmpty());
    assertEquals(commit, before.commit());
    log.assertIs(before);
  }

  @Test
  void snapshotIsKeptEachMinuteInWhichSomethingChanged() throws IOException {
    indexes.maintain(Scope.DEFAULT);
    assertEquals(1, folders().size(), "an empty index has no past");
    grow(1, 10);
    CommitId first = index.applied();
    indexes.maintain(Scope.DEFAULT);
    grow(1, 10);
    pass(Duration.ofSeconds(59));
    CommitId second = index.applied();
    pass(Duration.ofSeconds(1));
    pass(Duration.ofMinutes(2));
    assertEquals(Set.of("g1", "s" + first, "s" + second), folders());
    grow(1, 10);
    log.assertIs(atHand(first).orElseThrow());
    log.assertIs(atHand(second).orElseThrow());
  }

  @Test
  void snapshotsAreLinks() throws IOException {
    assumeTrue(Files.getFileStore(root).supportsFileAttributeView("unix"), "no unix attributes");
    grow(5, 40);
    indexes.keep(Scope.DEFAULT);
    Path kept = branch().resolve("s" + index.applied());
    int links = 0;
    try (Stream<Path> files = Files.list(kept)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (!name.equals("inherited")) {
          assertEquals(2, Files.getAttribute(file, "unix:nlink"), name);
          links++;
        }
      }
    }
    assertTrue(links > 1);
  }

  @Test
  void fileSystemWithoutLinksGetsCopies() throws IOException {
    index.close();
    HardLinks links =
        new HardLinks(
            (link, existing) -> {
              throw new UnsupportedOperationException("no links here");
            });
    indexes = new LuceneStateIndexes(root, LuceneIndexSettings.defaults(), () -> now, links);
    index = indexes.open(Scope.DEFAULT);
    grow(5, 20);
    CommitId commit = index.applied();
    indexes.keepTag(Scope.DEFAULT, TAG, commit);
    grow(5, 20);
    log.assertIs(atHand(commit).orElseThrow());
    log.assertIs(at(log.groups().get(7).commit()));
    pass(Duration.ofMinutes(5));
    assertTrue(atHand(index.applied()).isPresent());
    assertFalse(folders().contains("s" + index.applied()), "no copy each minute");
  }

  @Test
  void madeSnapshotGoesWhenItIsNotReadAnyMore() throws IOException {
    grow(1, 10);
    indexes.keep(Scope.DEFAULT);
    CommitId kept = index.applied();
    grow(6, 10);
    index.close();
    open(past(100_000, 2));
    for (Group group : log.groups().subList(1, 5)) {
      StateSnapshot snapshot = at(group.commit());
      open.add(snapshot);
      assertTrue(folders().contains("m" + group.commit()));
    }
    List<CommitId> made = log.groups().subList(3, 5).stream().map(Group::commit).toList();
    assertEquals(
        Set.of("g1", "s" + kept, "m" + made.get(0), "m" + made.get(1)), folders(), "two are open");
    // Views of those that went answer on.
    for (StateSnapshot snapshot : open) {
      log.assertIs(snapshot);
    }
    open.clear();
    index.close();
    open(past(100_000, 2));
    assertEquals(Set.of("g1", "s" + kept), folders());
  }

  @Test
  void tagKeepsItsCommit() throws IOException {
    grow(4, 20);
    CommitId commit = index.applied();
    indexes.keepTag(Scope.DEFAULT, TAG, commit);
    for (int day = 0; day < 3; day++) {
      grow(3, 20);
      pass(Duration.ofHours(25));
    }
    assertEquals(Set.of("g1", "s" + commit, "s" + index.applied()), folders());
    index.close();
    open(past(100_000, 4));
    log.assertIs(atHand(commit).orElseThrow());
  }

  @Test
  void tagOnAnOlderCommitIsMadeOnce() throws IOException {
    grow(2, 20);
    indexes.keep(Scope.DEFAULT);
    CommitId before = index.applied();
    grow(1, 20);
    CommitId tagged = index.applied();
    grow(3, 20);
    indexes.keepTag(Scope.DEFAULT, TAG, tagged);
    pass(Duration.ofDays(2));
    assertTrue(folders().contains("s" + before), "what the tag can be made of");
    assertTrue(atHand(tagged).isEmpty());
    log.assertIs(at(tagged));
    index.close();
    open(past(100_000, 4));
    log.assertIs(atHand(tagged).orElseThrow());
    pass(Duration.ofDays(2));
    assertFalse(folders().contains("s" + before), "the tag has its own");
    assertTrue(folders().contains("s" + tagged));
  }

  @Test
  void commitTooFarFromAnySnapshotIsRefused() throws IOException {
    index.close();
    open(past(30, 4));
    grow(2, 10);
    indexes.keep(Scope.DEFAULT);
    grow(5, 10);
    log.assertIs(at(log.groups().get(4).commit()));
    CommitId far = log.groups().get(5).commit();
    index.close();
    open(past(30, 4));
    CatalogException e = assertThrows(CatalogException.class, () -> at(far));
    assertEquals(ErrorCode.SEARCH_NOT_AVAILABLE, e.code());
    CommitId first = log.groups().getFirst().commit();
    assertThrows(CatalogException.class, () -> at(first));
  }

  @Test
  void snapshotOfAnotherLogIsNotUsed(Random random) throws IOException {
    grow(4, 10);
    indexes.keep(Scope.DEFAULT);
    CommitId kept = index.applied();
    grow(1, 10);
    GrowingLog other = GrowingLog.main(random.nextLong()).branch(other(), 1);
    for (int i = 0; i < 5; i++) {
      other.grow(10);
    }
    assertTrue(indexes.snapshotAtHand(Scope.DEFAULT, other.log(), kept).isEmpty());
    assertThrows(
        CatalogException.class, () -> indexes.snapshotAt(Scope.DEFAULT, other.log(), kept).close());
  }

  private static Scope other() {
    return new Scope(Scope.DEFAULT.tenant(), new BranchName("other"));
  }
}
