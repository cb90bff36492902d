package dev.tarn.core.lineage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The walk, over whatever edges there are. */
public final class BreadthFirstLineage implements LineageReader {
  private final LineageState state;
  private final LineageEdges.Opener edges;

  /**
   * @param edges of the same state
   */
  public BreadthFirstLineage(LineageState state, LineageEdges.Opener edges) {
    this.state = state;
    this.edges = edges;
  }

  /** Returns the walk over the relationships that a state lists. */
  public static BreadthFirstLineage over(LineageState state) {
    return along(state, state);
  }

  /**
   * Returns the walk along the relationships that a state lists.
   *
   * @param assets where assets are looked up, of the same commit
   */
  public static BreadthFirstLineage along(LineageState edges, LineageState assets) {
    return new BreadthFirstLineage(assets, types -> new RelationshipEdges(edges, types));
  }

  @Override
  public List<LineageAnswer> explore(List<LineageQuery> queries) throws IOException {
    Map<Set<String>, LineageEdges> opened = new HashMap<>();
    List<Exploration> all = new ArrayList<>(queries.size());
    for (LineageQuery query : queries) {
      LineageEdges graph = opened.get(query.types());
      if (graph == null) {
        graph = edges.open(query.types());
        opened.put(query.types(), graph);
      }
      String text = query.cursor();
      @Nullable LineageCursor cursor = text == null ? null : LineageCursor.read(text, query);
      all.add(new Exploration(query, cursor, Starts.of(state, query, cursor), graph));
    }
    List<Exploration> open = all;
    while (!open.isEmpty()) {
      for (Map.Entry<Set<String>, LineageEdges> graph : opened.entrySet()) {
        for (Flow flow : Flow.values()) {
          prepare(graph.getKey(), graph.getValue(), flow, open);
        }
      }
      open.forEach(Exploration::step);
      open = open.stream().filter(Exploration::isOpen).toList();
    }
    return all.stream().map(Exploration::answer).toList();
  }

  private static void prepare(
      Set<String> types, LineageEdges graph, Flow flow, List<Exploration> open) throws IOException {
    IntList frontier = new IntList();
    for (Exploration exploration : open) {
      if (exploration.types().equals(types)) {
        exploration.addFrontier(flow, frontier);
      }
    }
    if (!frontier.isEmpty()) {
      graph.prepare(frontier.toArray(0), frontier.size(), flow);
    }
  }

  @Override
  public ImpactSummary impact(ImpactQuery query, ImpactVisitor visitor) throws IOException {
    return impact(
        query, ImpactWalk.visiting(state, edges.open(query.types()), query.flow(), visitor));
  }

  @Override
  public ImpactSummary impact(ImpactQuery query) throws IOException {
    return impact(query, ImpactWalk.counting(state, edges.open(query.types()), query.flow()));
  }

  private ImpactSummary impact(ImpactQuery query, ImpactWalk walk) throws IOException {
    return walk.walk(
        Starts.all(state, query.asset(), query.level()),
        query.depth() == null ? Integer.MAX_VALUE : query.depth());
  }

  @Override
  public PathAnswer paths(PathQuery query) throws IOException {
    PathAnswer answer = new PathAnswer(List.of(), null, null);
    for (Flow flow : query.direction().flows().reversed()) {
      PathAnswer found =
          new PathSearch(edges.open(query.types()), query, flow)
              .search(
                  Starts.all(state, query.from(), query.level()),
                  Starts.all(state, query.to(), query.level()));
      if (!found.paths().isEmpty()) {
        return found;
      }
      if (found.left() != null) {
        answer = found;
      }
    }
    return answer;
  }
}
