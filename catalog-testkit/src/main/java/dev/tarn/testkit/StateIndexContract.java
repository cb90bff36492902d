package dev.tarn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.catalog.StateIndexes;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.state.RelationshipQuery;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contract of {@link StateIndex}: it answers as {@link InMemoryState} does, takes each entry
 * once, and comes back where it was durable.
 */
@ExtendWith(Seeds.class)
public abstract class StateIndexContract {
  private static final Scope ACME = new Scope(new TenantId("acme"), BranchName.MAIN);
  private static final Scope GLOBEX = new Scope(new TenantId("globex"), BranchName.MAIN);
  private final Deque<StateIndex> opened = new ArrayDeque<>();

  /**
   * Opens the test's place of indexes. It is empty at a test's start; a second call within the test
   * opens the same one again, as the next process would.
   */
  protected abstract StateIndexes openIndexes() throws IOException;

  /** Whether what is durable is there after the index is closed and opened again. */
  protected boolean survivesItsProcess() {
    return true;
  }

  @AfterEach
  final void closeAll() throws IOException {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  private StateIndex open() throws IOException {
    StateIndex index = openIndexes().open(ACME);
    opened.push(index);
    return index;
  }

  private static InMemoryState model(List<Group> groups) {
    InMemoryState model = new InMemoryState(CommitId.NOTHING);
    for (Group group : groups) {
      group.entries().forEach(entry -> model.apply(entry, group.commit()));
    }
    return model;
  }

  private static void assertShows(List<Group> groups, StateIndex index) throws IOException {
    try (StateSnapshot snapshot = index.acquire()) {
      StateComparison.of(groups).assertSame(model(groups), snapshot);
    }
  }

  @Test
  public void beginsWithNothing() throws Exception {
    StateIndex index = open();
    assertEquals(0, index.applied().seq());
    assertEquals(0, index.durable().seq());
    assertEquals("", index.appliedGroupId());
    try (StateSnapshot snapshot = index.acquire()) {
      assertEquals(0, snapshot.commit().seq());
      assertEquals(List.of(), snapshot.list(AssetQuery.ofType(null, null, 10)).items());
      assertTrue(snapshot.assetCounts().isEmpty());
      assertEquals(0, snapshot.relationshipCount());
      assertEquals(List.of(), snapshot.assetTypes());
      assertEquals(List.of(), snapshot.outcomes("user:alice", "key-1"));
      assertTrue(snapshot.assets(List.of(AssetId.derive("table", "a"))).isEmpty());
    }
  }

  @Test
  public void showsWhatTheLogAddsUpTo(RandomLog random) throws Exception {
    StateIndex index = open();
    List<Group> groups = random.groups(20, 60);
    index.apply(groups);
    assertEquals(groups.getLast().commit(), index.applied());
    assertEquals(groups.getLast().groupId(), index.appliedGroupId());
    assertShows(groups, index);
  }

  @Test
  public void showsEachStepOfTheLog(RandomLog random) throws Exception {
    StateIndex index = open();
    List<Group> groups = random.groups(12, 12);
    for (int i = 0; i < groups.size(); i++) {
      index.apply(List.of(groups.get(i)));
      assertEquals(groups.get(i).commit(), index.applied());
      assertShows(groups.subList(0, i + 1), index);
    }
  }

  @Test
  public void takesEachEntryOnce(RandomLog random) throws Exception {
    StateIndex index = open();
    List<Group> groups = random.groups(8, 30);
    index.apply(groups.subList(0, 4));
    index.apply(groups.subList(2, 6));
    index.apply(groups.subList(0, 3));
    assertEquals(groups.get(5).commit(), index.applied());
    assertEquals(groups.get(5).groupId(), index.appliedGroupId());
    index.apply(groups);
    assertShows(groups, index);
  }

  @Test
  public void takesAGroupThatIsCutAtItsFront(RandomLog random) throws Exception {
    StateIndex index = open();
    Group whole = random.group(20);
    List<LogEntry> entries = whole.entries();
    Group rest = new Group(whole.commit(), whole.groupId(), entries.subList(5, 20));
    CommitId middle = new CommitId(5, whole.commit().hash());
    index.apply(List.of(new Group(middle, whole.groupId(), entries.subList(0, 5)), rest));
    assertEquals(whole.commit(), index.applied());
    assertShows(List.of(whole), index);
  }

  @Test
  public void viewDoesNotChange(RandomLog random) throws Exception {
    StateIndex index = open();
    List<Group> groups = random.groups(10, 30);
    index.apply(groups.subList(0, 5));
    try (StateSnapshot before = index.acquire()) {
      index.apply(groups.subList(5, 10));
      index.flush();
      StateComparison.of(groups).assertSame(model(groups.subList(0, 5)), before);
    }
    assertShows(groups, index);
  }

  @Test
  public void pagesThroughLists(RandomLog random) throws Exception {
    StateIndex index = open();
    List<Group> groups = random.groups(10, 60);
    index.apply(groups);
    InMemoryState model = model(groups);
    try (StateSnapshot snapshot = index.acquire()) {
      for (int limit : new int[] {1, 7, 100}) {
        assertEquals(
            StateComparison.assets(model, null, 1_000),
            StateComparison.assets(snapshot, null, limit));
        assertEquals(
            StateComparison.assets(model, "table", 1_000),
            StateComparison.assets(snapshot, "table", limit));
        assertEquals(
            StateComparison.relationships(model, 1_000),
            StateComparison.relationships(snapshot, limit));
      }
      assertRefusesCursor(snapshot, "no cursor");
    }
  }

  private static void assertRefusesCursor(StateSnapshot snapshot, String cursor) {
    StoreContract.assertRefused(
        ErrorCode.INVALID_REQUEST, () -> snapshot.list(AssetQuery.ofType(null, cursor, 10)));
    StoreContract.assertRefused(
        ErrorCode.INVALID_REQUEST,
        () -> snapshot.list(new RelationshipQuery(null, null, null, null, cursor, 10)));
  }

  @Test
  public void keepsBranchesApart(RandomLog random) throws Exception {
    StateIndexes indexes = openIndexes();
    StateIndex acme = indexes.open(ACME);
    opened.push(acme);
    StateIndex globex = indexes.open(GLOBEX);
    opened.push(globex);
    acme.apply(random.groups(3, 20));
    assertEquals(0, globex.applied().seq());
    assertShows(List.of(), globex);
    List<Group> own = new RandomLog(random.seq()).groups(2, 10);
    globex.apply(own);
    assertShows(own, globex);
  }

  @Test
  public void comesBackWhereItWasDurable(RandomLog random) throws Exception {
    List<Group> groups = new ArrayList<>(random.groups(6, 30));
    CommitId durable;
    try (StateIndex index = openIndexes().open(ACME)) {
      index.apply(groups.subList(0, 3));
      index.flush();
      durable = index.durable();
      if (survivesItsProcess()) {
        assertEquals(groups.get(2).commit(), durable);
      }
      index.apply(groups.subList(3, 6));
      assertTrue(index.durable().seq() <= index.applied().seq());
    }
    StateIndex reopened = open();
    assertTrue(reopened.applied().seq() >= durable.seq(), "what was durable is there");
    assertEquals(reopened.durable(), reopened.applied());
    List<Group> known =
        groups.stream().filter(group -> group.commit().seq() <= reopened.applied().seq()).toList();
    assertEquals(known.isEmpty() ? "" : known.getLast().groupId(), reopened.appliedGroupId());
    assertShows(known, reopened);
    reopened.apply(groups);
    assertShows(groups, reopened);
  }

  @Test
  public void discardedIndexIsEmpty(RandomLog random) throws Exception {
    StateIndexes indexes = openIndexes();
    try (StateIndex index = indexes.open(ACME)) {
      index.apply(random.groups(3, 20));
      index.flush();
    }
    indexes.discard(ACME);
    StateIndex index = indexes.open(ACME);
    opened.push(index);
    assertEquals(0, index.applied().seq());
    assertEquals("", index.appliedGroupId());
    assertShows(List.of(), index);
  }

  private StateIndex build(StateIndexes indexes, List<Group> groups) throws IOException {
    StateIndex built = indexes.build(ACME, InMemorySource.of(groups), BuildProgress.IGNORED);
    opened.push(built);
    return built;
  }

  @Test
  public void isBuiltBesideTheOneThatServes(RandomLog random) throws Exception {
    List<Group> groups = random.groups(9, 40);
    StateIndexes indexes = openIndexes();
    StateIndex serving = indexes.open(ACME);
    opened.push(serving);
    serving.apply(groups.subList(0, 2));
    StateIndex built = build(indexes, groups.subList(0, 6));
    assertEquals(groups.get(5).commit(), built.applied());
    assertEquals(groups.get(5).groupId(), built.appliedGroupId());
    assertShows(groups.subList(0, 6), built);
    serving.apply(groups.subList(2, 7));
    assertShows(groups.subList(0, 7), serving);
    built.apply(groups);
    assertShows(groups, built);
    assertShows(groups.subList(0, 7), serving);
  }

  @Test
  public void adoptedIndexIsOpenedFromThenOn(RandomLog random) throws Exception {
    List<Group> groups = random.groups(8, 40);
    StateIndexes indexes = openIndexes();
    StateIndex before = indexes.open(ACME);
    opened.push(before);
    before.apply(groups.subList(0, 1));
    StateIndex built = build(indexes, groups.subList(0, 5));
    built.apply(groups.subList(5, 6));
    try (StateSnapshot view = before.acquire()) {
      indexes.adopt(ACME, built);
      before.close();
      StateComparison.of(groups).assertSame(model(groups.subList(0, 1)), view);
    }
    assertShows(groups.subList(0, 6), built);
    built.apply(groups);
    built.flush();
    built.close();
    StateIndex reopened = survivesItsProcess() ? open() : indexes.open(ACME);
    opened.push(reopened);
    assertEquals(groups.getLast().commit(), reopened.applied());
    assertShows(groups, reopened);
  }

  @Test
  public void indexThatIsNotAdoptedLeavesNothing(RandomLog random) throws Exception {
    List<Group> groups = random.groups(6, 40);
    StateIndexes indexes = openIndexes();
    try (StateIndex serving = indexes.open(ACME)) {
      serving.apply(groups.subList(0, 2));
      serving.flush();
      build(indexes, groups).close();
      assertShows(groups.subList(0, 2), serving);
    }
    StateIndex reopened = open();
    assertTrue(reopened.applied().seq() <= groups.get(1).commit().seq());
  }

  @Test
  public void buildThatFailsLeavesNothing(RandomLog random) throws Exception {
    List<Group> groups = random.groups(6, 40);
    StateIndexes indexes = openIndexes();
    StateIndex serving = indexes.open(ACME);
    opened.push(serving);
    serving.apply(groups.subList(0, 2));
    InMemorySource failing = InMemorySource.of(groups).failingAfter(20);
    assertThrows(
        IOException.class, () -> indexes.build(ACME, failing, BuildProgress.IGNORED).close());
    assertShows(groups.subList(0, 2), serving);
    assertShows(groups, build(indexes, groups));
  }
}
