package dev.tarn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.AppendOutcome;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The contract of {@link ChangeLog}: order, atomicity, conflicts, and reads from anywhere. */
public abstract class ChangeLogContract extends StoreContract {
  private static final int WRITERS = 3;
  private static final int GROUPS_OF_A_WRITER = 8;

  @Test
  public void emptyLogEndsAtZero() throws Exception {
    try (BranchStore branch = newBranch();
        ChangeLog log = branch.log()) {
      assertEquals(0, log.head().seq());
      assertEquals(ACME_MAIN, log.scope());
      assertEquals(List.of(), groups(log, 0, 10));
    }
  }

  @Test
  public void appendMovesTheHeadForEveryProcess(RandomLog random) throws Exception {
    ChangeLog log = newBranch().log();
    ChangeLog other = again().log();
    CommitId first = append(log, "group-1", random.entries("group-1", 3));
    assertEquals(3, first.seq());
    assertEquals(first, log.head());
    assertEquals(first, other.head());
    CommitId second = append(other, "group-2", random.entries("group-2", 1));
    assertEquals(4, second.seq());
    assertEquals(second, log.head());
  }

  @Test
  public void readsBackExactlyWhatWasAppended(RandomLog random) throws Exception {
    ChangeLog log = newBranch().log();
    List<Group> appended = append(log, random, 12, 60);
    assertEquals(entriesOf(appended), entries(log, 0));
    assertEquals(entriesOf(appended), entries(again().log(), 0));
    assertEquals(
        LongStream.rangeClosed(1, random.seq()).boxed().toList(),
        entries(log, 0).stream().map(LogEntry::seq).toList());
  }

  @Test
  public void keepsGroupsTogether(RandomLog random) throws Exception {
    ChangeLog log = newBranch().log();
    List<Group> appended = append(log, random, 6, 10);
    List<Group> read = groups(log, 0, 10_000);
    assertEquals(
        appended.stream().map(Group::groupId).toList(), read.stream().map(Group::groupId).toList());
    assertEquals(
        appended.stream().map(group -> group.commit().seq()).toList(),
        read.stream().map(group -> group.commit().seq()).toList());
  }

  @Test
  public void readsFromTheMiddleOfAGroup(RandomLog random) throws Exception {
    ChangeLog log = newBranch().log();
    append(log, "group-1", random.entries("group-1", 10));
    append(log, "group-2", random.entries("group-2", 10));
    for (long afterSeq : new long[] {1, 4, 9, 10, 11, 19}) {
      List<LogEntry> entries = entries(log, afterSeq);
      assertEquals(afterSeq + 1, entries.getFirst().seq());
      assertEquals(20 - afterSeq, entries.size());
    }
  }

  @Test
  public void stopsAfterTheGroupThatReachesTheLimit(RandomLog random) throws Exception {
    ChangeLog log = newBranch().log();
    for (int i = 0; i < 5; i++) {
      append(log, "group-" + i, random.entries("group-" + i, 4));
    }
    assertEquals(4, groups(log, 0, 1).getLast().commit().seq());
    assertEquals(8, groups(log, 0, 5).getLast().commit().seq());
    assertEquals(12, groups(log, 6, 6).getLast().commit().seq());
    assertEquals(20, groups(log, 0, 1_000).getLast().commit().seq());
  }

  @Test
  public void hasNothingBeyondTheHead(RandomLog random) throws Exception {
    ChangeLog log = newBranch().log();
    append(log, random, 3, 5);
    assertEquals(List.of(), groups(log, random.seq(), 10));
  }

  @Test
  public void answersConflictToAnAppendAtAnOldHead(RandomLog random) throws Exception {
    ChangeLog log = newBranch().log();
    ChangeLog other = again().log();
    CommitId empty = log.head();
    List<LogEntry> winner = random.entries("winner", 2);
    List<LogEntry> loser = new RandomLog(1).entries("loser", 3);
    append(log, "winner", winner);
    assertInstanceOf(AppendOutcome.Conflict.class, other.append(empty, "loser", loser));
    assertInstanceOf(AppendOutcome.Conflict.class, log.append(empty, "loser", loser));
    assertEquals(winner, entries(log, 0));
    append(other, "next", random.entries("next", 1));
    assertEquals(3, log.head().seq());
  }

