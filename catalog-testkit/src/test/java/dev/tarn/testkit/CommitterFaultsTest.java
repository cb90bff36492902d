package dev.tarn.testkit;

import static dev.tarn.testkit.TestCatalog.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.change.ChangeResult.Applied;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Submission;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.scope.Scope;
import dev.tarn.testkit.Faults.OfAppend;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A committer over a log that loses answers, answers late and fails. */
final class CommitterFaultsTest {
  private final InMemoryCatalogStore store = new InMemoryCatalogStore();

  private ChangeLog log() {
    return store.open(Scope.DEFAULT).log();
  }

  private List<LogEntry> entries() throws Exception {
    return StoreContract.entries(log(), 0);
  }

  private static ErrorCode failure(CompletableFuture<?> future) {
    ExecutionException failure = assertThrows(ExecutionException.class, future::get);
    return assertInstanceOf(CatalogException.class, failure.getCause()).code();
  }

  @ParameterizedTest
  @EnumSource(value = OfAppend.class)
  void aFaultNeitherLosesNorDoubles(OfAppend fault) throws Exception {
    ChangeLog faulty =
        new FaultyChangeLog(log(), Faults.ofAppends(OfAppend.NONE, fault, fault, OfAppend.NONE));
    try (TestCommitter committer = new TestCommitter(store, faulty)) {
      for (int i = 1; i <= 4; i++) {
        SubmissionResult result =
            committer.send(upsert("table", "t" + i), upsert("table", "same")).get();
        Applied applied = assertInstanceOf(Applied.class, result.results().getFirst());
        assertEquals("t" + i, name(applied.seq()));
        assertTrue(result.commit().seq() >= applied.seq());
      }
    }
    assertEquals(
        List.of("t1", "same", "t2", "t3", "t4"),
        entries().stream().map(entry -> name(entry)).toList());
  }

  private String name(long seq) throws Exception {
    return name(entries().get((int) seq - 1));
  }

  private static String name(LogEntry entry) {
    return assertInstanceOf(Asset.class, entry.after()).qualifiedName();
  }

  @Test
  void aLateEffectIsFoundAfterTheRetry() throws Exception {
    ChangeLog faulty = new FaultyChangeLog(log(), Faults.ofAppends(OfAppend.LOST_LATE));
    try (TestCommitter committer = new TestCommitter(store, faulty)) {
      assertInstanceOf(Applied.class, committer.one(upsert("table", "t")));
      assertEquals(1, committer.unknowns.get());
      assertInstanceOf(Applied.class, committer.one(upsert("table", "u")));
    }
    assertEquals(List.of("t", "u"), entries().stream().map(entry -> name(entry)).toList());
  }

  @Test
  void whatCannotBeFoundOutIsSaidSo() throws Exception {
    ChangeLog faulty =
        new FaultyChangeLog(
            log(), Faults.ofAppends(OfAppend.LOST_BEFORE, OfAppend.REFUSED, OfAppend.CONFLICT));
    try (TestCommitter committer =
        new TestCommitter(store, faulty, TestCatalog.committer(Duration.ZERO))) {
      assertEquals(ErrorCode.COMMIT_OUTCOME_UNKNOWN, failure(committer.send(upsert("table", "a"))));
      assertEquals(ErrorCode.STORAGE_UNAVAILABLE, failure(committer.send(upsert("table", "b"))));
      assertEquals(ErrorCode.STORAGE_UNAVAILABLE, failure(committer.send(upsert("table", "c"))));
      assertInstanceOf(Applied.class, committer.one(upsert("table", "d")));
    }
    assertEquals(List.of("d"), entries().stream().map(entry -> name(entry)).toList());
  }

  @Test
  void anUnknownOutcomeMayStillLand() throws Exception {
    ChangeLog faulty = new FaultyChangeLog(log(), Faults.ofAppends(OfAppend.LOST_LATE));
    Submission keyed = TestCatalog.keyed("key-1", "fingerprint", List.of(upsert("table", "late")));
    try (TestCommitter committer =
        new TestCommitter(store, faulty, TestCatalog.committer(Duration.ZERO))) {
      assertEquals(ErrorCode.COMMIT_OUTCOME_UNKNOWN, failure(committer.committer.submit(keyed)));
      Applied repeated =
          assertInstanceOf(
              Applied.class, committer.committer.submit(keyed).get().results().getFirst());
      assertEquals(1, repeated.seq());
    }
    assertEquals(1, entries().size());
  }

  @Test
  void aDefectOfTheLogIsLookedUpAndTheBranchStaysWritable() throws Exception {
    AtomicBoolean defect = new AtomicBoolean(true);
    ChangeLog broken =
        new TestCommitter.Watched(
            log(),
            () -> {
              if (defect.getAndSet(false)) {
                throw new IllegalStateException("a defect");
              }
            });
    try (TestCommitter committer = new TestCommitter(store, broken)) {
      assertInstanceOf(Applied.class, committer.one(upsert("table", "t")));
      assertEquals(1, committer.unknowns.get());
    }
    assertEquals(1, entries().size());
  }
}
