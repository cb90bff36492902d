package dev.tarn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.Group;
import dev.tarn.core.log.LogFollower;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSource;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link StateSource}, as a branch's store gives it: it is what the log adds up to
 * at its commit, tombstones included, whatever the tables went through.
 */
public abstract class StateSourceContract extends StoreContract {
  private static final int THREADS = 3;

  private static void materialise(BranchStore branch, List<Group> groups) throws IOException {
    for (LogFollower follower : branch.followers()) {
      follower.apply(groups);
    }
  }

  private static List<Group> upTo(List<Group> groups, CommitId commit) {
    return groups.stream().filter(group -> group.commit().seq() <= commit.seq()).toList();
  }

  /** Reads on several threads, and fails if something comes twice. */
  private static <T> Map<String, T> read(Reading<T> reading, Naming<T> naming) throws IOException {
    Queue<T> all = new ConcurrentLinkedQueue<>();
    reading.read(THREADS, all::add);
    return byKey(all, naming);
  }

  private static <T> Map<String, T> byKey(Collection<T> items, Naming<T> naming) {
    Map<String, T> byKey = new HashMap<>();
    for (T item : items) {
      assertEquals(null, byKey.put(naming.key(item), item), "comes once");
    }
    return byKey;
  }

  private interface Reading<T> {
    void read(int threads, Consumer<T> consumer) throws IOException;
  }

  private interface Naming<T> {
    String key(T item);
  }

  private static Map<String, Entity> newest(List<Group> groups, EntityKind kind) {
    Map<String, Entity> newest = new HashMap<>();
    for (Group group : groups) {
      for (LogEntry entry : group.entries()) {
        if (entry.kind() == kind) {
          newest.put(entry.key(), entry.after());
        }
      }
    }
    return newest;
  }

  private static void assertIs(List<Group> groups, StateSource source) throws IOException {
    assertEquals(groups.isEmpty() ? "" : groups.getLast().groupId(), source.groupId());
    Map<String, Entity> assets = newest(groups, EntityKind.ASSET);
    assertEquals(assets, read(source::assets, Asset::key));
    assertEquals(assets.keySet(), read(source::assetIds, id -> id.value()).keySet());
    Map<String, Entity> edges = newest(groups, EntityKind.RELATIONSHIP);
    assertEquals(edges, read(source::relationships, edge -> edge.key()));
    assertEquals(edges.keySet(), read(source::relationshipIds, id -> id.value()).keySet());
    assertEquals(
        newest(groups, EntityKind.ASSET_TYPE), byKey(source.assetTypes(), type -> type.key()));
    assertEquals(
        newest(groups, EntityKind.RELATIONSHIP_TYPE),
        byKey(source.relationshipTypes(), type -> type.key()));
    assertEquals(columns(assets.values()), columns(source));
    assertKeyed(groups, source);
  }

  private static List<String> columns(Collection<Entity> assets) {
    List<String> columns = new ArrayList<>();
    for (Entity entity : assets) {
      if (entity instanceof Asset asset
          && asset.type().equals("column")
          && asset.parentId() != null
          && !asset.isDeleted()) {
        columns.add(asset.parentId() + " " + asset.name());
      }
    }
    return columns.stream().sorted().toList();
  }

  private static List<String> columns(StateSource source) throws IOException {
    Queue<String> columns = new ConcurrentLinkedQueue<>();
    source.columnNames(THREADS, (parent, name) -> columns.add(parent + " " + name));
    return columns.stream().sorted().toList();
  }

  private static void assertKeyed(List<Group> groups, StateSource source) throws IOException {
    List<LogEntry> actual = new ArrayList<>();
    source.keyedEntries(actual::add);
    if (groups.isEmpty()) {
      assertEquals(List.of(), actual);
      return;
    }
    Instant from =
        groups.getLast().entries().getLast().committedAt().minus(StateIndex.IDEMPOTENCY_RETENTION);
    List<LogEntry> keyed =
        entriesOf(groups).stream().filter(entry -> entry.idempotencyKey() != null).toList();
    List<LogEntry> needed =
        keyed.stream().filter(entry -> !entry.committedAt().isBefore(from)).toList();
    assertTrue(actual.size() >= needed.size());
    assertEquals(keyed.subList(keyed.size() - actual.size(), keyed.size()), actual);
  }

  private static void assertIsExactAtEveryCommit(BranchStore branch, List<Group> groups)
      throws IOException {
    for (Group group : groups) {
      StateSource source = branch.stateAt(group.commit());
      assertEquals(group.commit(), source.commit());
      assertIs(upTo(groups, group.commit()), source);
    }
  }

