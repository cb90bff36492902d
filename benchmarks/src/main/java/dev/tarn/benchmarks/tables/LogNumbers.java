package dev.tarn.benchmarks.tables;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sequence numbers, and the group and time of each, as if groups of one size had been committed.
 */
final class LogNumbers {
  private static final Instant BEFORE = Instant.parse("2026-01-01T00:00:00Z");

  /** About what the bulk endpoint commits at once. */
  private static final long ENTRIES_PER_GROUP = 1_000;

  private final long seed;
  private final long before;
  private final AtomicLong last;

  /**
   * @param seed of the ids of groups
   * @param before where the log has ended until now
   */
  LogNumbers(long seed, long before) {
    this.seed = seed;
    this.before = before;
    this.last = new AtomicLong(before);
  }

  /** Takes so many sequence numbers that follow each other; returns the first. */
  long take(int count) {
    return last.getAndAdd(count) + 1;
  }

  long last() {
    return last.get();
  }

  private long group(long seq) {
    return (seq - before - 1) / ENTRIES_PER_GROUP;
  }

  String groupId(long seq) {
    return new UUID(seed, group(seq)).toString();
  }

  Instant time(long seq) {
    return BEFORE.plusMillis(Math.ceilDiv(before, ENTRIES_PER_GROUP) + group(seq));
  }

  /** Returns the place of an entry in its group. */
  int ordinal(long seq) {
    return (int) ((seq - before - 1) % ENTRIES_PER_GROUP);
  }
}
