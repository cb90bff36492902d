package dev.tarn.testkit;

import static dev.tarn.testkit.TestCatalog.delete;
import static dev.tarn.testkit.TestCatalog.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.ChangeResult.Applied;
import dev.tarn.core.change.ChangeResult.Rejected;
import dev.tarn.core.change.ChangeResult.Unchanged;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Submission;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.change.UpsertMode;
import dev.tarn.core.commit.CommitterSettings;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.scope.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Group commit, races, limits, repeated requests and the end of a committer. */
final class CommitterTest {
  private final InMemoryCatalogStore store = new InMemoryCatalogStore();

  private ChangeLog log() {
    return store.open(Scope.DEFAULT).log();
  }

  private List<LogEntry> entries() throws Exception {
    return StoreContract.entries(log(), 0);
  }

  @Test
  void whatGathersDuringACommitIsOneGroup() throws Exception {
    CountDownLatch appending = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ChangeLog slow =
        new TestCommitter.Watched(
            log(),
            () -> {
              appending.countDown();
              await(go);
            });
    try (TestCommitter committer = new TestCommitter(store, slow)) {
      List<CompletableFuture<SubmissionResult>> answers = new ArrayList<>();
      answers.add(committer.send(upsert("table", "first")));
      appending.await();
      for (int i = 0; i < 50; i++) {
        answers.add(committer.send(upsert("table", "t" + i), upsert("table", "u" + i)));
      }
      assertEquals(100, committer.committer.queuedChanges());
      go.countDown();
      for (CompletableFuture<SubmissionResult> answer : answers) {
        answer.get().results().forEach(result -> assertInstanceOf(Applied.class, result));
      }
      assertEquals(0, committer.committer.queuedChanges());
    }
    List<LogEntry> entries = entries();
    assertEquals(101, entries.size());
    assertEquals(2, entries.stream().map(LogEntry::groupId).distinct().count());
  }

