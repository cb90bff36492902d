package dev.tarn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.lineage.BreadthFirstLineage;
import dev.tarn.core.lineage.Flow;
import dev.tarn.core.lineage.ImpactNode;
import dev.tarn.core.lineage.ImpactQuery;
import dev.tarn.core.lineage.ImpactSummary;
import dev.tarn.core.lineage.LineageAnswer;
import dev.tarn.core.lineage.LineageDirection;
import dev.tarn.core.lineage.LineageEdge;
import dev.tarn.core.lineage.LineageLevel;
import dev.tarn.core.lineage.LineageLimits;
import dev.tarn.core.lineage.LineageNode;
import dev.tarn.core.lineage.LineageQuery;
import dev.tarn.core.lineage.LineageReader;
import dev.tarn.core.lineage.PathAnswer;
import dev.tarn.core.lineage.PathQuery;
import dev.tarn.core.lineage.Truncation;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.RelationshipQuery;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares what a reader of lineage says with what follows, step by step, from the edges. */
public final class LineageComparison {
  private static final int QUESTIONS = 12;
  private static final List<LineageDirection> DIRECTIONS = List.of(LineageDirection.values());

  private final InMemoryState model;
  private final LineageReader listed;
  private final LineageReader actual;
  private final Random random;
  private final Map<String, Map<AssetId, TreeSet<AssetId>>> edges = new HashMap<>();

  private LineageComparison(InMemoryState model, LineageReader actual, Random random) {
    this.model = model;
    this.listed = BreadthFirstLineage.over(model);
    this.actual = actual;
    this.random = random;
    String cursor = null;
    do {
      var page = model.list(new RelationshipQuery(null, null, null, null, cursor, 1_000));
      for (Relationship edge : page.items()) {
        neighbours(edge.type(), Flow.DOWNSTREAM, edge.sourceId()).add(edge.targetId());
        neighbours(edge.type(), Flow.UPSTREAM, edge.targetId()).add(edge.sourceId());
      }
      cursor = page.next();
    } while (cursor != null);
  }

  private Set<AssetId> neighbours(String type, Flow flow, AssetId of) {
    return edges
        .computeIfAbsent(type + flow, any -> new HashMap<>())
        .computeIfAbsent(of, any -> new TreeSet<>());
  }

  private Set<AssetId> neighbours(Set<String> types, Flow flow, AssetId of) {
    Set<AssetId> all = new TreeSet<>();
    types.forEach(type -> all.addAll(neighbours(type, flow, of)));
    return all;
  }

  /** Asks some questions about some of the assets, and fails at the first answer that is wrong. */
  public static void assertSame(
      InMemoryState model, LineageReader actual, List<AssetId> assets, Random random)
      throws IOException {
    LineageComparison comparison = new LineageComparison(model, actual, random);
    for (int i = 0; i < QUESTIONS && !assets.isEmpty(); i++) {
      comparison.ask(
          assets.get(random.nextInt(assets.size())), assets.get(random.nextInt(assets.size())));
    }
  }

  private void ask(AssetId asset, AssetId other) throws IOException {
    LineageLevel level = random.nextInt(4) == 0 ? LineageLevel.COLUMN : LineageLevel.ASSET;
    Set<String> types =
        random.nextInt(4) == 0 ? Set.of("lineage", "foreign-key") : LineageLimits.DEFAULT_TYPES;
    LineageDirection direction = DIRECTIONS.get(random.nextInt(DIRECTIONS.size()));
    LineageQuery cut =
        new LineageQuery(
            asset,
            direction,
            level,
            types,
            1 + random.nextInt(4),
            1 + random.nextInt(4),
            1 + random.nextInt(12),
            null);
    LineageQuery whole =
        new LineageQuery(
            asset, direction, level, types, LineageLimits.MAX_DEPTH, 10_000, 10_000, null);
    assertEquals(
        listed.explore(List.of(cut, whole)).stream().map(LineageComparison::comparable).toList(),
        actual.explore(List.of(cut, whole)).stream().map(LineageComparison::comparable).toList());
    explore(whole);
    followEveryCursor(cut);
    for (Flow flow : direction.flows()) {
      impact(new ImpactQuery(asset, flow, level, types, random.nextBoolean() ? null : 2));
    }
    paths(new PathQuery(asset, other, direction, level, types, 1 + random.nextInt(6), 3));
  }

  /** Returns an answer without the cursor of a list: every store has its own. */
  private static LineageAnswer comparable(LineageAnswer answer) {
    Truncation columns = answer.columns();
    return columns == null
        ? answer
        : new LineageAnswer(
            answer.nodes(),
            answer.edges(),
            new Truncation(columns.flow(), columns.reason(), columns.more(), ""));
  }

