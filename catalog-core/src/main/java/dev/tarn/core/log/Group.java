package dev.tarn.core.log;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.scope.CommitId;
import java.util.List;

/**
 * The entries of one commit.
 *
 * @param entries consecutive sequence numbers, at least one; the last is {@code commit.seq()}
 */
public record Group(CommitId commit, String groupId, List<LogEntry> entries) {
  public Group {
    entries = List.copyOf(entries);
    if (entries.isEmpty() || entries.getLast().seq() != commit.seq()) {
      throw new IllegalArgumentException("a group ends at its commit");
    }
  }

  public long firstSeq() {
    return entries.getFirst().seq();
  }
}