  @Test
  public void letsOneOfSeveralWritersWin() throws Exception {
    newBranch();
    List<BranchStore> branches = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      branches.add(again());
    }
    CyclicBarrier together = new CyclicBarrier(WRITERS);
    List<Callable<Integer>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      String writer = "writer-" + i;
      ChangeLog log = branches.get(i).log();
      writers.add(
          () -> {
            together.await();
            int conflicts = 0;
            for (int n = 0; n < GROUPS_OF_A_WRITER; ) {
              String groupId = writer + "-" + n;
              CommitId head = log.head();
              switch (log.append(head, groupId, twoCreates(groupId, head.seq()))) {
                case AppendOutcome.Committed(CommitId commit) -> {
                  assertEquals(head.seq() + 2, commit.seq());
                  n++;
                }
                case AppendOutcome.Conflict() -> conflicts++;
                case AppendOutcome.Unknown(Exception cause) -> throw cause;
              }
            }
            return conflicts;
          });
    }
    runAll(writers);
    List<Group> groups = groups(branches.getFirst().log(), 0, 10_000);
    Map<String, Integer> appended = new HashMap<>();
    groups.forEach(group -> appended.merge(group.groupId(), 1, Integer::sum));
    assertEquals(WRITERS * GROUPS_OF_A_WRITER, appended.size());
    assertEquals(Set.of(1), new HashSet<>(appended.values()), "no group is there twice");
    assertEquals(
        LongStream.rangeClosed(1, 2L * WRITERS * GROUPS_OF_A_WRITER).boxed().toList(),
        entriesOf(groups).stream().map(LogEntry::seq).toList());
  }

  @Test
  public void showsGroupsWholeToReaders() throws Exception {
    ChangeLog log = newBranch().log();
    ChangeLog reading = again().log();
    AtomicBoolean done = new AtomicBoolean();
    Callable<Integer> writer =
        () -> {
          try {
            for (int n = 0; n < 2 * GROUPS_OF_A_WRITER; n++) {
              append(log, "group-" + n, twoCreates("group-" + n, 2L * n));
            }
          } finally {
            done.set(true);
          }
          return 0;
        };
    Callable<Integer> reader =
        () -> {
          long seen = 0;
          boolean last = false;
          while (!last) {
            last = done.get();
            for (Group group : groups(reading, 0, 10_000)) {
              assertEquals(2, group.entries().size());
            }
            long head = reading.head().seq();
            assertTrue(head >= seen, "the head moves forward");
            assertEquals(0, head % 2);
            seen = head;
          }
          return 0;
        };
    runAll(List.of(writer, reader));
    assertEquals(4L * GROUPS_OF_A_WRITER, reading.head().seq());
  }

  @Test
  public void survivesHousekeeping(RandomLog random) throws Exception {
    BranchStore branch = newBranch();
    List<Group> appended = append(branch.log(), random, 40, 4);
    branch.maintain();
    assertEquals(entriesOf(appended), entries(branch.log(), 0));
    assertEquals(entriesOf(appended), entries(again().log(), 0));
    append(branch.log(), "after", random.entries("after", 2));
    branch.maintain();
    assertEquals(random.seq(), branch.log().head().seq());
    assertEquals(2, entries(branch.log(), random.seq() - 2).size());
  }

  @Test
  public void survivesItsProcess(RandomLog random) throws Exception {
    List<Group> appended;
    CommitId head;
    try (var store = openStore()) {
      store.createTenant(ACME);
      try (BranchStore branch = store.open(ACME_MAIN)) {
        appended = append(branch.log(), random, 5, 20);
        head = branch.log().head();
      }
    }
    ChangeLog log = again().log();
    assertEquals(head, log.head());
    assertEquals(entriesOf(appended), entries(log, 0));
    append(log, "after", random.entries("after", 1));
    assertEquals(head.seq() + 1, log.head().seq());
  }

  @Test
  public void takesALargeGroup(RandomLog random) throws Exception {
    ChangeLog log = newBranch().log();
    List<LogEntry> entries = random.entries("large", 2_000);
    append(log, "large", entries);
    assertEquals(entries, entries(log, 0));
    assertFalse(groups(log, 1_999, 1).isEmpty());
  }

  private static List<LogEntry> twoCreates(String groupId, long afterSeq) {
    return List.of(
        Entries.created(groupId, afterSeq + 1, groupId + ".a"),
        Entries.created(groupId, afterSeq + 2, groupId + ".b"));
  }

  private static void runAll(List<Callable<Integer>> tasks) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
      List<Future<Integer>> running = new ArrayList<>();
      tasks.forEach(task -> running.add(threads.submit(task)));
      for (Future<Integer> task : running) {
        try {
          task.get();
        } catch (ExecutionException e) {
          threads.shutdownNow();
          throw e;
        }
      }
    }
  }
}
