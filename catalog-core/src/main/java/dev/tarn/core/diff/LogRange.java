package dev.tarn.core.diff;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * A part of a log.
 *
 * @param after the sequence number before the first
 * @param to the last one
 */
public record LogRange(ChangeLog log, long after, long to) {
  private static final int ENTRIES_AT_ONCE = 5_000;

  /** Hands over the entries, in order. */
  public void forEach(Consumer<LogEntry> consumer) throws IOException {
    long reached = after;
    while (reached < to) {
      CommitId read = log.read(reached, ENTRIES_AT_ONCE, group -> handOver(group, consumer));
      if (read.seq() <= reached) {
        throw new IOException(
            "the log of " + log.scope() + " ends at " + reached + ", before " + to);
      }
      reached = read.seq();
    }
  }

  private void handOver(Group group, Consumer<LogEntry> consumer) {
    for (LogEntry entry : group.entries()) {
      if (entry.seq() > after && entry.seq() <= to) {
        consumer.accept(entry);
      }
    }
  }
}
