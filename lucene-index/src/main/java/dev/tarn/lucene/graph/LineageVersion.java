package dev.tarn.lucene.graph;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lineage of one view of an index, and what the next view's is made of. A graph is made beside
 * those who read; from then on each next version has its own at once.
 *
 * <p>Thread safe; {@link #next} is called by one thread at a time, on the newest version.
 */
public final class LineageVersion {
  private static final Logger LOG = LoggerFactory.getLogger(LineageVersion.class);

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
   * @param index its name, for people
   */
  public static LineageVersion first(String index, GraphLimits limits, GraphMaker maker) {
    Succession succession = new Succession(index, limits, maker);
    LineageVersion first = new LineageVersion(succession, null, List.of(), null);
    succession.newest(first);
    return first;
  }

  /** Returns the version of the next view. */
  public LineageVersion next(List<LineageDelta> changes) {
    succession.lock();
    try {
      LineageVersion next = after(changes);
      succession.newest(next);
      return next;
    } finally {
      succession.unlock();
    }
  }

  private LineageVersion after(List<LineageDelta> changes) {
    LineageGraph known = known();
    if (known != null) {
      return new LineageVersion(succession, null, List.of(), succession.next(known, changes));
    }
    return isComing()
        ? new LineageVersion(succession, this, changes, null)
        : new LineageVersion(succession, null, List.of(), null);
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

  /** Returns the graph of this version, if it is made. */
  public Optional<LineageGraph> graph() {
    LineageGraph made = graph;
    if (made != null) {
      return Optional.of(made);
    }
    succession.lock();
    try {
      return Optional.ofNullable(known());
    } finally {
      succession.unlock();
    }
  }

  /**
   * Lets the graph be made in the background, unless it is there or coming, another version is
   * newer, or there is not enough memory.
   *
   * @param size about what it will have
   * @param scan of the same view
   * @return whether the scan will be read from
   */
  public boolean make(GraphSize size, Scan scan) {
    succession.lock();
    try {
      if (known() != null || isComing() || !succession.begin(this, size)) {
        return false;
      }
      before = null;
      making = true;
    } finally {
      succession.unlock();
    }
    succession.run(() -> read(scan));
    return true;
  }

  private void read(Scan scan) {
    long start = System.nanoTime();
    LineageGraph made = null;
    try {
      made = scan.read();
      (made.size().edges() == 0 ? LOG.atDebug() : LOG.atInfo())
          .setMessage("The lineage graph is made")
          .addKeyValue("index", succession.index())
          .addKeyValue("assets", made.size().nodes())
          .addKeyValue("edges", made.size().edges())
          .addKeyValue("millis", millisSince(start))
          .log();
    } catch (IOException | RuntimeException e) {
      LOG.atError()
          .setMessage("The lineage graph could not be made; edges are read from the index instead")
          .addKeyValue("index", succession.index())
          .setCause(e)
          .log();
    } finally {
      succession.lock();
      try {
        graph = made;
        making = false;
        succession.end(made, Duration.ofNanos(System.nanoTime() - start));
      } finally {
        succession.unlock();
      }
    }
  }

  private static long millisSince(long startNanos) {
    return Duration.ofNanos(System.nanoTime() - startNanos).toMillis();
  }

  /** Returns how long it took to make the graph that this one's follows from. */
  public Duration makingTime() {
    return succession.makingTime();
  }

  /** Gives back the memory: the index is closed. */
  public void close() {
    succession.close();
  }
}