  private List<AssetId> starts(AssetId asset, LineageLevel level) {
    Asset state = model.assets(List.of(asset)).get(asset);
    if (level == LineageLevel.ASSET || (state != null && state.type().equals("column"))) {
      return List.of(asset);
    }
    return model
        .list(AssetQuery.childrenOf(asset, "column", null, AssetQuery.MAX_LIMIT))
        .items()
        .stream()
        .map(Asset::id)
        .toList();
  }

  /** Returns how far away everything is. */
  private Map<AssetId, Integer> depths(List<AssetId> starts, Set<String> types, Flow flow) {
    Map<AssetId, Integer> depths = new TreeMap<>();
    Deque<AssetId> open = new ArrayDeque<>(starts);
    starts.forEach(start -> depths.put(start, 0));
    while (!open.isEmpty()) {
      AssetId at = open.remove();
      int depth = Objects.requireNonNull(depths.get(at));
      for (AssetId next : neighbours(types, flow, at)) {
        if (depths.putIfAbsent(next, depth + 1) == null) {
          open.add(next);
        }
      }
    }
    return depths;
  }

  private Set<LineageEdge> edgesFrom(Set<AssetId> nodes, Set<String> types, Flow flow) {
    Set<LineageEdge> found = new HashSet<>();
    for (String type : types) {
      for (AssetId node : nodes) {
        for (AssetId next : neighbours(type, flow, node)) {
          found.add(
              flow == Flow.DOWNSTREAM
                  ? new LineageEdge(type, node, next)
                  : new LineageEdge(type, next, node));
        }
      }
    }
    return found;
  }

  private void explore(LineageQuery query) throws IOException {
    LineageAnswer answer = actual.explore(query);
    assertTrue(answer.complete(), "nothing is left out");
    Set<LineageEdge> expectedEdges = new HashSet<>();
    List<AssetId> starts = starts(query.asset(), query.level());
    for (Flow flow : query.direction().flows()) {
      Map<AssetId, Integer> expected = depths(starts, query.types(), flow);
      expectedEdges.addAll(edgesFrom(expected.keySet(), query.types(), flow));
      Map<AssetId, Integer> found = new TreeMap<>();
      int last = 0;
      for (LineageNode node : answer.nodes()) {
        if (node.flow() == null || node.flow() == flow) {
          assertEquals(null, found.put(node.id(), node.depth()), "each node once");
          assertTrue(node.depth() >= last, "nearest first");
          last = node.depth();
        }
      }
      assertEquals(expected, found);
    }
    assertEquals(expectedEdges, new HashSet<>(answer.edges()));
  }

  /** What is left out is found where the cursors lead, and in the end nothing is left out. */
  private void followEveryCursor(LineageQuery query) throws IOException {
    Map<Flow, Set<AssetId>> nodes = new HashMap<>();
    Set<LineageEdge> found = new HashSet<>();
    Set<AssetId> seenStarts = new HashSet<>();
    Deque<@Nullable String> open = new ArrayDeque<>(List.of(""));
    Set<String> followed = new HashSet<>();
    while (!open.isEmpty()) {
      String cursor = open.remove();
      LineageQuery part =
          new LineageQuery(
              query.asset(),
              query.direction(),
              query.level(),
              query.types(),
              query.depth(),
              query.fanOut(),
              Math.max(2, query.nodes()),
              cursor.isEmpty() ? null : cursor);
      LineageAnswer answer = actual.explore(part);
      assertTrue(answer.nodes().size() <= part.nodes(), "no more nodes than the query allows");
      found.addAll(answer.edges());
      List<Truncation> truncations = new ArrayList<>();
      if (answer.columns() != null) {
        truncations.add(answer.columns());
      }
      for (LineageNode node : answer.nodes()) {
        truncations.addAll(node.truncations());
        if (node.flow() != null) {
          nodes.computeIfAbsent(node.flow(), any -> new HashSet<>()).add(node.id());
        } else {
          seenStarts.add(node.id());
        }
      }
      for (Truncation truncation : truncations) {
        assertTrue(truncation.more() > 0);
        // A cycle leads to the same rest again.
        if (followed.add(restOf(truncation.cursor()))) {
          open.add(truncation.cursor());
        }
      }
    }
    List<AssetId> starts = starts(query.asset(), query.level());
    assertTrue(seenStarts.containsAll(starts));
    for (Flow flow : query.direction().flows()) {
      Set<AssetId> expected = depths(starts, query.types(), flow).keySet();
      Set<AssetId> reached = new HashSet<>(nodes.getOrDefault(flow, Set.of()));
      reached.addAll(starts);
      assertEquals(Set.copyOf(expected), reached);
      assertTrue(found.containsAll(edgesFrom(expected, query.types(), flow)));
    }
  }

