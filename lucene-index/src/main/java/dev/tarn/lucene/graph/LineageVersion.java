package dev.tarn.lucene.graph;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The lineage of one view of an index, and what the next view's is made of. The graph is made when
 * it is asked for; from then on each next version has its own at once.
 *
 * <p>Thread safe; {@link #next} is called by one thread at a time, on the newest version.
 */
public final class LineageVersion {
  private final Succession succession;

  /** The version that this one continues, until this one's graph is made. */
  private @Nullable LineageVersion before;

  private final List<LineageDelta> deltas;
  private volatile @Nullable LineageGraph graph;

  /** Whether the graph is being made of the view. */
  private boolean making;

  private LineageVersion(
      Succession succession,
      @Nullable LineageVersion before,
      List<LineageDelta> deltas,
      @Nullable LineageGraph graph) {
    this.succession = succession;
    this.before = before;
    this.deltas = List.copyOf(deltas);
    this.graph = graph;
  }

  /** Reads the graph of a view. */
  @FunctionalInterface
  public interface Scan {
    LineageGraph read() throws IOException;
  }

  /**
   * Returns the first version of an index.
   *
   * @param background runs what may take seconds
   */
  public static LineageVersion first(GraphLimits limits, Executor background) {
    return new LineageVersion(new Succession(limits, background), null, List.of(), null);
  }

  /** Returns the version of the next view. */
  public LineageVersion next(List<LineageDelta> changes) {
    succession.lock();
    try {
      LineageGraph known = known();
      if (known != null) {
        return new LineageVersion(succession, null, List.of(), succession.next(known, changes));
      }
      return isComing()
          ? new LineageVersion(succession, this, changes, null)
          : new LineageVersion(succession, null, List.of(), null);
    } finally {
      succession.unlock();
    }
  }

  /** Returns the graph if it is there, or follows from one that is. */
  private @Nullable LineageGraph known() {
    List<LineageVersion> chain = new ArrayList<>();
    LineageVersion at = this;
    LineageGraph reached = at.graph;
    while (reached == null) {
      chain.add(at);
      LineageVersion earlier = at.before;
      if (earlier == null) {
        return null;
      }
      at = earlier;
      reached = at.graph;
    }
    for (LineageVersion version : chain.reversed()) {
      reached = reached.with(version.deltas);
      version.graph = reached;
      version.before = null;
    }
    return reached;
  }

  /** Returns whether a graph is being made that this one's follows from. */
  private boolean isComing() {
    LineageVersion at = this;
    for (LineageVersion earlier = before; earlier != null; earlier = at.before) {
      at = earlier;
    }
    return at.making;
  }

  /**
   * Returns the graph of this version, and makes it first if need be.
   *
   * @param scan of the same view
   */
  public LineageGraph graph(Scan scan) throws IOException {
    LineageGraph made = graph;
    if (made != null) {
      return made;
    }
    succession.startMaking();
    try {
      made = begin();
      if (made != null) {
        return made;
      }
      try {
        made = scan.read();
        return made;
      } finally {
        end(made);
      }
    } finally {
      succession.endMaking();
    }
  }

  private @Nullable LineageGraph begin() {
    succession.lock();
    try {
      LineageGraph known = known();
      if (known == null) {
        before = null;
        making = true;
      }
      return known;
    } finally {
      succession.unlock();
    }
  }

  private void end(@Nullable LineageGraph made) {
    succession.lock();
    try {
      graph = made;
      making = false;
    } finally {
      succession.unlock();
    }
  }
}
