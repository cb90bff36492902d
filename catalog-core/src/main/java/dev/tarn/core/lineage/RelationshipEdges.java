package dev.tarn.core.lineage;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The edges that a state lists: of any relationship types, at any commit. */
final class RelationshipEdges implements LineageEdges {
  /** The neighbours of one node on one side, by id, with the types of their relationships. */
  private record Neighbours(List<AssetId> ids, List<Integer> nodes, List<List<String>> types) {
    static final Neighbours NONE = new Neighbours(List.of(), List.of(), List.of());

    int after(@Nullable AssetId after) {
      if (after == null) {
        return 0;
      }
      int found = Collections.binarySearch(ids, after);
      return found >= 0 ? found + 1 : -found - 1;
    }
  }

  private final LineageState state;
  private final Set<String> types;
  private final Map<AssetId, Integer> numbers = new HashMap<>();
  private final List<AssetId> ids = new ArrayList<>();
  private final Map<Flow, Map<Integer, Neighbours>> loaded = new EnumMap<>(Flow.class);

  RelationshipEdges(LineageState state, Set<String> types) {
    this.state = state;
    this.types = new TreeSet<>(types);
  }

  @Override
  public int node(AssetId id) {
    Integer known = numbers.get(id);
    if (known != null) {
      return known;
    }
    int node = ids.size();
    numbers.put(id, node);
    ids.add(id);
    return node;
  }

  @Override
  public AssetId id(int node) {
    return ids.get(node);
  }

  @Override
  public void prepare(int[] nodes, int count, Flow flow) throws IOException {
    Map<Integer, Map<AssetId, Set<String>>> found = new HashMap<>();
    Map<RelationshipQuery, Integer> open = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      if (found.put(nodes[i], new TreeMap<>()) == null) {
        for (String type : types) {
          open.put(query(type, ids.get(nodes[i]), flow, null), nodes[i]);
        }
      }
    }
    while (!open.isEmpty()) {
      Map<RelationshipQuery, Page<Relationship>> pages = state.relationshipPages(open.keySet());
      Map<RelationshipQuery, Integer> rest = new LinkedHashMap<>();
      open.forEach(
          (query, node) -> {
            Page<Relationship> page = pages.get(query);
            Map<AssetId, Set<String>> neighbours = found.get(node);
            if (page == null || neighbours == null) {
              throw new IllegalStateException("a state has a page for every query");
            }
            for (Relationship edge : page.items()) {
              AssetId other = flow == Flow.UPSTREAM ? edge.sourceId() : edge.targetId();
              neighbours.computeIfAbsent(other, any -> new TreeSet<>()).add(edge.type());
            }
            String next = page.next();
            String type = query.type();
            if (next != null && type != null) {
              rest.put(query(type, ids.get(node), flow, next), node);
            }
          });
      open = rest;
    }
    Map<Integer, Neighbours> neighbours = new HashMap<>();
    found.forEach((node, others) -> neighbours.put(node, neighbours(others)));
    loaded.put(flow, neighbours);
  }

  private static RelationshipQuery query(
      String type, AssetId node, Flow flow, @Nullable String cursor) {
    return flow == Flow.UPSTREAM
        ? new RelationshipQuery(type, null, node, null, cursor, AssetQuery.MAX_LIMIT)
        : new RelationshipQuery(type, node, null, null, cursor, AssetQuery.MAX_LIMIT);
  }

  private Neighbours neighbours(Map<AssetId, Set<String>> others) {
    List<Integer> nodes = others.keySet().stream().map(this::node).toList();
    return new Neighbours(
        List.copyOf(others.keySet()),
        nodes,
        others.values().stream().<List<String>>map(List::copyOf).toList());
  }

  private Neighbours of(int node, Flow flow) {
    return loaded.getOrDefault(flow, Map.of()).getOrDefault(node, Neighbours.NONE);
  }

  @Override
  public int count(int node, Flow flow, @Nullable AssetId after) {
    Neighbours neighbours = of(node, flow);
    return neighbours.nodes().size() - neighbours.after(after);
  }

  @Override
  public int read(int node, Flow flow, @Nullable AssetId after, int[] into) {
    Neighbours neighbours = of(node, flow);
    int from = neighbours.after(after);
    int count = Math.min(into.length, neighbours.nodes().size() - from);
    for (int i = 0; i < count; i++) {
      into[i] = neighbours.nodes().get(from + i);
    }
    return count;
  }

  @Override
  public List<String> types(int source, int target) {
    List<String> forward = types(of(source, Flow.DOWNSTREAM), target);
    return forward.isEmpty() ? types(of(target, Flow.UPSTREAM), source) : forward;
  }

  private List<String> types(Neighbours neighbours, int other) {
    int found = Collections.binarySearch(neighbours.ids(), ids.get(other));
    return found < 0 ? List.of() : neighbours.types().get(found);
  }
}
