package dev.tarn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.log.FollowerRunner;
import dev.tarn.core.log.FollowerRunner.Pace;
import dev.tarn.core.log.Group;
import dev.tarn.core.log.LogFollower;
import dev.tarn.core.log.LogTail;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tail in memory, and the runners that follow it. */
@ExtendWith(Seeds.class)
final class LogTailTest {
  private static final CommitId START = new CommitId(0, "00000000");
  private static final Duration LONG = Duration.ofMinutes(1);

  private final ChangeLog log = new InMemoryCatalogStore().open(Scope.DEFAULT).log();

  private Group append(String groupId, int count) throws Exception {
    long seq = log.head().seq();
    List<LogEntry> entries =
        java.util.stream.LongStream.rangeClosed(seq + 1, seq + count)
            .mapToObj(next -> Entries.created(groupId, next, "name." + next))
            .toList();
    return new Group(StoreContract.append(log, groupId, entries), groupId, entries);
  }

  private static List<Long> seqs(List<Group> groups) {
    return StoreContract.entriesOf(groups).stream().map(LogEntry::seq).toList();
  }

  @Test
  void whatWasReadBeyondTheTailIsKnownToIt() throws Exception {
    LogTail tail = new LogTail(log, START, 3);
    tail.publish(append("a", 2));
    tail.publish(append("b", 2));
    append("other-process", 2);
    assertEquals(4, tail.head().seq());
    List<Group> read = tail.await(0, 100, LONG);
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L), seqs(read));
    assertEquals(6, tail.head().seq(), "what is handed out is known");
    tail.publish(append("c", 1));
    assertEquals(7, tail.head().seq());
  }

  @Test
  void publishTakesWhatIsNewAndNoGap() throws Exception {
    LogTail tail = new LogTail(log, START, 100);
    Group first = append("a", 3);
    tail.publish(first);
    tail.publish(first);
    assertEquals(List.of(1L, 2L, 3L), seqs(tail.await(0, 100, LONG)));
    append("unseen", 1);
    Group gap = append("b", 1);
    assertThrows(IllegalStateException.class, () -> tail.publish(gap));
    assertEquals(5, tail.refresh().seq());
    tail.publish(gap);
    assertEquals(List.of(4L, 5L), seqs(tail.await(3, 100, LONG)));
  }

  @Test
  void aTailThatBeginsWithinAGroupTakesItsRest() throws Exception {
    Group whole = append("a", 5);
    LogTail tail = new LogTail(log, new CommitId(2, whole.commit().hash()), 100);
    tail.publish(whole);
    assertEquals(List.of(3L, 4L, 5L), seqs(tail.await(2, 100, LONG)));
    LogTail other = new LogTail(log, new CommitId(2, whole.commit().hash()), 100);
    assertEquals(5, other.refresh().seq());
    assertEquals(List.of(3L, 4L, 5L), seqs(other.await(2, 100, LONG)));
  }

  @Test
  void waitsEndWithTheTail() throws Exception {
    LogTail tail = new LogTail(log, START, 100);
    assertEquals(List.of(), tail.await(0, 1, Duration.ZERO));
    Thread closer = Thread.ofPlatform().start(tail::close);
    assertEquals(List.of(), tail.await(0, 1, LONG));
    closer.join();
    assertTrue(tail.isClosed());
  }

  @Test
  void aRunnerFollowsThroughFaults(RandomLog random) throws Exception {
    LogTail tail = new LogTail(log, START, 10);
    InMemoryStateIndex index = new InMemoryStateIndex();
    Faults faults = Faults.oneIn(8, Seeds.next());
    FollowerRunner runner =
        new FollowerRunner(
            new FaultyFollower(index, faults), tail, new Pace(Duration.ZERO, 1, 5), "faulty");
    runner.start();
    for (Group group : random.groups(10, 5)) {
      CommitId commit = StoreContract.append(log, group.groupId(), group.entries());
      tail.publish(new Group(commit, group.groupId(), group.entries()));
    }
    assertTrue(runner.await(random.seq(), LONG));
    assertEquals(random.seq(), runner.applied().seq());
    runner.close();
    StateComparison.of(StoreContract.groups(log, 0, 1_000)).assertSame(model(), index.acquire());
  }

  private InMemoryState model() throws IOException {
    InMemoryState model = new InMemoryState(START);
    for (Group group : StoreContract.groups(log, 0, 1_000)) {
      group.entries().forEach(entry -> model.apply(entry, group.commit()));
    }
    return model;
  }

  @Test
  void aFailureIsShownWhileItLasts() throws Exception {
    LogTail tail = new LogTail(log, START, 10);
    CountDownLatch failed = new CountDownLatch(1);
    InMemoryStateIndex index = new InMemoryStateIndex();
    CountDownLatch healed = new CountDownLatch(1);
    LogFollower follower =
        new LogFollower() {
          @Override
          public String name() {
            return "sick";
          }

          @Override
          public CommitId applied() {
            return index.applied();
          }

          @Override
          public CommitId durable() {
            return START;
          }

          @Override
          public void apply(List<Group> groups) throws IOException {
            if (failed.getCount() > 0) {
              failed.countDown();
              throw new IOException("sick");
            }
            try {
              healed.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            index.apply(groups);
          }
        };
    FollowerRunner runner =
        new FollowerRunner(follower, tail, new Pace(Duration.ZERO, 1, 5), "sick");
    runner.start();
    tail.publish(append("a", 1));
    failed.await();
    assertFalse(runner.await(1, Duration.ZERO));
    healed.countDown();
    assertTrue(runner.await(1, LONG));
    runner.close();
    assertEquals("", runner.failure());
  }

  @Test
  void aRunnerOfAClosedTailEnds() throws Exception {
    LogTail tail = new LogTail(log, START, 10);
    InMemoryStateIndex index = new InMemoryStateIndex();
    FollowerRunner runner = new FollowerRunner(index, tail, new Pace(LONG, 1_000, 5), "gathering");
    runner.start();
    tail.publish(append("a", 1));
    tail.close();
    assertTrue(runner.await(1, LONG), "what had gathered is applied at the end");
    runner.close();
    assertFalse(runner.await(2, LONG), "nobody waits for a runner that has ended");
  }

  @Test
  void aRunnerThatNeverStartedCloses() {
    LogTail tail = new LogTail(log, START, 10);
    FollowerRunner runner =
        new FollowerRunner(
            new InMemoryStateIndex(), tail, new Pace(Duration.ZERO, 1, 5), "unstarted");
    runner.close();
    assertEquals("", runner.failure());
  }
}
