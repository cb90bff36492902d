package dev.tarn.core.log;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.table.PointerChange;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * The append-only log of one branch. Any number of processes may have it open.
 *
 * <p><b>Order.</b> Sequence numbers start at 1 and have no gaps. <b>Atomicity.</b> A group is
 * visible whole or not at all, with the changes of pointers that it carries. <b>Durability.</b>
 * When {@link #append} answers {@code Committed}, the group survives the loss of everything in this
 * and other processes' memory, of the operating system's caches, and of the unsynced tail of the
 * version store.
 *
 * <p>Thread safety: {@code append} from one thread at a time; reads from any.
 */
public interface ChangeLog extends AutoCloseable {
  Scope scope();

  /**
   * Returns the newest commit that any process has made visible.
   *
   * @throws IOException if the store cannot be asked
   */
  CommitId head() throws IOException;

  /**
   * Appends a group, if the log's head still is {@code expected}.
   *
   * <p>Never throws for a store's fault: a fault after which the group cannot become visible is
   * rethrown as {@link IOException}; any other is {@link AppendOutcome.Unknown}.
   *
   * @param expected the head that the entries were resolved against
   * @param groupId unique; finds the group again after a lost answer
   * @param entries sequence numbers from {@code expected.seq() + 1}, consecutive; at least one
   * @param pointers what the group makes of names, each name once; what they expect is what there
   *     is at {@code expected}, or the answer is {@code Conflict}
   * @throws IOException if the group is not, and will not become, visible
   */
  AppendOutcome append(
      CommitId expected, String groupId, List<LogEntry> entries, List<PointerChange> pointers)
      throws IOException;

  /** Appends a group that changes no pointer. */
  default AppendOutcome append(CommitId expected, String groupId, List<LogEntry> entries)
      throws IOException {
    return append(expected, groupId, entries, List.of());
  }

  /**
   * Reads groups in order, beginning with the entry after {@code afterSeq}; the first group may be
   * cut at its front. Memory is bounded by one group or one compacted file.
   *
   * @param maxEntries stop after the group in which this number is reached
   * @return the commit up to which {@code consumer} has seen all entries; seq {@code afterSeq} if
   *     there is nothing newer
   */
  CommitId read(long afterSeq, int maxEntries, Consumer<Group> consumer) throws IOException;

  @Override
  void close();
}
