package dev.tarn.lucene.graph;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the versions of one index share: the lock, and what is in the making. */
final class Succession {
  private static final Logger LOG = LoggerFactory.getLogger(Succession.class);

  private final String index;
  private final GraphLimits limits;
  private final GraphMaker maker;

  /** Held for moments, while versions look at each other. */
  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable LineageVersion newest;

  /** Whether a graph is being made of a view: one at a time. */
  private boolean making;

  /** What could not be made is not tried again until the index is opened again. */
  private boolean unmakeable;

  private boolean closed;
  private long reservedBytes;
  private volatile Duration makingTime = Duration.ZERO;

  /** What came since the graph of which a new base is made; null if none is. */
  private @Nullable List<List<LineageDelta>> since;

  private @Nullable LineageGraph compacted;
  private boolean failed;

  /** After a failure, no other attempt before so many changes. */
  private int retryChanges;

  Succession(String index, GraphLimits limits, GraphMaker maker) {
    this.index = index;
    this.limits = limits;
    this.maker = maker;
  }

  String index() {
    return index;
  }

  void lock() {
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  void run(Runnable task) {
    maker.background().execute(task);
  }

  void newest(LineageVersion version) {
    newest = version;
  }

  /** Returns whether a version may make its graph, and reserves memory. Called with the lock. */
  boolean begin(LineageVersion version, GraphSize size) {
    if (version != newest || making || unmakeable || closed || !reserve(size.makingBytes())) {
      return false;
    }
    making = true;
    return true;
  }

  private boolean reserve(long bytes) {
    if (!maker.reserve(bytes)) {
      return false;
    }
    reservedBytes += bytes;
    return true;
  }

  /** Takes note of what came of it; null if nothing did. Called with the lock held. */
  void end(@Nullable LineageGraph made, Duration time) {
    making = false;
    unmakeable = made == null;
    keepReserved(made == null || closed ? 0 : made.size().bytes());
    makingTime = time;
  }

  private void keepReserved(long bytes) {
    maker.release(reservedBytes - bytes);
    reservedBytes = bytes;
  }

  Duration makingTime() {
    return makingTime;
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      if (!making) {
        keepReserved(0);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns the graph after the newest one. Called with the lock held. */
  LineageGraph next(LineageGraph before, List<LineageDelta> deltas) {
    LineageGraph next = before.with(deltas);
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
    run(
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
      LOG.atError()
          .setMessage("The lineage graph could not be compacted; it stays as it is")
          .addKeyValue("index", index)
          .log();
    }
  }
}
