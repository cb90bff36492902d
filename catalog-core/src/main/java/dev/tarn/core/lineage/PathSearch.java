package dev.tarn.core.lineage;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.lineage.PathAnswer.Left;
import dev.tarn.core.lineage.PathAnswer.Path;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the shortest paths on one side: from both ends, level by level, always on from the end that
 * has fewer nodes to go on from. Where the two meet is the middle of every shortest path.
 */
final class PathSearch {
  private final LineageEdges edges;
  private final PathQuery query;
  private final Flow flow;
  private final EdgeReader reader;

  PathSearch(LineageEdges edges, PathQuery query, Flow flow) {
    this.edges = edges;
    this.query = query;
    this.flow = flow;
    this.reader = new EdgeReader(edges);
  }

  /** What was found from one end. */
  private final class End {
    private final Flow flow;
    private final NodeNumbers distances = new NodeNumbers();
    private IntList level = new IntList();
    private int distance;

    End(Flow flow, List<AssetId> starts) {
      this.flow = flow;
      for (AssetId start : starts) {
        int node = edges.node(start);
        if (node != LineageEdges.NONE && distances.putIfAbsent(node, 0)) {
          level.add(node);
        }
      }
    }

    /** Goes one edge further; false if there are too many nodes. */
    boolean step(End other) throws IOException {
      IntList next = new IntList();
      int reached = distance + 1;
      boolean whole =
          reader.read(
              level,
              flow,
              (node, neighbour) -> {
                if (distances.putIfAbsent(neighbour, reached)) {
                  next.add(neighbour);
                }
                return distances.size() + other.distances.size() <= LineageLimits.MAX_PATH_NODES;
              });
      level = next;
      distance = reached;
      return whole;
    }

    /** Returns whether a longer path could be. */
    boolean leadsOn() throws IOException {
      return !reader.read(level, flow, (node, neighbour) -> false);
    }

    IntList meeting(End other) {
      IntList meeting = new IntList();
      for (int i = 0; i < level.size(); i++) {
        if (other.distances.contains(level.get(i))) {
          meeting.add(level.get(i));
        }
      }
      return meeting;
    }
  }

  PathAnswer search(List<AssetId> from, List<AssetId> to) throws IOException {
    List<AssetId> same = from.stream().filter(Set.copyOf(to)::contains).toList();
    if (!same.isEmpty()) {
      List<Path> paths =
          same.stream().limit(query.paths()).map(id -> new Path(List.of(id), List.of())).toList();
      return new PathAnswer(paths, flow, paths.size() < same.size() ? Left.PATHS : null);
    }
    End first = new End(flow, from);
    End last = new End(flow.opposite(), to);
    IntList meeting = first.meeting(last);
    while (meeting.isEmpty()) {
      if (first.level.isEmpty() || last.level.isEmpty()) {
        return none(null);
      }
      if (first.distance + last.distance == query.depth()) {
        return none(first.leadsOn() && last.leadsOn() ? Left.DEPTH : null);
      }
      boolean onFromFirst = first.level.size() <= last.level.size();
      End nearer = onFromFirst ? first : last;
      End farther = onFromFirst ? last : first;
      if (!nearer.step(farther)) {
        return none(Left.NODES);
      }
      meeting = nearer.meeting(farther);
    }
    return paths(first, last, meeting);
  }

  private static PathAnswer none(@Nullable Left left) {
    return new PathAnswer(List.of(), null, left);
  }

  private PathAnswer paths(End first, End last, IntList meeting) throws IOException {
    int length = first.distance + last.distance;
    List<IntList> steps = new ArrayList<>();
    for (int i = 0; i <= length; i++) {
      steps.add(new IntList());
    }
    // Every node that is on a shortest path, by its place on it.
    NodeNumbers places = new NodeNumbers();
    for (int i = 0; i < meeting.size(); i++) {
      places.putIfAbsent(meeting.get(i), first.distance);
      steps.get(first.distance).add(meeting.get(i));
    }
    for (int place = first.distance; place > 0; place--) {
      mark(steps, place, place - 1, flow.opposite(), first.distances, place - 1, places);
    }
    for (int place = first.distance; place < length; place++) {
      mark(steps, place, place + 1, flow, last.distances, length - place - 1, places);
    }
    List<Path> found = new ArrayList<>();
    Map<Integer, List<Integer>> following = following(steps, places);
    Deque<Integer> walked = new ArrayDeque<>();
    IntList starts = steps.getFirst();
    for (int i = 0; i < starts.size() && found.size() <= query.paths(); i++) {
      follow(starts.get(i), length, following, walked, found);
    }
    boolean more = found.size() > query.paths();
    return new PathAnswer(
        more ? found.subList(0, query.paths()) : found, flow, more ? Left.PATHS : null);
  }

  private void mark(
      List<IntList> steps,
      int from,
      int to,
      Flow way,
      NodeNumbers distances,
      int distance,
      NodeNumbers places)
      throws IOException {
    reader.read(
        steps.get(from),
        way,
        (node, neighbour) -> {
          if (distances.get(neighbour) == distance && places.putIfAbsent(neighbour, to)) {
            steps.get(to).add(neighbour);
          }
          return true;
        });
  }

  /** Returns where paths go on from each node; no more of it than the answer can need. */
  private Map<Integer, List<Integer>> following(List<IntList> steps, NodeNumbers places)
      throws IOException {
    Map<Integer, List<Integer>> following = new HashMap<>();
    for (IntList step : steps.subList(0, steps.size() - 1)) {
      reader.read(
          step,
          flow,
          (node, neighbour) -> {
            if (places.get(neighbour) == places.get(node) + 1) {
              List<Integer> others = following.computeIfAbsent(node, any -> new ArrayList<>());
              if (others.size() <= query.paths()) {
                others.add(neighbour);
              }
            }
            return true;
          });
    }
    return following;
  }

  private void follow(
      int node,
      int left,
      Map<Integer, List<Integer>> following,
      Deque<Integer> walked,
      List<Path> found)
      throws IOException {
    walked.addLast(node);
    if (left == 0) {
      found.add(path(List.copyOf(walked)));
    } else {
      for (int next : following.getOrDefault(node, List.of())) {
        if (found.size() <= query.paths()) {
          follow(next, left - 1, following, walked, found);
        }
      }
    }
    walked.removeLast();
  }

  private Path path(List<Integer> nodes) throws IOException {
    List<AssetId> ids = nodes.stream().map(edges::id).toList();
    int[] all = nodes.stream().mapToInt(Integer::intValue).toArray();
    edges.prepare(all, all.length, Flow.DOWNSTREAM);
    List<LineageEdge> steps = new ArrayList<>();
    for (int i = 1; i < all.length; i++) {
      int source = flow == Flow.DOWNSTREAM ? i - 1 : i;
      int target = flow == Flow.DOWNSTREAM ? i : i - 1;
      for (String type : edges.types(all[source], all[target])) {
        steps.add(new LineageEdge(type, ids.get(source), ids.get(target)));
      }
    }
    return new Path(ids, steps);
  }
}
