package dev.tarn.core.log;

import dev.tarn.core.scope.CommitId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The recent end of a log in memory, shared by everything that follows the log in this process;
 * what is older is read from the log itself. Thread safe.
 */
public final class LogTail {
  private final ChangeLog log;
  private final int maxEntries;
  private final ArrayDeque<Group> groups = new ArrayDeque<>();
  private int entries;
  private CommitId head;
  private boolean closed;

  /**
   * @param head where the tail begins: a commit of the log
   * @param maxEntries how many entries are kept, at least one group's
   */
  public LogTail(ChangeLog log, CommitId head, int maxEntries) {
    this.log = log;
    this.head = head;
    this.maxEntries = maxEntries;
  }

  /** Returns the newest commit that this process knows. */
  public synchronized CommitId head() {
    return head;
  }

  /** Adds a group that was just committed; what is already known of it is ignored. */
  public synchronized void publish(Group group) {
    if (group.commit().seq() <= head.seq()) {
      return;
    }
    if (group.firstSeq() > head.seq() + 1) {
      throw new IllegalStateException(
          "group begins at " + group.firstSeq() + " but the tail ends at " + head.seq());
    }
    add(group.firstSeq() == head.seq() + 1 ? group : after(head.seq(), group));
  }

  private static Group after(long seq, Group group) {
    return new Group(
        group.commit(),
        group.groupId(),
        group.entries().stream().filter(entry -> entry.seq() > seq).toList());
  }

  private synchronized void add(Group group) {
    groups.addLast(group);
    entries += group.entries().size();
    head = group.commit();
    while (entries > maxEntries && groups.size() > 1) {
      entries -= groups.removeFirst().entries().size();
    }
    notifyAll();
  }

  /**
   * Takes over what other processes have committed.
   *
   * @return the head
   */
  public CommitId refresh() throws IOException {
    CommitId known = head();
    if (log.head().seq() > known.seq()) {
      CommitId reached;
      do {
        known = head();
        reached = log.read(known.seq(), maxEntries, this::publish);
      } while (reached.seq() > known.seq());
    }
    return head();
  }

  /**
   * Returns groups that follow {@code afterSeq}, as soon as there is one; the first may begin at or
   * before it. Empty when the time is over or the tail is closed.
   *
   * @param maxEntries stop after the group in which this number is reached
   */
  public List<Group> await(long afterSeq, int maxEntries, Duration timeout)
      throws IOException, InterruptedException {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    synchronized (this) {
      while (head.seq() <= afterSeq && !closed) {
        long leftMillis = (deadlineNanos - System.nanoTime() + 999_999) / 1_000_000;
        if (leftMillis <= 0) {
          return List.of();
        }
        wait(leftMillis);
      }
      if (head.seq() <= afterSeq) {
        return List.of();
      }
      if (!groups.isEmpty() && groups.getFirst().firstSeq() <= afterSeq + 1) {
        return fromMemory(afterSeq, maxEntries);
      }
    }
    List<Group> read = new ArrayList<>();
    log.read(afterSeq, maxEntries, read::add);
    // What another process has appended in the meantime is handed out, so it is known from here on:
    // who appends after it finds it in the tail.
    read.forEach(this::publishIfNext);
    return read;
  }

  /** Returns true when nothing more will come. */
  public synchronized boolean isClosed() {
    return closed;
  }

  /** Wakes everyone who waits; nothing more will come. */
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  private List<Group> fromMemory(long afterSeq, int wanted) {
    List<Group> found = new ArrayList<>();
    int count = 0;
    for (Group group : groups) {
      if (group.commit().seq() > afterSeq) {
        found.add(group);
        count += group.entries().size();
        if (count >= wanted) {
          break;
        }
      }
    }
    return found;
  }

  private synchronized void publishIfNext(Group group) {
    if (group.firstSeq() <= head.seq() + 1) {
      publish(group);
    }
  }
}
