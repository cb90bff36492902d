package dev.tarn.lucene.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the versions of one index share: the locks, and a new base in the making. */
final class Succession {
  private static final Logger LOG = LoggerFactory.getLogger(Succession.class);

  private final GraphLimits limits;
  private final Executor background;

  /** Held for moments, while versions look at each other. */
  private final ReentrantLock lock = new ReentrantLock();

  /** Held, and taken before the other, while a graph is made of a view: one at a time. */
  private final ReentrantLock making = new ReentrantLock();

  /** What came since the graph of which a new base is made; null if none is. */
  private @Nullable List<List<LineageDelta>> since;

  private @Nullable LineageGraph compacted;
  private boolean failed;

  /** After a failure, no other attempt before so many changes. */
  private int retryChanges;

  Succession(GraphLimits limits, Executor background) {
    this.limits = limits;
    this.background = background;
  }

  void lock() {
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  void startMaking() {
    making.lock();
  }

  void endMaking() {
    making.unlock();
  }

  /** Returns the graph after the newest one. Called with the lock held. */
  LineageGraph next(LineageGraph newest, List<LineageDelta> deltas) {
    LineageGraph next = newest.with(deltas);
    List<List<LineageDelta>> later = since;
    if (later == null) {
      if (limits.isDue(next) && next.changes() >= retryChanges) {
        compact(next);
      }
      return next;
    }
    later.add(deltas);
    LineageGraph base = compacted;
    if (base != null) {
      for (List<LineageDelta> changes : later) {
        base = base.with(changes);
      }
      since = null;
      compacted = null;
      return base;
    }
    if (failed) {
      failed = false;
      since = null;
      retryChanges = 2 * next.changes();
    }
    return next;
  }

  private void compact(LineageGraph graph) {
    since = new ArrayList<>();
    background.execute(
        () -> {
          LineageGraph made = null;
          try {
            made = GraphBuilder.compacted(graph);
          } finally {
            finish(made);
          }
        });
  }

  private void finish(@Nullable LineageGraph made) {
    lock.lock();
    try {
      compacted = made;
      failed = made == null;
    } finally {
      lock.unlock();
    }
    if (made == null) {
      LOG.atError().setMessage("The lineage graph could not be compacted; it stays as it is").log();
    }
  }
}
