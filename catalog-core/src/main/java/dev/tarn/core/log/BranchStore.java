package dev.tarn.core.log;

import dev.tarn.core.audit.AuditLink;
import dev.tarn.core.audit.AuditTable;
import dev.tarn.core.audit.LogEvidence;
import dev.tarn.core.audit.LogVerification;
import dev.tarn.core.history.HistoryReader;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.StateSource;
import dev.tarn.core.table.PointerDiff;
import dev.tarn.core.table.PointerSnapshot;
import dev.tarn.core.table.TableLocations;
import dev.tarn.core.usage.UsageTable;
import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * The tables of one open branch: its log, its history, and the followers that live beside the log.
 */
public interface BranchStore extends AutoCloseable {
  ChangeLog log();

  HistoryReader history();

  /**
   * Returns the state as the branch's tables have it: what is newest of that which costs nothing to
   * find. The log goes on from its commit.
   */
  StateSource state() throws IOException;

  /**
   * Returns the state at a commit of the branch's log, exactly.
   *
   * @throws dev.tarn.core.error.CatalogException {@code commit-not-found}
   */
  StateSource stateAt(CommitId commit) throws IOException;

  /**
   * Returns names and pointers at the newest commit that this process knows; asks nobody for a
   * newer one. What this process has appended is in it; {@link ChangeLog#head()} takes over what
   * others have.
   */
  PointerSnapshot pointers() throws IOException;

  /**
   * Returns whether no other process appends to the branch: then what this one knows is the newest,
   * and nobody has to be asked.
   */
  default boolean isAlone() {
    return false;
  }

  /**
   * Returns names and pointers at a commit of the branch's log.
   *
   * @throws dev.tarn.core.error.CatalogException {@code commit-not-found}
   */
  PointerSnapshot pointersAt(CommitId commit) throws IOException;

  /**
   * Returns the names that stand for something else at another commit; without those of Tarn
   * itself. The cost is that of what differs, not of all names.
   *
   * @param from a commit of any branch of the tenant
   * @param to a commit of any branch of the tenant
   * @throws IOException if there is no such commit, too
   */
  List<PointerDiff> pointerDiff(CommitId from, CommitId to) throws IOException;

  /**
   * Returns where the branch's tables are, and new ones go.
   *
   * @throws dev.tarn.core.error.CatalogException {@code storage-not-configured} if this process
   *     does not have the storage of the tenant, or of one that it began as a clone of
   */
  TableLocations locations();

  /** Returns where the branch keeps who used which table. */
  UsageTable usage();

  /** Returns the branch's copy of the tenant's audit, which the main branch has. */
  AuditTable audit();

  /** Returns the followers that keep state tables of the branch, such as the materialiser. */
  List<LogFollower> followers();

  /**
   * Brings what the followers of {@link #followers()} keep to the end of the log, and returns a
   * commit that has both alike. Writers may have to wait for a moment.
   *
   * @throws dev.tarn.core.error.CatalogException {@code commit-not-reached} if others write too
   *     much for that
   */
  default CommitId level() throws IOException {
    return log().head();
  }

  /**
   * Looks whether the files of the log hold what was written.
   *
   * @param evidence what is known elsewhere
   * @param progress is told of the sequence number of a change up to which all is as it was
   * @throws IOException if a file is gone or cannot be read
   */
  LogVerification verifyLog(LogEvidence evidence, LongConsumer progress) throws IOException;

  /**
   * Returns the end of the log with the hash of its last group, which is empty in a log from before
   * there were hashes.
   */
  AuditLink logEnd() throws IOException;

  /**
   * Does the store's housekeeping that is due: compaction, expiry. Called from time to time from
   * one thread; returns soon where nothing is due.
   */
  void maintain() throws IOException;

  @Override
  void close() throws IOException;
}
