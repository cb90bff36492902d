package dev.tarn.core.log;

import dev.tarn.core.scope.CommitId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drives one follower along the log, on a thread of its own, until closed. */
public final class FollowerRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FollowerRunner.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /**
   * How much a follower takes at once.
   *
   * @param gather how long to let changes gather before they are applied; zero: at once
   * @param gatherEntries apply earlier when this many have gathered
   * @param maxEntries the most entries of one call, cut after a whole group
   */
  public record Pace(Duration gather, int gatherEntries, int maxEntries) {}

  private final LogFollower follower;
  private final LogTail tail;
  private final Pace pace;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progressed = lock.newCondition();
  private volatile boolean closed;
  private volatile String failure = "";

  public FollowerRunner(LogFollower follower, LogTail tail, Pace pace, String threadName) {
    this.follower = follower;
    this.tail = tail;
    this.pace = pace;
    this.thread = Thread.ofPlatform().name(threadName).daemon().unstarted(this::run);
  }

  /** Starts to follow. */
  public void start() {
    thread.start();
  }

  public LogFollower follower() {
    return follower;
  }

  /** Returns the last failure, while it lasts; empty if all is well. */
  public String failure() {
    return failure;
  }

  /**
   * Waits until the follower shows the log up to {@code seq}.
   *
   * @return false when the time was over first
   */
  public boolean await(long seq, Duration timeout) throws InterruptedException {
    if (follower.applied().seq() >= seq) {
      return true;
    }
    long nanos = timeout.toNanos();
    lock.lock();
    try {
      while (follower.applied().seq() < seq) {
        if (nanos <= 0 || closed) {
          return false;
        }
        nanos = progressed.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      Duration pause = FIRST_PAUSE;
      while (!closed) {
        if (step(pause)) {
          pause = FIRST_PAUSE;
        } else {
          Duration twice = pause.multipliedBy(2);
          pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!closed) {
        failure = "the follower has stopped";
      }
      closed = true;
      signal();
    }
  }

  /** Applies what there is; after a failure waits and returns false. */
  private boolean step(Duration pauseIfFailed) throws InterruptedException {
    try {
      if (follower instanceof BackgroundFollower background && !background.tend()) {
        failure = "";
        return true;
      }
      List<Group> groups = gather();
      if (groups.isEmpty()) {
        if (tail.isClosed()) {
          // Nothing can follow; without this the thread would spin on the end of the tail.
          closed = true;
        }
      } else {
        apply(groups);
      }
      failure = "";
      return true;
    } catch (IOException | RuntimeException e) {
      if (closed) {
        return false;
      }
      // A follower that meets a defect stays behind, says so, and is tried again; the log goes on.
      String known = failure;
      failure = e.getClass().getSimpleName() + ": " + e.getMessage();
      // What lasts is in the log once; the status has it all the time.
      (known.equals(failure) ? LOG.atDebug() : LOG.atWarn())
          .setMessage("A follower cannot apply the log; it is tried again")
          .addKeyValue("follower", follower.name())
          .addKeyValue("thread", thread.getName())
          .addKeyValue("pauseMillis", pauseIfFailed.toMillis())
          .setCause(e)
          .log();
      signal();
      pause(pauseIfFailed);
      return false;
    }
  }

  private void apply(List<Group> groups) throws IOException {
    long before = follower.applied().seq();
    if (groups.getLast().commit().seq() <= before) {
      // A follower that was replaced by one that is further has them already.
      return;
    }
    follower.apply(groups);
    if (follower.applied().seq() <= before) {
      throw new IllegalStateException("the follower is still at " + before);
    }
    signal();
  }

  private List<Group> gather() throws IOException, InterruptedException {
    long from = follower.applied().seq();
    List<Group> first = tail.await(from, pace.maxEntries(), POLL);
    if (first.isEmpty() || pace.gather().isZero()) {
      return first;
    }
    long deadlineNanos = System.nanoTime() + pace.gather().toNanos();
    List<Group> gathered = new ArrayList<>(first);
    while (!closed && !tail.isClosed() && count(gathered) < pace.gatherEntries()) {
      long leftNanos = deadlineNanos - System.nanoTime();
      if (leftNanos <= 0) {
        break;
      }
      gathered.addAll(
          tail.await(
              gathered.getLast().commit().seq(), pace.maxEntries(), Duration.ofNanos(leftNanos)));
    }
    return gathered;
  }

  private static int count(List<Group> groups) {
    return groups.stream().mapToInt(group -> group.entries().size()).sum();
  }

  private void pause(Duration time) throws InterruptedException {
    lock.lock();
    try {
      long nanos = time.toNanos();
      while (nanos > 0 && !closed) {
        nanos = progressed.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets those who wait look again: the follower came further by something else than this. */
  public void progressed() {
    signal();
  }

  private void signal() {
    lock.lock();
    try {
      progressed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns how far readers of the follower see the log. */
  public CommitId applied() {
    return follower.applied();
  }

  /** Stops after the call that is under way, which a {@link BackgroundFollower} ends early. */
  @Override
  public void close() {
    closed = true;
    signal();
    if (follower instanceof BackgroundFollower background) {
      background.endEarly();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
