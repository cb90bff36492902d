package dev.tarn.lucene.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.lineage.Flow;
import dev.tarn.core.lineage.LineageEdges;
import dev.tarn.testkit.Seeds;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Graphs of successive views: what they share, what they do not, and new bases beside them. */
@ExtendWith(Seeds.class)
final class LineageVersionTest {
  private static final int ASSETS = 60;

  private record Edge(AssetId source, AssetId target) {}

  private static AssetId asset(int number) {
    return AssetId.derive("table", "t" + number);
  }

  private static LineageGraph scan(Set<Edge> edges) {
    Map<AssetId, Integer> numbers = new HashMap<>();
    for (int i = 0; i < ASSETS; i++) {
      numbers.put(asset(i), i);
    }
    GraphBuilder builder = new GraphBuilder(ASSETS, 1);
    edges.forEach(
        edge -> builder.edge(number(numbers, edge.source()), number(numbers, edge.target())));
    // Two runs, as of two segments.
    GraphBuilder.Run even = builder.run();
    GraphBuilder.Run odd = builder.run();
    for (AssetId id : new TreeSet<>(numbers.keySet())) {
      int number = number(numbers, id);
      if (builder.isEnd(number)) {
        (number % 2 == 0 ? even : odd).add(number, NodeIds.high(id), NodeIds.low(id));
      }
    }
    return builder.build();
  }

  private static int number(Map<AssetId, Integer> numbers, AssetId id) {
    Integer number = numbers.get(id);
    assertThat(number).isNotNull();
    return number;
  }

  private static void assertShows(Set<Edge> edges, LineageGraph graph, Random random) {
    LineageEdges read = graph.edges();
    int[] buffer = new int[1 + random.nextInt(8)];
    for (int i = 0; i < ASSETS; i++) {
      AssetId id = asset(i);
      for (Flow flow : Flow.values()) {
        TreeSet<AssetId> expected = new TreeSet<>();
        for (Edge edge : edges) {
          if (flow == Flow.DOWNSTREAM && edge.source().equals(id)) {
            expected.add(edge.target());
          } else if (flow == Flow.UPSTREAM && edge.target().equals(id)) {
            expected.add(edge.source());
          }
        }
        int node = read.node(id);
        if (node == LineageEdges.NONE) {
          assertThat(expected).isEmpty();
          continue;
        }
        assertThat(read.id(node)).isEqualTo(id);
        List<AssetId> found = new ArrayList<>();
        int count;
        AssetId after = null;
        do {
          assertThat(read.count(node, flow, after)).isEqualTo(expected.size() - found.size());
          count = read.read(node, flow, after, buffer);
          for (int k = 0; k < count; k++) {
            after = read.id(buffer[k]);
            found.add(after);
          }
        } while (count == buffer.length);
        assertThat(found).containsExactlyElementsOf(expected);
        // Cursors may name what is not there.
        AssetId any = asset(random.nextInt(2 * ASSETS));
        assertThat(read.count(node, flow, any)).isEqualTo(expected.tailSet(any, false).size());
      }
    }
  }

  private static List<LineageDelta> change(Set<Edge> edges, int most, Random random) {
    Map<Edge, LineageDelta> deltas = new HashMap<>();
    for (int i = random.nextInt(most); i >= 0; i--) {
      // The first are drawn most: they become hubs.
      Edge edge =
          new Edge(
              asset(random.nextInt(1 + random.nextInt(ASSETS))), asset(random.nextInt(ASSETS)));
      boolean live = random.nextInt(3) > 0;
      deltas.put(edge, new LineageDelta(edge.source(), edge.target(), live));
    }
    deltas.forEach(
        (edge, delta) -> {
          if (delta.live()) {
            edges.add(edge);
          } else {
            edges.remove(edge);
          }
        });
    return List.copyOf(deltas.values());
  }

  private static LineageVersion first(GraphLimits limits, Executor background) {
    return LineageVersion.first("main", limits, new GraphMaker(background, Long.MAX_VALUE));
  }

  private static GraphSize size(Set<Edge> edges) {
    return new GraphSize(ASSETS, edges.size());
  }

  @Test
  void eachShowsItsOwnEdges(Random random) {
    Deque<Runnable> background = new ArrayDeque<>();
    LineageVersion version = first(new GraphLimits(30, 8), background::add);
    Set<Edge> edges = new HashSet<>();
    Map<LineageVersion, Set<Edge>> kept = new HashMap<>();
    int compactions = 0;
    for (int step = 0; step < 300; step++) {
      version = version.next(change(edges, 12, random));
      Set<Edge> now = Set.copyOf(edges);
      if (step == 5) {
        assertThat(version.graph()).isEmpty();
        assertThat(version.make(size(now), () -> scan(now))).isTrue();
        background.remove().run();
      }
      if (step >= 5) {
        assertShows(now, version.graph().orElseThrow(), random);
        assertThat(version.make(size(now), () -> scan(now))).isFalse();
        if (random.nextInt(10) == 0) {
          kept.put(version, now);
        }
      }
      if (!background.isEmpty() && random.nextInt(4) == 0) {
        background.remove().run();
        compactions++;
      }
    }
    assertThat(compactions).isPositive();
    for (Map.Entry<LineageVersion, Set<Edge>> old : kept.entrySet()) {
      assertShows(old.getValue(), old.getKey().graph().orElseThrow(), random);
    }
  }

