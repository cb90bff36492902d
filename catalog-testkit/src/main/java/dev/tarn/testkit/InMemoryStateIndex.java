package dev.tarn.testkit;

import dev.tarn.core.catalog.StateIndexes;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import java.util.List;

/** An index in memory: nothing survives it. */
public final class InMemoryStateIndex implements StateIndex {
  private InMemoryState state = new InMemoryState(CommitId.NOTHING);
  private String groupId = "";

  /** Opens an empty index for every branch. */
  public static StateIndexes indexes() {
    return new StateIndexes() {
      @Override
      public StateIndex open(Scope scope) {
        return new InMemoryStateIndex();
      }

      @Override
      public void discard(Scope scope) {}
    };
  }

  @Override
  public String name() {
    return "index";
  }

  @Override
  public synchronized CommitId applied() {
    return state.commit();
  }

  @Override
  public CommitId durable() {
    return CommitId.NOTHING;
  }

  @Override
  public synchronized void apply(List<Group> groups) {
    InMemoryState next = state.copy();
    for (Group group : groups) {
      for (LogEntry entry : group.entries()) {
        if (entry.seq() > next.commit().seq()) {
          next.apply(entry, new CommitId(entry.seq(), group.commit().hash()));
          groupId = group.groupId();
        }
      }
    }
    state = next;
  }

  @Override
  public synchronized String appliedGroupId() {
    return groupId;
  }

  @Override
  public synchronized StateSnapshot acquire() {
    return state;
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
