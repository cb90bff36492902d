package dev.tarn.core.lineage;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The edges that a state lists: of any relationship types, at any commit. */
final class RelationshipEdges extends PreparedEdges {
  private final LineageState state;
  private final Set<String> types;
  private final Map<AssetId, Integer> numbers = new HashMap<>();
  private final List<AssetId> ids = new ArrayList<>();

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
    Map<Integer, List<Neighbour>> found = new HashMap<>();
    Map<RelationshipQuery, Integer> open = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      if (found.put(nodes[i], new ArrayList<>()) == null) {
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
            List<Neighbour> neighbours = found.get(node);
            if (page == null || neighbours == null) {
              throw new IllegalStateException("a state has a page for every query");
            }
            for (Relationship edge : page.items()) {
              AssetId other = flow == Flow.UPSTREAM ? edge.sourceId() : edge.targetId();
              neighbours.add(new Neighbour(node(other), other, edge.type()));
            }
            String next = page.next();
            String type = query.type();
            if (next != null && type != null) {
              rest.put(query(type, ids.get(node), flow, next), node);
            }
          });
      open = rest;
    }
    keep(flow, found);
  }

  private static RelationshipQuery query(
      String type, AssetId node, Flow flow, @Nullable String cursor) {
    return flow == Flow.UPSTREAM
        ? new RelationshipQuery(type, null, node, null, cursor, AssetQuery.MAX_LIMIT)
        : new RelationshipQuery(type, node, null, null, cursor, AssetQuery.MAX_LIMIT);
  }
}
