package dev.tarn.lucene.graph;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.lineage.Flow;
import dev.tarn.core.lineage.LineageEdges;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All lineage edges at one view of an index. Never changes; thread safe. */
public final class LineageGraph {
  /** The graph without edges. */
  static final LineageGraph EMPTY =
      new LineageGraph(new NodeIds(new long[0], new long[0]), Adjacency.NONE, Adjacency.NONE);

  private final NodeIds ids;
  private final Adjacency downBase;
  private final Adjacency upBase;
  private final Overlay downOverlay;
  private final Overlay upOverlay;
  private final int changes;

  LineageGraph(NodeIds ids, Adjacency downBase, Adjacency upBase) {
    this(ids, downBase, upBase, Overlay.NONE, Overlay.NONE, 0);
  }

  private LineageGraph(
      NodeIds ids,
      Adjacency downBase,
      Adjacency upBase,
      Overlay downOverlay,
      Overlay upOverlay,
      int changes) {
    this.ids = ids;
    this.downBase = downBase;
    this.upBase = upBase;
    this.downOverlay = downOverlay;
    this.upOverlay = upOverlay;
    this.changes = changes;
  }

  NodeIds ids() {
    return ids;
  }

  /** Returns how many changes are not in the base. */
  int changes() {
    return changes;
  }

  /** Returns the number of edges in the base. */
  int baseEdges() {
    return downBase.neighbours().length;
  }

  /** Returns how large it is, as far as it has a base of its own. */
  public GraphSize size() {
    return new GraphSize(ids.count(), baseEdges());
  }

  /** Returns the graph after some changes; for each edge there is at most one. */
  LineageGraph with(List<LineageDelta> deltas) {
    if (deltas.isEmpty()) {
      return this;
    }
    NodeIds all = ids;
    Overlay.Builder down = new Overlay.Builder(downOverlay);
    Overlay.Builder up = new Overlay.Builder(upOverlay);
    int changed = 0;
    for (LineageDelta delta : deltas) {
      int source = all.node(delta.source());
      int target = all.node(delta.target());
      if (!delta.live() && (source == LineageEdges.NONE || target == LineageEdges.NONE)) {
        continue;
      }
      if (source == LineageEdges.NONE) {
        source = all.count();
        all = all.with(delta.source());
        target = all.node(delta.target());
      }
      if (target == LineageEdges.NONE) {
        target = all.count();
        all = all.with(delta.target());
      }
      boolean inBase = downBase.contains(source, target);
      if (down.of(source).hasEdge(target, inBase, all) == delta.live()) {
        continue;
      }
      changed++;
      down.put(source, down.of(source).with(target, delta.live(), inBase, all));
      up.put(target, up.of(target).with(source, delta.live(), inBase, all));
    }
    return new LineageGraph(all, downBase, upBase, down.build(), up.build(), changes + changed);
  }

  int count(int node, Flow flow, @Nullable AssetId after) {
    Adjacency base = flow == Flow.DOWNSTREAM ? downBase : upBase;
    NodeChanges changed = (flow == Flow.DOWNSTREAM ? downOverlay : upOverlay).of(node);
    if (after == null) {
      int inBase = base.end(node) - base.start(node);
      return changed == null ? inBase : inBase + changed.added().length - changed.removed().length;
    }
    long high = NodeIds.high(after);
    long low = NodeIds.low(after);
    int inBase = base.end(node) - base.from(node, ids.firstAfter(high, low));
    if (changed == null) {
      return inBase;
    }
    int added = changed.added().length - NodeChanges.upTo(changed.added(), high, low, ids);
    int removed = changed.removed().length - NodeChanges.upTo(changed.removed(), high, low, ids);
    return inBase + added - removed;
  }

  int read(int node, Flow flow, @Nullable AssetId after, int[] into) {
    Adjacency base = flow == Flow.DOWNSTREAM ? downBase : upBase;
    NodeChanges changed = (flow == Flow.DOWNSTREAM ? downOverlay : upOverlay).of(node);
    int next = base.start(node);
    int end = base.end(node);
    int nextAdded = 0;
    int nextRemoved = 0;
    if (after != null) {
      long high = NodeIds.high(after);
      long low = NodeIds.low(after);
      next = base.from(node, ids.firstAfter(high, low));
      if (changed != null) {
        nextAdded = NodeChanges.upTo(changed.added(), high, low, ids);
        nextRemoved = NodeChanges.upTo(changed.removed(), high, low, ids);
      }
    }
    if (changed == null) {
      int count = Math.min(into.length, end - next);
      System.arraycopy(base.neighbours(), next, into, 0, count);
      return count;
    }
    int[] added = changed.added();
    int[] removed = changed.removed();
    int count = 0;
    while (count < into.length && (next < end || nextAdded < added.length)) {
      boolean fromBase =
          nextAdded == added.length
              || (next < end && ids.compare(base.neighbours()[next], added[nextAdded]) < 0);
      if (!fromBase) {
        into[count++] = added[nextAdded++];
      } else if (nextRemoved < removed.length && base.neighbours()[next] == removed[nextRemoved]) {
        next++;
        nextRemoved++;
      } else {
        into[count++] = base.neighbours()[next++];
      }
    }
    return count;
  }

  /** Returns the edges for one walk. */
  public LineageEdges edges() {
    return new GraphEdges(this);
  }
}
