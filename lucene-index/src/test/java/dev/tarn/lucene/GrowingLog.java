package dev.tarn.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.AppendOutcome;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.ReferenceDetails;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.testkit.InMemoryCatalogStore;
import dev.tarn.testkit.InMemoryState;
import dev.tarn.testkit.RandomLog;
import dev.tarn.testkit.StateComparison;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The log of one branch, with random entries, and the model of what it adds up to. */
final class GrowingLog {
  private final InMemoryCatalogStore store;
  private final Scope scope;
  private final ChangeLog log;
  private final RandomLog random;
  private final List<Group> groups = new ArrayList<>();

  private GrowingLog(InMemoryCatalogStore store, Scope scope, long seed) {
    this.store = store;
    this.scope = scope;
    this.log = store.open(scope).log();
    this.random = new RandomLog(seed);
  }

  static GrowingLog main(long seed) {
    return new GrowingLog(new InMemoryCatalogStore(), Scope.DEFAULT, seed);
  }

  /** Returns the log of a new branch that shares what there is so far. */
  GrowingLog branch(Scope branch, long seed) {
    store.createBranch(
        branch, scope.branch(), new PointInTime.AtCommit(head()), ReferenceDetails.UNKNOWN);
    GrowingLog forked = new GrowingLog(store, branch, seed);
    for (Group group : groups) {
      forked.random.entries(group.groupId(), group.entries().size());
      forked.groups.add(group);
    }
    return forked;
  }

  ChangeLog log() {
    return log;
  }

  CommitId head() {
    return groups.isEmpty() ? CommitId.NOTHING : groups.getLast().commit();
  }

  List<Group> groups() {
    return List.copyOf(groups);
  }

  /** Appends a group, and returns it. */
  Group grow(int entries) throws IOException {
    String id = scope.branch() + "-" + (groups.size() + 1);
    List<LogEntry> added = random.entries(id, entries);
    AppendOutcome outcome = log.append(head(), id, added);
    CommitId commit = ((AppendOutcome.Committed) outcome).commit();
    Group group = new Group(commit, id, added);
    groups.add(group);
    return group;
  }

  /** Returns the state after a number of entries. */
  InMemoryState model(long seq) {
    InMemoryState model = new InMemoryState(CommitId.NOTHING);
    for (Group group : upTo(seq)) {
      group.entries().forEach(entry -> model.apply(entry, group.commit()));
    }
    return model;
  }

  private List<Group> upTo(long seq) {
    return groups.stream().filter(group -> group.commit().seq() <= seq).toList();
  }

  /** Fails unless a view, which is closed, is the state at its commit. */
  void assertIs(StateSnapshot snapshot) throws IOException {
    try (snapshot) {
      long seq = snapshot.commit().seq();
      StateComparison.of(upTo(seq)).assertSame(model(seq), snapshot);
    }
  }

  /** Fails unless an index shows the whole log. */
  void assertShownBy(StateIndex index) throws IOException {
    assertEquals(head(), index.applied());
    assertIs(index.acquire());
  }
}
