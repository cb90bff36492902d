package dev.tarn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Operation;
import dev.tarn.core.change.Submission;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.change.UpsertMode;
import dev.tarn.core.commit.CommitObserver;
import dev.tarn.core.commit.CommitterSettings;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.StateSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two catalogs with several writers each change one branch at random, over a log that loses
 * answers, answers late and fails. Whatever happened to the requests, the log must be one that
 * could have come from doing each acknowledged change once, one after the other.
 */
@ExtendWith(Seeds.class)
final class CatalogModelTest {
  private static final int CATALOGS = 2;
  private static final int WRITERS_OF_A_CATALOG = 3;
  private static final int REQUESTS_OF_A_WRITER = 120;
  private static final int MOST_CHANGES = 6;
  private static final int NAMES = 40;
  private static final Duration TIMEOUT = Duration.ofMillis(60);

  /** One acknowledged change. */
  private record Acknowledged(String key, int ordinal, Change change, ChangeResult result) {}

  private final InMemoryCatalogStore store = new InMemoryCatalogStore();
  private final List<Acknowledged> acknowledged = Collections.synchronizedList(new ArrayList<>());

  @Test
  void nothingIsLostOrDoneTwice(Random random) throws Exception {
    Faults faults = Faults.oneIn(12, random.nextLong());
    List<TestCatalog> catalogs = new ArrayList<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<Integer>> writers = new ArrayList<>();
      for (int c = 0; c < CATALOGS; c++) {
        TestCatalog catalog = open(faults);
        catalogs.add(catalog);
        for (int w = 0; w < WRITERS_OF_A_CATALOG; w++) {
          RandomValues values = new RandomValues(random.nextLong());
          String name = "writer-" + c + "-" + w;
          writers.add(threads.submit(() -> write(catalog, name, values)));
        }
      }
      int changes = 0;
      for (Future<Integer> writer : writers) {
        changes += writer.get();
      }
      assertTrue(changes > CATALOGS * WRITERS_OF_A_CATALOG * REQUESTS_OF_A_WRITER, "" + changes);
    }
    assertTrue(faults.appendFaults() > 0, "some appends were faulty");
    faults.end();
    List<Group> groups;
    try (var branch = store.open(Scope.DEFAULT)) {
      groups = StoreContract.groups(branch.log(), 0, Integer.MAX_VALUE);
    }
    InMemoryState model = replay(groups);
    assertAcknowledgedOnce(groups);
    CommitId head = groups.getLast().commit();
    for (TestCatalog catalog : catalogs) {
      try (StateSnapshot state = catalog.catalog.read(TestCatalog.ADMIN, Scope.DEFAULT, head)) {
        StateComparison.of(groups).assertSame(model, state);
      }
      catalog.close();
    }
  }

  /** Opening reads the log, which may fail too. */
  private TestCatalog open(Faults faults) throws Exception {
    CommitterSettings settings =
        new CommitterSettings(Duration.ofMillis(1), 40, 1 << 20, 1_000, 1 << 20, 200, TIMEOUT);
    TestCatalog catalog =
        new TestCatalog(new FaultyCatalogStore(store, faults), settings, CommitObserver.NONE);
    while (true) {
      try {
        catalog.catalog.head(TestCatalog.ADMIN, Scope.DEFAULT);
        return catalog;
      } catch (java.io.IOException e) {
        assertEquals("the store does not answer", e.getMessage());
      }
    }
  }

  private int write(TestCatalog catalog, String writer, RandomValues values) throws Exception {
    int changes = 0;
    for (int i = 0; i < REQUESTS_OF_A_WRITER; i++) {
      List<Change> wanted = new ArrayList<>();
      for (int n = 1 + values.below(MOST_CHANGES); n > 0; n--) {
        wanted.add(change(values));
      }
      String key = writer + "-" + i;
      Submission request = TestCatalog.keyed(key, "fingerprint-" + key, wanted);
      List<ChangeResult> results = submit(catalog, request);
      for (int n = 0; n < results.size(); n++) {
        acknowledged.add(new Acknowledged(key, n, wanted.get(n), results.get(n)));
      }
      changes += wanted.size();
    }
    return changes;
  }

  /** Repeats a request, as a client with an idempotency key may, until it has an answer. */
  private static List<ChangeResult> submit(TestCatalog catalog, Submission request)
      throws Exception {
    while (true) {
      try {
        SubmissionResult result = catalog.catalog.submit(Scope.DEFAULT, request).get();
        return result.results();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof CatalogException failure
            && Set.of(ErrorCode.COMMIT_OUTCOME_UNKNOWN, ErrorCode.STORAGE_UNAVAILABLE)
                .contains(failure.code()))) {
          throw e;
        }
      }
    }
  }

  private static Change change(RandomValues values) {
    String name = "name-" + values.below(NAMES);
    String other = "name-" + values.below(NAMES);
    return switch (values.below(10)) {
      case 0, 1, 2, 3 ->
          TestCatalog.upsert(
              "domain", name, "description", values.word(), "quality", values.score());
      case 4 -> TestCatalog.upsert("domain", name, "parent", "domain:" + other);
      case 5 -> TestCatalog.patch("domain", name, "displayName", values.word());
      case 6 ->
          new Change.PatchAsset(
              TestCatalog.named("domain", name),
              TestCatalog.fields("description", values.word()),
              UpsertMode.MERGE,
              (long) values.below(4));
      case 7 ->
          values.oneIn(2)
              ? TestCatalog.delete("domain", name)
              : new Change.RestoreAsset(TestCatalog.named("domain", name), null);
      case 8 -> TestCatalog.link("related-to", "domain:" + name, "domain:" + other);
      default -> TestCatalog.patch("domain", name, "qualifiedName", other);
    };
  }

  /** Checks that the log is whole and each entry follows from the ones before it. */
  private static InMemoryState replay(List<Group> groups) {
    InMemoryState model = new InMemoryState(new CommitId(0, "00000000"));
    Map<String, Entity> current = new HashMap<>();
    Set<String> groupIds = new HashSet<>();
    long seq = 0;
    for (Group group : groups) {
      assertTrue(groupIds.add(group.groupId()), "a group is there twice");
      for (LogEntry entry : group.entries()) {
        assertEquals(++seq, entry.seq());
        String key = entry.kind() + entry.key();
        Entity before = current.put(key, entry.after());
        long version = before == null ? 0 : before.version();
        assertEquals(version + 1, entry.after().version(), key);
        if (entry.operation() == Operation.CREATE) {
          assertEquals(null, entry.before());
        } else {
          assertEquals(before, entry.before(), key);
        }
        model.apply(entry, group.commit());
      }
      assertNamesAreUnique(current);
    }
    return model;
  }

  private static void assertNamesAreUnique(Map<String, Entity> current) {
    Set<String> names = new HashSet<>();
    for (Entity entity : current.values()) {
      if (entity instanceof Asset asset && !asset.isDeleted()) {
        assertTrue(names.add(asset.qualifiedName()), "two have the name " + asset.qualifiedName());
      }
    }
  }

  /** Checks that acknowledged changes are in the log once, and that it holds no others. */
  private void assertAcknowledgedOnce(List<Group> groups) {
    Map<String, LogEntry> named = new HashMap<>();
    Map<String, Integer> groupOf = new HashMap<>();
    int index = 0;
    for (Group group : groups) {
      index++;
      for (LogEntry entry : group.entries()) {
        String request = entry.idempotencyKey() + "#" + entry.ordinal();
        // A cascade repeats the ordinal within its group; the first entry is what was named.
        named.putIfAbsent(request, entry);
        assertEquals(index, groupOf.computeIfAbsent(request, any -> groupCount(entry, groups)));
      }
    }
    int applied = 0;
    for (Acknowledged change : acknowledged) {
      LogEntry entry = named.get(change.key() + "#" + change.ordinal());
      if (change.result() instanceof ChangeResult.Applied result) {
        applied++;
        assertEquals(
            result,
            new ChangeResult.Applied(
                entry.operation(), entry.kind(), entry.key(), entry.after().version(), entry.seq()),
            change.toString());
      } else {
        assertEquals(null, entry, "refused or unchanged, yet in the log: " + change);
      }
    }
    assertEquals(named.size(), applied);
  }

  /** Returns the position, from 1, of the group that has the entry. */
  private static int groupCount(LogEntry entry, List<Group> groups) {
    for (int i = 0; i < groups.size(); i++) {
      if (groups.get(i).commit().seq() >= entry.seq()) {
        return i + 1;
      }
    }
    throw new AssertionError("no group has " + entry.seq());
  }
}