  @Test
  void aGroupKeepsItsLimits() throws Exception {
    CommitterSettings small =
        new CommitterSettings(
            Duration.ZERO, 10, 1 << 20, 1_000, 1 << 20, 1_000, Duration.ofSeconds(30));
    Semaphore appends = new Semaphore(0);
    ChangeLog slow = new TestCommitter.Watched(log(), appends::acquireUninterruptibly);
    try (TestCommitter committer = new TestCommitter(store, slow, small)) {
      List<CompletableFuture<SubmissionResult>> answers = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        answers.add(
            committer.send(
                upsert("table", "a" + i), upsert("table", "b" + i), upsert("table", "c" + i)));
      }
      Change[] large = new Change[25];
      for (int i = 0; i < large.length; i++) {
        large[i] = upsert("table", "large" + i);
      }
      answers.add(committer.send(large));
      appends.release(100);
      for (CompletableFuture<SubmissionResult> answer : answers) {
        answer.get();
      }
    }
    Map<String, Long> sizes =
        entries().stream().collect(Collectors.groupingBy(LogEntry::groupId, Collectors.counting()));
    assertEquals(52, entries().size());
    assertTrue(sizes.containsValue(25L), "a submission is never split");
    assertTrue(sizes.values().stream().allMatch(size -> size <= 9 || size == 25), "" + sizes);
  }

  @Test
  void aLostRaceIsResolvedAgain() throws Exception {
    try (TestCommitter one = new TestCommitter(store, log());
        TestCommitter two = new TestCommitter(store, log())) {
      assertInstanceOf(Applied.class, one.one(upsert("table", "t", "description", "one")));
      // The second still sees an empty log, so its append is refused first.
      Change mustBeNew = new Change.UpsertAsset("table", "t", Map.of(), UpsertMode.MERGE, 0L);
      Rejected late = assertInstanceOf(Rejected.class, two.one(mustBeNew));
      assertEquals(ErrorCode.VERSION_CONFLICT, late.code());
      assertEquals(1L, late.currentVersion());
      assertEquals(1, two.conflicts.get());
      Applied merged =
          assertInstanceOf(Applied.class, one.one(upsert("table", "t", "platform", "hive")));
      assertEquals(2, merged.version());
      Applied third =
          assertInstanceOf(Applied.class, two.one(upsert("table", "t", "displayName", "T")));
      assertEquals(3, third.version());
      assertInstanceOf(Unchanged.class, one.one(upsert("table", "t", "description", "one")));
    }
    assertEquals(List.of(1L, 2L, 3L), entries().stream().map(LogEntry::seq).toList());
  }

  @Test
  void aParentThatAnotherProcessDeletedIsGone() throws Exception {
    try (TestCommitter one = new TestCommitter(store, log());
        TestCommitter two = new TestCommitter(store, log())) {
      one.one(upsert("schema", "s"));
      assertInstanceOf(Applied.class, two.one(upsert("table", "s.t", "parent", "schema:s")));
      one.one(delete("schema", "s"));
      Rejected orphan =
          assertInstanceOf(Rejected.class, two.one(upsert("table", "s.u", "parent", "schema:s")));
      assertEquals(ErrorCode.PARENT_NOT_FOUND, orphan.code());
    }
  }

  @Test
  void aFullQueueRefusesAndRecovers() throws Exception {
    CommitterSettings small =
        new CommitterSettings(Duration.ZERO, 10, 1_000, 20, 500, 1_000, Duration.ofSeconds(30));
    CountDownLatch appending = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ChangeLog slow =
        new TestCommitter.Watched(
            log(),
            () -> {
              appending.countDown();
              await(go);
            });
    try (TestCommitter committer = new TestCommitter(store, slow, small)) {
      List<CompletableFuture<SubmissionResult>> taken = new ArrayList<>();
      taken.add(committer.send(upsert("table", "first")));
      appending.await();
      Change[] many = new Change[30];
      for (int i = 0; i < many.length; i++) {
        many[i] = upsert("table", "many" + i);
      }
      taken.add(committer.send(many));
      CatalogException full =
          assertThrows(CatalogException.class, () -> committer.send(upsert("table", "one")));
      assertEquals(ErrorCode.QUEUE_FULL, full.code());
      assertEquals(429, full.code().httpStatus());
      assertEquals(1, committer.refused.get());
      go.countDown();
      for (CompletableFuture<SubmissionResult> answer : taken) {
        answer.get();
      }
      assertInstanceOf(Applied.class, committer.one(upsert("table", "one")));
    }
    assertEquals(32, entries().size());
  }

  @Test
  void theQueueIsBoundedInBytes() throws Exception {
    CommitterSettings small =
        new CommitterSettings(Duration.ZERO, 10, 1_000, 1_000, 250, 1_000, Duration.ofSeconds(30));
    CountDownLatch appending = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ChangeLog slow =
        new TestCommitter.Watched(
            log(),
            () -> {
              appending.countDown();
              await(go);
            });
    try (TestCommitter committer = new TestCommitter(store, slow, small)) {
      committer.send(upsert("table", "a"));
      appending.await();
      committer.send(upsert("table", "b"));
      committer.send(upsert("table", "c"));
      StoreContract.assertRefused(ErrorCode.QUEUE_FULL, () -> committer.send(upsert("table", "d")));
      go.countDown();
    }
    assertEquals(3, entries().size());
  }

  @Test
  void aStopCommitsWhatIsQueued() throws Exception {
    CountDownLatch appending = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ChangeLog slow =
        new TestCommitter.Watched(
            log(),
            () -> {
              appending.countDown();
              await(go);
            });
    List<CompletableFuture<SubmissionResult>> queued = new ArrayList<>();
    try (TestCommitter committer = new TestCommitter(store, slow)) {
      queued.add(committer.send(upsert("table", "a")));
      appending.await();
      queued.add(committer.send(upsert("table", "b")));
      go.countDown();
      committer.committer.close();
      for (CompletableFuture<SubmissionResult> answer : queued) {
        assertTrue(answer.isDone());
        answer.get();
      }
      StoreContract.assertRefused(
          ErrorCode.SHUTTING_DOWN, () -> committer.send(upsert("table", "c")));
    }
    assertEquals(2, entries().size());
  }

  @Test
  void allOrNothing() throws Exception {
    try (TestCommitter committer = new TestCommitter(store, log())) {
      List<Change> changes =
          List.of(
              upsert("schema", "s"),
              upsert("table", "s.t", "parent", "schema:s"),
              upsert("table", "s.u", "parent", "schema:missing"));
      List<ChangeResult> refused =
          committer
              .committer
              .submit(TestCatalog.submission(Atomicity.ALL, changes))
              .get()
              .results();
      assertEquals(
          List.of(
              ErrorCode.REQUEST_REJECTED, ErrorCode.REQUEST_REJECTED, ErrorCode.PARENT_NOT_FOUND),
          refused.stream().map(result -> assertInstanceOf(Rejected.class, result).code()).toList());
      assertEquals(List.of(), entries());
      List<ChangeResult> applied =
          committer
              .committer
              .submit(TestCatalog.submission(Atomicity.ALL, changes.subList(0, 2)))
              .get()
              .results();
      applied.forEach(result -> assertInstanceOf(Applied.class, result));
      List<ChangeResult> each = committer.send(changes.toArray(Change[]::new)).get().results();
      assertInstanceOf(Unchanged.class, each.get(0));
      assertInstanceOf(Rejected.class, each.get(2));
    }
    assertEquals(
        LongStream.rangeClosed(1, 2).boxed().toList(),
        entries().stream().map(LogEntry::seq).toList());
  }

  @Test
  void aRepeatedRequestGetsTheFirstAnswer() throws Exception {
    try (TestCommitter committer = new TestCommitter(store, log())) {
      committer.one(upsert("table", "known"));
      List<Change> changes =
          List.of(
              upsert("table", "new"),
              upsert("table", "known"),
              upsert("table", "bad", "nonsense", 1),
              delete("table", "known"));
      Submission request = TestCatalog.keyed("key-1", "f1", changes);
      List<ChangeResult> first = committer.committer.submit(request).get().results();
      assertInstanceOf(Applied.class, first.get(0));
      assertInstanceOf(Unchanged.class, first.get(1));
      List<ChangeResult> second = committer.committer.submit(request).get().results();
      assertEquals(first.get(0), second.get(0));
      assertFalse(second.get(1) instanceof Applied, "nothing is done twice");
      assertEquals(first.get(2), second.get(2));
      assertEquals(first.get(3), second.get(3));
      assertEquals(3, entries().size());
      List<ChangeResult> reused =
          committer.committer.submit(TestCatalog.keyed("key-1", "f2", changes)).get().results();
      reused.forEach(
          result ->
              assertEquals(
                  ErrorCode.IDEMPOTENCY_KEY_REUSED,
                  assertInstanceOf(Rejected.class, result).code()));
    }
    try (TestCommitter next = new TestCommitter(store, log())) {
      Submission again = TestCatalog.keyed("key-1", "f1", List.of(upsert("table", "new")));
      ChangeResult answer = next.committer.submit(again).get().results().getFirst();
      assertEquals(
          ErrorCode.IDEMPOTENCY_KEY_REUSED, assertInstanceOf(Rejected.class, answer).code());
    }
    assertEquals(3, entries().size());
  }

  @Test
  void timesNeverGoBack() throws Exception {
    Instant first;
    try (TestCommitter committer = new TestCommitter(store, log())) {
      committer.one(upsert("table", "a"));
      first = entries().getFirst().committedAt();
      committer.clock.set(first.minusSeconds(3_600));
      committer.one(upsert("table", "b"));
    }
    try (TestCommitter restarted = new TestCommitter(store, log())) {
      restarted.clock.set(first.minusSeconds(7_200));
      assertTrue(restarted.indexRunner.await(2, Duration.ofMinutes(1)));
      restarted.one(upsert("table", "c"));
      restarted.clock.set(first.plusNanos(1_999));
      restarted.one(upsert("table", "d"));
    }
    assertEquals(
        List.of(first, first, first, first.plusNanos(1_000)),
        entries().stream().map(LogEntry::committedAt).toList());
  }

  @Test
  void aTailOfTheLogThatIsNotInMemoryLeavesNoGap() throws Exception {
    // More than the tail keeps, appended by another process, with the index held back.
    try (TestCommitter one = new TestCommitter(store, log());
        TestCommitter two = new TestCommitter(store, log())) {
      for (int i = 0; i < 150; i++) {
        one.one(upsert("table", "t" + i));
        if (i % 40 == 39) {
          assertInstanceOf(Applied.class, two.one(upsert("table", "u" + i)));
        }
      }
      Applied last = assertInstanceOf(Applied.class, two.one(upsert("table", "last")));
      assertEquals(154, last.seq());
      assertEquals(154, two.tail.head().seq());
    }
    assertEquals(154, entries().size());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