  private static void assertIsSomeCommit(BranchStore branch, List<Group> groups)
      throws IOException {
    StateSource source = branch.state();
    List<Group> known = upTo(groups, source.commit());
    assertEquals(
        known.isEmpty() ? 0 : known.getLast().commit().seq(),
        source.commit().seq(),
        "ends with a group");
    assertIs(known, source);
  }

  @Test
  public void isTheStateOfACommit(RandomLog random) throws Exception {
    BranchStore branch = newBranch();
    assertIsSomeCommit(branch, List.of());
    List<Group> groups = append(branch.log(), random, 5, 60);
    assertIsSomeCommit(branch, groups);
    materialise(branch, groups.subList(0, 3));
    assertIsSomeCommit(branch, groups);
    materialise(branch, groups);
    assertIsSomeCommit(branch, groups);
    assertEquals(groups.getLast().commit().seq(), branch.state().commit().seq());
  }

  @Test
  public void isExactAtEveryCommit(RandomLog random) throws Exception {
    BranchStore branch = newBranch();
    CommitId start = branch.log().head();
    List<Group> groups = append(branch.log(), random, 4, 40);
    materialise(branch, groups.subList(0, 2));
    groups.addAll(append(branch.log(), random, 3, 40));
    materialise(branch, groups.subList(0, 5));
    assertIsExactAtEveryCommit(branch, groups);
    assertIs(List.of(), branch.stateAt(start));
    assertIsExactAtEveryCommit(again(), groups);
  }

  @Test
  public void isTheSameAfterHousekeeping(RandomLog random) throws Exception {
    BranchStore branch = newBranch();
    List<Group> groups = append(branch.log(), random, 40, 12);
    for (int i = 1; i <= groups.size(); i++) {
      materialise(branch, groups.subList(i - 1, i));
    }
    StateSource before = branch.state();
    branch.maintain();
    assertIs(groups, before);
    assertIsSomeCommit(branch, groups);
    groups.addAll(append(branch.log(), random, 2, 12));
    assertIsSomeCommit(branch, groups);
    assertIsExactAtEveryCommit(branch, groups);
  }

  @Test
  public void leavesOutNoKeyedEntryOfTheLastDay(RandomLog random) throws Exception {
    BranchStore branch = newBranch();
    List<Group> groups = new ArrayList<>();
    for (Group group : random.groups(12, 20)) {
      // Half a day lies between groups: only the last ones count.
      List<LogEntry> entries =
          group.entries().stream()
              .map(entry -> later(entry, StateIndex.IDEMPOTENCY_RETENTION.dividedBy(2)))
              .toList();
      CommitId commit = append(branch.log(), group.groupId(), entries);
      groups.add(new Group(commit, group.groupId(), entries));
    }
    materialise(branch, groups);
    branch.maintain();
    assertIsExactAtEveryCommit(branch, groups);
  }

  private static LogEntry later(LogEntry entry, java.time.Duration perGroup) {
    long groups = Long.parseLong(entry.groupId().substring("group-".length()));
    return new LogEntry(
        entry.seq(),
        entry.committedAt().plus(perGroup.multipliedBy(groups)),
        entry.groupId(),
        entry.ordinal(),
        entry.operation(),
        entry.before(),
        entry.after(),
        entry.changedFields(),
        entry.actor(),
        entry.requestId(),
        entry.source(),
        entry.reason(),
        entry.idempotencyKey(),
        entry.requestFingerprint());
  }

  @Test
  public void whatTheConsumerThrowsEndsTheReading(RandomLog random) throws Exception {
    BranchStore branch = newBranch();
    List<Group> groups = append(branch.log(), random, 6, 60);
    materialise(branch, groups.subList(0, 4));
    IllegalStateException enough = new IllegalStateException("enough");
    StateSource source = branch.stateAt(groups.getLast().commit());
    for (int threads : new int[] {1, THREADS}) {
      assertSame(
          enough,
          assertThrows(
              IllegalStateException.class,
              () ->
                  source.assets(
                      threads,
                      asset -> {
                        throw enough;
                      })));
    }
    assertIs(groups, source);
  }

  @Test
  public void isOfItsOwnBranchAlone(RandomLog random) throws Exception {
    BranchStore branch = newBranch();
    append(branch.log(), random, 1, 10);
    CommitId foreign = new CommitId(1, "0123456789abcdef");
    assertRefused(ErrorCode.COMMIT_NOT_FOUND, () -> branch.stateAt(foreign));
  }
}
