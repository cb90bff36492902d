package dev.tarn.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Says which call of a faulty store fails, and how. Thread safe. */
public final class Faults {
  /** What happens to one append. */
  public enum OfAppend {
    /** It is done and answered. */
    NONE,
    /** It is answered with a conflict that was none; nothing is appended. */
    CONFLICT,
    /** The store does not answer; nothing is, or will be, appended. */
    REFUSED,
    /** The answer is lost and nothing is appended. */
    LOST_BEFORE,
    /** It is appended and the answer is lost. */
    LOST_AFTER,
    /** The answer is lost; it is appended only after the log was next asked for its head. */
    LOST_LATE
  }

  private final Random random;
  private final Deque<OfAppend> script = new ArrayDeque<>();
  private final int oneIn;
  private boolean ended;
  private int appendFaults;

  private Faults(Random random, int oneIn, List<OfAppend> script) {
    this.random = random;
    this.oneIn = oneIn;
    this.script.addAll(script);
  }

  /** Returns faults of every kind, of appends and reads, in about one of {@code n} calls. */
  public static Faults oneIn(int n, long seed) {
    return new Faults(new Random(seed), n, List.of());
  }

  /** Returns these faults for the first appends, and none after them. */
  public static Faults ofAppends(OfAppend... faults) {
    return new Faults(new Random(0), 0, List.of(faults));
  }

  /** Lets everything work from now on. */
  public synchronized void end() {
    ended = true;
    script.clear();
  }

  /** Returns how many appends have been faulty. */
  public synchronized int appendFaults() {
    return appendFaults;
  }

  /** Decides about the next append. */
  public synchronized OfAppend nextAppend() {
    OfAppend next = OfAppend.NONE;
    if (!script.isEmpty()) {
      next = script.removeFirst();
    } else if (happens()) {
      OfAppend[] all = OfAppend.values();
      next = all[1 + random.nextInt(all.length - 1)];
    }
    appendFaults += next == OfAppend.NONE ? 0 : 1;
    return next;
  }

  /** Decides whether the next call of another kind fails. */
  public synchronized boolean happens() {
    return oneIn > 0 && !ended && random.nextInt(oneIn) == 0;
  }
}
