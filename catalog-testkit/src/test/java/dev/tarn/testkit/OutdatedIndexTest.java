package dev.tarn.testkit;

import static dev.tarn.testkit.TestCatalog.ADMIN;
import static dev.tarn.testkit.TestCatalog.upsert;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.catalog.StateIndexes;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.state.StateSource;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An index that lacks what is asked now serves until one that has it takes its place. */
final class OutdatedIndexTest {
  /** Opens indexes that are outdated, and builds such that are not. */
  private static final class ChangedSettings implements StateIndexes {
    private final StateIndexes indexes = InMemoryStateIndex.indexes();
    private final AtomicInteger adoptions = new AtomicInteger();

    @Override
    public StateIndex open(Scope scope) throws IOException {
      return new Outdated(indexes.open(scope));
    }

    @Override
    public void discard(Scope scope) throws IOException {
      indexes.discard(scope);
    }

    @Override
    public StateIndex build(Scope scope, StateSource source, BuildProgress progress)
        throws IOException {
      return indexes.build(scope, source, progress);
    }

    @Override
    public void adopt(Scope scope, StateIndex built) throws IOException {
      indexes.adopt(scope, built);
      adoptions.incrementAndGet();
    }
  }

  private record Outdated(StateIndex index) implements StateIndex {
    @Override
    public boolean isOutdated() {
      return true;
    }

    @Override
    public String name() {
      return index.name();
    }

    @Override
    public CommitId applied() {
      return index.applied();
    }

    @Override
    public CommitId durable() {
      return index.durable();
    }

    @Override
    public void apply(List<Group> groups) throws IOException {
      index.apply(groups);
    }

    @Override
    public String appliedGroupId() {
      return index.appliedGroupId();
    }

    @Override
    public StateSnapshot acquire() throws IOException {
      return index.acquire();
    }

    @Override
    public void flush() throws IOException {
      index.flush();
    }

    @Override
    public void close() throws IOException {
      index.close();
    }
  }

  @Test
  void itIsRebuiltWhenItsBranchOpens() throws Exception {
    ChangedSettings indexes = new ChangedSettings();
    try (TestCatalog test = new TestCatalog(new InMemoryCatalogStore(), indexes)) {
      test.submit(upsert("table", "a"));
      await().until(() -> indexes.adoptions.get() == 1);
      test.submit(upsert("table", "b"));
      try (StateSnapshot view = test.state()) {
        assertEquals(2, view.assetCounts().get("table"));
      }
      assertTrue(
          test.catalog.indexes().status(ADMIN, Scope.DEFAULT).failure().isEmpty(),
          "the index follows");
    }
    assertEquals(1, indexes.adoptions.get());
  }
}
