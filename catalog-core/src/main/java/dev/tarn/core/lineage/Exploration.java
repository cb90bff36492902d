package dev.tarn.core.lineage;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.lineage.Truncation.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One answer in the making: a walk on each side, level by level in turn. */
final class Exploration {
  private final LineageQuery query;
  private final LineageEdges edges;
  private final int[] buffer;
  private final int baseDepth;
  private final Starts starts;
  private final Map<AssetId, List<Truncation>> atStarts = new HashMap<>();
  private final List<Walk> walks = new ArrayList<>();
  private final List<LineageNode> nodes = new ArrayList<>();
  private final List<LineageEdge> shown = new ArrayList<>();

  /** How many more nodes the answer may have. */
  private int room;

  /**
   * @param cursor what the query's cursor says
   */
  Exploration(
      LineageQuery query, @Nullable LineageCursor cursor, Starts starts, LineageEdges edges) {
    this.query = query;
    this.edges = edges;
    this.starts = starts;
    this.buffer = new int[query.fanOut()];
    this.room = Math.max(0, query.nodes() - starts.ids().size());
    if (cursor instanceof LineageCursor.Neighbours here) {
      this.baseDepth = here.depth();
      walks.add(new Walk(here.flow(), here.after()));
    } else {
      this.baseDepth = 0;
      query.direction().flows().forEach(flow -> walks.add(new Walk(flow, null)));
    }
  }

  /** One side. */
  private final class Walk {
    private final Flow flow;
    private final @Nullable AssetId afterAtStart;
    private final NodeNumbers ordinals = new NodeNumbers();
    private final IntList found = new IntList();
    private final List<AssetId> ids = new ArrayList<>();
    private final int startCount;
    private int next;
    private int level;

    Walk(Flow flow, @Nullable AssetId afterAtStart) {
      this.flow = flow;
      this.afterAtStart = afterAtStart;
      for (AssetId start : starts.ids()) {
        int node = edges.node(start);
        if (node != LineageEdges.NONE) {
          add(node, start);
        }
      }
      this.startCount = found.size();
    }

    private void add(int node, AssetId id) {
      ordinals.putIfAbsent(node, found.size());
      found.add(node);
      ids.add(id);
    }

    boolean isOpen() {
      return next < found.size();
    }

    void step() {
      int end = found.size();
      for (; next < end; next++) {
        List<Truncation> truncations =
            level == query.depth() ? unexpanded(next) : expand(next, found.get(next));
        if (next < startCount) {
          atStarts.computeIfAbsent(ids.get(next), any -> new ArrayList<>()).addAll(truncations);
        } else {
          nodes.add(new LineageNode(ids.get(next), flow, baseDepth + level, truncations));
        }
      }
      level++;
    }

    private @Nullable AssetId after(int ordinal) {
      return ordinal < startCount ? afterAtStart : null;
    }

    private List<Truncation> unexpanded(int ordinal) {
      return truncated(ordinal, Reason.DEPTH, after(ordinal));
    }

    private List<Truncation> expand(int ordinal, int node) {
      AssetId last = after(ordinal);
      int count = edges.read(node, flow, last, buffer);
      for (int i = 0; i < count; i++) {
        int other = buffer[i];
        int known = ordinals.get(other);
        if (known == NodeNumbers.ABSENT) {
          if (room == 0) {
            return truncated(ordinal, Reason.NODES, last);
          }
          room--;
          known = found.size();
          add(other, edges.id(other));
        }
        show(node, ids.get(ordinal), other, ids.get(known));
        last = ids.get(known);
      }
      return count < buffer.length ? List.of() : truncated(ordinal, Reason.FAN_OUT, last);
    }

    private void show(int from, AssetId fromId, int to, AssetId toId) {
      boolean up = flow == Flow.UPSTREAM;
      for (String type : up ? edges.types(to, from) : edges.types(from, to)) {
        shown.add(new LineageEdge(type, up ? toId : fromId, up ? fromId : toId));
      }
    }

    private List<Truncation> truncated(int ordinal, Reason reason, @Nullable AssetId after) {
      int more = edges.count(found.get(ordinal), flow, after);
      if (more == 0) {
        return List.of();
      }
      String cursor =
          new LineageCursor.Neighbours(flow, baseDepth + level, ids.get(ordinal), after)
              .write(query);
      return List.of(new Truncation(flow, reason, more, cursor));
    }
  }

  Set<String> types() {
    return query.types();
  }

  boolean isOpen() {
    return walks.stream().anyMatch(Walk::isOpen);
  }

  /** Adds the nodes whose neighbours the next step on a side reads. */
  void addFrontier(Flow flow, IntList frontier) {
    for (Walk walk : walks) {
      if (walk.flow == flow) {
        for (int i = walk.next; i < walk.found.size(); i++) {
          frontier.add(walk.found.get(i));
        }
      }
    }
  }

  /** Goes one edge further on each side. */
  void step() {
    walks.forEach(Walk::step);
  }

  LineageAnswer answer() {
    List<LineageNode> all = new ArrayList<>(starts.ids().size() + nodes.size());
    for (AssetId start : starts.ids()) {
      all.add(new LineageNode(start, null, baseDepth, atStarts.getOrDefault(start, List.of())));
    }
    all.addAll(nodes);
    return new LineageAnswer(all, shown, starts.left());
  }
}
