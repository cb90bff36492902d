package dev.tarn.testkit;

import dev.tarn.core.catalog.StateIndexes;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.state.StateSource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An index in memory: nothing survives it. What is adopted is what is opened next. */
public final class InMemoryStateIndex implements StateIndex {
  private InMemoryState state = new InMemoryState(CommitId.NOTHING);
  private String groupId = "";

  /** Opens an empty index for every branch. */
  public static StateIndexes indexes() {
    return new InMemoryIndexes();
  }

  private static final class InMemoryIndexes implements StateIndexes {
    private final Map<Scope, InMemoryStateIndex> adopted = new ConcurrentHashMap<>();

    @Override
    public StateIndex open(Scope scope) {
      InMemoryStateIndex index = new InMemoryStateIndex();
      InMemoryStateIndex found = adopted.get(scope);
      if (found != null) {
        synchronized (found) {
          index.state = found.state;
          index.groupId = found.groupId;
        }
      }
      return index;
    }

    @Override
    public void discard(Scope scope) {
      adopted.remove(scope);
    }

    @Override
    public StateIndex build(Scope scope, StateSource source, BuildProgress progress)
        throws IOException {
      InMemoryStateIndex index = new InMemoryStateIndex();
      index.state = InMemoryState.of(source);
      index.groupId = source.groupId();
      return index;
    }

    @Override
    public void adopt(Scope scope, StateIndex built) {
      adopted.put(scope, (InMemoryStateIndex) built);
    }
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
