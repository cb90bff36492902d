package dev.tarn.core.lineage;

import dev.tarn.core.asset.AssetId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Edges that are looked up for some nodes at a time, and kept until the next are. */
public abstract class PreparedEdges implements LineageEdges {
  private static final Comparator<Neighbour> ORDER =
      Comparator.comparing(Neighbour::id).thenComparing(Neighbour::type);

  private final Map<Flow, Map<Integer, Neighbours>> kept = new EnumMap<>(Flow.class);

  /**
   * What one relationship leads to.
   *
   * @param type of the relationship
   */
  public record Neighbour(int node, AssetId id, String type) {}

  /** The neighbours of one node on one side, by id, with the types of their relationships. */
  private record Neighbours(List<AssetId> ids, List<Integer> nodes, List<List<String>> types) {
    static final Neighbours NONE = new Neighbours(List.of(), List.of(), List.of());

    static Neighbours of(List<Neighbour> found) {
      Neighbours all = new Neighbours(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      found.stream().sorted(ORDER).forEach(all::add);
      return all;
    }

    private void add(Neighbour next) {
      int last = ids.size() - 1;
      if (last >= 0 && ids.get(last).equals(next.id())) {
        List<String> several = new ArrayList<>(types.get(last));
        several.add(next.type());
        types.set(last, List.copyOf(several));
      } else {
        ids.add(next.id());
        nodes.add(next.node());
        types.add(List.of(next.type()));
      }
    }

    int after(@Nullable AssetId after) {
      if (after == null) {
        return 0;
      }
      int found = Collections.binarySearch(ids, after);
      return found >= 0 ? found + 1 : -found - 1;
    }
  }

  /** Keeps the neighbours of nodes on one side; others of that side are forgotten. */
  protected final void keep(Flow flow, Map<Integer, List<Neighbour>> found) {
    Map<Integer, Neighbours> neighbours = new HashMap<>();
    found.forEach((node, others) -> neighbours.put(node, Neighbours.of(others)));
    kept.put(flow, neighbours);
  }

  private Neighbours of(int node, Flow flow) {
    return kept.getOrDefault(flow, Map.of()).getOrDefault(node, Neighbours.NONE);
  }

  @Override
  public final int count(int node, Flow flow, @Nullable AssetId after) {
    Neighbours neighbours = of(node, flow);
    return neighbours.nodes().size() - neighbours.after(after);
  }

  @Override
  public final int read(int node, Flow flow, @Nullable AssetId after, int[] into) {
    Neighbours neighbours = of(node, flow);
    int from = neighbours.after(after);
    int count = Math.min(into.length, neighbours.nodes().size() - from);
    for (int i = 0; i < count; i++) {
      into[i] = neighbours.nodes().get(from + i);
    }
    return count;
  }

  @Override
  public final List<String> types(int source, int target) {
    List<String> forward = types(of(source, Flow.DOWNSTREAM), target);
    return forward.isEmpty() ? types(of(target, Flow.UPSTREAM), source) : forward;
  }

  private List<String> types(Neighbours neighbours, int other) {
    int found = Collections.binarySearch(neighbours.ids(), id(other));
    return found < 0 ? List.of() : neighbours.types().get(found);
  }
}
