package dev.tarn.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.testkit.Entries;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an index follows: what becomes visible and durable when, and what failures leave. */
final class FollowingTest {
  private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

  @TempDir Path root;
  private final MadeUpAssets made = new MadeUpAssets();
  private StateIndex index;

  @BeforeEach
  void open() throws IOException {
    index = open(new LuceneIndexSettings(1 << 20, 0, Duration.ofDays(1), Integer.MAX_VALUE));
  }

  private StateIndex open(LuceneIndexSettings settings) throws IOException {
    return new LuceneStateIndexes(root, settings).open(Scope.DEFAULT);
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  private long count() throws IOException {
    try (StateSnapshot snapshot = index.acquire()) {
      return snapshot.assetCounts().getOrDefault("table", 0L);
    }
  }

  @Test
  void groupThatFailsHalfWayIsNotSeen() throws IOException {
    index.apply(List.of(made.tables(List.of("a"), Map.of())));
    CommitId applied = index.applied();
    Group good = made.tables(List.of("b", "c"), Map.of());
    LogEntry last = made.tables(List.of("d"), Map.of("bad", new Object())).entries().getLast();
    List<LogEntry> entries = new ArrayList<>(good.entries());
    entries.add(last);
    Group bad = new Group(new CommitId(last.seq(), "00c0ffee"), good.groupId(), entries);
    assertThrows(IllegalArgumentException.class, () -> index.apply(List.of(bad)));
    assertEquals(applied, index.applied());
    assertEquals(1, count());
    assertThrows(IOException.class, () -> index.flush());
    assertEquals(0, index.durable().seq());
    entries.set(2, Entries.created(good.groupId(), last.seq(), "d"));
    index.apply(List.of(new Group(bad.commit(), good.groupId(), entries)));
    assertEquals(4, count());
    try (StateSnapshot snapshot = index.acquire()) {
      assertEquals(4, snapshot.list(AssetQuery.ofType(null, null, 10)).items().size());
    }
    index.flush();
    assertEquals(bad.commit(), index.durable());
  }

  @Test
  void halfWrittenGroupIsNotKeptOnClose() throws IOException {
    index.apply(List.of(made.tables(List.of("a"), Map.of())));
    index.flush();
    CommitId durable = index.durable();
    Group good = made.tables(List.of("b"), Map.of());
    LogEntry last = made.tables(List.of("c"), Map.of("bad", new Object())).entries().getLast();
    Group bad =
        new Group(
            new CommitId(last.seq(), "00c0ffee"),
            good.groupId(),
            List.of(good.entries().getFirst(), last));
    assertThrows(IllegalArgumentException.class, () -> index.apply(List.of(bad)));
    index.close();
    index = open(LuceneIndexSettings.defaults());
    assertEquals(durable, index.applied());
    assertEquals(1, count());
  }

  @Test
  void gapIsRefused() throws IOException {
    made.named("lost");
    Group second = made.named("b");
    assertThrows(IllegalArgumentException.class, () -> index.apply(List.of(second)));
    assertEquals(0, index.applied().seq());
    assertEquals(0, count());
  }

  @Test
  void becomesDurableByItself() throws IOException {
    index.close();
    index = open(new LuceneIndexSettings(1 << 20, 1 << 20, Duration.ofDays(1), 100));
    index.apply(List.of(made.created(0, 99)));
    assertEquals(0, index.durable().seq());
    index.apply(List.of(made.created(99, 1)));
    awaitDurable(100);
    index.close();
    index = open(new LuceneIndexSettings(1 << 20, 1 << 20, Duration.ofMillis(5), 1_000_000));
    assertEquals(100, index.applied().seq());
    index.apply(List.of(made.created(100, 1)));
    awaitDurable(101);
  }

  private void awaitDurable(long seq) {
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (index.durable().seq() < seq) {
      assertTrue(System.nanoTime() < deadline, "not durable within a minute");
      Thread.onSpinWait();
    }
    assertEquals(seq, index.durable().seq());
  }

  @Test
  void closedIndexSaysSo() throws IOException {
    index.apply(List.of(made.named("a")));
    StateSnapshot before = index.acquire();
    index.close();
    index.close();
    try (before) {
      assertEquals(1, before.list(AssetQuery.ofType("table", null, 10)).items().size());
    }
    assertShuttingDown(() -> index.acquire().close());
    assertShuttingDown(() -> index.apply(List.of(made.named("b"))));
    assertShuttingDown(() -> index.flush());
    assertEquals(1, index.applied().seq());
    assertEquals(1, index.durable().seq());
  }

  private interface Call {
    void run() throws IOException;
  }

  private static void assertShuttingDown(Call call) {
    CatalogException e = assertThrows(CatalogException.class, call::run);
    assertEquals(ErrorCode.SHUTTING_DOWN, e.code());
  }

  @Test
  void answersOfKeyedRequestsExpire() throws IOException {
    index.apply(List.of(keyed(1, "old", Duration.ZERO)));
    index.apply(List.of(keyed(2, "young", Duration.ofHours(1))));
    index.apply(List.of(keyed(3, "new", Duration.ofHours(24))));
    index.flush();
    assertKept("old", true);
    index.apply(List.of(keyed(4, "newest", Duration.ofHours(25))));
    index.flush();
    index.apply(List.of(keyed(5, "last", Duration.ofHours(25))));
    assertKept("old", false);
    assertKept("young", true);
    assertKept("new", true);
    assertKept("newest", true);
    index.close();
    index = open(LuceneIndexSettings.defaults());
    assertKept("old", false);
    assertKept("young", true);
    assertEquals(5, count());
  }

  private void assertKept(String key, boolean kept) throws IOException {
    try (StateSnapshot snapshot = index.acquire()) {
      assertEquals(kept, !snapshot.outcomes("user:alice", key).isEmpty(), key);
      assertTrue(snapshot.outcomes("user:bob", key).isEmpty(), key);
    }
  }

  private static Group keyed(long seq, String key, Duration later) {
    LogEntry plain = Entries.created("group-" + seq, seq, "table." + seq);
    LogEntry entry =
        new LogEntry(
            seq,
            START.plus(later),
            plain.groupId(),
            0,
            plain.operation(),
            null,
            plain.after(),
            List.of(),
            plain.actor(),
            plain.requestId(),
            null,
            null,
            key,
            "fingerprint");
    return new Group(new CommitId(seq, "00c0ffee"), plain.groupId(), List.of(entry));
  }

  /** Each group creates ten tables: a view of a part of one would not be a multiple of ten. */
  @Test
  void readersSeeWholeGroupsOnly() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<Long>> readers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        readers.add(threads.submit(() -> readUntil(done)));
      }
      try {
        for (int g = 0; g < 60; g++) {
          List<String> names = new ArrayList<>();
          for (int i = 0; i < 10; i++) {
            names.add("group." + g + "." + i);
          }
          index.apply(List.of(made.tables(names, Map.of())));
          if (g % 20 == 0) {
            index.flush();
          }
        }
      } finally {
        done.set(true);
      }
      for (Future<Long> reader : readers) {
        assertEquals(600, reader.get());
      }
    }
  }

  private long readUntil(AtomicBoolean done) throws IOException {
    long last = 0;
    boolean again;
    do {
      again = !done.get();
      try (StateSnapshot snapshot = index.acquire()) {
        long count = snapshot.assetCounts().getOrDefault("table", 0L);
        assertEquals(snapshot.commit().seq(), count);
        assertEquals(0, count % 10);
        assertTrue(count >= last);
        last = count;
        for (Asset asset : snapshot.list(AssetQuery.ofType("table", null, 20)).items()) {
          assertEquals(asset, snapshot.assets(List.of(asset.id())).get(asset.id()));
          assertFalse(asset.seq() > count);
        }
      }
    } while (again);
    return last;
  }
}
