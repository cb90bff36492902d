package dev.tarn.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.lucene.graph.GraphMaker;
import dev.tarn.testkit.RandomLog;
import dev.tarn.testkit.Seeds;
import dev.tarn.testkit.StateComparison;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What disks do to an index that commits while it follows. */
@ExtendWith(Seeds.class)
final class DiskFaultTest {
  @TempDir Path root;
  private final MadeUpAssets made = new MadeUpAssets();

  private static LuceneIndexSettings idle() {
    return new LuceneIndexSettings(1 << 20, 1 << 20, Duration.ofDays(1), Integer.MAX_VALUE);
  }

  /** A disk that tells what is not yet synced, and that can be full or broken. */
  private static final class TestDisk extends FilterDirectory {
    private final Set<String> synced = ConcurrentHashMap.newKeySet();
    private volatile boolean full;
    private volatile boolean syncFails;
    private volatile boolean opensFail;
    private volatile int commits;

    TestDisk(Directory directory) {
      super(directory);
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
      if (full) {
        throw new IOException("no space left");
      }
      synced.remove(name);
      return in.createOutput(name, context);
    }

    /** A segment that was written is opened with this file, for the next view. */
    @Override
    public IndexInput openInput(String name, IOContext context) throws IOException {
      if (opensFail && name.endsWith(".cfe")) {
        throw new IOException("too many open files");
      }
      return in.openInput(name, context);
    }

    @Override
    public void sync(Collection<String> names) throws IOException {
      if (syncFails) {
        throw new IOException("the disk is broken");
      }
      in.sync(names);
      synced.addAll(names);
    }

    /** A commit begins to exist here: all that belongs to it must be on disk. */
    @Override
    public void rename(String source, String target) throws IOException {
      in.rename(source, target);
      if (target.startsWith("segments_")) {
        commits++;
        assertTrue(synced.contains(source), source);
        Set<String> files = new HashSet<>(SegmentInfos.readCommit(in, target).files(false));
        files.removeAll(synced);
        assertEquals(Set.of(), files, "not synced");
      }
    }
  }

  private TestDisk disk() throws IOException {
    return new TestDisk(FSDirectory.open(root));
  }

  private StateIndex open(Directory disk, LuceneIndexSettings settings) throws IOException {
    IndexFiles files =
        new IndexFiles() {
          @Override
          public Path folder() {
            return root;
          }

          @Override
          public Directory openDirectory() {
            return disk;
          }

          @Override
          public void makeCurrent() {}

          @Override
          public void close() {}
        };
    return LuceneStateIndex.open(Scope.DEFAULT, settings, files, GraphMaker.none());
  }

  @Test
  void commitExistsAfterAllOfItsFilesAreSynced(RandomLog log, Random random) throws IOException {
    TestDisk disk = disk();
    LuceneIndexSettings restless =
        new LuceneIndexSettings(1 << 20, 1 << 20, Duration.ofMillis(1), 20);
    try (StateIndex index = open(disk, restless)) {
      for (int i = 0; i < 40; i++) {
        index.apply(log.groups(1 + random.nextInt(3), 20));
        if (random.nextInt(5) == 0) {
          index.flush();
        }
      }
    }
    assertTrue(disk.commits > 1, "commits are made: " + disk.commits);
  }

  @Test
  void syncThatFailsIsTriedAgain() throws IOException {
    TestDisk disk = disk();
    CommitId second;
    try (StateIndex index = open(disk, idle())) {
      index.apply(List.of(made.created(0, 100)));
      disk.syncFails = true;
      assertThrows(IOException.class, index::flush);
      assertEquals(0, index.durable().seq());
      index.apply(List.of(made.created(100, 100)));
      second = index.applied();
      assertThrows(IOException.class, index::flush);
      disk.syncFails = false;
      index.flush();
      assertEquals(second, index.durable());
    }
    try (StateIndex index = open(disk(), idle())) {
      assertEquals(second, index.applied());
    }
  }

  @Test
  void fullDiskStopsFollowingButNotReading() throws IOException {
    TestDisk disk = disk();
    LuceneIndexSettings uncached =
        new LuceneIndexSettings(1 << 20, 0, Duration.ofDays(1), Integer.MAX_VALUE);
    CommitId durable;
    List<Group> next;
    try (StateIndex index = open(disk, uncached)) {
      index.apply(List.of(made.created(0, 100)));
      index.flush();
      durable = index.durable();
      disk.full = true;
      next = List.of(made.created(100, 100));
      List<Group> refused = next;
      assertThrows(IOException.class, () -> index.apply(refused));
      assertThrows(IOException.class, () -> index.apply(refused));
      assertThrows(IOException.class, index::flush);
      assertEquals(durable, index.applied());
      try (StateSnapshot snapshot = index.acquire()) {
        assertEquals(100, snapshot.list(AssetQuery.ofType(null, null, 1_000)).items().size());
      }
    }
    try (StateIndex index = open(disk(), uncached)) {
      assertEquals(durable, index.applied());
      index.apply(next);
      assertEquals(next.getLast().commit(), index.applied());
    }
  }

  /** Whoever applies again may know less of the log than the attempt that failed. */
  @Test
  void retryWithFewerGroupsShowsNoEntryBeyondItsOffset(RandomLog log, Random random)
      throws IOException {
    LuceneIndexSettings uncached =
        new LuceneIndexSettings(1 << 20, 0, Duration.ofDays(1), Integer.MAX_VALUE);
    List<Group> groups = log.groups(40, 10);
    int retries = 0;
    long reached = 0;
    while (reached < groups.getLast().commit().seq()) {
      TestDisk disk = disk();
      try (StateIndex index = open(disk, uncached)) {
        assertShows(groups, index);
        retries += followUntilBroken(groups, index, disk, random);
        assertShows(groups, index);
        reached = index.applied().seq();
      }
    }
    assertTrue(retries > 0, "successful retries: " + retries);
    try (StateIndex index = open(disk(), uncached)) {
      assertEquals(groups.getLast().commit(), index.applied());
      assertShows(groups, index);
    }
  }

  /** Returns how many attempts failed and were made good by the next. */
  private static int followUntilBroken(
      List<Group> groups, StateIndex index, TestDisk disk, Random random) throws IOException {
    int retries = 0;
    List<Group> rest = after(index.applied(), groups);
    while (!rest.isEmpty()) {
      int count = Math.min(rest.size(), 1 + random.nextInt(5));
      disk.opensFail = random.nextBoolean();
      try {
        index.apply(rest.subList(0, count));
      } catch (IOException e) {
        disk.opensFail = false;
        assertShows(groups, index);
        try {
          index.apply(rest.subList(0, 1 + random.nextInt(count)));
          retries++;
        } catch (IOException lasting) {
          return retries;
        }
      }
      assertShows(groups, index);
      assertTrue(index.applied().seq() >= rest.getFirst().commit().seq());
      index.flush();
      assertEquals(index.applied(), index.durable());
      rest = after(index.applied(), groups);
    }
    return retries;
  }

  private static List<Group> after(CommitId commit, List<Group> groups) {
    return groups.stream().filter(group -> group.commit().seq() > commit.seq()).toList();
  }

  private static void assertShows(List<Group> groups, StateIndex index) throws IOException {
    List<Group> applied =
        groups.stream().filter(group -> group.commit().seq() <= index.applied().seq()).toList();
    try (StateSnapshot view = index.acquire()) {
      assertEquals(index.applied(), view.commit());
      StateComparison.of(groups).assertSame(WrittenLog.model(applied), view);
    }
  }
}