  @Test
  void compactedOverlaysAreSmallAgain(Random random) {
    LineageVersion version = first(new GraphLimits(10, 1_000_000), Runnable::run);
    Set<Edge> edges = new HashSet<>();
    assertThat(version.make(size(edges), () -> scan(Set.of()))).isTrue();
    for (int step = 0; step < 100; step++) {
      version = version.next(change(edges, 3, random));
      LineageGraph graph = version.graph().orElseThrow();
      assertThat(graph.changes()).isLessThan(20);
      assertShows(edges, graph, random);
    }
  }

  /** Views that are shown while the graph is being made get theirs without another scan. */
  @Test
  void goesOnWhileAGraphIsMade(Random random) throws Exception {
    Set<Edge> edges = new HashSet<>();
    change(edges, 20, random);
    Set<Edge> atFirst = Set.copyOf(edges);
    CountDownLatch scanning = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    LineageVersion first;
    List<LineageVersion> versions = new ArrayList<>();
    List<Set<Edge>> expected = new ArrayList<>();
    try (ExecutorService background = Executors.newVirtualThreadPerTaskExecutor()) {
      first = first(GraphLimits.defaults(), background);
      first.make(
          size(atFirst),
          () -> {
            scanning.countDown();
            await(mayEnd);
            return scan(atFirst);
          });
      scanning.await();
      LineageVersion newest = first;
      for (int i = 0; i < 5; i++) {
        newest = newest.next(change(edges, 10, random));
        versions.add(newest);
        expected.add(Set.copyOf(edges));
        assertThat(newest.graph()).isEmpty();
        assertThat(newest.make(size(edges), () -> scan(Set.of()))).isFalse();
      }
      mayEnd.countDown();
    }
    assertShows(atFirst, first.graph().orElseThrow(), random);
    for (int i = 0; i < 5; i++) {
      assertShows(expected.get(i), versions.get(i).graph().orElseThrow(), random);
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Test
  void whatCannotBeMadeIsNotTriedAgain(Random random) {
    GraphSize size = new GraphSize(ASSETS, 100);
    GraphMaker maker = new GraphMaker(Runnable::run, 2 * size.makingBytes() - 1);
    LineageVersion broken = LineageVersion.first("main", GraphLimits.defaults(), maker);
    boolean begun =
        broken.make(
            size,
            () -> {
              throw new IOException("no such file");
            });
    assertThat(begun).isTrue();
    Set<Edge> edges = new HashSet<>();
    LineageVersion next = broken.next(change(edges, 20, random));
    assertThat(next.graph()).isEmpty();
    assertThat(next.make(size, () -> scan(edges))).isFalse();
    LineageVersion other = LineageVersion.first("main", GraphLimits.defaults(), maker);
    assertThat(other.make(size, () -> scan(edges))).as("the memory is free again").isTrue();
    assertShows(edges, other.graph().orElseThrow(), random);
  }

  @Test
  void graphsTakeNoMoreThanTheyMay() {
    GraphSize size = new GraphSize(ASSETS, 100);
    GraphMaker maker = new GraphMaker(Runnable::run, size.makingBytes());
    LineageVersion one = LineageVersion.first("main", GraphLimits.defaults(), maker);
    LineageVersion other = LineageVersion.first("main", GraphLimits.defaults(), maker);
    Set<Edge> edges = Set.of(new Edge(asset(1), asset(2)));
    assertThat(one.make(size, () -> scan(edges))).isTrue();
    assertThat(other.make(size, () -> scan(edges))).isFalse();
    one.close();
    assertThat(other.make(size, () -> scan(edges))).isTrue();
  }

  @Test
  void onlyTheNewestMakesOne() {
    LineageVersion first = first(GraphLimits.defaults(), Runnable::run);
    LineageVersion next = first.next(List.of());
    assertThat(first.make(size(Set.of()), () -> scan(Set.of()))).isFalse();
    assertThat(next.make(size(Set.of()), () -> scan(Set.of()))).isTrue();
  }

  @Test
  void idsThatAreMissingAreNoticed() {
    GraphBuilder builder = new GraphBuilder(2, 1);
    builder.edge(0, 1);
    builder.run().add(0, 1, 1);
    assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
  }
}