  /** Returns a cursor without the depth that its node had. */
  private static String restOf(String cursor) {
    byte[] bytes = java.util.Base64.getUrlDecoder().decode(cursor);
    for (int i = 5; i < Math.min(9, bytes.length); i++) {
      bytes[i] = 0;
    }
    return java.util.Base64.getEncoder().encodeToString(bytes);
  }

  private void impact(ImpactQuery query) throws IOException {
    List<AssetId> starts = starts(query.asset(), query.level());
    Map<AssetId, Integer> expected = depths(starts, query.types(), query.flow());
    starts.forEach(expected::remove);
    Integer limit = query.depth();
    if (limit != null) {
      expected.values().removeIf(depth -> depth > limit);
    }
    // A log may have edges whose ends are deleted; deleted assets never appear.
    expected
        .keySet()
        .removeIf(
            id -> {
              Asset asset = model.assets(List.of(id)).get(id);
              return asset == null || asset.isDeleted();
            });
    Map<AssetId, Integer> found = new TreeMap<>();
    List<ImpactNode> inOrder = new ArrayList<>();
    ImpactSummary summary =
        actual.impact(
            query,
            page -> {
              inOrder.addAll(page);
              page.forEach(node -> found.put(node.asset().id(), node.depth()));
            });
    assertEquals(expected, found);
    assertEquals(expected.size(), inOrder.size(), "each asset once");
    assertEquals(expected.size(), summary.assets());
    assertEquals(
        expected.size(),
        summary.byType().groups().stream().mapToLong(ImpactSummary.Group::count).sum());
    assertEquals(
        expected.keySet().stream()
            .filter(id -> owned(Objects.requireNonNull(model.assets(List.of(id)).get(id))))
            .count(),
        summary.assets() - summary.byOwner().without());
    assertEquals(listed.impact(query), summary);
    assertEquals(summary, actual.impact(query));
  }

  private static boolean owned(Asset asset) {
    return !asset.owners().isEmpty();
  }

  private void paths(PathQuery query) throws IOException {
    PathAnswer answer = actual.paths(query);
    assertEquals(listed.paths(query), answer);
    List<AssetId> from = starts(query.from(), query.level());
    List<AssetId> to = starts(query.to(), query.level());
    for (Flow flow : query.direction().flows().reversed()) {
      Set<List<AssetId>> expected = shortest(from, Set.copyOf(to), query, flow);
      if (!expected.isEmpty()) {
        assertEquals(flow, answer.flow());
        assertEquals(Math.min(query.paths(), expected.size()), answer.paths().size());
        assertEquals(expected.size() > query.paths() ? PathAnswer.Left.PATHS : null, answer.left());
        for (PathAnswer.Path path : answer.paths()) {
          assertTrue(expected.contains(path.nodes()), "a shortest path");
          assertTrue(path.edges().size() >= path.length());
        }
        assertEquals(
            answer.paths().size(),
            answer.paths().stream().map(PathAnswer.Path::nodes).distinct().count());
        return;
      }
    }
    assertEquals(List.of(), answer.paths());
  }

  /** Returns every path of the shortest length, from level to level. */
  private Set<List<AssetId>> shortest(
      List<AssetId> from, Set<AssetId> to, PathQuery query, Flow flow) {
    Map<AssetId, Integer> depths = depths(from, query.types(), flow);
    int length =
        to.stream()
            .filter(depths::containsKey)
            .mapToInt(depths::get)
            .min()
            .orElse(Integer.MAX_VALUE);
    if (length > query.depth()) {
      return Set.of();
    }
    Set<List<AssetId>> paths = new HashSet<>();
    from.stream().distinct().forEach(start -> paths.add(List.of(start)));
    for (int step = 1; step <= length; step++) {
      Set<List<AssetId>> longer = new HashSet<>();
      for (List<AssetId> path : paths) {
        for (AssetId next : neighbours(query.types(), flow, path.getLast())) {
          if (Objects.equals(depths.get(next), step)) {
            List<AssetId> more = new ArrayList<>(path);
            more.add(next);
            longer.add(more);
          }
        }
      }
      paths.clear();
      paths.addAll(longer);
    }
    paths.removeIf(path -> !to.contains(path.getLast()));
    return paths;
  }
}
