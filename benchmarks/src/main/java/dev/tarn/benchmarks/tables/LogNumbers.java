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
  private final AtomicLong last = new AtomicLong();

  LogNumbers(long seed) {
    this.seed = seed;
  }

  /** Takes so many sequence numbers that follow each other; returns the first. */
  long take(int count) {
    return last.getAndAdd(count) + 1;
  }

  long last() {
    return last.get();
  }

  private static long group(long seq) {
    return (seq - 1) / ENTRIES_PER_GROUP;
  }

  String groupId(long seq) {
    return new UUID(seed, group(seq)).toString();
  }

  Instant time(long seq) {
    return BEFORE.plusMillis(group(seq));
  }

  /** Returns the place of an entry in its group. */
  static int ordinal(long seq) {
    return (int) ((seq - 1) % ENTRIES_PER_GROUP);
  }
}
