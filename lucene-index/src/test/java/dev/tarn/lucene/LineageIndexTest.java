package dev.tarn.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.lucene.graph.GraphMaker;
import dev.tarn.testkit.EdgeLog;
import dev.tarn.testkit.InMemoryState;
import dev.tarn.testkit.LineageComparison;
import dev.tarn.testkit.RandomLog;
import dev.tarn.testkit.Seeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lineage out of an index is that of its edges, whatever the index went through. */
@ExtendWith(Seeds.class)
final class LineageIndexTest {
  private static final Scope ACME = new Scope(new TenantId("acme"), BranchName.MAIN);
  @TempDir Path root;

  /** Where edges are read from. */
  private enum From {
    MEMORY,
    FILES
  }

  private StateIndex open(From from) throws Exception {
    GraphMaker graphs =
        switch (from) {
          case MEMORY -> new GraphMaker(Runnable::run, Long.MAX_VALUE);
          case FILES -> GraphMaker.none();
        };
    StateIndex index =
        new LuceneStateIndexes(root, LuceneIndexSettings.defaults(), graphs).open(ACME);
    assertThat(index.size().orElseThrow().lineageGraph() != null).isEqualTo(from == From.MEMORY);
    return index;
  }

  /** A view that is kept while the index goes on, and what it must show. */
  private record Kept(StateSnapshot view, InMemoryState model) {}

  @ParameterizedTest
  @EnumSource
  void isThatOfTheEdgesAtEveryStep(From from, Random random) throws Exception {
    EdgeLog log = new EdgeLog(random, 40);
    InMemoryState model = new InMemoryState(CommitId.NOTHING);
    List<Group> groups = new ArrayList<>();
    List<Kept> kept = new ArrayList<>();
    StateIndex index = open(from);
    try {
      for (int step = 0; step < 60; step++) {
        Group group = log.group(1 + random.nextInt(20));
        groups.add(group);
        index.apply(List.of(group));
        group.entries().forEach(entry -> model.apply(entry, group.commit()));
        switch (random.nextInt(8)) {
          case 0 -> index.flush();
          case 1 -> {
            index.flush();
            kept.forEach(one -> one.view().close());
            kept.clear();
            index.close();
            index = open(from);
          }
          case 2 -> kept.add(new Kept(index.acquire(), model.copy()));
          case 3 -> {
            if (!kept.isEmpty()) {
              Kept one = kept.remove(random.nextInt(kept.size()));
              assertSame(one.model(), one.view(), log.assetIds(), random);
              one.view().close();
            }
          }
          default -> {
            try (StateSnapshot view = index.acquire()) {
              assertSame(model, view, log.assetIds(), random);
            }
          }
        }
      }
    } finally {
      kept.forEach(one -> one.view().close());
      index.close();
    }
    // What was not durable is applied again, as after a crash.
    try (StateIndex again = open(from)) {
      again.apply(groups);
      try (StateSnapshot view = again.acquire()) {
        assertSame(model, view, log.assetIds(), random);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void holdsForAnyLog(From from, RandomLog log, Random random) throws Exception {
    InMemoryState model = new InMemoryState(CommitId.NOTHING);
    List<AssetId> assets = new ArrayList<>();
    try (StateIndex index = open(from)) {
      for (Group group : log.groups(15, 80)) {
        index.apply(List.of(group));
        group.entries().forEach(entry -> model.apply(entry, group.commit()));
        group.entries().stream()
            .filter(entry -> AssetId.isId(entry.key()))
            .forEach(entry -> assets.add(new AssetId(entry.key())));
        try (StateSnapshot view = index.acquire()) {
          assertSame(model, view, assets, random);
        }
      }
      assertThat(assets).isNotEmpty();
    }
  }

  private static void assertSame(
      InMemoryState model, StateSnapshot view, List<AssetId> assets, Random random)
      throws Exception {
    assertThat(view.commit().seq()).isEqualTo(model.commit().seq());
    LineageComparison.assertSame(model, view.lineage(), assets, random);
  }
}
